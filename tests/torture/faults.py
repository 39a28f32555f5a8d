"""A storage that fails: at every call in turn, when it is full, when it may not be written."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture.forks import Done, Forks
from tests.torture.library import Library, bodies
from tests.torture.row import Row, Scale
from tests.torture.storage import ALL, Call, How, Kind, Storage

_FIRST, _MORE = 60, 30
_ASKED = frozenset({Kind.WRITE, Kind.RENAME, Kind.FSYNC, Kind.FSYNC_FOLDER})
_NOBODY = 65534


def torture(scale: Scale) -> Row:
    """Count the calls of a run, then let each fail."""
    with tempfile.TemporaryDirectory() as made:
        # The unprivileged user must be able to come here.
        Path(made).chmod(0o755)
        attempt = _Attempt(Path(made))
        with Forks(attempt.storage.environment()) as forks:
            attempt.forks = forks
            counts = attempt.inject(scale)
            full = attempt.fill(scale)
            refused = attempt.refuse()
    done = ", ".join(f"{count} {what}" for what, count in counts.items())
    return Row(
        f"a failure (EIO or ENOSPC in turn) at every call of a run: {done}; {full}; {refused}",
        attempt.times,
        f"{len(attempt.broken)} problems; each time the previous index answered, exit 1 with one "
        "sentence, the lock was free and the next run finished the work",
        tuple(attempt.broken),
    )


class _Attempt:
    """A library brought to the same state before every failure."""

    forks: Forks

    def __init__(self, place: Path) -> None:
        self.library = Library(place / "library")
        self.storage = Storage(self.library.place, place / "storage")
        self.storage.environment()
        self.kept = place / "kept"
        self.library.put(bodies(0, _FIRST))
        assert self.library.run("--workers", "1").returncode == 0
        shutil.copytree(self.library.index, self.kept)
        self.before = dict(self.library.wanted)
        self.library.put(bodies(_FIRST, _FIRST + _MORE))
        self.library.put(bodies(0, 5, "sửa"))
        self.library.drop({"7"})
        self.times = 0
        self.broken: list[str] = []

    def run(self, *options: str, uid: int = 0) -> Done:
        library = self.library
        return self.forks.run(
            ["--index", str(library.index), "index", str(library.files), "--workers=1", *options],
            uid,
        )

    def reset(self) -> None:
        self.storage.arrange(How.NEVER)
        shutil.rmtree(self.library.index)
        shutil.copytree(self.kept, self.library.index)

    def inject(self, scale: Scale) -> dict[str, int]:
        """Let each call of a run and of a rebuild fail, one a run; how many of each kind."""
        counts: dict[str, int] = {}
        for options in ([], ["--rebuild"]):
            calls = self._calls(*options)
            for kinds, what in (
                (frozenset({Kind.WRITE}), "writes"),
                (frozenset({Kind.RENAME}), "renames"),
                (frozenset({Kind.FSYNC, Kind.FSYNC_FOLDER}), "fsyncs"),
                (ALL - _ASKED, "creations, truncations and removals"),
            ):
                own = [call for call in calls if call.kind in kinds]
                numbers = range(1, len(own) + 1)
                chosen = [*numbers][:: scale.of(max(1, len(own) // 2), 1, 1)]
                counts[what] = counts.get(what, 0) + len(chosen)
                for number in chosen:
                    self.reset()
                    error = (errno.EIO, errno.ENOSPC)[number % 2]
                    self.storage.arrange(How.ONCE, number, error, kinds)
                    where = f"{what[:-1]} {number} of {' '.join(options) or 'a run'}"
                    noticed = kinds <= _ASKED and not _may_fail(own[:number])
                    self.check(where, self.run(*options), must_fail=noticed)
        return counts

    def _calls(self, *options: str) -> list[Call]:
        """The calls of a run where none fails."""
        self.reset()
        watched = Storage(self.library.place, self.storage.place / f"watched{len(options)}")
        with Forks(watched.environment(logged=True)) as forks:
            usual, self.forks = self.forks, forks
            self.run(*options)
            self.forks = usual
        # A write is logged by the number of its file.
        names = {path.stat().st_ino: path.name for path in self.library.index.iterdir()}
        return [
            call if call.first else call._replace(first=names.get(call.inode, ""))
            for call in watched.calls()
        ]

    def fill(self, scale: Scale) -> str:
        """The disk full at many points: a small tmpfs where that may be mounted."""
        points = scale.of(2, 20, 100)
        place = self.library.index
        self.reset()
        used = sum(path.stat().st_size for path in self.kept.iterdir())
        mounted = True
        for number in range(points):
            self.reset()
            room = used + 4096 * 6 + number * 6000
            shutil.rmtree(place)
            place.mkdir()
            how = ["-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(place)]
            mounted = not subprocess.run(
                ["mount", *how], capture_output=True, check=False
            ).returncode
            if not mounted:
                break
            try:
                shutil.copytree(self.kept, place, dirs_exist_ok=True)
                with contextlib.suppress(OSError):
                    self.check(f"tmpfs of {room} bytes", self.run(), grow=lambda: _grow(place))
            finally:
                subprocess.run(["umount", str(place)], check=True)
        if mounted:
            return f"a full disk (tmpfs) at {points} points"
        self._fill_simulated(points)
        return f"a full disk (simulated, as tmpfs may not be mounted here) at {points} points"

    def _fill_simulated(self, points: int) -> None:
        chance = random.Random(3)
        for _ in range(points):
            self.reset()
            at = chance.randint(1, 60)
            kinds = frozenset({Kind.WRITE, Kind.CREATE, Kind.MKDIR})
            self.storage.arrange(How.FROM_THEN_ON, at, errno.ENOSPC, kinds)
            self.check(f"full from call {at} on", self.run())

    def refuse(self) -> str:
        """Folders that may not be written, not be read, or are not there."""
        index, files = self.library.index, self.library.files
        # Permissions do not hold root, who may run as somebody else.
        uid = 0 if os.geteuid() else _NOBODY
        for what, folder, mode in (
            ("a folder that may not be written", index, 0o555),
            ("a folder that may not be read", index, 0),
            ("articles that may not be read", files, 0),
        ):
            self.reset()
            usual = folder.stat().st_mode
            folder.chmod(mode)
            done = self.run(uid=uid)
            folder.chmod(usual)
            self.check(what, done, must_fail=True)
        self.reset()
        shutil.rmtree(index)
        index.write_bytes(b"")
        done = self.run()
        # Wrong use, not a failure: the option names what is no folder.
        self._say("a file where the folder should be", done, (2,))
        index.unlink()
        index.mkdir()
        self.check("the folder gone and made again", self.run(), held=False)
        return (
            "a read-only folder, no permission on index or articles, the folder gone, a file there"
        )

    def check(
        self,
        where: str,
        done: Done,
        *,
        must_fail: bool = False,
        held: bool = True,
        grow: object = None,
    ) -> None:
        """What must be true after a run that may have failed, and after the next."""
        self.times += 1
        self._say(where, done, (1,) if must_fail else (0, 1))
        self.storage.arrange(How.NEVER)
        said = list(self._problems(done, held))
        if callable(grow):
            grow()
        said += self._finished()
        self.broken += [f"{where}: {each}" for each in said]

    def _say(self, where: str, done: Done, codes: tuple[int, ...]) -> None:
        lines = done.err.strip().splitlines()
        if done.code not in codes:
            self.broken.append(f"{where}: exit {done.code}: {lines[-3:]}")
        elif done.code and (len(lines) != 1 or " / " not in lines[0]):
            self.broken.append(f"{where}: not one sentence: {lines[-3:]}")

    def _problems(self, done: Done, held: bool) -> Iterator[str]:
        wanted = [self.library.wanted] if not done.code else [self.before, self.library.wanted]
        if held and self.library.held() not in wanted:
            yield "the index holds neither what it held nor what it should"
        yield from self.library.faults()

    def _finished(self) -> Iterator[str]:
        done = self.run()
        if done.code:
            yield f"the next run left with {done.code}: {done.err.strip()}"
        if self.library.held() != self.library.wanted:
            yield "the next run did not finish the work"
        yield from self.library.faults()
        yield from (f"{name} is left over" for name in self.library.leftovers())


def _may_fail(calls: Sequence[Call]) -> bool:
    """Whether a run may succeed though the last of these calls failed.

    It may be without its log. And SQLite takes no notice where a folder cannot be synced after its
    journal was (os_unix.c, unixSync), as some file systems cannot; a power cut just then would cost
    what the run had noted of its files, which the next run finds out by itself.
    """
    last, before = calls[-1], calls[-2] if len(calls) > 1 else None
    if Path(last.first).name == "index.log":
        return True
    synced = before is not None and before.kind is Kind.FSYNC
    journal = synced and before is not None and before.first.endswith("-journal")
    return last.kind is Kind.FSYNC_FOLDER and journal


def _grow(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
    os.sync()
