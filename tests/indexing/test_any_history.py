"""Whatever happens to the files, the index ends as if it were made of them anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indexing.conftest import Library, article

NAMES = st.sampled_from(["a.jsonl", "b.jsonl", "c.jsonl"])
LINES = st.lists(
    st.builds(article, st.integers(0, 4), st.sampled_from(["cũ", "mới", "khác"]))
    | st.just("{half"),
    min_size=1,
    max_size=5,
)
EVENTS = st.lists(
    st.tuples(st.just("write"), NAMES, LINES)
    | st.tuples(st.sampled_from(["remove", "touch", "run", "lose manifest"]), NAMES, st.just([])),
    max_size=8,
)


def _happen(library: Library, event: str, name: str, lines: list[object]) -> None:
    path = library.files / name
    if event == "write":
        library.write(name, *lines)
    elif event == "remove":
        path.unlink(missing_ok=True)
    elif event == "touch" and path.exists():
        library.touch(path)
    elif event == "run":
        library.run(prune=True)
    elif event == "lose manifest":
        # Only a run over everything can tell orphans from the articles of other paths.
        (library.index / "sources.db").unlink(missing_ok=True)
        library.run(rebuild=True, prune=True)


@given(EVENTS)
@settings(max_examples=25, deadline=None)
def test_the_index_follows_its_files_alone(events: list[tuple[str, str, list[object]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.write("d.jsonl", article(9))
        for event in events:
            _happen(library, *event)
        library.run(prune=True)
        anew = Library(Path(folder), index="anew")
        anew.run()
        assert library.texts() == anew.texts()
        assert library.run().seen == library.run(rebuild=True).seen
        assert library.texts() == anew.texts()
