"""What a run leaves to be read the morning after: a log file that rotates."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES = 1_000_000
_KEPT = 5


class _Handler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 # logging's name
        """Say it in one sentence: a run does not fail for what it can no longer write of itself."""
        error = sys.exc_info()[1]
        sys.stderr.write(
            f"Không ghi được nhật ký {self.baseFilename} ({error}) / the log cannot be written\n"
        )


@contextlib.contextmanager
def log(folder: Path, name: str) -> Iterator[logging.Logger]:
    """The log `NAME.log` in a folder that is made if missing: six files of a megabyte."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = _Handler(folder / f"{name}.log", maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.Logger(f"tracuu.{name}", logging.INFO)
    logger.addHandler(handler)
    try:
        yield logger
    finally:
        handler.close()
