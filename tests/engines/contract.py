"""What every engine must do. A test module for an engine inherits `EngineContract`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event, Thread

import pytest

from indexer.article import VIETNAM, Article, Commune, District, Places, Province, Published
from indexer.engines.base import Change, Engine, Put, Remove, Stored, Version
from indexer.errors import IndexLocked, IndexUnavailable, TracuuError
from indexer.query.tree import (
    And,
    Everything,
    Not,
    Phrase,
    Plan,
    Term,
    Weighted,
)
from tests.engines.making import SEEN, article, prepare, prepare_or_die

#: Makes an engine on the same index each time it is called.
Opens = Callable[[], Engine]


def apply(engine: Engine, *changes: Change) -> None:
    with engine.writing() as writer:
        writer.commit(changes, prepare)


def found(engine: Engine, plan: Plan) -> list[str]:
    return [match.id for match in engine.snapshot().search(plan).matches]


def all_of(*words: str) -> And:
    return And(tuple(Term("folded", word) for word in words))


def on(day: str) -> Published:
    return Published(datetime.fromisoformat(day).replace(tzinfo=VIETNAM), day_only=True)


class EngineContract:
    """Tests over the fixture `opens`, which the inheriting class gives."""

    def test_index_that_was_never_made_is_unavailable_and_sound(self, opens: Opens) -> None:
        with pytest.raises(IndexUnavailable):
            opens().snapshot()
        assert opens().check(prepare) == []

    def test_committed_article_is_found_by_another_reader(self, opens: Opens) -> None:
        apply(opens(), Put(article("a", "hội dân vận")))
        assert found(opens(), Plan(all_of("dan"))) == ["a"]

    def test_nothing_is_found_before_the_commit(self, opens: Opens) -> None:
        apply(opens(), Put(article("a")))
        reader = opens()

        def changes() -> Iterator[Change]:
            yield Put(article("b"))
            assert found(reader, Plan(Everything())) == ["a"]

        with opens().writing() as writer:
            writer.commit(changes(), prepare)
        assert set(found(reader, Plan(Everything()))) == {"a", "b"}

    def test_snapshot_stays_as_it_was_after_later_commits(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a", "lũ")), Put(article("b", "lũ")))
        before = engine.snapshot()
        for number in range(12):
            apply(engine, Remove("a"), Put(article("b", "hội")), Put(article(f"c{number}", "lũ")))
        assert {match.id for match in before.search(Plan(all_of("lu"))).matches} == {"a", "b"}
        assert before.stored(["b"])[0].article.body == "lũ"
        assert "a" not in found(engine, Plan(Everything(), limit=50))

    def test_replaced_article_is_found_by_its_new_words_only(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a", "lũ")))
        apply(engine, Put(article("a", "hội")))
        assert found(engine, Plan(all_of("lu"))) == []
        assert found(engine, Plan(all_of("hoi"))) == ["a"]
        assert engine.status().articles == 1

    def test_last_change_of_an_article_wins(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a", "lũ")), Remove("a"), Put(article("a", "hội")))
        apply(
            engine, Put(article("b", "lũ")), Put(article("b", "xã")), Put(article("c")), Remove("c")
        )
        assert found(engine, Plan(all_of("lu"))) == []
        assert sorted(engine.snapshot().ids()) == ["a", "b"]

    def test_removed_article_never_comes_back(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, *(Put(article(f"{number}")) for number in range(10)))
        apply(engine, Remove("3"))
        for number in range(10, 40):
            apply(engine, Put(article(f"{number}")))
            assert "3" not in set(found(engine, Plan(Not(Term("folded", "lu")), limit=99)))
        assert engine.snapshot().stored(["3"]) == []

    def test_removing_what_is_not_there_is_no_fault(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")))
        with engine.writing() as writer:
            applied = writer.commit([Remove("b")], prepare)
        assert (applied.put, applied.removed, applied.refused) == (0, 0, ())
        assert found(engine, Plan(Everything())) == ["a"]

    def test_commit_says_what_it_did(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")), Put(article("b")))
        with engine.writing() as writer:
            changes = [Put(article("c")), Put(article("b", "lũ")), Remove("a")]
            applied = writer.commit(changes, prepare)
        assert (applied.put, applied.removed) == (2, 1)
        assert applied.generation == engine.snapshot().generation

    def test_article_that_cannot_be_prepared_is_refused_and_the_others_go_on(
        self, opens: Opens
    ) -> None:
        engine = opens()
        apply(engine, Put(article("a", "lũ")))
        with engine.writing() as writer:
            applied = writer.commit([Put(article("a", "hỏng")), Put(article("b"))], prepare)
        assert [refusal.id for refusal in applied.refused] == ["a"]
        assert "hỏng" in applied.refused[0].reason
        assert engine.snapshot().stored(["a"])[0].article.body == "lũ"
        assert set(engine.snapshot().ids()) == {"a", "b"}

    @pytest.mark.parametrize("workers", [1, 2])
    def test_fault_in_the_stream_leaves_the_index_as_it_was(
        self, opens: Opens, workers: int
    ) -> None:
        engine = opens()
        apply(engine, Put(article("a")))

        def changes() -> Iterator[Change]:
            for number in range(400):
                yield Put(article(f"{number}"))
            yield Remove("a")
            raise OSError("đĩa hỏng")

        with pytest.raises(OSError, match="đĩa hỏng"), engine.writing() as writer:
            writer.commit(changes(), prepare, workers=workers)
        assert found(engine, Plan(Everything())) == ["a"]
        assert engine.check(prepare) == []
        apply(engine, Put(article("b")))
        assert set(engine.snapshot().ids()) == {"a", "b"}

    def test_many_workers_write_what_one_writes(self, opens: Opens) -> None:
        engine = opens()
        steps: list[int] = []
        changes = [Put(article(f"{number}", f"thi n{number % 7}")) for number in range(700)]
        with engine.writing() as writer:
            applied = writer.commit(changes, prepare, workers=2, progress=steps.append)
        assert (applied.put, steps[-1]) == (700, 700)
        assert steps == sorted(steps)
        assert engine.snapshot().search(Plan(all_of("n3"))).total == 100

    def test_worker_process_that_dies_costs_the_commit_only(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")))
        changes = [Put(article(f"{number}", "chết" * (number == 500))) for number in range(600)]
        with pytest.raises(TracuuError), engine.writing() as writer:
            writer.commit(changes, prepare_or_die, workers=2)
        assert list(engine.snapshot().ids()) == ["a"]
        apply(engine, Put(article("b")))

    def test_large_articles_and_odd_keys_are_taken(self, opens: Opens) -> None:
        engine = opens()
        odd = "\U0001f600 \ud800 " + "x" * 5000 + " \x00 _ = '"
        apply(engine, Put(article("dài", "thi " * 70_000 + "đua")), Put(article("lạ", odd, odd)))
        assert found(engine, Plan(Phrase("folded", ("thi", "dua")))) == ["dài"]
        assert found(engine, Plan(Term("exact", "\ud800", "title"))) == ["lạ"]
        assert engine.snapshot().stored(["lạ"])[0].article.title == odd
        assert engine.check(prepare) == []

    def test_second_writer_is_locked_out_until_the_first_is_done(self, opens: Opens) -> None:
        with opens().writing(), pytest.raises(IndexLocked), opens().writing():
            pass
        apply(opens(), Put(article("a")))

    def test_waiting_writer_goes_on_when_the_lock_is_free(self, opens: Opens) -> None:
        done = Event()

        def wait() -> None:
            with opens().writing(wait=True) as writer:
                writer.commit([Put(article("b"))], prepare)
            done.set()

        with opens().writing() as writer:
            thread = Thread(target=wait)
            thread.start()
            writer.commit([Put(article("a"))], prepare)
            assert not done.is_set()
        thread.join(60)
        assert set(opens().snapshot().ids()) == {"a", "b"}

    def test_rebuild_replaces_everything_at_its_commit(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")), Put(article("b")))
        with engine.writing(rebuild=True) as writer:
            assert set(engine.snapshot().ids()) == {"a", "b"}
            writer.commit([Put(article("c"))], prepare)
        assert list(engine.snapshot().ids()) == ["c"]

    def test_rebuild_that_fails_leaves_the_old_index(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")))
        with pytest.raises(RuntimeError), engine.writing(rebuild=True):
            raise RuntimeError
        assert list(engine.snapshot().ids()) == ["a"]

    def test_commit_without_changes_makes_no_generation(self, opens: Opens) -> None:
        engine = opens()
        apply(engine, Put(article("a")))
        before = engine.snapshot().generation
        apply(engine)
        assert engine.snapshot().generation == before

    def test_empty_index_answers(self, opens: Opens) -> None:
        engine = opens()
        apply(engine)
        plan = Plan(all_of("thi"), (Weighted(Term("folded", "thi"), 1),))
        assert engine.snapshot().search(plan).total == 0
        assert engine.status().articles == 0
        assert engine.status().newest is None

    def test_stored_article_comes_back_whole(self, opens: Opens) -> None:
        stored = Stored(
            Article(
                "mã/1 é",
                "Tiêu đề",
                "Sapô",
                "Thân\nbài \ud7ff \U0001f600",
                ("Ảnh 1", ""),
                Published(datetime(2020, 7, 14, 22, 46, tzinfo=VIETNAM)),
                "",
                "Nguồn",
                "https://langson.example/1",
                "Lạng Sơn",
                "Hoàng",
                "Ban",
                "admin",
            ),
            Places(
                Province("20", "Lạng Sơn"),
                (District("183", "Huyện Cao Lộc", "main"), District("180", "Hữu Lũng", "implied")),
                (Commune("06211", "Xã Đồng Đăng"),),
            ),
            SEEN,
            changed=SEEN.replace(month=2),
            gone=SEEN.replace(month=3),
            versions=(Version(None, "s", "b", SEEN),),
        )
        undated = article("không ngày", undated_because="ngày 31/2")
        engine = opens()
        apply(engine, Put(stored), Put(undated))
        assert engine.snapshot().stored(["không ngày", "khác", "mã/1 é"]) == [undated, stored]

    def test_readers_in_many_threads_beside_a_writer_are_never_wrong(self, opens: Opens) -> None:
        engine = opens()
        # Every commit moves all articles to another word: a mixed answer would show both or none.
        apply(engine, *(Put(article(f"{n}", "lũ")) for n in range(20)))
        stop, wrong = Event(), []

        def read() -> None:
            while not stop.is_set():
                try:
                    snapshot = engine.snapshot()
                    totals = [snapshot.search(Plan(all_of(w))).total for w in ("lu", "hoi")]
                    if sorted(totals) != [0, 20]:
                        wrong.append(totals)
                except Exception as error:
                    wrong.append(error)

        threads = [Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        writing = opens()
        for round_ in range(10):
            word = ("hội", "lũ")[round_ % 2]
            apply(writing, *(Put(article(f"{n}", word)) for n in range(20)))
        stop.set()
        for thread in threads:
            thread.join(60)
        assert wrong == []

    def test_sound_index_has_no_faults_after_many_commits(self, opens: Opens) -> None:
        engine = opens()
        for number in range(30):
            apply(engine, Put(article(f"{number}")), Put(article("a")), Remove(f"{number - 3}"))
        assert engine.check(prepare) == []
        assert opens().status().articles == 4
