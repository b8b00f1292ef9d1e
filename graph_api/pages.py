"""A page in the making: its panels are asked, their answers gathered into cells, the labels looked up."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph_api.cells import Cell, Labels, cell
from graph_api.labels import read_labels
from graph_api.languages import Language
from graph_api.panels import Panel, panels_of
from graph_api.tables import Table
from graph_api.words import Words
from queries.catalogue import find
from queries.engine import Term
from queries.query import Query
from queries.workers import Snapshot

Row = Mapping[str, Term]
SHOWN_ROWS = 500
"""A longer table is for programs: it is told how long it is, and where it is whole."""
Cells = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Answered:
    """A panel with its rows."""

    panel: Panel
    question: Query
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as the template sees it: each place of a row has the cells that stand in it."""

    panel: Panel
    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Cells]]
    partial: bool
    """Whether its completeness matters, so that coverage must stand beside it."""
    cut_at: int = 0
    """The number of rows at which the question stops, where it did."""

    @property
    def anchor(self) -> str:
        """The id of the panel in the page."""
        return self.panel.question


@dataclass(frozen=True, slots=True)
class Page:
    """What a page template gets; `name` is the label of its thing."""

    kind: str
    key: str
    iri: str
    name: Cell
    panels: Sequence[Shown]
    coverage: str = ""
    """How far the lists of the page reach, in words."""


async def ask_panels(snapshot: Snapshot, kind: str, thing: NamedNode | None) -> list[Answered]:
    """The panels of a page with their rows, one after another: a page takes one worker at a time."""
    answered = []
    for panel in panels_of(kind):
        question = find(panel.question)
        values = dict.fromkeys(question.params, thing)
        answered.append(Answered(panel, question, await snapshot.rows(question.bind(**values))))
    return answered


async def make_page(snapshot: Snapshot, kind: str, key: str, thing: NamedNode, words: Words) -> Page:
    """The page of a thing, all of it from one version; raises what a worker pool raises."""
    answered = await ask_panels(snapshot, kind, thing)
    shown = [found for found in answered if found.rows or found.panel.always]
    coverage = await _tell_coverage(snapshot, shown, words)
    labels = await read_labels(snapshot, [thing, *_terms(shown)])
    return Page(
        kind,
        key,
        thing.value,
        _name(thing, key, words, labels),
        [show(found, words, labels) for found in shown],
        coverage,
    )


def _name(thing: NamedNode, key: str, words: Words, labels: Labels) -> Cell:
    return cell(thing, words, labels) if labels.get(thing.value) else Cell(key)


async def _tell_coverage(snapshot: Snapshot, shown: Sequence[Answered], words: Words) -> str:
    """Held and announced: of the edition whose page it is, else of all editions whose number is stated."""
    if not any(found.question.needs_completeness for found in shown):
        return ""
    own = next((found.rows for found in shown if found.panel.shape == "coverage"), None)
    if own is not None:
        return _tell_own_coverage(own, words)
    rows = await snapshot.rows(find("coverage-total").bind())
    return words("coverage.note", **_write_numbers(rows[0], words)) if rows else ""


def _tell_own_coverage(rows: Sequence[Row], words: Words) -> str:
    numbers = [_write_numbers(row, words) for row in rows]
    announced = list(dict.fromkeys(row["announced"] for row in numbers if "announced" in row))
    held = numbers[0]["held"]
    if not announced:
        return words("coverage.line_unknown", held=held)
    return words("coverage.line", held=held, announced="–".join(announced))


def _write_numbers(row: Row, words: Words) -> dict[str, str]:
    return {name: cell(term, words, {}).text for name, term in row.items()}


def _terms(answered: Iterable[Answered]) -> Iterable[Term]:
    return (term for found in answered for row in found.rows for term in row.values())


def show(answered: Answered, words: Words, labels: Labels) -> Shown:
    """The rows of a panel as cells: gathered, without columns that are empty."""
    rows = _PREPARED.get(answered.panel.shape, gather)(answered.rows, answered.panel.by)
    selected, bound = _selected(answered.question), {name for row in rows for name in row}
    return Shown(
        answered.panel,
        title_of(answered.question, words.language),
        [name for name in selected if name in bound],
        [{**dict.fromkeys(selected, ()), **_cells(row, words, labels, answered.panel.shape)} for row in rows],
        answered.question.needs_completeness,
        _cut_at(answered),
    )


def _cut_at(answered: Answered) -> int:
    stop = re.search(r"\bLIMIT (\d+)\s*$", answered.question.text)
    return int(stop[1]) if stop and len(answered.rows) >= int(stop[1]) else 0


async def show_rows(snapshot: Snapshot, table: Table, words: Words) -> list[dict[str, list[Cell]]]:
    """The first SHOWN_ROWS rows of a table as cells."""
    rows = table.rows[:SHOWN_ROWS]
    labels = await read_labels(snapshot, (term for row in rows for term in row.values()))
    return [{name: [cell(term, words, labels, name)] for name, term in row.items()} for row in rows]


def title_of(question: Query, language: Language) -> str:
    """What a question is about, in the reader's language."""
    return question.summary_th if language == "th" else question.summary


def _selected(question: Query) -> list[str]:
    """The variables of a question in the order in which it selects them."""
    head = question.text.partition("SELECT")[2].partition("{")[0]
    names = [word.strip("?()") for word in head.split() if word.startswith(("?", "("))]
    return [name for name in names if name]


def gather(rows: Iterable[Row], by: Sequence[str]) -> list[dict[str, list[Term]]]:
    """Rows that agree in the columns `by` as one; each place keeps every different term once, in order."""
    gathered: dict[object, dict[str, dict[Term, None]]] = {}
    for number, row in enumerate(rows):
        group = tuple(str(row.get(name)) for name in by) if by else number
        places = gathered.setdefault(group, {})
        for name, term in row.items():
            places.setdefault(name, {})[term] = None
    return [{name: list(terms) for name, terms in places.items()} for places in gathered.values()]


def _gather_facts(rows: Iterable[Row], _: Sequence[str]) -> list[dict[str, list[Term]]]:
    return gather(rows, ("property",))


def _gather_differing(rows: Iterable[Row], by: Sequence[str]) -> list[dict[str, list[Term]]]:
    """Of each property on which the sources differ, or that stays in their own words, all that is claimed."""
    gathered = gather(rows, by)
    differing = {row["property"][0] for row in gathered if not _is_settled(row)}
    settled = {row["property"][0] for row in gathered if _is_settled(row)}
    shown = [row for row in gathered if row["property"][0] in differing]
    for row in shown:
        if row["property"][0] not in settled:  # nothing is settled that it could differ from
            del row["settled"]
    return sorted(shown, key=lambda row: (str(row["property"][0]), not _is_settled(row)))


def _is_settled(row: Mapping[str, Sequence[Term]]) -> bool:
    return any(isinstance(term, Literal) and term.value == "true" for term in row.get("settled", ()))


_PREPARED = {"facts": _gather_facts, "claims": _gather_differing}
_EVERY_LANGUAGE = ("facts", "claims", "evidence")


def _cells(
    row: Mapping[str, Sequence[Term]], words: Words, labels: Labels, shape: str
) -> dict[str, list[Cell]]:
    def told(terms: Sequence[Term]) -> Sequence[Term]:
        return terms if shape in _EVERY_LANGUAGE else _in_language(terms, words.language)

    said = _property_of(row)
    return {
        name: [cell(term, words, labels, said if name == "value" else name) for term in told(terms)]
        for name, terms in row.items()
    }


def _property_of(row: Mapping[str, Sequence[Term]]) -> str:
    """The local name of the property that a row is about, which tells a year from a number."""
    named = row.get("property")
    return re.split("[#/]", named[0].value)[-1] if named and isinstance(named[0], NamedNode) else ""


def _in_language(terms: Sequence[Term], language: Language) -> Sequence[Term]:
    """Of one text in several languages the reader's; else all."""
    tags = {term.language for term in terms if isinstance(term, Literal)}
    if len(tags) < 2 or language not in tags:
        return terms
    return [term for term in terms if isinstance(term, Literal) and term.language == language]
