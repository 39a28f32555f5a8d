"""Each promise of docs/reliability.md, tested a little; `make torture` tests them in earnest."""

from __future__ import annotations

import pytest

from tests.torture.promises import BY_NAME, torture
from tests.torture.row import Scale
from tests.torture.storage import NoCompiler


@pytest.mark.parametrize("name", BY_NAME)
def test_a_promise_is_held(name: str) -> None:
    try:
        row = torture(name, Scale.SHORT)
    except NoCompiler:
        pytest.skip("a C compiler is needed to build the storage that fails")
    assert row.times
    assert not row.broken
