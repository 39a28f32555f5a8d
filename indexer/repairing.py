"""Index and manifest brought into step, after a kill between their commits or a rollback."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.batches import batches
from indexer.engines.base import Snapshot
from indexer.manifest import Manifest
from indexer.sources import digest


def drifted(manifest: Manifest, snapshot: Snapshot | None) -> bool:
    """Whether the ids of the index and those of its sources differ."""
    ids = set(snapshot.ids()) if snapshot else set()
    return manifest.count_indexed() != len(ids) or not ids.issuperset(manifest.indexed_ids())


def reconcile(manifest: Manifest, snapshot: Snapshot | None) -> int:
    """Take what the index holds from the index itself; the number of articles that differed.

    Files that hold an article the index lacks, or holds in another state, count as not read.
    """
    ids = set(snapshot.ids()) if snapshot else set()
    differing = 0
    for known in batches(manifest.indexed_ids()):
        missing = [id_ for id_ in known if id_ not in ids]
        manifest.read_again(missing)
        manifest.drop_indexed(missing)
        differing += len(missing)
    for names in batches(ids):
        held = manifest.indexed(names)
        stored = snapshot.stored(names) if snapshot else []
        now = {s.article.id: digest(s.article) for s in stored}
        other = {id_: state for id_, state in now.items() if held.get(id_) != state}
        manifest.read_again(other)
        manifest.set_indexed(other.items())
        differing += len(other)
    return differing


def find_orphans(manifest: Manifest, roots: Sequence[Path], in_step: bool) -> list[str]:
    """Let articles that no file is known to hold go, unless this run finds them in one.

    Such are those of a killed run, whose files were not yet noted, and those that a rollback
    brought back. Only a run over the killed run's paths can tell; where the manifest itself was
    lost, none can. Returns the paths of killed runs that these roots do not cover.
    """
    interrupted: list[str] = manifest.fact("running") or []
    if any(not _covers(roots, Path(path)) for path in interrupted):
        return interrupted
    if interrupted or not in_step:
        manifest.affect_orphans()
    return []


def _covers(roots: Sequence[Path], path: Path) -> bool:
    return any(root == path or root in path.parents for root in roots)
