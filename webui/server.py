"""The production server: waitress, threads in one process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import waitress
from waitress.server import BaseWSGIServer

from indexer import Engine, Settings, one_heap
from webui import collecting, translating
from webui.app import create_app
from webui.connections import BODY_BYTES, HEADER_BYTES, SECONDS, Channel

THREADS = 8
#: More wait in the kernel's queue; beside them stand the files of the index, at most 64.
CONNECTIONS = 900
#: An answer is written to a file beyond a megabyte, so that a slow reader holds no thread.
_SPOOLED = 1 << 30


def create_server(
    engine: Engine,
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    threads: int = THREADS,
) -> Any:
    """The waitress server of the site, its port open; `port` 0 takes a free one.

    Its `listening` are the sockets.
    """
    sockets: dict[int, Any] = {}
    app = create_app(engine, settings)
    translating.prepare(app, "results.html")
    server = waitress.create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        # Which X-Forwarded-* count is decided in one place, the application's `proxies`.
        clear_untrusted_proxy_headers=not settings.proxies,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=SECONDS,
        cleanup_interval=5,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=BODY_BYTES,
        outbuf_high_watermark=_SPOOLED,
    )
    # A name that stands for several addresses has a socket for each.
    server.listening = [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]
    for each in server.listening:
        each.channel_class = Channel
    return server


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
    one_heap()
    server = create_server(engine, settings, host, port, threads=threads)
    if announce is not None:
        path = "/" + settings.path_prefix.strip("/")
        address = f"http://{host}:{server.listening[0].effective_port}{path}"
        announce(f"Mở {address} (Ctrl+C để dừng) / open {address}, Ctrl+C stops")
    collecting.rarely()
    server.run()
