"""The sample articles are what data/README.md says they are."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.text import decode

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
SUBMITTED = re.compile(
    r"Submitted by (bientap-mau|vanphong-mau) on (T[2-7]|CN), (\d\d/\d\d/\d{4} - \d\d:\d\d)"
)
DISTRICTS_OF_LANG_SON = (
    "thành phố Lạng Sơn",
    "Bắc Sơn",
    "Bình Gia",
    "Cao Lộc",
    "Chi Lăng",
    "Đình Lập",
    "Hữu Lũng",
    "Lộc Bình",
    "Tràng Định",
    "Văn Lãng",
    "Văn Quan",
)
CODES = re.compile(r"\d+(?:/\d{4})?[/-](?:QĐ|NQ|CT|KH|CĐ|TB|KL|UBND)-?[\w/]*")


@pytest.fixture(scope="module")
def exports(sample_data: Path) -> dict[Path, str]:
    """The text exports, decoded."""
    paths = sorted((sample_data / "lang-son").glob("*.txt"))
    return {p: decode(p.read_bytes()) for p in paths}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    yield from map(json.loads, text.decode().splitlines())


@pytest.fixture(scope="module")
def records(sample_data: Path) -> dict[Path, list[dict[str, Any]]]:
    """The JSON Lines, read."""
    return {p: list(_lines(p)) for p in sorted((sample_data / "hoa-binh").iterdir())}


@pytest.fixture(scope="module")
def pages(sample_data: Path) -> dict[Path, str]:
    """The HTML pages."""
    return {p: p.read_text("utf-8") for p in sorted((sample_data / "cao-bang").glob("*.html"))}


def test_readme_counts_what_is_there(
    sample_data: Path,
    exports: dict[Path, str],
    records: dict[Path, list[dict[str, Any]]],
    pages: dict[Path, str],
) -> None:
    rows = (sample_data / "README.md").read_text("utf-8").splitlines()
    stated = {
        cells[0].split("`")[1].rstrip("/") if "`" in cells[0] else "total": tuple(
            int(c) for c in cells[-2:]
        )
        for cells in ([c.strip() for c in r.strip("| ").split("|")] for r in rows if "|" in r)
        if cells[-1].isdigit()
    }
    lines = sum(map(len, records.values()))
    files = len(exports) + len(pages) + len(records)
    assert stated == {
        "lang-son": (len(exports), len(exports)),
        "cao-bang": (len(pages), len(pages)),
        "hoa-binh": (len(records), lines),
        "total": (files, len(exports) + len(pages) + lines),
    }


def test_no_file_stands_beside_those_counted(sample_data: Path) -> None:
    known = {".txt": "lang-son", ".html": "cao-bang", ".jsonl": "hoa-binh", ".gz": "hoa-binh"}
    for path in sample_data.rglob("*"):
        if path.is_file() and path.name not in ("README.md", "tracuu.toml"):
            assert known.get(path.suffix) == path.parent.name, path


def test_files_the_readme_names_exist(sample_data: Path) -> None:
    readme = (sample_data / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:lang-son|cao-bang|hoa-binh)/[^`]+)`", readme)
    assert named
    assert all(list(sample_data.glob(pattern)) for pattern in named)


def test_weekdays_of_text_exports_fit_their_dates(exports: dict[Path, str]) -> None:
    for path, text in exports.items():
        line = text.split("\n")[2]
        found = SUBMITTED.fullmatch(line)
        assert found, (path.name, line)
        day = datetime.strptime(found[3], "%m/%d/%Y - %H:%M")
        assert WEEKDAYS[day.weekday()] == found[2], path.name
        assert str(day.year) == path.name[:4], path.name


def test_text_exports_keep_the_portals_layout(exports: dict[Path, str]) -> None:
    captions = 0
    for path, text in exports.items():
        lines = text.replace("\N{NO-BREAK SPACE}", " ").split("\n")
        assert lines[0] and not lines[1] and not lines[3], path.name
        paragraphs = [x for x in lines if x.startswith("     ")]
        signature = [x for x in lines if re.match(r"  \S", x)]
        assert len(paragraphs) >= 2, path.name
        assert len(signature) == 2 and signature == lines[-2:], path.name
        captions += sum(x.isdigit() for x in lines)
    assert captions >= 20


def test_every_district_of_lang_son_is_named_several_times(exports: dict[Path, str]) -> None:
    texts = [unicodedata.normalize("NFC", t).replace("\xa0", " ") for t in exports.values()]
    for name in DISTRICTS_OF_LANG_SON:
        assert sum(name.casefold() in t.casefold() for t in texts) >= 3, name


def test_there_are_articles_of_both_sides_of_the_reform(exports: dict[Path, str]) -> None:
    years = Counter(path.name[:4] for path in exports)
    assert set(years) == {str(y) for y in range(2018, 2027)}
    after = [t for p, t in exports.items() if p.name[:4] == "2026"]
    assert after and not any(re.search(r"\bhuyện\b", t.split("\n")[0]) for t in after)


def test_records_say_where_they_come_from_and_have_ids_of_their_own(
    records: dict[Path, list[dict[str, Any]]],
) -> None:
    lines = [r for rs in records.values() for r in rs]
    assert len({r["id"] for r in lines}) == len(lines)
    assert all("mẫu" in r["source"] and r["body"] for r in lines)
    assert sum("published" not in r for r in lines) == 1
    for record in lines:
        if "published" in record:
            datetime.fromisoformat(record["published"])


def test_gzip_bears_neither_name_nor_time(sample_data: Path) -> None:
    [packed] = (sample_data / "hoa-binh").glob("*.gz")
    header = packed.read_bytes()[:10]
    assert header[3] == 0, "a file name in the header would differ between machines"
    assert header[4:8] == bytes(4), "a time in the header would differ between runs"


def test_pages_name_an_example_domain_and_themselves_samples(pages: dict[Path, str]) -> None:
    addresses = []
    for path, text in pages.items():
        address = re.search(r'rel="canonical" href="([^"]+)"', text)
        assert address and ".example/" in address[1], path.name
        assert " mẫu" in text, path.name
        addresses.append(address[1])
    assert len(set(addresses)) == len(addresses)


def test_odd_text_is_there_on_purpose(sample_data: Path) -> None:
    folder = sample_data / "lang-son"
    decomposed = (folder / "2018-van-quan-giao-thong-nong-thon.txt").read_text("utf-8")
    assert decomposed != unicodedata.normalize("NFC", decomposed)
    assert "\u00d0" in (folder / "2023-pccc-cho-dong-dang.txt").read_text("utf-8")
    spaced = (folder / "2023-van-lang-dai-doan-ket.txt").read_text("utf-8")
    assert "\u200b" in spaced and "huyện\xa0Văn Lãng" in spaced
    with pytest.raises(UnicodeDecodeError):
        (folder / "2019-khuyen-nong-trang-dinh.txt").read_bytes().decode("utf-8")


def test_legacy_sample_decodes_to_vietnamese(exports: dict[Path, str], sample_data: Path) -> None:
    text = exports[sample_data / "lang-son" / "2019-khuyen-nong-trang-dinh.txt"]
    assert text.startswith("Tập huấn trồng lúa đặc sản cho nông dân các xã phía bắc huyện Tràng")


def test_codes_and_spellings_people_search_for_occur(
    exports: dict[Path, str], records: dict[Path, list[dict[str, Any]]], pages: dict[Path, str]
) -> None:
    bodies = [r["body"] for rs in records.values() for r in rs]
    everything = "\n".join([*exports.values(), *pages.values(), *bodies])
    for spelling in (
        "Covid -19",
        "COVID 19",
        "Covid-19",
        "nCoV",
        "hoà giải",
        "hòa giải",
        "thuỷ lợi",
        "thủy lợi",
        "kĩ thuật",
        "kỹ thuật",
        "Lí Thường Kiệt",
        "TP.Lạng Sơn",
        "GPMB",
        "GD&ĐT",
        "KT-XH",
        "PCCC",
        "MTTQ",
    ):
        assert spelling in everything, spelling
    assert len(set(CODES.findall(everything))) >= 12
