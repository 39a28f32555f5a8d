"""How much of a query is read, and that it is a setting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer import Engine, Limits, SearchRequest, Settings, UsageError, answer, index, open_engine
from indexer.settings import load_settings

ARTICLES = Path(__file__).parent / "webui" / "articles.jsonl"
SENTENCE = "Huyện Cao Lộc sơ kết phong trào thi đua phòng, chống dịch Covid-19 tại cửa khẩu"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(index=tmp_path_factory.mktemp("limits") / "index")
    index([ARTICLES], settings)
    return settings.index


def said(engine: Engine, text: str) -> str:
    return " ".join(notice.en for notice in answer(engine, SearchRequest(text)).notices)


def test_the_bounds_are_those_that_the_documentation_names() -> None:
    assert Settings().limits == Limits()
    bounds = Limits()
    assert (bounds.characters, bounds.terms, bounds.phrase) == (256, 16, 12)
    assert (bounds.prefix, bounds.expansions, bounds.hits) == (2, 64, 10_000)


@pytest.mark.parametrize(
    ("setting", "query", "told"),
    [
        ({"query_characters": 20}, SENTENCE, "only its first 20 characters were read"),
        ({"query_terms": 3}, SENTENCE, "its 3 rarest words were asked for"),
        ({"query_phrase": 2}, '"thi đua làm đường"', "Only the first 2 syllables"),
        ({"query_prefix": 4}, "thi*", "needs 4 letters before it"),
    ],
)
def test_a_tighter_bound_holds_and_says_what_it_left_out(
    shelf: Path, setting: dict[str, int], query: str, told: str
) -> None:
    assert told in said(open_engine(Settings(index=shelf, **setting)), query)  # type: ignore[arg-type]
    assert told not in said(open_engine(Settings(index=shelf)), query)


def test_a_prefix_stands_for_as_many_keys_as_are_set(shelf: Path) -> None:
    def found(expansions: int) -> int:
        engine = open_engine(Settings(index=shelf, query_expansions=expansions))
        return answer(engine, SearchRequest("ch*")).total

    assert 0 < found(1) < found(64)


def test_what_to_ask_instead_is_read_as_far_as_the_query_is(shelf: Path) -> None:
    query = f"{'thi đua ' * 40}qqwwqqwwqq"
    engine = open_engine(Settings(index=shelf, query_characters=500, query_terms=100))
    assert answer(engine, SearchRequest(query)).suggestion == ("thi đua " * 40).strip()


def test_pages_go_no_deeper_than_is_set(shelf: Path) -> None:
    engine = open_engine(Settings(index=shelf, query_hits=10))
    assert len(answer(engine, SearchRequest(limit=5, page=2)).hits) == 5
    with pytest.raises(UsageError, match="Pages count from 1 to 2; there is no page 3"):
        answer(engine, SearchRequest(limit=5, page=3))


def test_a_pasted_sentence_of_more_words_still_finds_its_article(shelf: Path) -> None:
    pasted = (
        "Sáng 14/7/2020, UBND huyện Cao Lộc tổ chức hội nghị sơ kết phong trào thi đua phòng, "
        "chống dịch Covid-19 sáu tháng đầu năm."
    )
    page = answer(open_engine(Settings(index=shelf)), SearchRequest(pasted))
    assert page.hits[0].id == "ls-2020-0714"
    assert "16 rarest words" in page.notices[0].en


def test_the_command_line_heeds_the_same_setting(shelf: Path) -> None:
    program = "from indexer.cli import main; main()"
    command = [sys.executable, "-c", program, "--index", str(shelf), "search", SENTENCE]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"TRACUU_QUERY_TERMS": "3"}, check=True
    )
    assert "its 3 rarest words" in done.stderr


@pytest.mark.parametrize("value", ["0", "-1", "nhiều"])
def test_a_bound_that_lets_nothing_in_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_QUERY_TERMS", value)
    with pytest.raises(UsageError, match="query_terms"):
        load_settings()
