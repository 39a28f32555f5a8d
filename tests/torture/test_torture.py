"""Each promise of docs/reliability.md, tested a little; `make torture` tests them in earnest."""

from __future__ import annotations

import pytest

from tests.torture.promises import BY_NAME, torture
from tests.torture.row import Scale


@pytest.mark.parametrize("name", BY_NAME)
def test_a_promise_is_held(name: str) -> None:
    row = torture(name, Scale.SHORT)
    assert row.times
    assert not row.broken
