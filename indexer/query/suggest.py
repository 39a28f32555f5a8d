"""What to ask instead where nothing was found: a keyboard's left-overs, typos, fewer words.

After Norvig's "How to Write a Spelling Corrector": of the known words near an unknown one, the
nearest and then the most frequent; here also the one that makes a word with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase

from indexer.query.asked import Asked, Tree, wanted
from indexer.query.lexicon import Lexicon
from indexer.query.telex import meant
from indexer.text import exact_key, fold, is_folded_syllable

_CHUNK = re.compile(r"[^\W_]+")
#: So many unknown words are corrected, and so many words left out one at a time.
_MOST = 4
#: Longer words are names or foreign; the number of near spellings grows with the length.
_LONGEST = 14


def suggestion(text: str, tree: Tree, lexicon: Lexicon, finds: Callable[[str], bool]) -> str | None:
    """A query that `finds` something in place of `text`, which finds nothing."""
    tried = {text}
    for candidate in (*_corrected(text, lexicon), *_shorter(text, tree, lexicon)):
        if candidate and candidate not in tried:
            tried.add(candidate)
            if finds(candidate):
                return candidate
    return None


def _corrected(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The query with every unknown word as it was probably meant, the likeliest reading first."""
    keyed = _replaced(text, lexicon, _from_keys)
    yield _replaced(keyed, lexicon, _from_typo)
    yield _replaced(_replaced(text, lexicon, _from_typo), lexicon, _from_keys_loosely)


def _replaced(
    text: str, lexicon: Lexicon, correct: Callable[[str, Sequence[str], Lexicon], str | None]
) -> str:
    pieces = list(_CHUNK.finditer(text))
    folded = [fold(exact_key(piece[0])) for piece in pieces]
    done: list[str] = []
    last = corrected = 0
    for at, piece in enumerate(pieces):
        if corrected < _MOST and not lexicon.frequency("folded", folded[at]):
            beside = (folded[at - 1] if at else "", *folded[at + 1 : at + 2], "")[:2]
            better = correct(piece[0], beside, lexicon)
            if better:
                done += [text[last : piece.start()], better]
                last = piece.end()
                corrected += 1
    return "".join([*done, text[last:]])


def _from_keys(word: str, _: Sequence[str], lexicon: Lexicon) -> str | None:
    """What the Telex or VNI keys were to become, if the index knows it so."""
    syllable = meant(word)
    return syllable if syllable and lexicon.frequency("exact", exact_key(syllable)) else None


def _from_keys_loosely(word: str, _: Sequence[str], lexicon: Lexicon) -> str | None:
    """The same if the index knows it with any diacritics."""
    syllable = meant(word)
    known = syllable and lexicon.frequency("folded", fold(exact_key(syllable)))
    return syllable if known else None


def _from_typo(word: str, neighbours: Sequence[str], lexicon: Lexicon) -> str | None:
    """The nearest known syllable, two syllables typed as one, or the nearest other key."""
    if len(word) > _LONGEST or word.isdigit():
        return None
    key = fold(exact_key(word))
    return _parted(key, lexicon) or _nearest(key, neighbours, lexicon)


def _parted(key: str, lexicon: Lexicon) -> str | None:
    """`thidua` → `thi dua`, where the collection knows the word."""
    parts = [
        (key[:at], key[at:])
        for at in range(1, len(key))
        if is_folded_syllable(key[:at]) and is_folded_syllable(key[at:])
    ]
    known = [(lexicon.frequency("compound", "_".join(part)), part) for part in parts]
    frequency, best = max(known, default=(0, ()))
    return " ".join(best) if frequency else None


def _nearest(key: str, neighbours: Sequence[str], lexicon: Lexicon) -> str | None:
    """Of the known keys one edit away, else two edits and a syllable: the likeliest."""
    once = _edits(key)
    known = _known(once, lexicon)
    if not known and len(key) >= 4:
        syllables = {each for near in once for each in _edits(near) if is_folded_syllable(each)}
        known = _known(syllables, lexicon)
    before, after = neighbours

    def likely(candidate: tuple[int, str]) -> tuple[int, int]:
        words = (f"{before}_{candidate[1]}", f"{candidate[1]}_{after}")
        return sum(lexicon.frequency("compound", word) for word in words), candidate[0]

    return max(known, key=likely)[1] if known else None


def _known(keys: set[str], lexicon: Lexicon) -> list[tuple[int, str]]:
    counted = ((lexicon.frequency("folded", key), key) for key in keys)
    return sorted(((count, key) for count, key in counted if count), reverse=True)[:50]


def _edits(key: str) -> set[str]:
    """Every key one deletion, transposition, replacement or insertion away."""
    splits = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    deletes = {left + right[1:] for left, right in splits if right}
    transposes = {
        left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1
    }
    replaces = {left + c + right[1:] for left, right in splits if right for c in ascii_lowercase}
    inserts = {left + c + right for left, right in splits for c in ascii_lowercase}
    return deletes | transposes | replaces | inserts


def _shorter(text: str, tree: Tree, lexicon: Lexicon) -> Iterator[str]:
    """The query without one word: first without what no article has, then the rarest."""
    words = [part for part in wanted(tree) if part.droppable]
    if len(words) < 2:
        return
    frequency = {part: lexicon.frequency("folded", part.items[0].folded) for part in words}
    unknown = [part for part in words if not frequency[part]]
    if unknown and len(unknown) < len(words):
        yield _without(text, unknown)
    for part in sorted(words, key=lambda part: frequency[part])[:_MOST]:
        yield _without(text, [part])


def _without(text: str, words: Sequence[Asked]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word.label)}(?!\w)", "", text, count=1)
    return " ".join(text.split())
