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
DEFAULT_HOME = platformdirs.user_data_path("lertrat", appauthor=False)
