"""Known words near an unknown one, and how a word without diacritics is spelt in the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from string import ascii_lowercase
from types import MappingProxyType

from indexer.query.lexicon import Lexicon
from indexer.text import exact_key, fold, is_folded_syllable, is_syllable
from indexer.text.syllables import SHAPES, with_tone

#: Longer words are names or foreign; the number of near spellings grows with the length.
LONGEST = 14
#: So many candidates are looked up in the index.
_MOST = 100


def nearest(key: str, neighbours: Sequence[str], lexicon: Lexicon) -> str | None:
    """The folded key of the index that `key` was probably meant to be.

    Syllables one slip away come first, then any key one slip away, then syllables two slips away;
    of equally near ones that which makes a word with a neighbour (the key `neighbours[0]` before,
    `neighbours[1]` behind), then the most frequent.
    """
    if len(key) > LONGEST or key.isdigit():
        return None
    near = _syllables_near(key)
    for candidates in (near[1], _edits(key), near[2] if len(key) >= 4 else ()):
        known = _known(candidates, lexicon)
        if known:
            return max(known, key=lambda one: (_joined(one[1], neighbours, lexicon), one[0]))[1]
    return None


def parted(key: str, lexicon: Lexicon) -> str | None:
    """`thidua` → `thi dua`, where the collection knows the word."""
    if len(key) > LONGEST:
        return None
    parts = [
        (key[:at], key[at:])
        for at in range(1, len(key))
        if is_folded_syllable(key[:at]) and is_folded_syllable(key[at:])
    ]
    known = [(lexicon.frequency("compound", "_".join(part)), part) for part in parts]
    frequency, best = max(known, default=(0, ()))
    return " ".join(best) if frequency else None


def accented(key: str, before: str, after: str, lexicon: Lexicon) -> str:
    """The likeliest spelling of a folded syllable between two syllables as typed; else the key."""
    spellings = list(dict.fromkeys(map(exact_key, _spellings(key))))

    def likely(spelling: str) -> tuple[int, int]:
        words = (f"={before}_{spelling}", f"={spelling}_{after}")
        joined = sum(lexicon.frequency("compound", word) for word in words)
        return joined, lexicon.frequency("exact", spelling)

    best = max(spellings, key=likely, default=key)
    return best if likely(best) > (0, 0) else key


def _known(candidates: Sequence[str], lexicon: Lexicon) -> list[tuple[int, str]]:
    counted = ((lexicon.frequency("folded", key), key) for key in candidates)
    return [one for one in counted if one[0]]


def _joined(key: str, neighbours: Sequence[str], lexicon: Lexicon) -> int:
    before, after = neighbours
    return lexicon.frequency("compound", f"{before}_{key}") + lexicon.frequency(
        "compound", f"{key}_{after}"
    )


def _syllables_near(key: str) -> dict[int, list[str]]:
    """Syllables without diacritics by how many slips they are away: 1 and 2."""
    near: dict[int, list[str]] = {1: [], 2: []}
    if len(key) > 9:
        return near
    found = {each for part in _deletions(key) for each in _by_deletions().get(part, ())}
    for syllable in sorted(found):
        slips = _slips(key, syllable)
        if slips in near and len(near[slips]) < _MOST:
            near[slips].append(syllable)
    return near


@cache
def _by_deletions() -> Mapping[str, tuple[str, ...]]:
    """Each syllable under what is left of it without up to two letters (W. Garbe's SymSpell)."""
    found: dict[str, list[str]] = defaultdict(list)
    for syllable in {fold(shape) for shape in SHAPES}:
        for part in _deletions(syllable):
            found[part].append(syllable)
    return MappingProxyType({part: tuple(same) for part, same in found.items()})


def _deletions(key: str) -> set[str]:
    """The key without none, one or two of its letters."""
    return {
        "".join(letter for at, letter in enumerate(key) if at not in gone)
        for count in range(min(3, len(key)))
        for gone in combinations(range(len(key)), count)
    }


def _slips(one: str, other: str) -> int:
    """Optimal string alignment distance: letters left out, put in, mistaken or swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, target in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _edits(key: str) -> list[str]:
    """Every key one slip away."""
    splits = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    found = {left + right[1:] for left, right in splits if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    found |= {left + c + right[1:] for left, right in splits if right for c in ascii_lowercase}
    found |= {left + c + right for left, right in splits for c in ascii_lowercase}
    return sorted(found - {key})


def _spellings(key: str) -> Iterator[str]:
    """Every way to put diacritics on a folded syllable."""
    for shape in _shapes().get(key, ()):
        for tone in range(6):
            spelling = with_tone(shape, tone)
            if is_syllable(spelling):
                yield spelling


@cache
def _shapes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for shape in SHAPES:
        found[fold(shape)].append(shape)
    return MappingProxyType({key: tuple(same) for key, same in found.items()})
