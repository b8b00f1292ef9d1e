"""What must be on the disk before anybody is told that it is."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """A name that was given or taken away is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
