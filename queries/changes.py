"""What a write changes, as lines of N-Quads: worked out once, journalled, made again the same anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that come and lines that go, and graphs (IRIs) that come or go with or without a line in them."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.created or self.dropped)

    def fields(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)

    @classmethod
    def read(cls, fields: Mapping[str, Iterable[str]]) -> "Change":
        """The change that `fields` gave."""
        return cls(**{name: tuple(lines) for name, lines in fields.items()})


NO_CHANGE = Change()


@dataclass(frozen=True, slots=True)
class State:
    """All lines and the names of all graphs at one moment."""

    lines: frozenset[str]
    graphs: frozenset[str]

    def to(self, later: "State") -> Change:
        """What must change to come from here to there."""
        return Change(
            tuple(sorted(later.lines - self.lines)),
            tuple(sorted(self.lines - later.lines)),
            tuple(sorted(later.graphs - self.graphs)),
            tuple(sorted(self.graphs - later.graphs)),
        )


def join(changes: Iterable[Change]) -> Change:
    """One change that does what all of them do, one after another."""
    comes: dict[str, bool] = {}
    graphs: dict[str, bool] = {}
    for change in changes:
        comes |= dict.fromkeys(change.removed, False) | dict.fromkeys(change.added, True)
        graphs |= dict.fromkeys(change.dropped, False) | dict.fromkeys(change.created, True)
    return Change(*_apart(comes), *_apart(graphs))


def _apart(comes: Mapping[str, bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(x for x, come in comes.items() if come), tuple(x for x, come in comes.items() if not come)
