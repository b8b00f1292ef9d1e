"""What a backup holds: one zip file, a list of its files with sizes and checksums in it, and nothing else."""

import hashlib
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from queries.versions import DOCKET, DUMP, MANIFEST, Home, HomeError

LIST = "backup.json"
VERSION = "version"
FORMAT = 1
_PIECE = 1 << 20
_LIST_BYTES = 64 << 20
_MOST_GROWTH, _SPARE_BYTES = 200, 64 << 20
"""Quads and texts grow some ten times when they are unpacked; what grows more is made to fill a disk."""
_PART = re.compile(r"\w[\w.-]*")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError)


class BackupError(HomeError):
    """A backup that cannot be made or cannot be used; the message says why."""


class Entry(BaseModel):
    """A file of the backup: its size in bytes, and its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str


class Listed(BaseModel):
    """The list of a backup: which version it is of, and its files by their names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    version: str
    files: dict[str, Entry]


def outliving(home: Home) -> Mapping[str, Path]:
    """What of a home outlives its versions, each a file or a folder, by its name in a backup."""
    tables = (home.register, home.ledger, home.judgements, home.judged_names, home.tokens)
    return {place.name: place for place in (*tables, home.journal, home.texts)}


def is_carried(name: str, home: Home) -> bool:
    """Whether a backup may hold a file of this name: one that leads into its place and nowhere else."""
    first, *rest = name.split("/")
    if not all(map(_PART.fullmatch, (first, *rest))):
        return False
    if first == VERSION:
        return rest in ([MANIFEST], [DUMP], [DOCKET])
    place = outliving(home).get(first)
    return place is not None and bool(rest) == (place in (home.journal, home.texts))


class Backup:
    """A backup, opened for reading; nothing in it is believed before it was looked at."""

    def __init__(self, archive: zipfile.ZipFile, home: Home) -> None:
        self._archive = archive
        self._members = {member.filename: member for member in archive.infolist()}
        if len(self._members) != len(archive.infolist()):
            raise BackupError("it has two files of one name")
        self.listed = self._read_list()
        self._check_names(home)
        self._check_sizes(home)

    def _read_list(self) -> Listed:
        if LIST not in self._members or self._members[LIST].file_size > _LIST_BYTES:
            raise BackupError(f"it has no {LIST}: it is no backup of Lertrat")
        try:
            with _damage_told():
                text = self._archive.read(LIST)
            listed = Listed.model_validate_json(text)
        except ValidationError as error:
            raise BackupError(f"its {LIST} cannot be read") from error
        if listed.format != FORMAT:
            raise BackupError(f"it has the format {listed.format}; this version of Lertrat reads {FORMAT}")
        return listed

    def _check_names(self, home: Home) -> None:
        for name, member in self._members.items():
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG) or (name != LIST and not is_carried(name, home)):
                raise BackupError(f"it holds {name[:100]!r}, which is no part of a home")
        if self.listed.files.keys() != self._members.keys() - {LIST}:
            raise BackupError(f"it does not hold what its {LIST} says")
        if missing := {f"{VERSION}/{MANIFEST}", f"{VERSION}/{DUMP}"} - self.listed.files.keys():
            raise BackupError(f"it lacks {', '.join(sorted(missing))}")

    def _check_sizes(self, home: Home) -> None:
        if any(self._members[name].file_size != entry.size for name, entry in self.listed.files.items()):
            raise BackupError(f"its files have other sizes than its {LIST} says")
        whole = sum(entry.size for entry in self.listed.files.values())
        packed = sum(member.compress_size for member in self._members.values())
        if whole > packed * _MOST_GROWTH + _SPARE_BYTES:
            raise BackupError(f"it would grow from {packed:,} to {whole:,} bytes: no backup does")
        place = next(path for path in (home.path, *home.path.absolute().parents) if path.exists())
        if whole > shutil.disk_usage(place).free:
            raise BackupError(f"it needs {whole:,} bytes, and {place} has no room for them")

    def check(self) -> None:
        """Read all of it; raises BackupError for the first file that is not what the list says."""
        for name in self.listed.files:
            for _ in self.pieces(name):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file; raises BackupError in the end where it is not what the list says."""
        entry, digest = self.listed.files[name], hashlib.sha256()
        with _damage_told(), self._archive.open(name) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != entry.sha256:
            raise BackupError(f"{name} in it is damaged")


@contextmanager
def open_backup(path: Path, home: Home) -> Iterator[Backup]:
    """A backup that may be restored into `home`; raises BackupError with what is wrong with it."""
    try:
        with path.open("rb") as file, _opened(file) as archive:
            yield Backup(archive, home)
    except BackupError as error:
        raise BackupError(f"{path} is not restored: {error}") from error


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    with _damage_told():
        return zipfile.ZipFile(file)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever reading the archive raises means that it is none, or no longer."""
    try:
        yield
    except _DAMAGE as error:
        raise BackupError("it is damaged, or no backup of Lertrat") from error


class Packer:
    """Writes a backup, file after file; the same files make the same bytes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, content: IO[bytes]) -> Entry:
        """Write one file; gives its size and checksum."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(_member(name), "w", force_zip64=True) as target:
            while piece := content.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self._entries[name] = Entry(size=size, sha256=digest.hexdigest())
        return self._entries[name]

    def finish(self, version: str) -> None:
        """Write the list, which is last since it has the checksums."""
        listed = Listed(format=FORMAT, version=version, files=self._entries)
        self._archive.writestr(_member(LIST), listed.model_dump_json(indent=1))


def _member(name: str) -> zipfile.ZipInfo:
    """A member without the time at which it was packed."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = (stat.S_IFREG | 0o600) << 16
    return member
