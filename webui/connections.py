"""What a connection may take of the server: how long it may be about a request, and how large.

What waitress refuses before the application sees it is refused here in the site's own words, with
the headers that every response bears.
"""

from __future__ import annotations

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask
from waitress.utilities import (
    BadRequest,
    Error,
    RequestEntityTooLarge,
    RequestHeaderFieldsTooLarge,
    ServerNotImplemented,
    find_double_newline,
)

from webui.security import HEADERS

#: An address with fifty long values of every filter has 40 kB once it is encoded.
HEADER_BYTES = 64 << 10
#: No page takes a body.
BODY_BYTES = 64 << 10
#: Seconds for a whole request, and after which a silent connection is closed.
SECONDS = 20
#: Of a request too large so much is read and thrown away: who is cut off sees no answer.
_DROPPED = 4 << 20
#: Bytes that go through a buffer in memory before it is left for a new one.
_BUFFERED = 4 << 20


class LongAddress(BadRequest):  # type: ignore[misc]
    """The address alone is longer than a whole header may be."""


_SAID = {
    BadRequest: ("Yêu cầu không đúng giao thức.", "The request is not HTTP as it should be."),
    LongAddress: ("Địa chỉ quá dài; hãy rút ngắn câu hỏi.", "The address is too long; ask less."),
    RequestHeaderFieldsTooLarge: (
        "Phần đầu của yêu cầu quá lớn.",
        "The header of the request is too large.",
    ),
    RequestEntityTooLarge: (
        "Yêu cầu mang theo quá nhiều dữ liệu.",
        "The request carries too much data.",
    ),
    ServerNotImplemented: (
        "Máy chủ không nhận cách gửi này.",
        "The server does not take this way of sending.",
    ),
}
_BROKEN = ("Có lỗi khi trả lời. Hãy thử lại.", "The answer failed. Try again.")


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads a request whose header is too large to its end, keeping nothing of it."""

    header_plus: bytes
    error: Error | None
    _dropped = 0
    _last = b""

    def received(self, data: bytes) -> int:
        """Take the next bytes; returns how many belong to this request."""
        if not self._dropped:
            taken: int = super().received(data)
            if not isinstance(self.error, RequestHeaderFieldsTooLarge):
                return taken
            data = self.header_plus + data
            self.header_plus = b""
            if b"\n" not in data:
                self.error = LongAddress("")
        self._dropped += len(data)
        seen = self._last + data
        self._last = seen[-3:]
        self.completed = find_double_newline(seen) >= 0 or self._dropped > _DROPPED
        return len(data)


class Refusal(ErrorTask):  # type: ignore[misc]
    """What is answered to a request that never reaches the application."""

    def execute(self) -> None:
        """Write the answer and close."""
        error = self.request.error
        vi, en = _SAID.get(type(error), _BROKEN)
        body = f"{vi} / {en}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
            *HEADERS.items(),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection on which half a request is no sign of life, and a long answer takes no memory.

    waitress closes what was silent for `SECONDS`; who sends a letter now and then would stay for
    ever, and a thousand of them would keep everybody out.
    """

    current_outbuf_count: int
    last_activity: float
    parser_class = Parser
    error_task_class = Refusal

    def handle_read(self) -> None:
        """Read what has come."""
        begun = self.last_activity if self.request is not None else None
        super().handle_read()
        if begun is not None and self.request is not None:
            self.last_activity = begun

    def write_soon(self, data: bytes) -> int:
        """Take the next bytes of an answer; returns how many.

        A buffer in memory gives back what was sent only when all of it was; a reader as fast as
        the writer would keep a whole export in it. Once in a file, it may stay there.
        """
        with self.outbuf_lock:
            if self.current_outbuf_count >= _BUFFERED and not self._in_a_file():
                self.outbufs.append(OverflowableBuffer(self.adj.outbuf_overflow))
                self.current_outbuf_count = 0
        taken: int = super().write_soon(data)
        return taken

    def _in_a_file(self) -> bool:
        return getattr(self.outbufs[-1], "overflowed", True)
