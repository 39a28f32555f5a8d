"""The weights of pyvi's segmentation model, read from the installed package.

pyvi keeps a CRFsuite model inside a pickle. Neither is executed: the pickle's opcodes are only
listed until the model's bytes turn up, and these are read as the tables CRFsuite's binary format
is made of (Naoaki Okazaki, CRFsuite 0.12, `crf1d_model.c` and `cqdb.c`). So neither scikit-learn
nor pyvi's own module is imported. Reading takes some tens of milliseconds, less than a cache of
it would spare, so there is none.
"""

from __future__ import annotations

import pickletools  # nosec B403 # it takes a pickle apart and runs nothing
import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from indexer.errors import TracuuError

_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_FEATURE = struct.Struct("<IIId")
_CQDB = struct.Struct("<4sIIIII")


class ModelUnavailable(TracuuError):
    """pyvi's model is missing or not in the form that pyvi 0.1 ships."""


@dataclass(frozen=True, slots=True)
class Crf:
    """A first-order linear-chain CRF: label names, state weights {attribute: {label number:
    weight}}, transition weights {(from, to): weight}.
    """

    labels: tuple[str, ...]
    states: dict[str, dict[int, float]]
    transitions: dict[tuple[int, int], float]


def pyvi_folder() -> Path:
    """Where the installed pyvi lies; it is not imported. Raises ModelUnavailable."""
    spec = find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(
            "Thiếu gói pyvi: cài lại bằng `pip install tracuu`.",
            "The package pyvi is missing: reinstall with `pip install tracuu`.",
        )
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def pyvi_model() -> Crf:
    """pyvi's segmentation model. Raises ModelUnavailable."""
    path = pyvi_folder() / "models" / "pyvi3.pkl"
    try:
        return read_crfsuite(_bytes_within(path.read_bytes()))
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise ModelUnavailable(
            f"Không đọc được mô hình tách từ {path} ({error}): cần pyvi 0.1.1.",
            f"The segmentation model {path} cannot be read ({error}): pyvi 0.1.1 is needed.",
        ) from error


def _bytes_within(pickled: bytes) -> bytes:
    """The CRFsuite file inside the pickle: the one string constant that begins with `lCRF`."""
    for _, argument, _ in pickletools.genops(pickled):
        if isinstance(argument, str) and argument.startswith("lCRF"):
            return argument.encode("latin-1")
        if isinstance(argument, bytes) and argument.startswith(b"lCRF"):
            return argument
    raise ValueError("no CRFsuite model in the pickle")


def read_crfsuite(model: bytes) -> Crf:
    """A CRFsuite first-order model from its bytes. Raises ValueError or struct.error."""
    magic, _, kind, _, _, _, _, features, labels, attributes, _, _ = _HEADER.unpack_from(model)
    if (magic, kind) != (b"lCRF", b"FOMC"):
        raise ValueError("not a CRFsuite first-order model")
    names = _strings(model, attributes)
    states: dict[str, dict[int, float]] = {}
    transitions: dict[tuple[int, int], float] = {}
    count = struct.unpack_from("<I", model, features + 8)[0]
    table = memoryview(model)[features + 12 : features + 12 + count * _FEATURE.size]
    for is_transition, source, target, weight in _FEATURE.iter_unpack(table):
        if is_transition:
            transitions[source, target] = weight
        else:
            states.setdefault(names[source], {})[target] = weight
    return Crf(tuple(_strings(model, labels)), states, transitions)


def _strings(model: bytes, start: int) -> list[str]:
    """A constant quark database's strings in the order of their numbers."""
    magic, _, _, _, count, backward = _CQDB.unpack_from(model, start)
    if magic != b"CQDB":
        raise ValueError("no string table where one should be")
    strings = []
    for offset in struct.unpack_from(f"<{count}I", model, start + backward):
        size = struct.unpack_from("<I", model, start + offset + 4)[0]
        first = start + offset + 8
        strings.append(model[first : first + size - 1].decode("utf-8"))
    return strings
