"""Citations of an article."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime

from flask.testing import FlaskClient

from indexer import VIETNAM, Article, Published
from webui.citations import bibtex, csl_json, key, line, ris

SEEN = date(2026, 11, 23)
ARTICLE = Article(
    id="a",
    title="Hội nghị sơ kết: 100% & {hơn}",
    published=Published(datetime(2020, 7, 14, 22, 46, tzinfo=VIETNAM)),
    source="langson.gov.vn",
    url="https://langson.gov.vn/a_b?c=1&d={2}",
    author="Hoàng Quốc Thịnh",
)
BARE = Article(id="chỉ có mã", body="…")


def test_the_line_has_author_title_source_date_and_address() -> None:
    assert line(ARTICLE, SEEN) == (
        "HOÀNG QUỐC THỊNH. Hội nghị sơ kết: 100% & {hơn} [trực tuyến]. langson.gov.vn, "
        "14/07/2020 [xem 23/11/2026]. Địa chỉ: https://langson.gov.vn/a_b?c=1&d={2}"
    )


def test_bibtex_escapes_what_tex_would_read() -> None:
    written = bibtex(ARTICLE, SEEN)
    assert re.match(r"@misc\{langsongovvn20200714hoinghisoket-[0-9a-f]{8},\n", written)
    title = r"Hội nghị sơ kết: 100\% \& \textbraceleft{}hơn\textbraceright{}"
    assert f"title = {{{{{title}}}}}" in written
    assert "author = {{Hoàng Quốc Thịnh}}" in written
    assert "url = {https://langson.gov.vn/a_b?c=1&d=%7B2%7D}" in written
    assert written.count("{") == written.count("}")


def test_ris_is_one_record_of_tagged_lines() -> None:
    lines = ris(ARTICLE, SEEN).split("\r\n")
    assert lines[0] == "TY  - NEWS" and lines[-2:] == ["ER  - ", ""]
    assert "DA  - 2020/07/14/" in lines and "AU  - Hoàng Quốc Thịnh" in lines


def test_a_title_with_line_breaks_begins_no_new_field() -> None:
    broken = Article(id="a", title="một\nER  - \r\nTY  - BOOK")
    assert [line[:2] for line in ris(broken, SEEN).split("\r\n")] == [
        "TY", "TI", "Y2", "LA", "ID", "ER", "",
    ]  # fmt: skip


def test_csl_json_is_read_back() -> None:
    item = json.loads(csl_json(ARTICLE, SEEN, {}))
    assert item["issued"] == {"date-parts": [[2020, 7, 14]]}
    assert item["author"] == [{"literal": "Hoàng Quốc Thịnh"}]
    assert item["title"] == ARTICLE.title


def test_an_article_of_which_little_is_known_can_be_cited() -> None:
    assert re.fullmatch(r"chicoma-[0-9a-f]{8}", key(BARE))
    assert "[không rõ ngày]" in line(BARE, SEEN)
    assert "year" not in bibtex(BARE, SEEN)
    assert "issued" not in json.loads(csl_json(BARE, SEEN, {}))


def test_articles_of_one_source_day_and_title_have_keys_of_their_own() -> None:
    twins = [replace(ARTICLE, id=id) for id in ("a", "b", "a b")]
    assert len({key(each) for each in twins}) == 3


def test_each_format_is_a_file_to_take_away(client: FlaskClient) -> None:
    for ending, start in (
        ("bib", "@misc{"),
        ("ris", "TY  - NEWS"),
        ("csl.json", "["),
        ("csv", "\ufeffid,title,"),
        ("jsonl", '{"type": "article"'),
    ):
        answer = client.get(f"/cite.{ending}?id=ls/2020/07/trang-dinh.html")
        assert answer.status_code == 200 and answer.text.startswith(start)
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment") and disposition.endswith(f".{ending}")
    assert client.get("/cite.docx?id=ls-2020-0714").status_code == 404
    assert client.get("/cite.bib?id=none").status_code == 404


def test_the_article_page_offers_its_citation(client: FlaskClient) -> None:
    page = client.get("/articles/ls-2020-0714").text
    assert "[trực tuyến]. langson.gov.vn, 14/07/2020" in page
    assert 'href="/cite.ris?id=ls-2020-0714"' in page
