"""The commands `lertrat backup` and `lertrat restore`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from queries.home_option import DEFAULT_HOME, HomeOption


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE_OR_FOLDER", help="Where the backup goes.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Write all that the home cannot make anew into one file; it may be served and written to meanwhile.

    Example: `lertrat backup /var/backups/`
    """
    from ingest.backup import write_backup
    from queries.versions import Home

    path = write_backup(Home(home), target)
    _say(f"{path}: {path.stat().st_size:,} bytes")


def restore(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, help="A backup.")] = None,
    only_version: Annotated[
        bool, typer.Option("--only-version", help="Leave texts, judgements and ledger of the home alone.")
    ] = False,
    mend: Annotated[
        bool, typer.Option("--mend", help="No backup: make the current version's store anew from its dump.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Bring back what a backup holds, or mend the current version; a server takes it up by itself.

    Example: `lertrat restore lertrat-20261126T030000Z.zip --home /srv/new`, `lertrat restore --mend`
    """
    from ingest import restoring
    from queries.versions import Home

    if (file is None) != mend:
        raise typer.BadParameter("name a backup, or say --mend")
    place = Home(home)
    made = restoring.restore(place, file, only_version=only_version) if file else restoring.mend(place)
    _say(f"version {made.name}: {made.manifest.quads:,} quads")


def _say(line: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(line, markup=False)
