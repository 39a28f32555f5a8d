"""Text as received made ready to store: normalised, one line or one line a paragraph."""

from __future__ import annotations

from indexer.text import normalise


def line(text: str) -> str:
    """Normalised text on one line, its white space collapsed."""
    return " ".join(normalise(text).split())


def paragraphs(text: str) -> str:
    """Normalised text with one line a paragraph, empty ones left out."""
    lines = (" ".join(piece.split()) for piece in normalise(text).splitlines())
    return "\n".join(filter(None, lines))
