"""Which panels each kind of page has: a panel is one question of queries/pages and the answer's shape."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["facts", "table", "evidence", "claims", "coverage"]


@dataclass(frozen=True, slots=True)
class Panel:
    """One question and how its rows are shown.

    `by`: rows that agree in these columns are one row, the other columns gather their values.
    `always`: an empty answer is shown too, as "not found in the sources".
    """

    question: str
    shape: Shape = "table"
    by: tuple[str, ...] = ()
    always: bool = False


EVIDENCE = Panel("thing-evidence", "evidence", by=("evidence",), always=True)
PROPOSED = Panel("thing-proposed", "facts")
CLAIMS = Panel("thing-claims", "claims", by=("property", "claimed"))

PANELS: dict[str, tuple[Panel, ...]] = {
    "body": (
        Panel("body-facts", "facts"),
        Panel("body-placements", by=("placement",)),
        Panel("body-awards", by=("award",), always=True),
        Panel("body-members-awards"),
        Panel("body-candidacies", by=("candidacy",)),
        Panel("body-external-awards", by=("externalAward",)),
        Panel("body-events", by=("event",)),
        Panel("body-people", by=("action", "person", "event")),
        Panel("body-counts", by=("edition", "countKind", "branch", "awardType", "level", "stage", "value")),
        Panel("body-changes", by=("change",)),
        Panel("body-members", by=("placementKind", "member", "from", "to")),
        Panel("body-values", by=("property", "value")),
    ),
    "award": (
        PROPOSED,
        Panel("award-facts", "facts"),
        EVIDENCE,
        CLAIMS,
        Panel("award-ceremony", by=("event",), always=True),
        Panel("award-candidacies", by=("candidacy",)),
    ),
    "candidacy": (PROPOSED, Panel("candidacy-facts", "facts"), EVIDENCE, CLAIMS),
    "scheme": (
        Panel("scheme-facts", "facts"),
        Panel("scheme-predecessors", by=("predecessor",)),
        Panel("scheme-events"),
        Panel("scheme-editions"),
    ),
    "project": (Panel("project-facts", "facts"), Panel("project-awards", by=("item",), always=True)),
    "edition": (
        Panel("edition-coverage", "coverage"),
        Panel("edition-facts", "facts"),
        Panel("edition-events", by=("event",), always=True),
        Panel("edition-branches"),
        Panel("edition-types"),
        Panel("edition-levels"),
        Panel("edition-awards", by=("award",), always=True),
        Panel("edition-candidacies", by=("candidacy",)),
        Panel(
            "edition-counts",
            by=(
                "countKind",
                "value",
                "qualifier",
                "branch",
                "awardType",
                "pmqaCategory",
                "level",
                "stage",
                "about",
            ),
        ),
        Panel("edition-lines", by=("branch", "awardType", "level", "lineStatus")),
    ),
    "event": (
        Panel("event-facts", "facts"),
        Panel("event-people", by=("action", "person")),
        Panel("event-counts", by=("countKind", "value")),
        CLAIMS,
        EVIDENCE,
    ),
    "person": (Panel("person-parts", by=("event", "action"), always=True),),
    "source": (
        Panel("source-facts", "facts"),
        Panel("source-uses", by=("subject",), always=True),
        Panel("source-claims", by=("subject", "property")),
        Panel("source-readings"),
    ),
    "graph": (Panel("graph-facts", by=("subject", "property")),),
    "ontology": (Panel("ontology-classes", by=("term",)), Panel("ontology-properties", by=("term",))),
}

ANY_KIND = (
    PROPOSED,
    Panel("thing-facts", "facts"),
    Panel("thing-evidence", "evidence", by=("evidence",)),
    CLAIMS,
    Panel("thing-mentions"),
)


def panels_of(kind: str) -> tuple[Panel, ...]:
    """The panels of a kind of page; a kind without its own gets what is shown of anything."""
    return PANELS.get(kind, ANY_KIND)


PRIVATE_KINDS: frozenset[str] = frozenset({"person", "participation"})
"""Pages that ask search engines to stay away."""
