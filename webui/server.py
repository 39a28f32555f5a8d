"""The production server: waitress, threads in one process."""

from __future__ import annotations

from collections.abc import Callable

import waitress

from indexer import Engine, Settings
from webui.app import create_app

THREADS = 8


def serve(
    engine: Engine,
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    threads: int = THREADS,
    announce: Callable[[str], object] | None = None,
) -> None:
    """Serve the pages until interrupted; `port` 0 takes a free one.

    `announce` is given one sentence with the address once the port is open.
    """
    server = waitress.create_server(
        create_app(engine, settings), host=host, port=port, threads=threads, ident=None
    )
    if announce is not None:
        path = "/" + settings.path_prefix.strip("/")
        address = f"http://{host}:{server.effective_port}{path}"
        announce(f"Mở {address} (Ctrl+C để dừng) / open {address}, Ctrl+C stops")
    server.run()
