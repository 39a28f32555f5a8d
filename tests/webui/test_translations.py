"""The English of the pages is complete and compiled."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2] / "webui"
ENGLISH = ROOT / "translations" / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file)


def written_in_the_pages() -> set[str]:
    with (ROOT / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    methods = [(pattern.removeprefix("webui/"), method) for pattern, method in methods]
    options = {pattern.removeprefix("webui/"): option for pattern, option in options.items()}
    found = extract_from_dir(ROOT, methods, options)
    return {m[0] if isinstance(m, tuple) else m for _file, _line, m, _comments, _context in found}


def test_every_text_has_its_english(english: Catalog) -> None:
    texts = written_in_the_pages()
    assert len(texts) > 100
    missing = [text for text in texts if not (message := english.get(text)) or not message.string]
    assert missing == []


def test_no_english_is_left_over_or_unsure(english: Catalog) -> None:
    texts = written_in_the_pages()
    ids = {m.id[0] if isinstance(m.id, tuple) else m.id for m in english if m.id}
    assert ids - texts == set()
    assert [message.id for message in english if message.fuzzy and message.id] == []


def test_placeholders_are_the_same_in_both_languages(english: Catalog) -> None:
    assert {message.id: errors for message, errors in english.check() if errors} == {}


def test_the_compiled_catalogue_is_that_of_the_text(english: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english)
    compiled.seek(0)
    with (ENGLISH / "messages.mo").open("rb") as file:
        assert texts(read_mo(file)) == texts(read_mo(compiled))


def texts(catalogue: Catalog) -> list[tuple[object, object]]:
    return [(message.id, message.string) for message in catalogue if message.id]
