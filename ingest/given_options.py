"""How a command is told what to read: the arguments that `extract` and `ingest` share."""

from pathlib import Path
from typing import Annotated

import typer

PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="Texts, pages, folders, archives, or - for standard input."),
]
FollowOption = Annotated[
    Path | None,
    typer.Option("--follow-list", dir_okay=False, help="A file of web addresses to read too."),
]
AllowOption = Annotated[
    list[str] | None,
    typer.Option("--allow-host", help="A host that --follow-list may fetch from; again for each."),
]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", dir_okay=False, help="What `lertrat columns` wrote, corrected.")
]
