"""Ranked lists against judgements, by ir-measures."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures

from tests.bench.judged import Searches

#: Articles asked of each engine for a query.
DEPTH = 100

_DYET = str.maketrans("đĐ", "dD")

Search = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Scores:
    """The mean of each measure over all queries, and each query's own."""

    means: Mapping[str, float]
    each: Mapping[str, Mapping[str, float]]


def measure(search: Search, searches: Searches, *, diacritics: bool = True) -> Scores:
    """Runs all queries, as typed or without diacritics.

    The engine's own order counts, its equal scores in the order in which it lists them.
    """
    run: dict[str, dict[str, float]] = {}
    for number, query in searches.queries.items():
        found = search(query if diacritics else bare(query), DEPTH)
        # Some measures divide by the length of the list; what is not in the run scores 0.
        if found:
            run[number] = {id_: float(DEPTH - rank) for rank, id_ in enumerate(found)}
    return scores(run, searches)


def bare(text: str) -> str:
    """The text without diacritics, else as it stands: quotation marks stay what they are."""
    letters = unicodedata.normalize("NFD", text.translate(_DYET))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def scores(run: Mapping[str, Mapping[str, float]], searches: Searches) -> Scores:
    """A query without a single article found scores 0."""
    measures = {name: ir_measures.parse_measure(name) for name in searches.measures}
    each: dict[str, dict[str, float]] = {
        name: dict.fromkeys(searches.queries, 0.0) for name in measures
    }
    names = {str(parsed): name for name, parsed in measures.items()}
    found = ir_measures.iter_calc(list(measures.values()), searches.judgements, run)
    for value in found:
        each[names[str(value.measure)]][value.query_id] = value.value
    means = {name: sum(own.values()) / len(own) for name, own in each.items()}
    return Scores(means, each)
