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
        here = Path.cwd()
        near = self.path.relative_to(here) if self.path.is_relative_to(here) else self.path
        return f"{near}, line {self.line}"


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

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(_listed(self.faults))

    @classmethod
    def at(cls, path: Path, told: str, line: int = 1, column: str = "") -> "TableError":
        """The one fault of a file that cannot be read on."""
        return cls([Fault(Place(path, line), column, "", told)])


def _listed(faults: tuple[Fault, ...]) -> str:
    lines = [str(fault) for fault in faults[:SHOWN]]
    more = len(faults) - SHOWN
    return "\n".join([*lines, *([f"... and {more} more"] if more > 0 else [])])
