"""Every number of the ranking, each with its reason. The planner and the engines read them here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bm25:
    """k1 (saturation of a term's frequency) and b (how much length counts) of one view."""

    k1: float = 1.2
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking's parameters.

    A key's frequency in an article is body + captions + `title` × title + `summary` × summary
    (BM25F, Robertson, Zaragoza and Taylor 2004), saturated per view by `Bm25`.
    """

    folded: Bm25 = Bm25()
    exact: Bm25 = Bm25()
    compound: Bm25 = Bm25()
    title: float = 3.0
    summary: float = 1.5
    #: How many of the best articles get `Plan.rescoring`.
    window: int = 200
    #: Added to the score of an article whose filtered district is `main`, not only named.
    main_district: float = 1.0
