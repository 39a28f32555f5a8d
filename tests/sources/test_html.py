"""Saved web pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.sources import Received, Refused, read

PARAGRAPH = (
    "Sáng 14/7, UBND huyện Cao Lộc tổ chức hội nghị sơ kết công tác thi đua, khen thưởng sáu tháng "
    "đầu năm; dự hội nghị có lãnh đạo các phòng, ban của huyện và các xã, thị trấn trên địa bàn."
)
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Cao Lộc sơ kết thi đua - Báo Lạng Sơn</title>
<link rel="canonical" href="HTTPS://BaoLangSon.vn/cao-loc.html?utm_source=zalo#top">
<meta property="og:site_name" content="Báo Lạng Sơn">
<meta name="description" content="Cao Lộc sơ kết sáu tháng.">
<meta name="author" content="Hoàng Nam">
</head><body><div class="header"><span class="date">Thứ Hai, 23/11/2026</span></div>
<h1>Cao Lộc sơ kết thi đua</h1><p class="date">14/07/2020 22:46</p>
<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace("Sáng", "Chiều")}</p>
<figure><img src="a.jpg"><figcaption>Quang cảnh hội nghị</figcaption></figure>
</body></html>"""


def page_of(folder: Path, html: str, encoding: str = "utf-8") -> Received | Refused:
    path = folder / "trang.html"
    path.write_bytes(html.encode(encoding))
    (item,) = read(path)
    return item


def test_a_page_gives_its_facts_and_main_text(tmp_path: Path) -> None:
    item = page_of(tmp_path, PAGE)
    assert isinstance(item, Received)
    article = item.article
    assert article.id.startswith("u-")
    assert article.title == "Cao Lộc sơ kết thi đua"
    assert article.summary == "Cao Lộc sơ kết sáu tháng."
    assert article.source == "Báo Lạng Sơn"
    assert article.url == "https://baolangson.vn/cao-loc.html"
    assert article.author == "Hoàng Nam"
    assert article.captions == ("Quang cảnh hội nghị",)
    assert article.province == ""
    assert article.body.split("\n") == [PARAGRAPH, PARAGRAPH.replace("Sáng", "Chiều")]


def test_the_date_under_the_headline_is_taken_and_not_the_clock_above(tmp_path: Path) -> None:
    item = page_of(tmp_path, PAGE)
    assert isinstance(item, Received)
    assert item.article.published is not None
    assert item.article.published.isoformat() == "2020-07-14T22:46+07:00"


def test_declared_dates_go_before_shown_ones(tmp_path: Path) -> None:
    meta = '<meta property="article:published_time" content="2021-02-03T04:05:00+07:00"></head>'
    item = page_of(tmp_path, PAGE.replace("</head>", meta))
    assert isinstance(item, Received)
    assert item.article.published is not None
    assert item.article.published.isoformat() == "2021-02-03T04:05+07:00"


def test_a_page_without_any_date_takes_the_day_in_its_address(tmp_path: Path) -> None:
    said = "Ủy ban nhân dân huyện Cao Lộc tổ chức hội nghị tổng kết phong trào thi đua. " * 6
    address = "https://langson.example/tong-ket-thi-dua-20200714224600123.htm"
    got = page_of(
        tmp_path,
        f"<html lang=vi><head><link rel=canonical href='{address}'><title>Tổng kết</title></head>"
        f"<body><article><h1>Tổng kết thi đua</h1><p>{said}</p></article></body></html>",
    )
    assert isinstance(got, Received)
    assert got.article.published is not None
    assert got.article.published.isoformat() == "2020-07-14"


def test_linked_data_gives_date_and_author(tmp_path: Path) -> None:
    linked = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": '
        '"2022-03-04T05:06:00+07:00", "author": {"name": "Lan Anh"}}]}</script></head>'
    )
    item = page_of(tmp_path, PAGE.replace("</head>", linked))
    assert isinstance(item, Received)
    assert item.article.published is not None
    assert item.article.published.isoformat() == "2022-03-04T05:06+07:00"
    assert item.article.author == "Lan Anh"


def test_the_sapo_is_the_summary_and_not_said_again_in_the_body(tmp_path: Path) -> None:
    sapo = f'<p class="sapo">{PARAGRAPH}</p>'
    item = page_of(tmp_path, PAGE.replace(f"<p>{PARAGRAPH}</p>", sapo))
    assert isinstance(item, Received)
    assert item.article.summary == PARAGRAPH
    assert item.article.body == PARAGRAPH.replace("Sáng", "Chiều")


def test_a_page_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    item = page_of(tmp_path, PAGE[: len(PAGE) // 2])
    assert isinstance(item, Refused)
    assert "cut short" in item.en


def test_a_front_page_as_canonical_address_is_no_identity(tmp_path: Path) -> None:
    item = page_of(tmp_path, PAGE.replace("/cao-loc.html?utm_source=zalo#top", "/"))
    assert isinstance(item, Received)
    assert item.article.id.startswith("f-")


def test_a_list_of_articles_is_refused(tmp_path: Path) -> None:
    teasers = "".join(
        f'<article><h3><a href="{n}.html">Tin số {n} của tỉnh</a></h3><p>{PARAGRAPH}</p></article>'
        for n in range(6)
    )
    item = page_of(tmp_path, f"<html><body><h1>Tin tức</h1>{teasers}</body></html>")
    assert isinstance(item, Refused)
    assert "not an article" in item.en


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    item = page_of(tmp_path, "<html><body><div id=app></div><script>x()</script></body></html>")
    assert isinstance(item, Refused)
    assert "not an article" in item.en


def test_a_script_in_a_title_is_text(tmp_path: Path) -> None:
    item = page_of(
        tmp_path, PAGE.replace("<h1>Cao", "<h1>&lt;script&gt;alert(1)&lt;/script&gt;Cao")
    )
    assert isinstance(item, Received)
    assert item.article.title == "<script>alert(1)</script>Cao Lộc sơ kết thi đua"


def test_a_page_of_another_declared_encoding_is_read(tmp_path: Path) -> None:
    item = page_of(tmp_path, PAGE, "utf-16")
    assert isinstance(item, Received)
    assert item.article.title == "Cao Lộc sơ kết thi đua"


@pytest.mark.parametrize("name", ["1-index.html", "2-category.html"])
def test_portal_index_and_category_pages_are_refused(shared: Path, name: str) -> None:
    (item,) = read(shared / "pages" / "baochinhphu" / name)
    assert isinstance(item, Refused)
    assert "not an article" in item.en


@pytest.mark.parametrize("name", ["3-detail.html", "4-detail-photo.html"])
def test_portal_article_pages_are_read(shared: Path, name: str) -> None:
    (item,) = read(shared / "pages" / "baochinhphu" / name)
    assert isinstance(item, Received)
    assert item.article.title == "Triều Tiên bác bỏ đề xuất đoàn tụ các gia đình ly tán"
    assert item.article.published is not None
    assert item.article.published.isoformat() == "2011-01-12"


def test_real_portal_pages_agree_with_the_portals_own_records(shared: Path) -> None:
    folder = shared / "pages" / "khanhhoa"
    records = [r for r in read(folder / "articles.jsonl") if isinstance(r, Received)]
    assert len(records) == 8
    for record in records:
        (page,) = read(folder / f"{record.article.id.removeprefix('kh-')}.html")
        assert isinstance(page, Received)
        assert page.article.title == record.article.title
        assert page.article.published == record.article.published
        there = page.article.body.split() + " ".join(page.article.captions).split()
        wanted = record.article.body.split()
        assert len(set(wanted) & set(there)) >= 0.97 * len(set(wanted))


tags = st.sampled_from(
    [
        "html",
        "head",
        "body",
        "p",
        "div",
        "h1",
        "h2",
        "a",
        "table",
        "td",
        "script",
        "style",
        "title",
        "svg",
    ]
)
snippets = st.builds(lambda tag, text: f"<{tag} class='date'>{text}</{tag}>", tags, st.text())


@given(st.lists(snippets | st.text(), max_size=12))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_markup_makes_the_reader_raise(tmp_path: Path, pieces: list[str]) -> None:
    text = "<html><body>" + "".join(pieces) + "</body></html>"
    path = tmp_path / "a.html"
    path.write_bytes(text.encode("utf-8", "replace"))
    assert all(isinstance(item, Received | Refused) for item in read(path))
