"""What of the suites does not pass, with the reason: data, and each line of it must stay true."""

import csv
from pathlib import Path

import pytest

from tests.outside.w3c.manifests import Case

EXCLUSIONS = Path(__file__).with_name("exclusions.csv")


def read_exclusions() -> dict[str, str]:
    """The reason for each test that is known not to pass."""
    with EXCLUSIONS.open(encoding="utf-8", newline="") as file:
        return {row["test"]: row["reason"] for row in csv.DictReader(file)}


class Judge:
    """Holds that a case has no fault, or, where it is excluded, that it still has one."""

    def __init__(self, subtests: pytest.Subtests) -> None:
        self._subtests, self._excluded = subtests, read_exclusions()

    def hear(self, case: Case, fault: str) -> None:
        """Fail under the name of the case; `fault` is empty where all was right."""
        with self._subtests.test(case.name):
            if case.name in self._excluded:
                assert fault, f"it passes now: take it out of {EXCLUSIONS.name}"
            else:
                assert not fault, f"{case.file}\n{fault}"


def mark(name: str) -> list[pytest.MarkDecorator]:
    """The same for a test that stands alone."""
    reason = read_exclusions().get(name)
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
