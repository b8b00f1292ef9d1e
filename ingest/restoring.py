"""From a backup, or from its own dump, a version is made anew; what outlives versions comes back with it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest.backup import copy_register
from ingest.backup_contents import VERSION, Backup, BackupError, open_backup, outliving
from ingest.labels import search_entries
from queries.engine import read_dump, write_store
from queries.journal import Journal
from queries.search import write_index
from queries.versions import (
    DOCKET,
    DUMP,
    MANIFEST,
    BrokenVersionError,
    Home,
    NewVersion,
    Version,
    digest_of,
    find_damaged_files,
    read_manifest,
    verify_dump,
    verify_manifest,
)


def restore(home: Home, path: Path, *, only_version: bool = False) -> Version:
    """Bring back what a backup holds, and make its version the current one, under a new name.

    All of the backup is checked before anything is written. Texts, judgements, ledger and journal that the
    home has are never changed: where they are others than the backup's it is refused, unless `only_version`
    leaves them alone. Raises HomeError.
    """
    with open_backup(path, home) as backup, home.writing():
        backup.check()
        others = {} if only_version else _others(home, backup)
        for name, place in others.items():
            _bring(backup, name, place)
        with home.new_version() as new:
            for name in (MANIFEST, DUMP, DOCKET):
                if f"{VERSION}/{name}" in backup.listed.files:
                    _bring(backup, f"{VERSION}/{name}", new.path / name)
            _make(new, backup.listed.version)
            _check_journal(home, new)
    return _made(new)


def mend(home: Home) -> Version:
    """Make store and search index of the current version anew from its dump, as a version of a new name.

    Raises BrokenVersionError where manifest, dump or docket are damaged: a backup or a build mends those.
    """
    with home.writing():
        old = home.current()
        verify_manifest(old)
        verify_dump(old)
        if DOCKET in find_damaged_files(old):
            raise BrokenVersionError(
                f"the {DOCKET} of {old.name} is damaged; restore a backup, or run `lertrat build`"
            )
        with home.new_version() as new:
            for path in filter(Path.exists, (old.path / MANIFEST, old.dump, old.docket)):
                shutil.copyfile(path, new.path / path.name)
            _make(new, old.name)
    return _made(new)


def _others(home: Home, backup: Backup) -> dict[str, Path]:
    """The files beside the version that the home has not yet; raises BackupError where it has others."""
    names = [name for name in backup.listed.files if name.partition("/")[0] != VERSION]
    places = {name: home.path / name for name in names}
    theirs = {place for path in outliving(home).values() for place in _files(path)}
    differing = [
        *(path for name, path in places.items() if path.exists() and not _is_same(backup, name, path)),
        *sorted(theirs - set(places.values())),
    ]
    if differing:
        raise BackupError(
            f"the home has {differing[0].relative_to(home.path)} already, and another one: restore into a "
            "new home (--home), or leave what the home has alone (--only-version)"
        )
    return {name: path for name, path in places.items() if not path.exists()}


def _files(place: Path) -> Iterator[Path]:
    within = [place] if place.is_file() else place.rglob("*")
    yield from (path for path in within if path.is_file() and not path.name.startswith("."))


def _is_same(backup: Backup, name: str, path: Path) -> bool:
    if not path.is_file():
        return False
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix == ".sqlite":  # SQLite counts changes in a file, and copies begin anew
            path = copy_register(path, Path(folder) / path.name)[0]
        return digest_of(path) == backup.listed.files[name].sha256


def _bring(backup: Backup, name: str, place: Path) -> None:
    """Write a file of the backup to its place, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.new")
    with unfinished.open("wb") as file:
        unfinished.chmod(0o600)  # tokens and texts are not for all
        file.writelines(backup.pieces(name))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)


def _make(new: NewVersion, name: str) -> None:
    """Fill a version that has manifest, dump and docket of the version `name`."""
    manifest = read_manifest(new.path / MANIFEST, name)
    new.facts.update(manifest.facts)
    write_store(new.store_folder, read_dump(new.dump))
    write_index(new.search, search_entries(read_dump(new.dump)))


def _check_journal(home: Home, new: NewVersion) -> None:
    """Raises BackupError where writes would get numbers again that the version has behind it."""
    last, needed = Journal(home.journal).last(), new.facts["more"].get("journal", 0)
    if needed > last:
        raise BackupError(
            f"its version holds the first {needed} writes of a journal, and that of the home has {last}: "
            "restore all of it into a new home (--home)"
        )


def _made(new: NewVersion) -> Version:
    if new.finished is None:  # the block above would have raised
        raise BackupError("no version was made")
    return new.finished
