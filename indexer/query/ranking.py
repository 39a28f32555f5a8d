"""Every number of the ranking, each with its reason. The planner and the engines read them here.

The figures are `make relevance`'s (docs/relevance.md): nDCG@10 over the 27 judged topics and
MRR@10 of the known-item searches.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bm25:
    """k1 (saturation of a term's frequency) and b (how much length counts) of one view."""

    k1: float = 1.6
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking's parameters.

    A key's frequency in an article is body + captions + `title` × title + `summary` × summary
    (BM25F, Robertson, Zaragoza and Taylor 2004), saturated per view by `Bm25`.
    """

    #: Chosen with the weights below by 5-fold cross-validation over the judged searches; the
    #: optimum is flat, no measure moves by more than 0.01 between the 25 best of 300 settings.
    folded: Bm25 = Bm25(1.2, 0.75)
    exact: Bm25 = Bm25(1.2, 0.75)
    #: A word is rarer than a syllable: how often it stands there tells more, length tells less.
    compound: Bm25 = Bm25(1.6, 0.6)
    title: float = 4.0
    summary: float = 1.5
    #: How many of the best articles get `Plan.rescoring`: 200 gave the same MRR on known items.
    window: int = 100
    #: Added to the score of an article whose filtered district is `main`, not only named.
    main_district: float = 1.0

    #: A folded syllable finds; its score is the unit of the others.
    syllable: float = 1.0
    #: A code, date, entity or abbreviation stands for the two to five syllables in it.
    name: float = 2.0
    #: A syllable as typed, diacritics and all: đường before Dương.
    exact_syllable: float = 1.0
    #: Adjacent syllables that the segmenter joined somewhere in the collection: 98 % of articles
    #: with a query's compound are about it, 60 % of those with its syllables.
    word: float = 0.6
    #: The same, diacritics and all.
    exact_word: float = 1.2
    #: Neighbours in the query that are neighbours in the article (83 %).
    pair: float = 0.5
    #: The same, diacritics and all.
    exact_pair: float = 0.5

    #: Words of the query that stand near each other in any order: over 15,000 known items MRR@10
    #: 0.803 against 0.796 for titles (0.781 against 0.769 without diacritics), 0.356 against 0.347
    #: for two compounds (0.350 against 0.340), …
    near: float = 0.3
    #: The same typed without diacritics, where neighbours count half as much too (no exact pairs):
    #: 0.15 beats 0.3 on all four judged sets (titles 0.714 against 0.709, two compounds 0.297
    #: against 0.291, topics 0.845 against 0.838, alqac 0.900 against 0.896).
    bare_near: float = 0.15
    #: … with at most so many syllables between them.
    near_slop: int = 8

    #: Articles lacking a word are shown only for queries of so many syllables (the design's rule).
    relaxed_from: int = 4
    #: … that hold at least this share of the query's idf,
    relaxed_coverage: float = 0.3
    #: … their score multiplied by that share to this power,
    relaxed_penalty: float = 0.25
    #: … and standing among the strict matches, not behind them.
    relaxed_outrank: bool = True
