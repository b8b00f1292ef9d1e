"""The command `lertrat review`: its options, and which work each of them asks for."""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from queries.home_option import DEFAULT_HOME, HomeOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.judgements import HomeRow
    from ingest.reviewing import Reviewing


def review(
    award: Annotated[
        str | None, typer.Argument(help="An award or a finding by its key; none: all that wait.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is settled, and what was rejected.")
    ] = False,
    bodies: Annotated[
        bool, typer.Option("--bodies", help="Names that no body of the registry answers to.")
    ] = False,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Both sides of each, settled ones too.")
    ] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", dir_okay=False, help="Write a table for a spreadsheet.")
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option("--apply", dir_okay=False, help="Take the judgements of a table: all or none."),
    ] = None,
    ask: Annotated[
        bool | None,
        typer.Option("--ask/--list", help="Ask about each, or only list; by default asks people."),
    ] = None,
    who: Annotated[str | None, typer.Option("--who", help="Who judges; by default the user's name.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Judge what waits for a person: accept, reject or correct findings, say what unknown names mean.

    Example: `lertrat review`, `lertrat review --csv waiting.csv`, `lertrat review --apply waiting.csv`
    """
    from ingest.reviewing import Reviewing
    from queries.versions import Home

    work = Reviewing(Home(home), Console(highlight=False, soft_wrap=not sys.stdout.isatty()))
    person = who or _user()
    asked = ask if ask is not None else sys.stdin.isatty() and sys.stdout.isatty()
    if apply is not None:
        _apply(work, apply, person, bodies)
    elif contradictions:
        work.print_contradictions()
    elif bodies:
        _review_names(work, csv, person, asked)
    else:
        _review_findings(work, award, everything, csv, person if asked else None)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return ""


def _review_findings(
    work: "Reviewing", award: str | None, everything: bool, csv: Path | None, person: str | None
) -> None:
    items = work.findings(award, everything)
    if csv is not None:
        work.write_findings(items, csv)
        _say(f"{csv}: {len(items)} findings")
    elif person is not None:
        _build_after(work, work.ask_findings(items, _ask, person))
    else:
        work.print_findings(items)


def _review_names(work: "Reviewing", csv: Path | None, person: str, asked: bool) -> None:
    if csv is not None:
        work.write_names(csv)
        _say(f"{csv}: {len(work.unknown_names())} unknown names")
    elif asked:
        _build_after(work, work.ask_names(work.unknown_names(), _ask, person))
    else:
        work.print_names(work.unknown_names())


def _apply(work: "Reviewing", path: Path, person: str, bodies: bool) -> None:
    from queries.terminal import report_on

    rows: Sequence[HomeRow] = (work.read_names if bodies else work.read_findings)(path, person)
    if rows:
        report_on(_errors(), lambda watch: work.apply(rows, watch))
    else:
        _say(f"{path}: no row has a judgement; nothing changed")


def _build_after(work: "Reviewing", judged: int) -> None:
    from ingest.build import build
    from queries.terminal import report_on

    _say(f"{judged} judged")
    if judged:
        report_on(_errors(), lambda watch: build(work.home, watch))


def _ask(question: str) -> str:
    return input(f"{question}: ")


def _errors() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _say(line: str) -> None:
    _errors().print(line, markup=False)
