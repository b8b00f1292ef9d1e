"""The pinned versions are ones that pyproject.toml allows, and name no place to fetch them from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PINNED = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "pins.txt").read_text(encoding="utf-8"), re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("dependency", PROJECT["dependencies"])
def test_a_dependency_is_pinned_to_a_version_that_is_allowed(dependency: str) -> None:
    needed = Requirement(dependency)
    assert needed.specifier.contains(PINNED[needed.name.lower()])


def test_every_pin_has_a_hash_and_none_an_address() -> None:
    text = (ROOT / "pins.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^[\w.-]+==.*\n(.*)", text, re.MULTILINE)
    assert all(line.startswith("    --hash=sha256:") for line in pins)
    assert "://" not in text
