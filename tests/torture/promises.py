"""Every promise, in the order of the table. A new one: a line here, and a module of its name."""

from __future__ import annotations

import importlib

from tests.torture.row import Promise, Row, Scale

PROMISES = (
    Promise("kills", 1, "a killed run loses nothing", minutes=30),
    Promise("power", 2, "what was acknowledged outlives a power cut"),
    Promise("faults", 3, "a storage that fails costs nothing", minutes=15),
    Promise("corrupted", 4, "what is damaged is found, named, and not answered from"),
    Promise("history", 6, "the index is what was committed, after any history"),
    Promise("indexers", 7, "two indexers at once: one works, the other leaves", alone=True),
    Promise("commits", 8, "ten thousand small commits cost no search anything", minutes=20),
    Promise("unfit", 9, "one bad document stops no other"),
    Promise("parsers", 9, "no input crashes a parser or holds it up", minutes=20),
    Promise("scripts", 13, "no script of an article or a visitor runs"),
    Promise("bombs", 11, "no query costs more than a second and 100 MB", minutes=15, alone=True),
    Promise("fuzzed", 11, "no query is answered by a failure", minutes=15),
    Promise("schema", 11, "the API answers as it says of itself", minutes=15),
    Promise("readers", 12, "readers beside a writer get right answers"),
    Promise("crowd", 12, "no visitor stops another", alone=True),
    Promise("attacks", 15, "no attack gets in or gets anything"),
)

BY_NAME = {promise.name: promise for promise in PROMISES}


def torture(name: str, scale: Scale) -> Row:
    """Test one promise here and now."""
    # By name: some modules need what only `make torture` installs.
    module = importlib.import_module(f"tests.torture.{name}")
    return BY_NAME[name].torture(module, scale)
