"""What a finder of awards reads instead of letters: terms, names, years, works, numbers and verbs."""

from dataclasses import dataclass
from typing import Literal

from ingest.extract.titles import Title
from ingest.records import Status
from ontology.vocabulary import Concept
from queries.names import Mention

LEVELS_OF_FOUR = frozenset({"advance", "significance"})
TOP_OF_BRANCH = "best-of-the-best"  # the one type that any branch can have
LEADS = "leads"  # the style of a year that the awards behind it were won in
BELOW = "below"  # the style of a unit through which the body before it acts
OWNER = "owner"  # the style of a body that has won all that is listed behind it
WHOLE_SCHEME = "none"  # the branch of an award of the whole scheme

Slot = Literal[
    "award", "branch", "type", "level", "year", "title", "body", "count", "verb", "number", "line", "turn"
]
Role = Literal["subject", "heading", "listed", "by", "from", "partner", "officer", "over", "place", "other"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a text says about an award. What `value` is depends on the slot."""

    slot: Slot
    start: int
    end: int
    sure: bool = True
    concept: Concept | None = None
    category: int | None = None
    number: int | None = None
    title: Title | None = None
    mention: Mention | None = None
    role: Role = "other"
    status: Status | None = None
    style: str = ""

    @property
    def is_criterion(self) -> bool:
        """Whether it is a PMQA category by its name alone, which is the name of a criterion too."""
        return self.concept is not None and self.concept.scheme == "pmqa-category"

    @property
    def is_level_of_four(self) -> bool:
        """Whether it is a level that only PMQA 4.0 has: who tells it tells the type."""
        return self.slot == "level" and self.concept is not None and self.concept.key in LEVELS_OF_FOUR

    @property
    def branch(self) -> str | None:
        """The key of the branch that a sign of a branch or type belongs to; none where any can be."""
        if self.concept is None or self.slot not in {"branch", "type"} or self.concept.key == TOP_OF_BRANCH:
            return None
        return self.concept.key if self.slot == "branch" else self.concept.branch or WHOLE_SCHEME

    @property
    def value(self) -> object:
        """What makes two signs of one slot the same."""
        told = (self.concept and self.concept.key, self.category, self.number, self.title and self.title.name)
        return told if self.mention is None else (self.mention.body or self.mention.name)
