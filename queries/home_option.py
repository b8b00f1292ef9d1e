"""Where the graph lives, as every command asks for it."""

from pathlib import Path
from typing import Annotated

import platformdirs
import typer

HomeOption = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="LERTRAT_HOME",
        file_okay=False,
        help="The data folder: versions, kept texts, ledger, judgements, logs.",
    ),
]


def find_default_home() -> Path:
    """The user's data folder; the machine's where the user has none, as in a container."""
    try:
        return platformdirs.user_data_path("lertrat", appauthor=False)
    except RuntimeError:
        return platformdirs.site_data_path("lertrat", appauthor=False)


DEFAULT_HOME = find_default_home()
