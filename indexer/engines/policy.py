"""Which segments to merge, so that many small commits leave few segments at a bounded cost.

Tiers as in Lucene's TieredMergePolicy: the more articles, the more segments are allowed, a few for
each tier of size; above that, the merge of neighbouring sizes that is most even comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Segments smaller than this count as one size.
_FLOOR = 32
_FACTOR = 8
_PER_TIER = 4
#: No merge makes a segment of more articles than this, or an eighth of all if that is more…
_CAP = 20_000
#: … and none after a long run more than this: merging 100,000 takes 9 s of processor.
_SETTLED = 250_000
#: …but one that has lost this share of its articles is written anew alone.
_WASTE = 0.5


def allowed(sizes: Sequence[int]) -> int:
    """How many segments these numbers of live articles may have."""
    left, level, count = sum(max(size, _FLOOR) for size in sizes), _FLOOR, 0
    while left > level * _PER_TIER:
        count += _PER_TIER
        left -= level * _PER_TIER
        level *= _FACTOR
    return count + -(-left // level)


def choose(live: Sequence[int], counts: Sequence[int]) -> list[int]:
    """The numbers of the segments to merge into one now; empty if none.

    `live` and `counts` are each segment's live articles and all its articles.
    """
    for number, (size, count) in enumerate(zip(live, counts, strict=True)):
        if count - size > _WASTE * count and (size <= _cap(live) or size == 0):
            return [number]
    if len(live) <= allowed(live):
        return []
    return _most_even(live)


def pack(counts: Sequence[int]) -> list[list[int]]:
    """The numbers of a large commit's new segments, to be merged group by group.

    So that a large commit leaves two even segments, not one for each batch of its workers.
    """
    groups: list[list[int]] = [[] for _ in range(1 if sum(counts) <= _CAP else 2)]
    sizes = [0] * len(groups)
    for number in sorted(range(len(counts)), key=counts.__getitem__, reverse=True):
        least = sizes.index(min(sizes))
        groups[least].append(number)
        sizes[least] += counts[number]
    return [sorted(group) for group in groups if len(group) > 1]


def settled(live: Sequence[int], brought: int) -> list[list[int]]:
    """The numbers of the segments to merge, group by group, after a run that `brought` so many.

    A search costs as much again for each segment. Merging moves no more than twice what came in.
    """
    if brought < _CAP or 2 * brought < sum(live):
        return []
    groups: list[list[int]] = [[]]
    held = 0
    for number, size in enumerate(live):
        if held + size > _SETTLED:
            groups.append([])
            held = 0
        groups[-1].append(number)
        held += size
    return [group for group in groups if len(group) > 1]


def _cap(live: Sequence[int]) -> int:
    return max(_CAP, sum(live) // 8)


def _most_even(live: Sequence[int]) -> list[int]:
    """The run of neighbouring sizes whose largest is the smallest share of the whole."""
    order = sorted(range(len(live)), key=live.__getitem__)
    best: list[int] = []
    best_score = 0.0
    for start in range(len(order)):
        for stop in range(start + 2, min(start + _FACTOR, len(order)) + 1):
            sizes = [max(live[number], _FLOOR) for number in order[start:stop]]
            total = sum(sizes)
            if total > _cap(live):
                break
            score = max(sizes) / total * total**0.1
            if not best or score < best_score:
                best, best_score = order[start:stop], score
    return best
