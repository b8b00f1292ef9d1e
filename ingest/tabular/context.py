"""What stands over a row: the groups and headings that it inherits from, until others take their place."""

from dataclasses import dataclass, field, replace

from ingest.extract.cues import is_worth_reading
from ingest.grids import Line
from ingest.records import Status
from ingest.tabular.facts import Facts, read_facts, read_status, read_year_told, tell
from ingest.tabular.winners import Winner
from ingest.tabular.words import begins, plain, tells

LONGEST_GROUP = 200


@dataclass(frozen=True, slots=True)
class Group:
    """One group row or heading: what it tells, and of which kinds; `depth` where the file tells it."""

    facts: Facts
    kinds: frozenset[str]
    depth: int | None = None
    scheme: bool = False
    winners: bool = False
    foreign: bool = False
    ministry: str | None = None
    winner: Winner | None = None
    text: str = ""


@dataclass(slots=True)
class Context:
    """The groups in force, outermost first."""

    groups: list[Group] = field(default_factory=list)
    named: bool = False
    """Whether the document names the scheme anywhere."""

    def enter(self, group: Group) -> None:
        """A group ends all of its own kind, or of its depth and deeper, and what stands inside of these."""
        keep = len(self.groups)
        for place, other in enumerate(self.groups):
            if _ends(group, other):
                keep = place
                break
        self.groups = [*self.groups[:keep], _of_the_same_year(group, self.groups[keep:])]

    def leave(self, depth: int | None) -> None:
        """An item ends the headings that stand deeper than itself."""
        if depth is not None:
            deeper = (n for n, group in enumerate(self.groups) if (group.depth or 0) > depth)
            self.groups = self.groups[: next(deeper, len(self.groups))]

    def copy(self) -> "Context":
        return Context(list(self.groups), self.named)

    @property
    def facts(self) -> Facts:
        merged = Facts()
        for group in self.groups:
            merged = group.facts.over(merged)
        return merged

    @property
    def status(self) -> Status | None:
        return self.facts.status

    @property
    def scheme(self) -> bool:
        return any(group.scheme for group in self.groups)

    @property
    def winners(self) -> bool:
        return any(group.winners for group in self.groups)

    @property
    def foreign(self) -> bool:
        """Whether the nearest group that names an award names one of another scheme."""
        kinds = frozenset({"branch", "type", "category"})  # a level may be of any award
        told = [group for group in self.groups if group.foreign or group.scheme or group.facts.told & kinds]
        return bool(told) and told[-1].foreign

    @property
    def barred(self) -> bool:
        """Whether the words over the rows say that this is no list of winners."""
        return any(tells("no_list", group.text) and not group.winners for group in self.groups) or any(
            tells("contest", group.text) for group in self.groups
        )

    @property
    def ministry(self) -> str | None:
        return next((group.ministry for group in reversed(self.groups) if group.ministry), None)

    @property
    def winner(self) -> Winner | None:
        return next((group.winner for group in reversed(self.groups) if group.winner), None)


def _of_the_same_year(group: Group, ended: list[Group]) -> Group:
    """The year of a heading goes on in those that only take the place of its branch or type."""
    years = [other.facts.year for other in ended if other.facts.year and len(other.kinds) > 1]
    if not years or group.facts.year:
        return group
    return replace(group, facts=group.facts.over(tell(year=years[-1])))


def _ends(group: Group, other: Group) -> bool:
    if group.depth is not None and other.depth is not None:
        return other.depth > group.depth or (other.depth == group.depth and not _stands_above(other, group))
    if group.depth is not None and group.depth < 10 and other.depth is None:
        return "title" not in other.kinds
    shared = group.kinds & other.kinds - {"title"}
    return bool(shared) and not (shared == {"branch"} and _is_branch_of(other, group))


def _is_branch_of(other: Group, group: Group) -> bool:
    """Whether a heading names the branch in which the type of the next one is: the branch stays in force."""
    same = other.facts.branch is not None and other.facts.branch == group.facts.branch
    return same and "type" in group.kinds and "type" not in other.kinds


def _stands_above(other: Group, group: Group) -> bool:
    """Of two headings of one depth: whether one is a branch, say, and the other a type in it."""
    if _is_branch_of(other, group):
        return True
    upper, lower = ([_ORDER.index(kind) for kind in g.kinds if kind in _ORDER] for g in (other, group))
    return bool(upper and lower) and max(upper) < min(lower)


_ORDER = ("title", "year", "branch", "type", "category", "level")


def read_group(text: str, depth: int | None = None) -> Group | None:
    """A line over rows as a group; None for one that tells nothing of what follows."""
    if len(text) > LONGEST_GROUP:
        return None
    words = plain(text)
    found = read_facts(words)
    facts = found[0] if len(found) == 1 else _shared(found)
    year, status = read_year_told(words), read_status(words)
    extra = {**({"year": year} if year else {}), **({"status": status} if status else {})}
    facts = tell(**extra).over(facts) if extra else facts
    scheme = is_worth_reading(words)
    foreign = (tells("other_award", words) and not facts.names_award) or begins("other_heading", words)
    kinds = frozenset(name for name in found_kinds(facts)) | ({"award"} if foreign else set())
    if scheme and (status or year or begins("list_title", words)) and not facts.names_award:
        kinds |= {"title"}
    if not kinds and depth is None and not tells("no_list", words) and not tells("contest", words):
        return None
    return Group(facts, kinds or frozenset({"title"}), depth, scheme, status == "won", foreign, text=words)


def stands_over(line: Line, after: Line | None) -> bool:
    """Whether a line is a heading of the next, by their depths."""
    return line.depth is not None and after is not None and (after.depth or 0) > line.depth


def found_kinds(facts: Facts) -> set[str]:
    return {str(name) for name in facts.told}


def _shared(found: tuple[Facts, ...]) -> Facts:
    """What a heading over several awards says of them all; it still ends the groups before it."""
    if not found:
        return Facts()
    first, *rest = found
    told = {name: getattr(first, name) for name in first.told}
    alike = (n for n, v in told.items() if all(n in f.told and getattr(f, n) == v for f in rest))
    return tell(**{name: told[name] for name in alike})


def ministry_group(name: str, *, title: bool = False) -> Group:
    """A row that holds nothing but the ministry of the bodies under it, or a title that names theirs."""
    kinds = {"ministry", "title"} if title else {"ministry"}
    return Group(Facts(), frozenset(kinds), ministry=name, text=name)


def winner_group(winner: Winner, *, title: bool = False) -> Group:
    """Whose the awards below are; in a `title`, of everything below until another body is told."""
    kinds = {"winner", "title"} if title else {"winner"}
    return Group(Facts(), frozenset(kinds), winner=winner, text=winner.name)


def with_winner(group: Group, winner: Winner) -> Group:
    """A heading that tells whose the awards below it are; they end with what it stands over."""
    return replace(group, kinds=group.kinds | {"winner"}, winner=winner)


def with_depth(group: Group, depth: int | None) -> Group:
    return replace(group, depth=depth)
