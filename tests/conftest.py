"""What all tests share: where the measured data lies, if it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora and judgements beside the project; the test is skipped without it."""
    if not (SHARED / "DESIGN.md").is_file():
        pytest.skip(f"không có {SHARED} / the measured data is not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """The sample articles written for the project."""
    return Path(__file__).resolve().parents[1] / "data"
