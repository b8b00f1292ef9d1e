"""What is wrong in a file of facts: where it stands, what was found there, and how it is mended."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]

SHOWN = 20
"""A message tells so many faults; the rest is counted."""


class Place(NamedTuple):
    """A line of a file; the header is line 1."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}"


class Fault(NamedTuple):
    """One fault. An error keeps a build from happening, a warning is told."""

    place: Place | None
    column: str
    value: str
    told: str
    """What is wrong and the mend, as `no body 'tisii'; mend the id or add it to bodies.csv`."""
    severity: Severity = "error"

    def __str__(self) -> str:
        where = [str(self.place)] if self.place else []
        where += [f"column {self.column}"] if self.column else []
        got = f" (got {self.value[:80]!r})" if self.value else ""
        return f"{', '.join(where)}: {self.told}{got}" if where else f"{self.told}{got}"


class TableError(ValueError):
    """Files of facts that cannot be taken; the message has a line a fault."""

    def __init__(self, told: str | Iterable[Fault]) -> None:
        self.faults = () if isinstance(told, str) else tuple(told)
        super().__init__(told if isinstance(told, str) else _listed(self.faults))


def _listed(faults: tuple[Fault, ...]) -> str:
    lines = [str(fault) for fault in faults[:SHOWN]]
    more = len(faults) - SHOWN
    return "\n".join([*lines, *([f"... and {more} more"] if more > 0 else [])])
