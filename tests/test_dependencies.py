"""Everything that is installed is pinned by version and hash, and of one version everywhere."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SETUP = configparser.ConfigParser()
SETUP.read(ROOT / "setup.cfg", "utf-8")
NEEDED = SETUP["options"]["install_requires"]
EXTRAS = SETUP["options.extras_require"]


def pinned(path: Path) -> dict[str, str]:
    """The version of every package in a file."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("name", ["tracuu", *EXTRAS])
def test_what_setup_cfg_asks_for_is_pinned_by_make_lock(name: str) -> None:
    versions = pinned(ROOT / "requirements" / f"{name}.txt")
    asked = map(Requirement, (NEEDED + EXTRAS.get(name, "")).strip().splitlines())
    loose = [
        str(each)
        for each in asked
        if versions.get(canonicalize_name(each.name), "none") not in each.specifier
    ]
    assert not loose, "run make lock"


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=lambda p: p.name)
def test_every_pinned_file_is_of_the_version_in_constraints_and_has_a_hash(path: Path) -> None:
    tested = pinned(ROOT / "constraints.txt")
    assert {n: v for n, v in pinned(path).items() if tested.get(n) != v} == {}
    packages = re.split(r"^(?=\w)", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert packages
    assert [each.split()[0] for each in packages if "--hash=sha256:" not in each] == []
