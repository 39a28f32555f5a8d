"""An index made by another analysis is told by the version."""

from __future__ import annotations

import zlib

from indexer.text import VERSION, analyse, normalise

#: A text in which every rule has its say.
_PROBE = """Sáng ngày 14/7/2020, UBND huyện Cao Lộc (Lạng Sơn) họp về Covid -19, U23, vi-rút.
Quyết định 05/2020/QĐ-TTg; Nghị quyết 12-NQ/TW, QL.1A, CH.TH.44; 1.234.567 đồng, 12,5%, 5km, 22h30.

Sở NN và PTNT, TP.HCM, KT-XH, TT Đồng Đăng, H.Lộc Bình, Đắc Lắc, T.Ư; tháng 7 năm 2020, (14-7)
hoà bình, thuỷ lợi, kỹ thuật, quý I, Ðồng Ðăng, nhân\u200bdân, ph­¬ng café naïve Привет 中文 ①
"""


def test_the_version_is_raised_when_a_text_gives_other_keys() -> None:
    found = analyse(normalise(_PROBE))
    keys = [*found.exact, *found.folded, *map(str, found.positions), *found.compounds]
    now = zlib.crc32(" ".join(keys).encode())
    assert (VERSION, now) == ("4-a8718b3e", 1381317254), (
        "raise _RULES in indexer/text/version.py, then note both here"
    )
