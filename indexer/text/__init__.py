"""Vietnamese text: normalised, cut into syllables, folded, segmented."""

from indexer.text.abbreviations import expand_abbreviation
from indexer.text.analyse import analyse
from indexer.text.analysed import Analysed
from indexer.text.decode import Undecodable, decode
from indexer.text.found import Kind
from indexer.text.keys import exact_key, fold
from indexer.text.normalise import normalise
from indexer.text.segment import segment, words
from indexer.text.stream import Stream, read_stream
from indexer.text.syllables import is_folded_syllable, is_syllable
from indexer.text.tokens import Token, kind_of, tokenize
from indexer.text.version import VERSION

__all__ = [
    "VERSION",
    "Analysed",
    "Kind",
    "Stream",
    "Token",
    "Undecodable",
    "analyse",
    "decode",
    "exact_key",
    "expand_abbreviation",
    "fold",
    "is_folded_syllable",
    "is_syllable",
    "kind_of",
    "normalise",
    "read_stream",
    "segment",
    "tokenize",
    "words",
]
