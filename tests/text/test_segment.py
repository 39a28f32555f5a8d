"""The segmenter against pyvi itself, and against its own promise of linear time."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import time
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text import segment, words
from indexer.text.crf import ModelUnavailable, pyvi_model, read_crfsuite
from indexer.text.nfc import nfc

SAMPLES = [
    "",
    " ",
    "\n",
    "a",
    "Sáng ngày 14/7/2020, Cụm thi đua 5 huyện Biên giới đã tổ chức Hội nghị sơ kết.",
    "PHONG TRÀO THI ĐUA YÊU NƯỚC tại TP.Lạng Sơn và TP. Hồ Chí Minh",
    "Quyết định số 05/2020/QĐ-TTg, 1.234.567 đồng, 12,5% và 3.5.7",
    "Liên hệ: van-thu.huyen@langson.gov.vn hoặc https://langson.gov.vn/tin?id=1_2, Mr. Nam",
    "a@b a@b.c a@b.c.d @ x@ @y.z a.b.c@d.e-f.g@h.i ==> -> ... >> <<",
    "dòng một\ndòng hai\n\n dòng bốn",
    "nhân\u200bdân, nhân\u00a0dân, thi đua",
    "Thạc sĩ ThS. Nguyễn Văn A. và Dr. B",
    "___ a_b __init__ 1_000 _",
    "ΑΣ ςσΣ İstanbul ẞ ǅ ﬁ 中文 ١٢٣ ²",
    "\x00a\x00 b\x1f\x7f",
]


@cache
def reference() -> Any:
    """pyvi itself, with the scikit-learn it needs; slow to import, so only here."""
    return pytest.importorskip("pyvi.ViTokenizer").ViTokenizer


def test_segment_equals_pyvi_on_our_samples() -> None:
    for text in SAMPLES:
        assert segment(text) == reference().tokenize(text), text


@pytest.mark.shared
def test_segment_equals_pyvi_on_a_treebank(shared: Path) -> None:
    raw = (shared / "segmentation" / "vtb_test.raw.txt").read_text(encoding="utf-8")
    for line in raw.splitlines():
        assert segment(line) == reference().tokenize(line)
    assert segment(raw) == reference().tokenize(raw)


@pytest.mark.shared
def test_segment_equals_pyvi_on_news(shared: Path) -> None:
    with gzip.open(shared / "collection" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 40 == 0:
                body = json.loads(line)["body"]
                assert segment(body) == reference().tokenize(body)


_PIECES = (
    "thi đua Thi Đua yêu nước TP. TP.HCM 12 1.000 , . ... -> >> - – @ a@b.vn http://a.b \n _ học "
    "sinh học ỦY BAN nhân dân xã hội Mr. ThS. 5_6 . “ ” ( ) Ðồng \x00 é"
)
_VIETNAMESE = st.sampled_from(_PIECES.split(" "))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_VIETNAMESE, st.sampled_from([" ", "", "  ", "\n", "\t"])), max_size=40))
def test_segment_equals_pyvi_on_pieces_in_any_order(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in parts)
    assert segment(text) == reference().tokenize(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_segment_equals_pyvi_on_any_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    assert segment(text) == reference().tokenize(text)


def test_segmenting_imports_neither_scikit_learn_nor_pyvi() -> None:
    code = (
        "import sys; from indexer.text import segment; segment('thi đua');"
        "print([name for name in ('pyvi', 'sklearn', 'sklearn_crfsuite', 'scipy', 'pycrfsuite')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text",
    [
        "-" * 200_000,
        "a" * 1_000_000,
        "thi đua " * 125_000,
        "a@" * 100_000,
        "@" + "a." * 100_000,
        "a://" * 50_000,
        "a" + "\u0301\u0323" * 100_000,
        "1.1-" * 100_000,
    ],
    ids=lambda text: text[:8],
)
def test_segment_never_hangs(text: str) -> None:
    begin = time.process_time()
    segment(text)
    assert time.process_time() - begin < 30


def test_words_are_the_spans_of_what_segment_joins() -> None:
    text = "Cụm thi đua 5 huyện Biên giới  tổ chức\tHội nghị, an@b.vn – TP. Lạng Sơn..."
    spelled = ["_".join(text[first:last].split()) for first, last in words(text)]
    assert spelled == segment(text).split(" ")
    assert "thi_đua" in spelled


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aăâêư\u0301\u0323\u0302\u031b\u0308 \u1ee9が\u3099\u0344", max_size=120))
def test_linear_nfc_is_nfc(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_linear_nfc_is_nfc_on_towers_of_marks() -> None:
    chance = random.Random(7)
    for _ in range(50):
        marks = "".join(chance.choices("\u0301\u0323\u031b\u0302\u0344\u0345\u05b0", k=90))
        text = "a" + marks + "ứ" + marks
        assert nfc(text) == unicodedata.normalize("NFC", text)


def test_the_model_has_two_labels_and_all_transitions() -> None:
    model = pyvi_model()
    assert sorted(model.labels) == ["B_W", "I_W"]
    assert len(model.transitions) == 4
    assert len(model.states) > 5_000


def test_a_broken_model_is_refused() -> None:
    with pytest.raises(ValueError, match="CRFsuite"):
        read_crfsuite(b"lCRF" + bytes(60))


def test_a_missing_pyvi_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.text.crf.find_spec", lambda name: None)
    pyvi_model.cache_clear()
    with pytest.raises(ModelUnavailable, match="pip install"):
        pyvi_model()
    pyvi_model.cache_clear()
