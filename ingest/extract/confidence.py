"""How sure a finding is: the doubts that it bears, each weighed by how often such findings turned out wrong.

The weights are data, `confidence.yml`; `benchmarks/confidence.py` fits them to texts with gold and shows, on
texts that it left out, how many of the findings said 0.9 are right.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from ingest.records import Findings, Record

FILE: Final = Path(__file__).with_suffix(".yml")
QUALITY = "คุณภาพการบริหารจัดการภาครัฐ"  # its awards are for a body as a whole, not for a work
SURE_RULES = ("tables.",)  # rules that weigh their findings themselves

R = TypeVar("R", bound=Record)
Doubts = Mapping[str, Callable[[Any], bool]]

DOUBTS: Final[Mapping[str, Doubts]] = {
    "awards": {
        "the recipient is inferred": lambda a: "recipient" in a.inferred,
        "the recipient is not in the registry": lambda a: a.winner is None,
        "the edition is inferred": lambda a: "edition_year_be" in a.inferred,
        "the branch is inferred": lambda a: "branch" in a.inferred,
        "no type is told": lambda a: a.type is None,
        "no level is told": lambda a: a.level is None and a.pmqa_category is None,
        "no work is told": lambda a: a.project is None and a.branch != QUALITY,
        "the work is only described": lambda a: a.project_kind == "description",
    },
    "ceremonies": {
        "no day is told": lambda c: c.date is None,
        "no place is told": lambda c: c.venue is None,
        "no edition is told": lambda c: c.edition_year_be is None,
    },
    "persons": {
        "no role is told": lambda p: p.role is None,
        "what was done is vague": lambda p: p.action == "other",
        "it was only said": lambda p: p.action == "spoke",
        "it is no part of a ceremony": lambda p: p.action == "examined",
    },
    "counts": {
        "no edition is told": lambda c: c.edition_year_be is None,
        "it is of one branch or type": lambda c: c.scope.startswith(("branch", "type")),
        "it is of one recipient": lambda c: c.scope.startswith("recipient"),
        "it is not exact": lambda c: c.qualifier != "exact",
    },
    "other_awards": {
        "no winner is told": lambda o: o.recipient is None,
        "no year is told": lambda o: o.year_ce is None,
    },
}
"""Kind of finding -> what may be doubtful in one, in the order in which a person is told of it."""


def doubts_of(kind: str, record: Record) -> list[str]:
    """The doubts that a finding bears."""
    return [name for name, holds in DOUBTS[kind].items() if holds(record)]


def confidence_of(kind: str, record: Record) -> float:
    """The probability, in hundredths, that a finding of a text is right in all its fields."""
    weights = _weights()[kind]
    odds = weights["base"] + sum(weights["doubts"].get(doubt, 0) for doubt in doubts_of(kind, record))
    return round(1 / (1 + math.exp(-odds)), 2)


@cache
def _weights() -> dict[str, Any]:
    weights: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return weights


def with_confidence(findings: Findings) -> Findings:
    """The same findings, each with its confidence; those of tables keep their own."""
    return findings.model_copy(update={kind: _weighed(kind, getattr(findings, kind)) for kind in DOUBTS})


def _weighed(kind: str, records: tuple[R, ...]) -> tuple[R, ...]:
    return tuple(
        record
        if record.rule.startswith(SURE_RULES)
        else record.model_copy(update={"confidence": confidence_of(kind, record)})
        for record in records
    )
