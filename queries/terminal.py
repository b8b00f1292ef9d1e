"""What a person sees in a terminal: answers, tables, and what is being done."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

import typer
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from ontology.namespaces import PREFIXES
from queries.engine import EmbeddedEngine, Rows, Term, Triples, Truth
from queries.errors import QueryFormError
from queries.precheck import check_query

PACKAGES = ("ontology", "queries", "ingest", "visualizations", "graph_api")
TABLE = "table"
UNBOUNDED = 10_000
LINE_EVERY = 5.0
"""Seconds between two lines of progress where there is no terminal."""


def print_answer(engine: EmbeddedEngine, text: str, format_: str = TABLE) -> None:
    """Answer a query on standard output; raises QueryError, also for a format that it cannot have."""
    form = check_query(text)
    if format_ != TABLE:
        engine.serialise(text, media_type(form, format_), sys.stdout.buffer.write)
        return
    match engine.answer(text):
        case Rows(variables, rows):
            print_table(variables, ([_cell(row.get(name)) for name in variables] for row in rows))
        case Truth(value):
            sys.stdout.write(f"{str(value).lower()}\n")
        case Triples(triples):
            sys.stdout.writelines(f"{triple} .\n" for triple in triples)


def _cell(term: Term | None) -> str:
    """A term as short as it can be told: our IRIs as `id:body/tisi`, literals without their type."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        prefix = next((name for name, start in PREFIXES.items() if term.value.startswith(start)), None)
        return f"{prefix}:{term.value.removeprefix(PREFIXES[prefix])}" if prefix else term.value
    return term.value if isinstance(term, Literal) else str(term)


def media_type(form: str, suffix: str) -> str:
    """The media type of `csv` for a SELECT, of `ttl` for a CONSTRUCT; raises QueryFormError."""
    formats = QueryResultsFormat if form in ("SELECT", "ASK") else RdfFormat
    found = formats.from_extension(suffix)
    if found is None:
        known = (
            "table, csv, tsv, json, xml" if formats is QueryResultsFormat else "table, ttl, nt, jsonld, rdf"
        )
        raise QueryFormError(f"a {form} has no format {suffix!r}; it has table, {known}")
    return found.media_type


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal, or as its cells where there is none."""
    table = Table(box=None, show_header=any(columns), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else UNBOUNDED
    Console(highlight=False, markup=False, width=width).print(table)


class Watch:
    """Tells what is being done, and how far it is: on a terminal a bar, else a line every few seconds."""

    def __init__(self, console: Console, bar: Progress | None, every: float = LINE_EVERY) -> None:
        self._console = console
        self._every = every
        self._bar = bar
        self._task = bar.add_task("starting", total=None, pace="") if bar else TaskID(0)
        self._began = self._last = time.monotonic()

    def __call__(self, words: str) -> None:
        """What is being done now; nobody knows how long it takes."""
        if self._bar:
            self._bar.reset(self._task, total=None, description=words, pace="")
            self._bar.refresh()

    def advance(self, done: int, total: int) -> None:
        """So many of all are done."""
        now = time.monotonic()
        pace = f"{done / max(now - self._began, 0.001):,.0f} a second"
        if self._bar:
            self._bar.update(self._task, description="reading", completed=done, total=total, pace=pace)
            self._bar.refresh()
        elif now - self._last >= self._every:
            left = (total - done) * (now - self._began) / max(done, 1)
            self._console.print(f"reading: {done:,} of {total:,}, {pace}, {left:.0f} s left")
            self._last = now


@contextmanager
def watched(console: Console) -> Iterator[Watch]:
    """What tells people how far the work is; on a terminal nothing of it stays."""
    if not console.is_terminal:
        yield Watch(console, None)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    # drawn when something is told: a thread that draws would be forked into the processes that read
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        yield Watch(console, bar)


class Told(Protocol):
    """What came of some work, in lines for people."""

    def told(self) -> Iterable[str]: ...


T = TypeVar("T", bound=Told)


def report_on(console: Console, work: Callable[[Watch], T]) -> T:
    """Do work that tells how far it is, then tell what came of it."""
    with watched(console) as watch:
        report = work(watch)
    for line in report.told():
        console.print(line, markup=False)
    return report


def describe_error(error: Exception) -> str | None:
    """An error that is meant for people: ours name what is wrong and the mend, the system's name the file."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; the graph stays as it was"
    ours = isinstance(error, OSError) or type(error).__module__.partition(".")[0] in PACKAGES
    return str(error) if ours else None


def split_pairs(pairs: Iterable[str] | None) -> dict[str, str]:
    """`body=tisi edition=2566` as parameters; raises typer.BadParameter for what is no pair."""
    split = [pair.partition("=") for pair in pairs or ()]
    if wrong := ["".join(parts) for parts in split if not parts[1]]:
        raise typer.BadParameter(f"write parameters as key=value, not {', '.join(wrong)}")
    return {key: value for key, _, value in split}
