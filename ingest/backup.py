"""Backups: all that a home cannot make anew, in one file, while it is being read and written.

Nothing is locked. A version never changes; tables are replaced whole; SQLite copies the register as it was
between two changes. The version is taken first: what goes with it is as new as the version, or newer.
"""

import datetime
import os
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO

from ingest.backup_contents import VERSION, BackupError, Packer, is_carried, outliving
from queries.disk import sync_folder
from queries.versions import DOCKET, DUMP, MANIFEST, Home, Version, verify_manifest

_TRIES, _PAUSE = 50, 0.2
"""A build switches to its version a moment before the register keeps its texts: seconds to wait for that."""


def write_backup(home: Home, target: Path) -> Path:
    """Back the home up into a file, or into a folder under a name with the time; gives the file.

    The file is there whole or not at all, and only its owner reads it. Raises HomeError.
    """
    path = target / f"lertrat-{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%SZ}.zip"
    path = path if target.is_dir() else target
    with (
        _replacing(path) as file,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder,
        zipfile.ZipFile(file, "w") as archive,
    ):
        _pack(home, Packer(archive), Path(folder) / home.register.name)
    return path


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when the block has ended well."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _pack(home: Home, packer: Packer, register: Path) -> None:
    with ExitStack() as opened:
        version = _take_version(home, register)
        files = {
            name: opened.enter_context((version.path / name).open("rb"))
            for name in (MANIFEST, DUMP, DOCKET)
            if (version.path / name).exists() or name != DOCKET
        }
        _add_version(packer, version, files)
        for name, path in _others(home, register):
            with path.open("rb") as file:
                packer.add(name, file)
        packer.finish(version.name)


def _take_version(home: Home, register: Path) -> Version:
    """The current version, and a copy of the register that holds the texts it was made of."""
    for _ in range(_TRIES):
        version = home.current()
        if not home.register.exists():
            break
        _, state = copy_register(home.register, register)
        if state == version.manifest.more.get("texts", state):
            break
        time.sleep(_PAUSE)  # the version was made just now; or a person switched to an older one
    return version


def copy_register(source: Path, target: Path) -> tuple[Path, str | None]:
    """Copy a register as it is between two changes, however long one takes; gives the copy and its state.

    Copies of one content have the same bytes. Raises BackupError.
    """
    target.unlink(missing_ok=True)
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as held, closing(sqlite3.connect(target)) as copy:
            held.backup(copy)
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise BackupError(f"{source} is damaged: it is not backed up, restore an earlier backup")
            row = copy.execute("SELECT value FROM facts WHERE name = 'state'").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"{source} cannot be copied: {error}") from error
    return target, row and str(row[0])


def _add_version(packer: Packer, version: Version, files: Mapping[str, IO[bytes]]) -> None:
    """Raises BackupError where a file is not what the manifest says: of damage there is no backup."""
    manifest = verify_manifest(version)
    right = {DUMP: manifest.sha256, **manifest.files}
    for name, file in files.items():
        added = packer.add(f"{VERSION}/{name}", file)
        if added.sha256 != right.get(name, added.sha256):
            raise BackupError(f"{name} of {version.name} is damaged; `lertrat check` says what mends it")


def _others(home: Home, register: Path) -> Iterator[tuple[str, Path]]:
    """What outlives versions, file by file in the order of names; what is being written is left out."""
    places = {**outliving(home), **({register.name: register} if register.exists() else {})}
    for name, place in sorted(places.items()):
        if place.is_file():
            yield name, place
        for path in sorted(place.rglob("*")) if place.is_dir() else ():
            inner = f"{name}/{path.relative_to(place).as_posix()}"
            if path.is_symlink() or not path.is_file() or "/." in inner:
                continue
            if not is_carried(inner, home):
                raise BackupError(f"{path}: a backup carries no file of such a name")
            yield inner, path
