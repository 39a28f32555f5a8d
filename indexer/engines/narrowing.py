"""What some filters ask beyond others, so that one search serves several."""

from __future__ import annotations

from typing import Any, get_args

from indexer.query.tree import Choice, Facet, Filters

_NONE = Filters()
#: Conditions that mean something together alone.
_TOGETHER = (("since", "until", "undated"), ("seen_after",), ("seen_by",), ("changed_after",))
_CHOICES = tuple(facet for facet in get_args(Facet) if facet != "months")


def beyond(narrow: Filters, wide: Filters) -> Filters | None:
    """What `narrow` asks and `wide` does not; None where `wide` asks something of its own."""
    rest: dict[str, Any] = {}
    for names in _TOGETHER:
        own, other, usual = ([getattr(f, n) for n in names] for f in (narrow, wide, _NONE))
        if own != other:
            if other != usual:
                return None
            rest |= zip(names, own, strict=True)
    for facet in _CHOICES:
        choice, other_choice = getattr(narrow, facet), getattr(wide, facet)
        if choice != other_choice:
            if other_choice.any_of or other_choice.none_of - choice.none_of:
                return None
            rest[facet] = Choice(choice.any_of, choice.none_of - other_choice.none_of)
    if narrow.heirs != wide.heirs and "districts" not in rest:
        return None
    return Filters(**rest, heirs=narrow.heirs if "districts" in rest else frozenset())
