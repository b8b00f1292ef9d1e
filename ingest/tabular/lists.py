"""The walk through a document's tables and lists: what is a header, a group, a total, an award."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from ingest.extract.cues import is_worth_reading
from ingest.grids import Grid, Line, Row, letter_of
from ingest.records import Document
from ingest.tabular.beside import side_by_side
from ingest.tabular.cards import turn, with_bodies_as_rows
from ingest.tabular.context import (
    Context,
    ministry_group,
    read_group,
    stands_over,
    winner_group,
    with_depth,
    with_winner,
)
from ingest.tabular.entries import Entry, read_entries
from ingest.tabular.facts import OVERALL, YEAR_OF_OVERALL, Facts, read_year_told, read_years, tell
from ingest.tabular.filling import Filling, is_caption, tells_something
from ingest.tabular.findings import TableFindings
from ingest.tabular.layouts import Layout, find_layout, guess_layout, is_header, next_header
from ingest.tabular.plain_tables import find_grids
from ingest.tabular.several import apart
from ingest.tabular.totals import count_in_group, counts_in_cells, counts_in_line, read_totals, total_of_row
from ingest.tabular.whom import bodies_of_item, of_owner, read_ministry, read_owner, who_won
from ingest.tabular.winners import Item, Winner, bodies_of_lines, is_body, read_item, read_winner, whole_body
from ingest.tabular.words import Role, begins, known_roles, plain, tells
from ingest.tabular.writing import Place, award_record, ceremony_in_line, ceremony_records, where_of
from queries.names import Names

HEAD = 600
"""Characters at the start of a plain text in which the year of its tables may stand."""


def find_in_tables(document: Document, names: Names) -> TableFindings:
    """The awards of every table and list of `document`; nothing where it never names the scheme."""
    found = TableFindings()
    if is_worth_reading(document.text):
        walk = _Walk(document, names, found)
        for grid in document.grids or find_grids(document.text, names):
            walk.read(grid)
    return found


class _Walk:
    """The state of reading: the groups in force, the layout, the row before."""

    def __init__(self, document: Document, names: Names, found: TableFindings) -> None:
        self.names = names
        self.found = found
        self.text = document.text
        self.title = document.title or ""
        self.settled = {columns.table: known_roles(columns.roles) for columns in document.columns}
        self.settled_headers: dict[tuple[str, ...], tuple[Role, ...]] = {}
        self.year = read_year_told(document.title or "") or read_year_told(document.name or "")
        if not document.grids:
            self.year = self.year or read_year_told(document.text[:HEAD])
        self.context = Context(named=True)
        self._enter_owner(self.title)
        self.first_context = self.context.copy()
        self.layout: Layout | None = None
        self.filling: Filling | None = None
        self.years: Counter[int | None] = Counter()
        """How many awards of each year the table has told."""

    # -- lines ------------------------------------------------------------------------------------------

    def read(self, grid: Grid) -> None:
        if grid.apart:
            self._turn_page(grid)
        for line, after in zip_longest(grid.lines, grid.lines[1:]):
            self._read_line(line, grid)
            if stands_over(line, after) and (owner := whole_body(line.text, self.names)):
                self._enter_body(line, owner)
        if grid.rows:
            self._read_rows(grid)

    def _turn_page(self, grid: Grid) -> None:
        """Another sheet: what its workbook says at the top goes on, what the last sheet says does not."""
        self.context = self.first_context.copy()
        self.layout = None
        group = read_group(grid.name)
        if group:
            self.context.enter(replace(group, kinds=group.kinds | {"sheet"}))

    def _read_line(self, line: Line, grid: Grid) -> None:
        words = plain(line.text)
        if begins("remark", words):
            return
        if (line.item or begins("item_number", words)) and self._read_item_line(line):
            return
        self.found.ceremonies += ceremony_in_line(line, self._year(self.context.facts))
        self.found.count(counts_in_line(line.text, self._year(self.context.facts), line.start))
        owner = self._enter_owner(line.text)
        group = read_group(line.text, line.depth)
        if group is None or self._is_prose(line):
            return
        self.context.enter(group if owner is None or line.depth is None else with_winner(group, owner))
        self._count(line.text, group.facts, line.start)
        if group.facts.names_award and not self._names_bodies(line):
            self.found.used.append((line.start, line.start + len(line.text)))

    def _enter_body(self, line: Line, owner: Winner) -> None:
        """A body over deeper items that tell its awards; one that has just won is no heading."""
        if not self.context.facts.names_award:
            self.context.enter(with_depth(winner_group(owner), line.depth))

    def _count(self, text: str, facts: Facts, start: int) -> None:
        """What a heading says of the number of awards below it."""
        self.found.count(count_in_group(text, facts, self.context.facts, self._year(facts), start))

    def _enter_owner(self, text: str) -> Winner | None:
        """`รางวัลเลิศรัฐที่กรม ก ได้รับ` over a table: all of its awards are of this body."""
        owner = read_owner(text, self.names)
        if owner:
            self.context.enter(winner_group(owner, title=True))
        elif ministry := read_ministry(text, self.names):
            self.context.enter(ministry_group(ministry, title=True))
        return owner

    def _is_prose(self, line: Line) -> bool:
        """A sentence about bodies: for the reader of prose."""
        if line.depth is not None and line.depth < 10:
            return False
        return self._names_bodies(line) and not tells("winners", line.text)

    def _names_bodies(self, line: Line) -> bool:
        return any(mention.body for mention in self.names.find(plain(line.text)))

    def _read_item_line(self, line: Line) -> bool:
        """An item of a list: an award of each body that it names under words that name its award."""
        self.context.leave(line.depth)
        bodies = bodies_of_item(line.text, self.names)
        read = [self._read_words_of_item(words, line) for words in bodies or [line.text]]
        return any(read)

    def _read_words_of_item(self, text: str, line: Line) -> bool:
        item = of_owner(read_item(text, self.names, self.context.ministry), text, self.context.winner)
        if item.winner is None or not (item.winner.body or item.project):
            return False
        if not self._has_winner_words(item):
            return False
        place = Place(f"{line.place}".strip(), line.start, self.text)
        before = len(self.found.awards)
        for facts in item.facts or (Facts(),):
            self._add(Entry(facts, item.project, own=bool(facts.names_award)), item.winner, place)
        if len(self.found.awards) == before:
            return False
        self.found.used.append((line.start, line.start + len(line.text)))
        return True

    def _has_winner_words(self, item: Item) -> bool:
        facts = item.facts[0].over(self.context.facts) if item.facts else self.context.facts
        return facts.names_award

    # -- rows -------------------------------------------------------------------------------------------

    def _read_rows(self, grid: Grid) -> None:
        for rows in turn(grid.rows):
            top, lists = side_by_side(rows)
            if top:
                self._read_table(replace(grid, rows=top))
            before = self.context.copy()
            for each in lists:
                self.context = before.copy() if len(lists) > 1 else self.context
                self._read_table(replace(grid, rows=with_bodies_as_rows(each, self._is_body)))

    def _read_table(self, grid: Grid) -> None:
        before = len(self.found.awards)
        self.years = Counter()
        self._start_table(grid)
        number = 0
        while number < len(grid.rows):
            row = grid.rows[number]
            if is_header(row):
                number = self._enter_header(grid, number)
                continue
            self._read_row(row, grid)
            number += 1
        if len(self.found.awards) > before:
            self.found.use(grid.rows)
        else:
            self.found.count(read_totals(grid, self._year(self.context.facts), self.context.scheme))

    def _enter_header(self, grid: Grid, number: int) -> int:
        """Take the columns from a header; gives where its rows begin. One that comes again ends nothing."""
        rows = grid.rows[: next_header(grid.rows, number)]
        layout = self._settle(find_layout(rows, number, self._is_body), grid)
        before = None
        if self.layout is not None and layout.names == self.layout.names:
            layout = replace(self.layout, first=layout.first, header=layout.header)
            before = self.filling.before if self.filling else None
        self.layout = layout
        self.filling = Filling(layout, rows[layout.first :], before)
        return layout.first

    def _start_table(self, grid: Grid) -> None:
        """A table without a header goes on with the columns of the one before, if it is as wide."""
        if any(is_header(row) for row in grid.rows):
            return
        if self.layout and len(self.layout.columns) == len(grid.rows[0].cells):
            return
        guessed = guess_layout(grid.rows, self._is_body)
        self.layout = self._settle(guessed, grid) if guessed else None
        self.filling = Filling(self.layout, grid.rows) if self.layout else None

    def _settle(self, layout: Layout, grid: Grid) -> Layout:
        """The columns as a person settled them, for this table or for one with the same header."""
        names = tuple(layout.names)
        roles = self.settled.get(grid.name) or self.settled_headers.get(names)
        if roles is None:
            return layout
        self.settled_headers[names] = roles
        return layout.with_roles(roles)

    def _is_body(self, text: str) -> bool:
        return is_body(text, self.names)

    def _read_row(self, row: Row, grid: Grid) -> None:
        own = row.own
        if len(own) == 1:
            self._find_ceremony_in_note(row)
        if not own or begins("remark", own[0]):
            return
        if total := total_of_row(row):
            year = total.year_of(self._year(self.context.facts), self.years)
            self.found.count(total.records(self.context.facts, year))
            return
        if len(own) == 1 and self._read_single(row, own[0], grid):
            return
        if self.layout is not None and self.filling is not None:
            self._read_data(row, grid, self.layout, self.filling)

    def _read_single(self, row: Row, text: str, grid: Grid) -> bool:
        """A row of one cell: a group, a ministry, an item; False where it is a row of the list after all."""
        place = next(index for index, cell in enumerate(row.cells) if cell.text.strip())
        wide = sum(cell.across for cell in row.cells) > 0 or place == 0
        owner = self._enter_owner(text)
        line = Line(text, where_of(row, grid), None, True, row.start_of(place))
        if self.layout is None and begins("item_number", text) and self._read_item_line(line):
            return True
        group = read_group(text)
        if group and (group.facts.names_award or group.kinds) and not self._is_entry(text):
            self.context.enter(group)
            self._count(text, group.facts, row.start)
            return True
        if not wide or owner:
            return owner is not None
        return self._read_named(line) or is_caption(row)

    def _is_entry(self, text: str) -> bool:
        return read_item(text, self.names).winner is not None and not tells("winners", text)

    def _read_named(self, line: Line) -> bool:
        text, words = line.text, plain(line.text)
        if words.startswith("กระทรวง") or tells("other_bodies", words):
            self.context.enter(ministry_group(words))
            return True
        if self._read_item_line(line):
            return True
        if self._is_body(text) and (self.layout is None or not self.layout.of("recipient")):
            winner = read_winner(text, self.names)
            if winner:
                self.context.enter(winner_group(winner))
            return True
        return self.layout is None or not self.layout.of("recipient", "recipient_and_project")

    # -- data -------------------------------------------------------------------------------------------

    def _read_data(self, row: Row, grid: Grid, layout: Layout, filling: Filling) -> None:
        if not tells_something(row, layout):
            return
        texts = filling.fill(row)
        if filling.goes_on(row):
            self.found.go_on(
                next((texts[c.index] for c in layout.of("project") if texts[c.index].strip()), "")
            )
            return
        filling.before = texts
        for told in apart(texts, layout, self._bodies_of_lines):
            self._read_told(told, texts, row, grid, layout)
        self.found.count(counts_in_cells(row, layout, self._year(self.context.facts)))
        self._find_ceremony(texts, layout, row)

    def _bodies_of_lines(self, text: str) -> list[str]:
        return bodies_of_lines(text, self.names)

    def _read_told(
        self, texts: list[str], whole: Sequence[str], row: Row, grid: Grid, layout: Layout
    ) -> None:
        """The awards of one body in a row (`texts`); the cells of the row (`whole`) may tell of more."""
        winner, item, column = who_won(texts, layout, self.context, self.names)
        told = bool(self.context.winner or layout.of("recipient", "recipient_and_project", "unit"))
        entries = read_entries(row, texts, layout, told)
        part = (
            " ".join(texts[column].split()) if column is not None and texts[column] != whole[column] else None
        )
        place = Place(where_of(row, grid), row.start, self.text, row, column, part)
        for entry in self._with_item(entries, item):
            where = place.where + _column_of(entry, layout, grid)
            self._enter(entry, winner, replace(place, where=where), layout)

    def _with_item(self, entries: Iterable[Entry], item: Item | None) -> list[Entry]:
        """The work and the award that the words beside the winner's name tell."""
        if item is None:
            return list(entries)
        found = [replace(entry, project=entry.project or item.project) for entry in entries]
        if not item.facts:
            return found
        return [
            replace(entry, facts=entry.facts.over(facts), own=entry.own or facts.names_award)
            for entry in found
            for facts in item.facts
        ]

    def _enter(self, entry: Entry, winner: Winner | None, place: Place, layout: Layout) -> None:
        """An entry as one award, or as one for each body in its cell, or for each year of its row."""
        for body in (one for told in entry.bodies for one in self._bodies_of_lines(told) or [told]):
            item = read_item(body, self.names, self.context.ministry)
            facts = item.facts[0].over(entry.facts) if item.facts else entry.facts
            self._add(replace(entry, facts=facts, project=item.project), item.winner, place)
        if entry.bodies:
            return
        for year in self._years(place, layout) or (None,):
            facts = tell(year=year).over(entry.facts) if year else entry.facts
            self._add(replace(entry, facts=facts), winner, place)

    def _years(self, place: Place, layout: Layout) -> tuple[int, ...]:
        """`2564, 2566` in the column of years is an award in each."""
        row = place.row.cells if place.row else ()
        cells = [row[c.index].text for c in layout.of("year") if c.index < len(row)]
        found = read_years(cells[0]) if cells else ()
        return found if len(found) > 1 else ()

    def _add(self, entry: Entry, winner: Winner | None, place: Place) -> None:
        """Keep an award that is one of the scheme; what is of another, lost or nobody's is none."""
        facts = entry.facts.under(self.context.facts)
        if facts.type == OVERALL and self._year(facts) not in (YEAR_OF_OVERALL, None):
            facts = replace(facts, type=None)
        if winner is None or entry.lost or entry.foreign or not self._is_admitted(entry, facts):
            return
        if entry.count is not None:
            self.found.counts.append(place.count(entry.count, winner, self._year(facts)))
            return
        self.years[self._year(facts)] += 1
        self.found.awards.append(award_record(entry, facts, winner, self._year(facts), place))

    def _is_admitted(self, entry: Entry, facts: Facts) -> bool:
        context = self.context
        if context.foreign and not (entry.own and entry.facts.told & {"branch", "category"}):
            return False
        if context.barred and not (entry.own and context.winners):
            return False
        if entry.named:
            return True
        if not facts.names_award:
            return context.scheme and context.winners
        if entry.own and (facts.branch or facts.type):
            return True
        return context.scheme or bool(facts.branch or facts.type)

    def _year(self, facts: Facts) -> int | None:
        return facts.year or self.year

    def _find_ceremony_in_note(self, row: Row) -> None:
        """`ที่มา : พิธีมอบรางวัลเมื่อวันที่ ...` in a row of one cell."""
        place = next(index for index, cell in enumerate(row.cells) if cell.text.strip())
        line = Line(row.cells[place].flat, row.place, start=row.start_of(place))
        known = {ceremony.date for ceremony in self.found.ceremonies}
        found = ceremony_in_line(line, self._year(self.context.facts))
        self.found.ceremonies += (ceremony for ceremony in found if ceremony.date not in known)

    def _find_ceremony(self, texts: Sequence[str], layout: Layout, row: Row) -> None:
        """The days in a column of dates; those over works that are only examined are visits."""
        if self.context.barred or self.context.status not in {None, "won"}:
            return
        for column in layout.of("date"):
            known = {(c.edition_year_be, c.date) for c in self.found.ceremonies}
            years = [y for c in layout.of("year") for y in read_years(texts[c.index])]
            year = years[0] if years else self._year(self.context.facts)
            for record in ceremony_records(texts[column.index], year, row.start_of(column.index), self.text):
                if (record.edition_year_be, record.date) not in known:
                    self.found.ceremonies.append(record)


def _column_of(entry: Entry, layout: Layout, grid: Grid) -> str:
    """Which column a mark stands in, where there are some."""
    if entry.column is None or not layout.of("mark"):
        return ""
    return f", column {letter_of(entry.column) if grid.apart else entry.column + 1}"
