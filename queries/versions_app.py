"""The command `lertrat versions`: which versions the home has, which one is current, and which may go."""

from typing import Annotated, Literal

import typer
from rich.console import Console

from queries.home_option import DEFAULT_HOME, HomeOption


def versions(
    action: Annotated[Literal["list", "use", "prune"], typer.Argument(help="What to do.")] = "list",
    name: Annotated[str | None, typer.Argument(help="The version to switch to.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest stay.")] = 3,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """List the home's versions (the current one is marked), switch to another, or prune the old ones.

    Example: `lertrat versions`, `lertrat versions use NAME`, `lertrat versions prune --keep 3`
    """
    from queries.overview import describe_versions
    from queries.terminal import print_table
    from queries.versions import Home

    place = Home(home)
    if action == "use":
        if name is None:
            raise typer.BadParameter("name the version: lertrat versions use NAME")
        place.switch(name)
    elif action == "prune":
        for removed in place.prune(keep):
            Console(stderr=True, highlight=False, soft_wrap=True).print(f"removed {removed}")
    print_table(["", "version", "quads"], describe_versions(place))
