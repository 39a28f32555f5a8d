"""The result page."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

XSS = "<script>alert(1)</script>"


def page(client: FlaskClient, url: str, status: int = 200) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == status
    return lxml_html.fromstring(response.text)


def text(tree: lxml_html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.cssselect(path)]


def hrefs(tree: lxml_html.HtmlElement, path: str) -> list[str]:
    return [link.get("href") for link in tree.cssselect(path)]


def test_the_first_page_shows_the_newest_articles(client: FlaskClient) -> None:
    tree = page(client, "/")
    assert text(tree, "h1") == ["Bài mới nhất"]
    assert text(tree, ".hit h2")[0] == "Xã Đồng Đăng thi đua cải cách hành chính"
    assert len(tree.cssselect(".hit")) == 10


def test_a_query_is_the_title_of_its_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua+covid19")
    assert text(tree, "head title") == ["thi dua covid19 – Tra cứu"]
    assert text(tree, "h1") == ["Kết quả cho thi dua covid19"]


def test_hits_show_title_date_source_districts_and_marked_snippet(client: FlaskClient) -> None:
    tree = page(client, "/?q=covid-19+thi+dua+cao+loc")
    first = tree.cssselect(".hit")[0]
    assert "Huyện Cao Lộc sơ kết" in first.cssselect("h2")[0].text_content()
    assert first.cssselect("time")[0].get("datetime") == "2020-07-14T22:46+07:00"
    assert first.cssselect("time")[0].text_content() == "14/7/2020"
    assert "langson.gov.vn" in text(first, ".facts")[0]
    assert "Huyện Cao Lộc" in text(first, ".chips li")
    assert any("thi đua" in mark.lower() for mark in text(first, ".snippet mark"))


def test_count_and_time_stand_above_the_hits(client: FlaskClient) -> None:
    (line,) = text(page(client, "/?q=du+lich"), ".count")
    assert re.fullmatch(r"1 bài · \d+(,\d)? ms", line)


def test_a_district_narrows_and_is_removable(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua")
    (link,) = [a for a in tree.cssselect("#panel a.value") if "Tràng Định" in a.text_content()]
    narrowed = page(client, link.get("href"))
    assert text(narrowed, ".hit h2") == [
        "Tràng Định phát động thi đua làm đường giao thông nông thôn"
    ]
    assert text(narrowed, ".active li") == ["Bỏ lọc Huyện Tràng Định (đến 30/6/2025) ×"]
    assert hrefs(narrowed, ".active a") == ["/?q=thi+dua"]


def test_a_district_chip_on_a_hit_narrows_too(client: FlaskClient) -> None:
    chip = hrefs(page(client, "/?q=du+lich+cong+dong"), ".hit a.chip")[0]
    assert text(page(client, chip), ".hit h2") == [
        "Bắc Kạn: huyện Ba Bể thi đua làm du lịch cộng đồng"
    ]
    assert "district=" in chip


def test_a_place_can_be_excluded(client: FlaskClient) -> None:
    before = page(client, "/?q=thi+dua&province=20")
    link = next(a for a in before.cssselect("#panel a.exclude") if "Cao Lộc" in a.get("aria-label"))
    after = page(client, link.get("href"))
    assert not any("Cao Lộc" in title for title in text(after, ".hit h2"))
    assert "Bỏ lọc Không gồm Huyện Cao Lộc (đến 30/6/2025) ×" in text(after, ".active li")


def test_a_place_may_be_named_instead_of_coded(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&district=trang+dinh")
    assert text(tree, ".active li") == ["Bỏ lọc Huyện Tràng Định (đến 30/6/2025) ×"]


def test_dates_narrow_and_stay_in_the_boxes(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&from=8/2020&to=2020")
    assert len(tree.cssselect(".hit")) == 3
    assert [tree.cssselect(box)[0].get("value") for box in ("#from", "#to")] == [
        "1/8/2020",
        "31/12/2020",
    ]
    assert text(tree, ".active li") == [
        "Bỏ lọc Từ ngày 1/8/2020 ×",
        "Bỏ lọc Đến ngày 31/12/2020 ×",
        "Bỏ mọi bộ lọc",
    ]


def test_the_form_carries_the_filters_along(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&district=183&not_source=x&sort=newest&page=1")
    hidden = {i.get("name"): i.get("value") for i in tree.cssselect("form input[type=hidden]")}
    assert hidden == {"district": "183", "not_source": "x", "sort": "newest"}


def test_each_order_is_a_link(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&sort=oldest")
    dates = [t.get("datetime") for t in tree.cssselect(".hit time")]
    assert dates == sorted(dates)
    assert text(tree, ".sort [aria-current]") == ["Cũ nhất"]
    assert hrefs(tree, ".sort a") == ["/?q=thi+dua", "/?q=thi+dua&sort=newest"]


def test_the_month_chart_is_a_table_and_narrows(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&from=2020&to=2020")
    rows = dict(zip(text(tree, ".chart tbody th"), text(tree, ".chart tbody td"), strict=True))
    assert rows == {"7/2020": "4", "8/2020": "1", "9/2020": "1", "10/2020": "1"}
    assert hrefs(tree, ".chart svg a") == hrefs(tree, ".chart tbody a")
    july = page(client, hrefs(tree, ".chart tbody a")[0])
    assert len(july.cssselect(".hit")) == 4


def test_pages_lead_on_and_back(client: FlaskClient) -> None:
    tree = page(client, "/?limit=5&page=2")
    assert hrefs(tree, ".pages [rel=prev]") == ["/?limit=5"]
    assert hrefs(tree, ".pages [rel=next]") == ["/?limit=5&page=3"]
    assert text(tree, ".pages [aria-current]") == ["2"]


def test_a_page_past_the_end_leads_to_the_last(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&page=99")
    assert text(tree, ".nothing") == ["Không có trang 99. Đến trang cuối"]
    assert page(client, hrefs(tree, ".nothing a")[0]).cssselect(".hit")


def test_without_a_hit_the_word_to_blame_is_named_and_ways_out_offered(
    client: FlaskClient,
) -> None:
    tree = page(client, "/?q=zzxqy+na&district=183")
    assert "zzxqy" in text(tree, ".nothing p strong")
    ways = dict(zip(text(tree, ".ways a"), hrefs(tree, ".ways a"), strict=True))
    assert list(ways) == ["Bỏ “zzxqy” và mọi bộ lọc"]
    assert all(page(client, way).cssselect(".hit") for way in ways.values())


def test_a_filter_that_hides_everything_can_be_dropped_at_once(client: FlaskClient) -> None:
    tree = page(client, "/?q=du+lich+cong+dong&district=183")
    assert "Bỏ lọc Huyện Cao Lộc (đến 30/6/2025) (1 bài)" in text(tree, ".ways li")


def test_articles_that_lack_a_word_follow_and_say_which(client: FlaskClient) -> None:
    tree = page(client, "/?q=du+lich+cong+dong&district=183")
    assert text(tree, ".count")[0].startswith("0 bài, thêm 1 bài thiếu từ")
    assert text(tree, ".hit .missing") == ["thiếu: lich"]


def test_a_long_query_is_cut_and_the_page_says_so(client: FlaskClient) -> None:
    response = client.get("/", query_string={"q": "thi đua " * 5000})
    assert response.status_code == 200
    assert len(response.text) < 500_000
    assert lxml_html.fromstring(response.text).cssselect(".notice")


@pytest.mark.parametrize("typed", ["thi ddua", "thi dduaa", "khen thuongw"])
def test_left_overs_of_a_keyboard_are_understood(client: FlaskClient, typed: str) -> None:
    tree = page(client, f"/?q={typed}&source=langson.gov.vn")
    suggested = tree.cssselect(".suggestion a")
    assert suggested, typed
    assert "source=langson.gov.vn" in suggested[0].get("href")
    assert page(client, suggested[0].get("href")).cssselect(".hit")


def test_exact_diacritics_can_be_asked_for(client: FlaskClient) -> None:
    assert page(client, "/?q=thí+đua").cssselect(".hit")
    tree = page(client, "/?q=thí+đua&exact=1")
    assert not tree.cssselect(".hit")
    assert tree.cssselect("#exact")[0].get("checked") is not None
    assert "Không cần đúng dấu" in text(tree, ".ways a")


def test_faulty_parameters_are_all_named_and_the_form_is_kept(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&from=31/2/2020&sort=best&district=183", 400)
    assert len(text(tree, ".faults li")) == 2
    assert tree.cssselect("#q")[0].get("value") == "thi dua"
    assert tree.cssselect("#from")[0].get("value") == "31/2/2020"
    assert tree.cssselect("#from")[0].get("aria-invalid") == "true"
    assert hrefs(tree, ".faults a") == ["#from"]


def test_an_unknown_district_is_said_with_the_form_kept(client: FlaskClient) -> None:
    tree = page(client, "/?q=thi+dua&district=Atlantis", 400)
    assert "Atlantis" in text(tree, ".faults")[0]
    assert tree.cssselect("#q")[0].get("value") == "thi dua"


@pytest.mark.parametrize(
    "query", ['"', "(((", "AND", "-", "*", "a OR", '"a"~999999', ":", "title:", "\x00", "%", "💥"]
)
def test_no_query_breaks_the_page(client: FlaskClient, query: str) -> None:
    assert client.get("/", query_string={"q": query}).status_code in (200, 400)


def test_markup_in_title_body_source_query_and_district_is_shown_as_text(
    client: FlaskClient,
) -> None:
    for url in ("/?q=doc+hai", "/", "/?limit=100"):
        assert XSS not in client.get(url).text
    shown = client.get("/?q=doc+hai").text
    assert html.escape(XSS) in shown or "&lt;script&gt;" in shown
    for name in ("q", "district", "province", "source", "from", "sort", "lang", "page"):
        answer = client.get("/", query_string={"q": "thi dua", name: XSS})
        assert "<script>alert" not in answer.text, name


def test_an_empty_index_says_so(empty: FlaskClient) -> None:
    response = empty.get("/")
    assert response.status_code == 503
    assert "Traceback" not in response.text
