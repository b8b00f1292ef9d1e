"""`lertrat token`: who may write over HTTP."""

from typing import Annotated, Literal

import typer
from rich.console import Console

from graph_api.bearers import SCOPES, Bearers, Scope
from queries.home_option import DEFAULT_HOME, HomeOption
from queries.terminal import print_table
from queries.versions import Home

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def token(
    action: Annotated[Literal["list", "add", "remove"], typer.Argument(help="What to do.")] = "list",
    name: Annotated[str | None, typer.Argument(help="Whose token: a-z, 0-9 and hyphens.")] = None,
    scope: Annotated[
        Scope, typer.Option(help=f"What it may do: {', '.join(SCOPES)} (in graphs of others too).")
    ] = "write",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Make or take back a token for writing over HTTP; a running server knows at once.

    Example: `lertrat token add malee --scope write`
    """
    bearers = Bearers(Home(home).create().tokens)
    if action != "list" and name is None:
        raise typer.BadParameter(f"name it: lertrat token {action} NAME")
    if action == "add" and name:
        typer.echo(bearers.add(name, scope))
        errors.print("It is told this once. The one before under this name is no more.")
    elif action == "remove" and name:
        bearers.remove(name)
    else:
        print_table(["name", "scope", "since"], [[b.name, b.scope, b.since] for b in bearers.all()])
