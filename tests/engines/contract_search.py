"""What every engine must answer. A test module for an engine inherits `SearchContract`."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date, datetime, timedelta

from indexer.article import VIETNAM, District, Places, Published
from indexer.engines.base import Put, Remove
from indexer.query.tree import (
    And,
    Choice,
    Everything,
    Filters,
    Or,
    Part,
    Phrase,
    Plan,
    Prefix,
    Relaxation,
    Term,
    Weighted,
)
from indexer.text.sketch import NONE
from tests.engines.contract import Opens, all_of, apply, found, on
from tests.engines.making import SEEN, article, random_article, random_filters, random_node


def narrowed(wide: Filters, others: Filters) -> Filters:
    """The first filters, and of the others what they leave open."""
    given = {f.name: getattr(wide, f.name) for f in fields(Filters)}
    usual = Filters()
    open_ = {name for name, value in given.items() if value == getattr(usual, name)}
    return replace(wide, **{name: getattr(others, name) for name in open_})


class SearchContract:
    """Tests over the fixture `opens`, which the inheriting class gives."""

    def test_pages_follow_each_other_without_gap_or_repeat(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, *(Put(article(f"{n:03d}", "thi " * (n % 5 + 1))) for n in range(60)))
        scoring = (Weighted(Term("folded", "thi"), 1),)
        rescoring = (Weighted(Phrase("folded", ("thi", "thi")), 1),)
        pages = [
            found(engine, Plan(all_of("thi"), scoring, rescoring, offset=start, limit=7))
            for start in range(0, 63, 7)
        ]
        flat = [id_ for page in pages for id_ in page]
        assert flat == found(engine, Plan(all_of("thi"), scoring, rescoring, limit=60))
        assert len(set(flat)) == 60

    def test_a_phrase_is_found_the_same_under_filters_before_and_after_it_was_asked_for_without(
        self, opens: Opens
    ) -> None:
        engine = opens()
        texts = ("thi đua", "đua thi", "thi đua thi", "đua")
        apply(
            engine,
            *(
                Put(article(f"{n:03d}", texts[n % 4], published=on(f"20{n % 20:02d}-01-01")))
                for n in range(80)
            ),
        )
        phrase = Phrase("folded", ("thi", "dua"))
        since = Filters(since=date(2010, 1, 1))
        narrow = Plan(phrase, filters=since, sort="oldest", limit=80)
        first = found(engine, narrow)
        whole = found(engine, Plan(phrase, sort="oldest", limit=80))
        assert len(whole) == 40 and len(first) == 20
        assert first == found(engine, narrow) == [id_ for id_ in whole if int(id_) % 20 >= 10]
        apply(engine, Remove(first[0]), Put(article("mới", "thi đua", published=on("2030-01-01"))))
        assert found(engine, narrow) == [*first[1:], "mới"]

    def test_equal_scores_come_newest_first_then_by_id(self, opens: Opens) -> None:
        engine = opens()
        days = {"b": "2020-01-02", "a": "2020-01-02", "c": "2021-05-05"}
        apply(engine, *(Put(article(id_, published=on(day))) for id_, day in days.items()))
        apply(engine, Put(article("0")))
        plan = Plan(all_of("thi"), (Weighted(Term("folded", "thi"), 1),))
        assert found(engine, plan) == ["c", "a", "b", "0"]

    def test_articles_without_a_date_come_last_by_date(self, opens: Opens) -> None:
        engine = opens()
        apply(
            engine,
            Put(article("không", published=None)),
            Put(article("cũ", published=on("1999-12-31"))),
            Put(article("mới", published=on("2025-07-01"))),
        )
        assert found(engine, Plan(Everything(), sort="newest")) == ["mới", "cũ", "không"]
        assert found(engine, Plan(Everything(), sort="oldest")) == ["cũ", "mới", "không"]

    def test_days_are_whole_and_vietnamese(self, opens: Opens) -> None:
        engine = opens()
        late = Published(datetime(2020, 7, 14, 23, 59, tzinfo=VIETNAM))
        early = Published(datetime(2020, 7, 15, 0, 0, tzinfo=VIETNAM))
        apply(engine, Put(article("muộn", published=late)), Put(article("sớm", published=early)))
        day = date(2020, 7, 14)
        assert found(engine, Plan(Everything(), filters=Filters(day, day))) == ["muộn"]
        months = engine.snapshot().search(Plan(Everything())).months
        assert months == {"2020-07": 2}

    def test_unknown_codes_match_nothing(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")))
        none = Choice(frozenset({"không có"}))
        for filters in (
            Filters(districts=none),
            Filters(provinces=none),
            Filters(communes=none),
            Filters(sources=none),
        ):
            assert engine.snapshot().search(Plan(Everything(), filters=filters)).total == 0

    def test_main_district_ranks_above_a_mention(self, opens: Opens) -> None:
        engine = opens()
        for id_, role in (("nhắc", "mention"), ("chính", "main")):
            place = Places(None, (District("183", "Cao Lộc", role),))  # type: ignore[arg-type]
            apply(engine, Put(article(id_, places=place, published=on("2020-01-01"))))
        filters = Filters(districts=Choice(frozenset({"183"})))
        plan = Plan(all_of("thi"), (Weighted(Term("folded", "thi"), 1),), filters=filters)
        result = engine.snapshot().search(plan)
        assert [match.id for match in result.matches] == ["chính", "nhắc"]
        assert result.districts == {"183": 2}

    def test_phrase_is_adjacent_and_in_order(self, opens: Opens) -> None:
        engine = opens()
        apply(
            engine,
            Put(article("đúng", "xã thi đua dân")),
            Put(article("ngược", "đua thi")),
            Put(article("xa", "thi xã đua")),
            Put(article("qua", "đua xã", title="hội thi")),
        )
        assert found(engine, Plan(Phrase("folded", ("thi", "dua")))) == ["đúng"]
        near = Phrase("folded", ("dua", "thi"), 1)
        assert set(found(engine, Plan(near))) == {"đúng", "ngược", "xa"}
        assert found(engine, Plan(Phrase("folded", ("thi", "dua", "thi")))) == []

    def test_nothing_asked_for_in_a_phrase_or_synonym_finds_nothing(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")))
        for node in (Phrase("folded", ()), Or(()), And((Everything(), Phrase("exact", ())))):
            plan = Plan(node, (Weighted(Phrase("folded", ()), 1), Weighted(Or(()), 1)))
            assert found(engine, plan) == []
        assert found(engine, Plan(And(()), (Weighted(Phrase("folded", ()), 1),))) == ["a"]

    def test_scope_title_looks_in_the_title_only(self, opens: Opens) -> None:
        engine = opens()
        apply(
            engine, Put(article("a", "lũ", title="xã hội")), Put(article("b", "xã hội", title="lũ"))
        )
        assert found(engine, Plan(Term("folded", "lu", "title"))) == ["b"]
        assert found(engine, Plan(Phrase("exact", ("xã", "hội"), None, "title"))) == ["a"]
        assert found(engine, Plan(Prefix("folded", "x", "title"))) == ["a"]

    def test_synonym_adds_frequencies_up(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("một", "xã lũ hội")), Put(article("hai", "xã xa hội")))
        synonym = Or((Term("exact", "xã"), Term("exact", "xa")))
        first, second = engine.snapshot().search(Plan(synonym, (Weighted(synonym, 1),))).matches
        assert (first.id, second.id) == ("hai", "một")
        assert first.score > second.score

    def test_relaxed_matches_tell_what_they_lack_and_are_counted_apart(self, opens: Opens) -> None:
        engine = opens()
        apply(
            engine,
            Put(article("đủ", "thi đua xã hội", published=on("2020-01-01"))),
            Put(article("thiếu", "thi đua xã", published=on("2020-01-01"))),
            Put(article("cấm", "đua xã hội", published=on("2020-01-01"))),
            *(Put(article(f"{n}", "lũ")) for n in range(9)),
        )
        words = ("thi", "dua", "xa", "hoi")
        parts = tuple(Part(Term("folded", word), word, word != "thi") for word in words)
        plan = Plan(
            And(tuple(part.node for part in parts)),
            tuple(Weighted(part.node, 1) for part in parts),
            parts=parts,
            relaxation=Relaxation(0.6, 1, outrank=False),
        )
        result = engine.snapshot().search(plan)
        assert [(m.id, m.missing) for m in result.matches] == [("đủ", ()), ("thiếu", ("hoi",))]
        assert (result.total, result.relaxed) == (1, 1)
        assert result.months == {"2020-01": 1}

    def test_every_match_streams_in_order_whatever_the_page(self, opens: Opens) -> None:
        engine = opens()
        made = [article(f"{n:03d}", "thi " * (n % 5 + 1)) for n in range(300)]
        apply(engine, *map(Put, made), Put(article("khác", "lũ")))
        scoring = (Weighted(Term("folded", "thi"), 1),)
        rescoring = (Weighted(Phrase("folded", ("thi", "thi")), 1),)
        plan = Plan(all_of("thi"), scoring, rescoring, offset=40, limit=2)
        snapshot = engine.snapshot()
        every = [stored.article.id for stored in snapshot.every(plan)]
        whole = snapshot.search(Plan(all_of("thi"), scoring, rescoring, limit=1000))
        assert every == [match.id for match in whole.matches]
        assert len(every) == 300

    def test_stream_begun_before_a_commit_stays_as_it_was(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, *(Put(article(f"{n:03d}", "lũ")) for n in range(50)))
        every = engine.snapshot().every(Plan(Everything()))
        first = next(every).article.id
        for n in range(12):
            apply(engine, Remove(f"{n:03d}"), Put(article(f"{n + 20:03d}", "hội")))
        rest = list(every)
        assert [first, *(stored.article.id for stored in rest)] == [f"{n:03d}" for n in range(50)]
        assert {stored.article.body for stored in rest} == {"lũ"}

    def test_relaxed_matches_are_not_streamed(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("đủ", "thi đua xã")), Put(article("thiếu", "thi đua")))
        parts = tuple(Part(Term("folded", word), word, True) for word in ("thi", "dua", "xa"))
        must = And(tuple(part.node for part in parts))
        plan = Plan(must, parts=parts, relaxation=Relaxation(0.1, 1, outrank=True))
        assert engine.snapshot().search(plan).relaxed == 1
        assert [stored.article.id for stored in engine.snapshot().every(plan)] == ["đủ"]

    def test_articles_are_found_by_when_they_came_and_changed(self, opens: Opens) -> None:
        engine = opens()
        later = SEEN + timedelta(microseconds=1)
        apply(engine)
        assert engine.snapshot().as_of is None
        apply(engine, Put(article("cũ")), Put(replace(article("sửa"), changed=later)))
        apply(engine, Put(replace(article("mới"), first_seen=later)))

        def passing(**filters: datetime) -> set[str]:
            return set(found(engine, Plan(Everything(), filters=Filters(**filters))))

        assert passing(seen_after=SEEN) == {"mới"}
        assert passing(seen_by=SEEN) == {"cũ", "sửa"}
        assert passing(seen_by=SEEN, changed_after=SEEN) == {"sửa"}
        assert passing(seen_after=later) == passing(changed_after=later) == set()
        assert engine.snapshot().as_of == later

    def test_totals_of_many_plans_are_those_of_each_alone(self, opens: Opens) -> None:
        engine, chance = opens(), random.Random(7)
        apply(engine, *(Put(random_article(chance, f"bài {n}")) for n in range(120)))
        apply(engine, *(Remove(f"bài {n}") for n in range(0, 120, 7)))
        snapshot = engine.snapshot()
        for _ in range(150):
            node, wide = random_node(chance), random_filters(chance)
            every = [Filters(), wide, *(narrowed(wide, random_filters(chance)) for _ in range(4))]
            plans = [Plan(node, filters=filters) for filters in chance.sample(every, 5)]
            alone = [snapshot.search(plan).total for plan in plans]
            assert snapshot.totals(plans) == alone, plans

    def test_only_the_facets_of_a_plan_are_counted(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a", published=on("2020-01-01"))))
        counted = engine.snapshot().search(Plan(Everything(), facets=("months",)))
        assert (counted.total, counted.months, counted.sources) == (1, {"2020-01": 1}, {})

    def test_keys_and_frequencies_of_the_index(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a", "thi thì lũ")))
        apply(engine, Put(article("b", "thi đua")))
        snapshot = engine.snapshot()
        assert snapshot.frequency("folded", "thi") == 2
        assert snapshot.frequency("exact", "thì") == 1
        assert snapshot.frequency("exact", "không") == 0
        assert snapshot.keys("exact", "th", 5) == [("thi", 2), ("thì", 1)]
        assert snapshot.keys("folded", "", 2) == [("dua", 1), ("lu", 1)]
        assert snapshot.keys("compound", "=thi_", 5) == [("=thi_thì", 1), ("=thi_đua", 1)]

    def test_near_identical_articles_are_folded_and_pages_go_over_what_is_left(
        self, opens: Opens
    ) -> None:
        engine = opens()
        release, report = b"\x0f" * 32, b"\xaa" * 32
        near = bytes([release[0] ^ 1, *release[1:]])
        sketches = [release, report, near, NONE, NONE, near, release]
        for number, sketch in enumerate(sketches):
            day = f"2020-01-{20 - number}"
            apply(engine, Put(article(str(number), f"thi {sketch.hex()}", published=on(day))))
        plan = Plan(all_of("thi"), sort="newest", limit=2, fold=6)
        first = engine.snapshot().search(plan)
        assert [(m.id, m.alike) for m in first.matches] == [("0", ("2", "5")), ("1", ())]
        assert (first.total, first.folded) == (7, 2)
        assert found(engine, replace(plan, offset=2)) == ["3", "4"]
        assert found(engine, replace(plan, offset=4)) == ["6"]
        assert found(engine, replace(plan, fold=0, limit=7)) == list("0123456")
