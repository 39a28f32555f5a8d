"""The memory of a process that serves."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

#: Four threads that take memory at the same time; then the heaps that glibc set room aside for.
_THREADS = """
import threading
from indexer.heap import one_heap

{first}
together = threading.Barrier(4)

def take():
    held = []
    for _ in range(200):
        together.wait()
        held.append(bytearray(5_000))

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
spans = (line.split()[:2] for line in open("/proc/self/maps"))
sizes = (int(span.split("-")[1], 16) - int(span.split("-")[0], 16)
         for span, mode in spans if mode == "---p")
print(sum(50 << 20 < size < 64 << 20 for size in sizes))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems have no such heaps")
def test_the_threads_of_a_server_share_one_heap() -> None:
    assert _heaps("pass") > 0
    assert _heaps("one_heap()") == 0


def _heaps(first: str) -> int:
    program = _THREADS.format(first=first)
    return int(subprocess.run([sys.executable, "-c", program], stdout=-1, check=True).stdout)
