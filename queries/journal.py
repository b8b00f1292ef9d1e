"""The journal of a home: every acknowledged write, with who and when, on disk before it is acknowledged."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queries.changes import Change, join
from queries.disk import sync_folder
from queries.errors import QueryError
from queries.stream import OverloadedError

_NAME = re.compile(r"[0-9]{10}\.json")
_UNFINISHED = ".new-"


class JournalError(RuntimeError):
    """An entry that is not what was written; the message names the file and the mend."""


class NoRoomError(QueryError):
    """An entry could not be written: the disk is full or out of order; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One write: `time` in UTC (ISO 8601), `who` is the name of a token, `did` what was asked for."""

    number: int
    time: str
    who: str
    did: str
    change: Change


class Journal:
    """A folder with a file an entry; entries are added, and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self) -> int:
        """The number of the newest entry; 0 where there is none."""
        return max((int(path.stem) for path in self._files()), default=0)

    def after(self, number: int) -> list[Path]:
        """The files of all entries behind number `number`, in order."""
        return sorted(path for path in self._files() if int(path.stem) > number)

    def _files(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (path for path in self._folder.iterdir() if _NAME.fullmatch(path.name))

    def whole(self) -> Change:
        """All that was ever written, as one change; raises JournalError."""
        return join(read_entry(path).change for path in self.after(0))

    def add(self, entry: Entry) -> Path:
        """Write an entry, safe on disk when this returns; raises NoRoomError, and then leaves no trace."""
        fields = {**_fields(entry), "sha256": ""}
        fields["sha256"] = _digest(fields)
        target = self._folder / f"{entry.number:010}.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(target, json.dumps(fields, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise NoRoomError("the write could not be kept: the disk is full or out of order") from error
        return target


def read_entry(path: Path) -> Entry:
    """The entry in a file; raises JournalError where it is damaged."""
    try:
        fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        said = fields.pop("sha256")
        if said != _digest({**fields, "sha256": ""}):
            raise ValueError("another checksum")
        return Entry(**{**fields, "change": Change.read(fields["change"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        mend = "restore it from a backup, or move it away to go on without that write"
        raise JournalError(f"the journal's file {path} is damaged; {mend}") from error


def _fields(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "time": entry.time,
        "who": entry.who,
        "did": entry.did,
        "change": entry.change.fields(),
    }


def _digest(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _write(target: Path, text: str) -> None:
    """Whole or not at all, and on disk with its folder."""
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _take(target, name)
        _keep(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _take(target: Path, name: str) -> None:
    try:
        target.hardlink_to(name)  # unlike a rename this fails where another process took the number
    except FileExistsError as error:
        raise OverloadedError("another server wrote at the same time; try again in a moment") from error


def _keep(target: Path) -> None:
    try:
        sync_folder(target.parent)
    except OSError:
        target.unlink()
        raise
