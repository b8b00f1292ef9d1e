"""The work of `lertrat review`: what is to be judged is shown, written as a table or asked, then applied."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rich.console import Console

from ingest.bodies import load_names
from ingest.build import build
from ingest.decisions import Desk
from ingest.docket import Docket, Item, read_docket
from ingest.judgements import HomeRow, JudgedName, Judgement, add_home_rows
from ingest.ledger import Ledger
from ingest.report import Report
from ingest.review import Review
from ingest.review_sheets import findings_sheet, names_sheet, read_findings, read_names
from ingest.review_talk import Ask, Conversation, Table
from ingest.shipped import LEDGER
from ingest.strangers import Neighbours, Stranger, strangers
from queries.versions import Home


class NothingFoundError(LookupError):
    """What was asked for is not there; the message says where to look."""


@dataclass
class Reviewing:
    """What can be judged in a home, and what is done with it."""

    home: Home
    console: Console

    @cached_property
    def docket(self) -> Docket:
        return read_docket(self.home.current())

    @cached_property
    def desk(self) -> Desk:
        keys = Ledger.read(LEDGER, self.home.ledger).rows.keys()
        return Desk(Neighbours(load_names()), frozenset((str(kind), key) for kind, key in keys))

    @cached_property
    def table(self) -> Table:
        return Table(self.console, self.desk)

    def findings(self, award: str | None, everything: bool) -> list[Item]:
        """What waits; all that a rule found; or what is in one award. Raises NothingFoundError."""
        if award is None:
            return list(self.docket.items) if everything else self.docket.of("waiting")
        found = [item for item in self.docket.items if award in (item.award, item.id)]
        if not found:
            told = (
                f"no finding of a rule is in {award!r}; `lertrat review --all` lists them. A fact that the "
            )
            raise NothingFoundError(told + "project ships is corrected in its table (CONTRIBUTING.md)")
        return found

    def unknown_names(self) -> list[Stranger]:
        """The names for which nobody said yet what they mean."""
        said = [row.name for row in Review.of(self.home).last_names().values()]
        return strangers(self.docket, self.desk.neighbours.names, said)

    def print_findings(self, items: Sequence[Item]) -> None:
        """Every finding, and a line that says what there is besides."""
        for number, item in enumerate(items, start=1):
            self.table.show(number, item)
        counts = f"{len(items)} findings; {len(self.unknown_names())} unknown names (--bodies); "
        self.console.print(counts + f"{len(self.docket.contradictions)} contradictions (--contradictions)")

    def print_names(self, names: Sequence[Stranger]) -> None:
        for number, stranger in enumerate(names, start=1):
            self.table.show_name(number, stranger)
        self.console.print(f"{len(names)} unknown names")

    def print_contradictions(self) -> None:
        """Both sides of each; reviewed facts among them are corrected in their tables."""
        for number, pair in enumerate(self.docket.contradictions, start=1):
            self.table.show_pair(number, pair)
        self.console.print(f"{len(self.docket.contradictions)} contradictions")

    def write_findings(self, items: Sequence[Item], path: Path) -> None:
        path.write_text(findings_sheet(items, self.desk), encoding="utf-8", newline="")

    def write_names(self, path: Path) -> None:
        path.write_text(names_sheet(self.unknown_names()), encoding="utf-8", newline="")

    def read_findings(self, path: Path, who: str) -> list[Judgement]:
        """The judgements of a table, each by its row's person or by `who`; raises TableError."""
        return read_findings(path, self.docket.items, self.desk, who)

    def read_names(self, path: Path, who: str) -> list[JudgedName]:
        """The same of a table of names."""
        return read_names(path, self.unknown_names(), self.desk, who)

    def apply(self, rows: Sequence[HomeRow], tell: Callable[[str], None]) -> Report:
        """Keep judgements of one kind and build anew; where the build fails, they are not kept either."""
        place = self.home.judgements if isinstance(rows[0], Judgement) else self.home.judged_names
        before = place.read_bytes() if place.exists() else None
        self._keep(place, rows)
        try:
            return build(self.home, tell)
        except BaseException:
            place.unlink() if before is None else place.write_bytes(before)
            raise

    def _keep(self, place: Path, rows: Iterable[HomeRow]) -> None:
        with self.home.writing():
            add_home_rows(place, rows)

    def ask_findings(self, items: Sequence[Item], ask: Ask, who: str) -> int:
        """Ask about each finding; each answer is kept at once. Gives how many were judged."""
        return self._kept(self.home.judgements, Conversation(self.table, ask, who).judge(items))

    def ask_names(self, names: Sequence[Stranger], ask: Ask, who: str) -> int:
        """The same about names."""
        return self._kept(self.home.judged_names, Conversation(self.table, ask, who).settle(names))

    def _kept(self, place: Path, rows: Iterator[HomeRow]) -> int:
        count = 0
        for row in rows:
            self._keep(place, [row])
            count += 1
        return count
