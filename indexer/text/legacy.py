"""Text in the encodings of before Unicode (TCVN3, VNI, VISCII), read as if it were Latin-1."""

from __future__ import annotations


def restored(text: str) -> str:
    """The text in Unicode where it is legacy text read as Latin-1 or windows-1252, else as is."""
    return text
