"""XML from strangers: entities are refused, so that a kilobyte cannot become a gigabyte."""

from __future__ import annotations

from typing import Any

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Safe

from indexer.harvest.errors import UnfitList


class NotWellFormed(UnfitList):
    """XML with a fault of form; a lenient reader may still make something of it."""


def parse(data: bytes) -> Any:
    """The root element. Raises UnfitList for XML with entities, NotWellFormed for broken XML."""
    try:
        return Safe.fromstring(data, forbid_dtd=False)
    except DefusedXmlException as problem:
        raise UnfitList(
            "XML có thực thể (ENTITY), không nhận", "XML with entities is not taken"
        ) from problem
    except (Safe.ParseError, ValueError, LookupError) as problem:
        raise NotWellFormed(
            f"XML hỏng ({problem})"[:200], f"broken XML ({problem})"[:200]
        ) from problem
