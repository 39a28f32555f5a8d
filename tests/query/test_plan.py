"""From what was asked to a plan: what must match, what ranks, what may lack."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

import pytest

from indexer.limits import Limits
from indexer.query.asked import read
from indexer.query.lexicon import T
from indexer.query.parse import parse
from indexer.query.plan import Planned, plan
from indexer.query.ranking import Ranking
from indexer.query.tree import And, Everything, Node, Not, Or, Phrase, Prefix, Term, View


@dataclass(frozen=True)
class Keys:
    """A lexicon written down: key → how many articles hold it."""

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    otherwise: int = 0

    def frequency(self, view: View, text: str) -> int:
        return self.counts.get((view, text), 0 if view == "compound" else self.otherwise)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()

    def keys(self, view: View, prefix: str, limit: int) -> list[tuple[str, int]]:
        found = [(k, n) for (v, k), n in self.counts.items() if v == view and k.startswith(prefix)]
        return sorted(found)[:limit]


def planned(typed: str, lexicon: Keys | None = None, *, exact: bool = False) -> Planned:
    return plan(read(parse(typed).root), lexicon or Keys(), exact=exact)


def must(typed: str, *, exact: bool = False) -> Node:
    return planned(typed, exact=exact).plan.must


def folded(*keys: str) -> tuple[Term, ...]:
    return tuple(Term("folded", key) for key in keys)


def test_every_folded_syllable_must_match() -> None:
    assert must("thi đua") == must("thi dua") == And(folded("thi", "dua"))


def test_nothing_asked_is_every_article() -> None:
    assert must("") == Everything()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Covid -19", "covid19"),
        ("nCoV", "covid19"),
        ("05/2020/QĐ-TTg", "5/2020/qd-ttg"),
        ("14/7/2020", "2020-07-14"),
        ("UBND", "ubnd"),
        ("KT-XH", "ktxh"),
    ],
)
def test_names_match_as_a_whole_and_never_by_their_parts(typed: str, key: str) -> None:
    assert must(typed) == Term("folded", key)


def test_abbreviation_typed_in_full_matches_by_its_syllables() -> None:
    assert must("ủy ban nhân dân") == And(folded("uy", "ban", "nhan", "dan"))


def test_abbreviation_and_its_full_form_are_scored_alike() -> None:
    lexicon = Keys({("compound", "nhan_dan"): 5, ("compound", "=nhân_dân"): 5})
    short, full = planned("UBND", lexicon).plan, planned("Ủy ban nhân dân", lexicon).plan
    assert set(short.scoring) == set(full.scoring)
    assert set(short.rescoring) == set(full.rescoring)


def test_quotation_with_diacritics_is_exact_and_without_is_folded() -> None:
    assert must('"thi đua"') == Phrase("exact", ("thi", "đua"))
    assert must('"thi dua"') == Phrase("folded", ("thi", "dua"))


def test_code_in_a_phrase_stands_with_its_parts() -> None:
    assert must('"số 5/2020/QĐ-TTg ngày"') == Phrase(
        "exact", ("số", "5/2020/qđ-ttg", "2020", "qđ", "ttg", "ngày")
    )
    assert must('"dịch Covid-19"') == must('"dịch nCoV"') == Phrase("exact", ("dịch", "covid19"))


def test_nearness_keeps_its_window() -> None:
    assert must('"nong thon"~5') == Phrase("folded", ("nong", "thon"), slop=5)


def test_exact_asks_for_the_typed_diacritics_but_of_names() -> None:
    assert must("đường Covid-19", exact=True) == And(
        (Term("exact", "đường"), Term("folded", "covid19"))
    )
    assert must('"thi dua"', exact=True) == Phrase("exact", ("thi", "dua"))


def test_excluding_a_word_with_diacritics_excludes_no_other_word() -> None:
    assert must("họp -đường") == And((Term("folded", "hop"), Not(Term("exact", "đường"))))
    assert must("họp -duong") == And((Term("folded", "hop"), Not(Term("folded", "duong"))))
    assert must("-duong") == And((Everything(), Not(Term("folded", "duong"))))


def test_title_scope_reaches_every_kind_of_part() -> None:
    assert must("title:đua") == Term("folded", "dua", "title")
    assert must('title:"thi đua"') == Phrase("exact", ("thi", "đua"), None, "title")
    assert must("title:tuy*") == Prefix("folded", "tuy", "title")


def test_either_is_an_or_within_an_and() -> None:
    assert must("(bão OR lũ) to") == And((Or(folded("bao", "lu")), *folded("to")))


def test_prefix_is_folded_unless_typed_with_diacritics() -> None:
    assert must("tuy*") == Prefix("folded", "tuy")
    assert must("tuyế*") == Prefix("exact", "tuyế")


def weights(typed: str, lexicon: Keys | None = None) -> dict[Node, float]:
    made = planned(typed, lexicon).plan
    return {weighted.node: weighted.weight for weighted in (*made.scoring, *made.rescoring)}


def test_exact_syllables_count_only_where_diacritics_were_typed() -> None:
    ranking = Ranking()
    assert weights("thi đua")[Term("exact", "đua")] == ranking.exact_syllable
    assert weights("thi đua")[Term("exact", "thi")] == ranking.exact_syllable
    assert not [node for node in weights("thi dua") if "exact" in str(node)]


def test_words_of_the_collection_count_and_others_do_not() -> None:
    lexicon = Keys(
        {("compound", "thi_dua"): 7, ("compound", "=thi_đua"): 6, ("compound", "dua_xe"): 2}
    )
    found = weights("thi đua xe", lexicon)
    assert Term("compound", "thi_dua") in found
    assert Term("compound", "=thi_đua") in found
    assert Term("compound", "dua_xe") not in found  # no article holds `đua_xe` so
    assert Term("compound", "dua_xe") in weights("thi dua xe", lexicon)


def test_neighbours_count_and_words_apart_do_not() -> None:
    assert Phrase("folded", ("thi", "dua")) in weights("thi dua")
    assert Phrase("folded", ("thi", "dua")) not in weights("thi OR dua")
    assert Phrase("folded", ("dua", "yeu")) not in weights('thi dua "x" yeu')


def test_excluded_words_are_not_scored() -> None:
    assert Term("folded", "bao") not in weights("họp -báo")


def test_long_query_keeps_its_rarest_words_and_says_what_it_left() -> None:
    words = [f"từ{letter}" for letter in "abcdefghiklmnopqrstuv"]
    counts = {("folded", f"tu{letter}"): 10 + n for n, letter in enumerate("abcdefghiklmnopqrstuv")}
    made = planned(" ".join(words), Keys(counts))
    assert [part.label for part in made.plan.parts] == words[: Limits().terms]
    assert "từv" in made.notices[0].vi
    assert "từa" not in made.notices[0].vi


def test_long_query_drops_words_that_no_article_has_first() -> None:
    made = planned(" ".join(f"w{n}x" for n in range(20)), Keys({("folded", "w19x"): 3}))
    assert "w19x" in [part.label for part in made.plan.parts]


def test_long_phrase_is_cut_and_says_so() -> None:
    made = planned('"' + " ".join(["thi"] * 20) + '"')
    assert made.plan.must == Phrase("folded", ("thi",) * Limits().phrase)
    assert "12" in made.notices[0].vi


def test_repeated_words_are_asked_for_once() -> None:
    assert must("học sinh học sinh học") == And(folded("hoc", "sinh"))


def test_relaxation_begins_at_four_syllables() -> None:
    assert planned("ba tiếng thôi").plan.relaxation is None
    assert planned("bốn tiếng thì được").plan.relaxation is not None
    assert planned('"chỉ có một cụm"').plan.relaxation is None


def test_phrases_codes_dates_and_entities_may_not_lack() -> None:
    typed = 'UBND thi "nông thôn" 05/2020/QĐ-TTg 14/7/2020 Covid-19 -bão'
    made = planned(typed).plan
    assert [part.label for part in made.parts if not part.droppable] == [
        "“nông thôn”",
        "05/2020/QĐ-TTg",
        "14/7/2020",
        "Covid-19",
        "-bão",
    ]


def test_pasted_headline_keeps_only_phrases_codes_and_whole_dates() -> None:
    typed = 'Tin Covid-19 ngày 14/7 ở ba tỉnh theo "công điện" 05/2020/QĐ-TTg 14/7/2020 U23'
    kept = [part.label for part in planned(typed).plan.parts if not part.droppable]
    assert kept == ["“công điện”", "05/2020/QĐ-TTg", "14/7/2020"]


def test_windows_are_looked_for_in_headlines_and_not_in_long_questions() -> None:
    window = Phrase("folded", ("thi", "khen"), Ranking().near_slop)
    assert window in weights("thi dua khen")
    assert window not in weights("thi dua khen " + " ".join(f"tu{n}x" for n in range(30)))


def test_numbers_of_the_ranking_can_be_replaced() -> None:
    tree = read(parse("thi dua").root)
    made = plan(tree, Keys(), ranking=Ranking(syllable=3.0, pair=0.0, near=0.0, bare_near=0.0))
    assert {weighted.weight for weighted in made.plan.scoring} == {3.0}
    assert made.plan.rescoring == ()


def test_sign_before_half_a_word_is_told() -> None:
    lexicon = Keys({("compound", "thi_dua"): 7})
    for typed in ("khen -thi đua", "khen title:thi đua"):
        assert "thi đua”" in planned(typed, lexicon).notices[0].vi
    for typed in ("khen -thi", 'khen -"thi đua"', "khen -họp đua", "thi đua"):
        assert not planned(typed, lexicon).notices
