"""What to ask instead where nothing was found: a keyboard's left-overs, typos, fewer words.

After Norvig's "How to Write a Spelling Corrector": of the known words near an unknown one, the
nearest and then the most frequent; here also the one that makes a word with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from indexer.limits import Limits
from indexer.query.asked import Asked, read, wanted
from indexer.query.lexicon import Lexicon
from indexer.query.parse import parse
from indexer.query.spelling import accented, nearest, parted
from indexer.query.telex import meant
from indexer.text import exact_key, fold, tokenize

_CHUNK = re.compile(r"[^\W_]+(?!\w*:)")
_QUOTES = re.compile(r"[\"“”„‟«»＂](?:~\d+)?")
#: Marks that mean nothing in a query, where the word they stood at is left out: `<>` of `<b>`.
_LEFT_OVER = re.compile(r"(?<!\w)[^\w\s\"“”„‟«»＂()*~:&\-]+(?!\w)")
_OPERATORS = frozenset(("AND", "OR", "NOT", "HOẶC", "VÀ"))
#: So many unknown words are corrected, and so many words left out one at a time.
_MOST = 4

#: The words before and behind, as exact keys; empty at the query's ends.
Beside = tuple[str, str]
Correct = Callable[[str, Beside, Lexicon], str | None]


def suggestion(
    text: str, lexicon: Lexicon, finds: Callable[[str], bool], limits: Limits
) -> str | None:
    """A query that `finds` something in place of `text`, which finds nothing."""
    corrected = list(_corrected(text, lexicon))
    return _first(text, chain(_readings(corrected), _shorter(corrected[0], lexicon, limits)), finds)


def correction(text: str, lexicon: Lexicon, finds: Callable[[str], bool]) -> str | None:
    """The same of all the words: for where articles that lack one are listed anyway."""
    return _first(text, _readings(list(_corrected(text, lexicon))), finds)


def _readings(corrected: Sequence[str]) -> Iterator[str]:
    yield from corrected
    yield _QUOTES.sub("", corrected[0])


def _first(text: str, candidates: Iterable[str], finds: Callable[[str], bool]) -> str | None:
    tried = {text, ""}
    for candidate in candidates:
        if candidate not in tried:
            tried.add(candidate)
            if finds(candidate):
                return candidate
    return None


def _corrected(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The query with every unknown word as it was probably meant, the likeliest reading first."""
    keyed = _replaced(text, lexicon, _from_keys)
    yield _replaced(keyed, lexicon, _from_typo)
    yield _replaced(_replaced(text, lexicon, _from_typo), lexicon, _from_keys_loosely)


def _replaced(text: str, lexicon: Lexicon, correct: Correct) -> str:
    words = _words(text)
    exact = [exact_key(word[0]) for word in words]
    done: list[str] = []
    last = corrected = 0
    for at, word in enumerate(words):
        if corrected < _MOST and not lexicon.frequency("folded", fold(exact[at])):
            beside = exact[at - 1] if at else "", "".join(exact[at + 1 : at + 2])
            better = correct(word[0], beside, lexicon)
            if better:
                done += [text[last : word.start()], better]
                last = word.end()
                corrected += 1
    return "".join([*done, text[last:]])


def _words(text: str) -> list[re.Match[str]]:
    """The words of the query that may hold a slip: no operators, fields, codes, dates or names."""
    names = [
        (token.start, token.end)
        for token in tokenize(text)
        if token.kind in ("date", "entity")
        or (token.kind == "code" and not text[token.start : token.end].isalnum())
    ]
    return [
        word
        for word in _CHUNK.finditer(text)
        if word[0] not in _OPERATORS
        and not any(start <= word.start() < end for start, end in names)
    ]


def _from_keys(word: str, _: Beside, lexicon: Lexicon) -> str | None:
    """What the Telex or VNI keys were to become, if the index knows it so."""
    syllable = meant(word)
    return syllable if syllable and lexicon.frequency("exact", exact_key(syllable)) else None


def _from_keys_loosely(word: str, _: Beside, lexicon: Lexicon) -> str | None:
    """The same if the index knows it with any diacritics."""
    syllable = meant(word)
    known = syllable and lexicon.frequency("folded", fold(exact_key(syllable)))
    return syllable if known else None


def _from_typo(word: str, beside: Beside, lexicon: Lexicon) -> str | None:
    """Two syllables typed as one, or the nearest known word; with diacritics where typed so."""
    key = fold(exact_key(word))
    two = parted(key, lexicon)
    if two:
        return two
    near = nearest(key, [fold(each) for each in beside], lexicon)
    typed = (word.lower(), *beside)
    if near and not all(each.isascii() for each in typed):
        return accented(near, *beside, lexicon)
    return near


def _shorter(text: str, lexicon: Lexicon, limits: Limits) -> Iterator[str]:
    """The query without one word: first without all that no article has, then the commonest.

    What is left says most of what was looked for. Words are left out whole: `thiên tai`, not `tai`.
    """
    tree = read(parse(text, limits).root)
    asked = [part for part in wanted(tree) if part.form == "word" and part.scope == "all"]
    words = _whole_words(asked, lexicon)
    if len(words) < 2:
        return
    least = {word: min(_frequency(part, lexicon) for part in word) for word in words}
    unknown = [word for word in words if not least[word]]
    if unknown and len(unknown) < len(words):
        yield _without(text, unknown)
    for word in sorted(words, key=least.__getitem__, reverse=True)[:_MOST]:
        yield _without(text, [word])


def _whole_words(asked: Sequence[Asked], lexicon: Lexicon) -> list[tuple[Asked, ...]]:
    """The syllables in words that the collection knows, the longest from left to right."""
    words = []
    at = 0
    while at < len(asked):
        sizes = (size for size in (4, 3, 2) if _is_word(asked[at : at + size], size, lexicon))
        size = next(sizes, 1)
        words.append(tuple(asked[at : at + size]))
        at += size
    return words


def _is_word(part: Sequence[Asked], size: int, lexicon: Lexicon) -> bool:
    together = len(part) == size and len({each.run for each in part}) == 1
    keys = (each.items[0].folded for each in part)
    return together and lexicon.frequency("compound", "_".join(keys)) > 0


def _frequency(part: Asked, lexicon: Lexicon) -> int:
    return lexicon.frequency("folded", part.items[0].folded)


def _without(text: str, words: Sequence[Sequence[Asked]]) -> str:
    for word in words:
        labels = r"\W+".join(re.escape(part.label) for part in word)
        text = re.sub(rf"(?<!\w){labels}(?!\w)", "", text, count=1)
    return " ".join(_LEFT_OVER.sub(" ", text).split())
