"""TCVN3, VNI, VISCII, windows-1258 and misread UTF-8 come out as Unicode."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest

from indexer.text import Undecodable, decode, normalise
from indexer.text.legacy import _TCVN3, _VISCII, _VNI_TABLE

SENTENCES = [
    "Sáng ngày 14/7/2020, Cụm thi đua 5 huyện Biên giới đã tổ chức Hội nghị sơ kết.",
    "Ủy ban nhân dân tỉnh Lạng Sơn đã ban hành kế hoạch phát triển kinh tế - xã hội.",
    "Các đơn vị được khen thưởng vì thành tích trong phong trào thi đua yêu nước.",
    "Đoàn thể, trường học, bệnh viện và nhiều gia đình ở xã biên giới cùng hưởng ứng.",
]
_TONES = "\u0301\u0300\u0309\u0303\u0323"


def _tcvn3(text: str) -> str:
    shown = {letter: chr(0xA0 + at) for at, letter in enumerate(_TCVN3) if at > 0}
    letters = {letter: shown[letter] for letter in shown if letter > "\x7f"}
    # The capitals with a tone have no code of their own: the font draws the small ones tall.
    return "".join(letters.get(c) or letters.get(c.lower(), c) for c in text)


def _viscii(text: str) -> str:
    shown = {letter: chr(0x80 + at) for at, letter in enumerate(_VISCII)}
    return "".join(shown.get(letter, letter) for letter in text)


def _vni(text: str) -> str:
    shown = {new: old for old, new in _VNI_TABLE.items()}
    return "".join(shown.get(letter, letter) for letter in text)


def _windows_1258(text: str) -> str:
    def parted(letter: str) -> str:
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in _TONES)
        rest = "".join(mark for mark in marks if mark not in _TONES)
        return unicodedata.normalize("NFC", rest) + tones

    return "".join(map(parted, text)).encode("cp1258").decode("latin-1")


def _utf_8(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


WRITERS = {
    "tcvn3": _tcvn3,
    "viscii": _viscii,
    "vni": _vni,
    "windows-1258": _windows_1258,
    "utf-8": _utf_8,
}


@pytest.mark.parametrize("encoding", WRITERS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_text_read_with_the_wrong_encoding_is_restored(encoding: str, sentence: str) -> None:
    wrong = WRITERS[encoding](sentence)
    expected = sentence.lower() if encoding == "tcvn3" else sentence
    found = normalise(wrong)
    assert (found.lower() if encoding == "tcvn3" else found) == expected
    assert normalise(found) == found


@pytest.mark.parametrize("encoding", WRITERS)
def test_the_bytes_are_decoded_whether_declared_or_not(encoding: str) -> None:
    sentence = SENTENCES[1].replace("Ủ", "ủ")
    data = WRITERS[encoding](sentence).encode("latin-1")
    for declared in (None, "windows-1252", "iso-8859-1", "utf-8"):
        assert normalise(decode(data, declared)).lower() == sentence.lower()
    assert normalise(decode(data, encoding)).lower() == sentence.lower()


def test_tcvn3_u_with_horn_is_not_lost_as_a_soft_hyphen() -> None:
    assert normalise("ph­¬ng h­íng nhiÖm vô") == "phương hướng nhiệm vụ"


def test_vni_is_known_by_two_words() -> None:
    assert normalise("Haø Noäi") == "Hà Nội"


def test_tcvn3_is_known_by_two_words() -> None:
    assert normalise("Hµ Néi") == "Hà Nội"


def test_one_old_paragraph_in_a_unicode_page_is_restored() -> None:
    page = "Trang chủ – Tin tức\n" + _tcvn3(SENTENCES[2].lower()) + "\nLiên hệ"
    assert normalise(page) == f"Trang chủ – Tin tức\n{SENTENCES[2].lower()}\nLiên hệ"


@pytest.mark.parametrize(
    "text",
    [
        "Hoà bình",
        "Tháng này là tháng thanh niên",
        "Le café était fermé, la fête à l'école était très animée.",
        "São Paulo é a maior cidade; não há dúvida, então vamos até lá.",
        "Über die Straße gehen Mädchen und Jungen für schöne Größen.",
        "¿Qué pasó? Él llegó después, así está aquí también.",
        "Smørrebrød på øl er godt, også når det går hårdt.",
        "Giá 5 £ – 7 ½ ©2020 ®",
        "",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.skipif(shutil.which("iconv") is None, reason="cần iconv / iconv is needed")
@pytest.mark.parametrize(
    ("name", "first", "table"), [("TCVN", 0xA1, _TCVN3[1:]), ("VISCII", 0x80, _VISCII)]
)
def test_our_tables_are_those_of_iconv(name: str, first: int, table: str) -> None:
    codes = [first + at for at, letter in enumerate(table) if ord(letter) != first + at]
    lines = b"".join(bytes([code, 10]) for code in codes)
    done = subprocess.run(
        ["iconv", "-f", name, "-t", "UTF-8"], input=lines, capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"iconv không có {name} / this iconv knows no {name}")
    assert done.stdout.decode("utf-8").split() == [table[code - first] for code in codes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_unicode_is_decoded_with_and_without_a_mark(encoding: str) -> None:
    text = SENTENCES[0]
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert normalise(decode((mark + text).encode(encoding))) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known(encoding: str) -> None:
    assert decode(SENTENCES[0].encode(encoding)) == SENTENCES[0]


def test_a_broken_byte_costs_one_character() -> None:
    data = SENTENCES[1].encode("utf-8").replace(b"Son", b"S\xffn").replace(b" ban ", b" b\xffn ")
    assert "b\ufffdn" in decode(data)


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    assert decode(SENTENCES[1].encode("utf-8"), "windows-1252") == SENTENCES[1]
    assert decode(SENTENCES[1].encode("utf-8"), "no-such-encoding") == SENTENCES[1]


def test_a_declared_encoding_of_another_language_is_used() -> None:
    assert decode("привет, мир".encode("koi8-r"), "koi8-r") == "привет, мир"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 \n%\xe2\xe3",
        b"PK\x03\x04 x",
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b\x08\x00",
        bytes(50),
    ],
)
def test_binary_data_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Undecodable, match="Không phải văn bản"):
        decode(data)


def test_noise_is_refused() -> None:
    noise = bytes((at * 7919 + at * at) % 256 for at in range(4000))
    with pytest.raises(Undecodable):
        decode(noise)


def test_text_cut_off_within_a_character_is_refused() -> None:
    with pytest.raises(Undecodable, match="cắt ngang"):
        decode("Ủy ban nhân dân huyện Lộc Bình, xã Mẫu Sơn ạ".encode()[:-1])


def test_nothing_is_an_empty_text() -> None:
    assert decode(b"") == ""
