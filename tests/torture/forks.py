"""`tracuu` many times without loading it each time: every command in a fork of one process.

`python -m tests.torture.forks` reads commands as lines of JSON and answers with exit code and
output. It is started once with what the storage needs, and forks before it runs anything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple


class Done(NamedTuple):
    """How a command ended: its exit code (negative: the signal), and what it printed."""

    code: int
    out: str
    err: str


class Forks:
    """The process that forks; used with `with`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.forks"],
            env={**os.environ, **environment},
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Forks:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, arguments: Sequence[str], uid: int = 0) -> Done:
        """`tracuu` with these arguments to its end, as another user if that is given."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([list(arguments), uid]) + "\n")
        self._process.stdin.flush()
        return Done(*json.loads(self._process.stdout.readline()))


def _main() -> None:
    import indexer.cli
    import indexer.harvest
    import indexer.operations
    import indexer.presenting

    for line in sys.stdin:
        arguments, uid = json.loads(line)
        print(json.dumps(_fork(indexer.cli.main, arguments, uid)), flush=True)


def _fork(main: Any, arguments: Sequence[str], uid: int) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            if uid:
                os.setgroups([])
                os.setresgid(uid, uid, uid)
                os.setresuid(uid, uid, uid)
            sys.argv = ["tracuu", *arguments]
            try:
                main()
            except SystemExit as end:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(int(end.code or 0))
            except BaseException:
                import traceback

                traceback.print_exc()
                sys.stderr.flush()
            os._exit(99)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code, _text(out), _text(err)


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode(errors="replace"))


if __name__ == "__main__":
    _main()
