"""Real feed items, indexed a few at a time in their real order; and real edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.sources.passages import line
from tests.bench.increments import Replay, edits, items


@pytest.mark.shared
def test_after_every_run_the_newest_item_is_found(shared: Path, tmp_path: Path) -> None:
    replay = Replay(tmp_path)
    stream = items(shared, 400)
    for at in range(0, len(stream), 20):
        assert replay.run(stream[at : at + 20]).found_newest
    assert replay.files() < 40


@pytest.mark.shared
def test_every_real_edit_gives_a_version(shared: Path, tmp_path: Path) -> None:
    replay = Replay(tmp_path)
    pairs = edits(shared, 100)
    replay.run([before for before, _ in pairs])
    replay.run([after for _, after in pairs])
    changed = [
        after["id"]
        for before, after in pairs
        if any(line(before[key]) != line(after[key]) for key in ("title", "summary"))
    ]
    assert len(changed) > 90
    assert replay.versions(changed) == len(changed)
