"""JSON Lines, plain and gzipped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.sources import Received, Refused, read

ARTICLE: dict[str, Any] = {
    "id": "a-1",
    "title": "Thi đua yêu nước",
    "summary": "Tóm tắt.",
    "body": "Đoạn một.\n\nĐoạn hai.",
    "published": "2020-07-14T22:46:00+07:00",
    "source": "Báo Lạng Sơn",
    "url": "https://baolangson.vn/thi-dua",
    "province": "Lạng Sơn",
}


def items_of(path: Path, *lines: object) -> list[Received | Refused]:
    written = [x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines]
    path.write_bytes(b"\n".join(written) + b"\n")
    return list(read(path))


def taken(items: Sequence[Received | Refused]) -> list[Received]:
    assert all(isinstance(item, Received) for item in items), items
    return [item for item in items if isinstance(item, Received)]


def test_every_field_is_read(tmp_path: Path) -> None:
    more = {"captions": ["Ảnh một"], "author": "An", "office": "Sở Y tế", "submitted_by": "admin"}
    (item,) = taken(items_of(tmp_path / "a.jsonl", {**ARTICLE, **more}))
    article = item.article
    assert item.line == 1
    assert article.id == "a-1"
    assert article.title == "Thi đua yêu nước"
    assert article.summary == "Tóm tắt."
    assert article.body == "Đoạn một.\nĐoạn hai."
    assert article.published is not None
    assert article.published.isoformat() == "2020-07-14T22:46+07:00"
    assert article.source == "Báo Lạng Sơn"
    assert article.url == "https://baolangson.vn/thi-dua"
    assert article.province == "Lạng Sơn"
    assert article.captions == ("Ảnh một",)
    assert (article.author, article.office) == ("An", "Sở Y tế")
    assert article.submitted_by == "admin"


def test_null_title_and_date_are_fine(tmp_path: Path) -> None:
    (item,) = taken(items_of(tmp_path / "a.jsonl", {**ARTICLE, "title": None, "published": None}))
    assert item.article.title is None
    assert item.article.published is None
    assert item.article.undated_because == ""


def test_a_bad_date_leaves_the_article_undated_with_the_reason(tmp_path: Path) -> None:
    (item,) = taken(items_of(tmp_path / "a.jsonl", {**ARTICLE, "published": "hôm qua"}))
    assert item.article.published is None
    assert "hôm qua" in item.article.undated_because


def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    other = {**ARTICLE, "id": "a-2"}
    items = items_of(tmp_path / "a.jsonl", ARTICLE, b'{"id": "half", "bo', b"", [1], other)
    refused = [item for item in items if isinstance(item, Refused)]
    assert [item.line for item in refused] == [2, 4]
    assert "cut short" in refused[0].en
    assert "đối tượng JSON" in refused[1].vi
    ids = [item.article.id for item in items if isinstance(item, Received)]
    assert ids == ["a-1", "a-2"]


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\x01\x02",
        b"[" * 100_000,
        b"1" * 5000,
        b"null",
        b'{"title": "", "body": "  "}',
        b'{"title": ["x"], "body": "y"}',
        b'{"title": "x", "captions": [1]}',
        json.dumps({**ARTICLE, "id": "x" * 513}).encode(),
        json.dumps({**ARTICLE, "id": "a\nb"}).encode(),
        json.dumps({**ARTICLE, "id": "a\ud800"}).encode(),
        json.dumps({**ARTICLE, "id": {"n": 1}}).encode(),
    ],
)
def test_a_line_that_is_no_article_is_refused_with_its_number(tmp_path: Path, line: bytes) -> None:
    items = items_of(tmp_path / "a.jsonl", ARTICLE, line)
    assert isinstance(items[0], Received)
    (refused,) = items[1:]
    assert isinstance(refused, Refused)
    assert refused.line == 2
    assert refused.vi
    assert refused.en


def test_a_line_over_the_limit_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    items_of(path, {**ARTICLE, "body": "x" * 5000}, ARTICLE)
    first, second = read(path, max_bytes=1000)
    assert isinstance(first, Refused)
    assert "large" in first.en
    assert isinstance(second, Received)
    assert second.line == 2


def test_gzip_reads_the_same(tmp_path: Path) -> None:
    plain = taken(items_of(tmp_path / "a.jsonl", ARTICLE))
    zipped = tmp_path / "b.jsonl.gz"
    zipped.write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    assert [i.article for i in taken(list(read(zipped)))] == [i.article for i in plain]


def test_a_cut_gzip_file_gives_what_was_read_and_one_refusal(tmp_path: Path) -> None:
    lines = [json.dumps({**ARTICLE, "id": str(n), "body": str(hash(str(n)))}) for n in range(3000)]
    whole = gzip.compress("\n".join(lines).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    *articles, last = read(path)
    assert len(taken(articles)) > 100
    assert isinstance(last, Refused)
    assert last.line is None
    assert "gzip" in last.en


def test_an_empty_id_counts_as_none_and_a_number_as_text(tmp_path: Path) -> None:
    no_id = {key: value for key, value in ARTICLE.items() if key != "id"}
    lines = ({**ARTICLE, "id": ""}, {**ARTICLE, "id": 7}, no_id)
    empty, number, missing = taken(items_of(tmp_path / "a.jsonl", *lines))
    assert empty.article.id == missing.article.id
    assert empty.article.id.startswith("u-")
    assert number.article.id == "7"


def test_a_given_id_is_kept_verbatim(tmp_path: Path) -> None:
    (item,) = taken(items_of(tmp_path / "a.jsonl", {**ARTICLE, "id": " Bài/số 1?#%41 "}))
    assert item.article.id == " Bài/số 1?#%41 "


def test_without_id_and_url_the_place_in_the_file_is_the_id(tmp_path: Path) -> None:
    first, second = taken(items_of(tmp_path / "a.jsonl", {"body": "một"}, {"body": "một"}))
    assert first.article.id != second.article.id
    assert first.article.id.startswith("f-")
    again, _ = taken(items_of(tmp_path / "a.jsonl", {"body": "khác"}, {"body": "một"}))
    assert again.article.id == first.article.id
    assert again.digest != first.digest


def test_the_names_of_vietnamese_exports_are_understood(tmp_path: Path) -> None:
    record = {"title": "Tin", "sapo": "Sa pô", "body_text": "Thân bài", "date": "2020-07-14"}
    (item,) = taken(items_of(tmp_path / "a.jsonl", record))
    assert (item.article.summary, item.article.body) == ("Sa pô", "Thân bài")
    assert item.article.published is not None


def test_half_a_character_does_not_stop_anything(tmp_path: Path) -> None:
    (item,) = taken(items_of(tmp_path / "a.jsonl", {**ARTICLE, "body": "x\ud83d y"}))
    item.article.body.encode()


def test_the_measured_collection_is_read_without_a_refusal(shared: Path) -> None:
    items = list(read(shared / "collection" / "articles.jsonl.gz"))
    assert len(taken(items)) == 9997


def test_real_portal_items_each_become_an_article(shared: Path) -> None:
    items = taken(list(read(shared / "pages" / "gov_vn_items.jsonl")))
    assert len(items) == 145
    assert all(item.article.source.endswith(".gov.vn") for item in items)
    assert all(item.article.url.startswith("http") for item in items)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
fields = st.sampled_from([*ARTICLE, "captions", "author", "sapo"])


@given(
    st.lists(st.binary(max_size=60) | st.dictionaries(fields, json_values | st.text()), max_size=5)
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_line_stops_the_reader(tmp_path: Path, lines: list[bytes | dict[str, Any]]) -> None:
    for item in items_of(tmp_path / "a.jsonl", *lines, ARTICLE):
        if isinstance(item, Received):
            said = item.article
            assert said.title or said.summary or said.body or said.captions
            said.id.encode()
        else:
            assert item.vi
            assert item.en


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.jsonl.gz", "a"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_a_reader_raise(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert all(isinstance(item, Received | Refused) for item in read(path))
