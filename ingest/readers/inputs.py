"""What is given (files, folders, archives, lines, standard input) as single inputs: name, kind, bytes."""

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple, cast

from ingest.readers.archives import Member, read_tar, read_zip
from ingest.readers.folders import expand
from ingest.readers.jsonl import split_lines
from ingest.readers.kinds import (
    HEAD_BYTES,
    LARGEST_INPUT,
    MANIFOLD,
    STANDARD_INPUT,
    Kind,
    kind_of,
    kind_of_bytes,
    refuse_size,
)
from ingest.readers.refusal import Refusal, RefusedInputError, refuse

LARGEST_PIPED_ZIP: Final = 64_000_000
"""Bytes; the list of a zip's members stands at its end, so a piped one is held in memory."""

_DOCX_PART = b"word/document.xml"


class Input(NamedTuple):
    """One document's bytes before they are read; `kind` is none of the archives'."""

    name: str
    kind: Kind
    data: bytes


def find_inputs(
    paths: Iterable[Path | Literal["-"]], stdin: BinaryIO | None = None
) -> Iterator[Input | Refusal]:
    """Every input of files, folders (all that is in them, sorted), archives and standard input, in order.

    Only one input is in memory at a time. What cannot be had is yielded as a Refusal; the rest goes on.
    """
    for path in paths:
        for found in expand(path):
            try:
                yield from _inputs_of(found, stdin)
            except RefusedInputError as error:
                yield error.refusal


def _inputs_of(name: str, stdin: BinaryIO | None) -> Iterator[Input | Refusal]:
    if name == STANDARD_INPUT:
        stream = io.BufferedReader(_Whole(stdin or sys.stdin.buffer))
        yield from _open(name, kind_of_bytes(stream.peek(HEAD_BYTES)), stream)
        return
    with open_file(Path(name)) as file:
        yield from _open(name, kind_of(name), file)


def _open(name: str, kind: Kind, stream: BinaryIO) -> Iterator[Input | Refusal]:
    if kind == "jsonl":
        lines = split_lines(name, stream)
        yield from (line if isinstance(line, Refusal) else Input(line[0], kind, line[1]) for line in lines)
    elif kind == "tar":
        yield from _members(read_tar(name, stream))
    elif kind == "zip":
        yield from _open_zip(name, stream)
    else:
        yield Input(name, kind, stream.read(LARGEST_INPUT + 1))


def _open_zip(name: str, stream: BinaryIO) -> Iterator[Input | Refusal]:
    if name != STANDARD_INPUT:
        yield from _members(read_zip(name, stream))
        return
    data = stream.read(LARGEST_PIPED_ZIP + 1)
    if len(data) > LARGEST_PIPED_ZIP:
        raise refuse(name, f"is a zip of more than {LARGEST_PIPED_ZIP // 1_000_000} MB", "give it as a file")
    if _DOCX_PART in data:
        yield Input(name, "docx", data)
    else:
        yield from _members(read_zip(name, io.BytesIO(data)))


def _members(members: Iterator[Member | Refusal]) -> Iterator[Input | Refusal]:
    for member in members:
        if isinstance(member, Refusal):
            yield member
        else:
            yield from _open(member.name, kind_of(member.name), io.BytesIO(member.data))


def open_file(path: Path) -> BinaryIO:
    """A file that can be read to its end; raises RefusedInputError."""
    try:
        _refuse_unread(path, path.stat())
        return path.open("rb")
    except RefusedInputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _refuse_error(path, error) from error


def _refuse_unread(path: Path, status: os.stat_result) -> None:
    """Refuse before a byte is read: a pipe or a device could be read for ever."""
    if stat.S_ISDIR(status.st_mode):
        raise refuse(path, "is a folder without files", "give a file, or a folder with files")
    if not stat.S_ISREG(status.st_mode):
        raise refuse(path, "is no file", "give a file, a folder with files, or - for standard input")
    if kind_of(str(path)) not in MANIFOLD and status.st_size > LARGEST_INPUT:
        raise refuse_size(path)


def _refuse_error(path: Path, error: Exception) -> RefusedInputError:
    if isinstance(error, FileNotFoundError):
        return refuse(path, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return refuse(path, "may not be read by you", "change its permissions")
    return refuse(path, f"cannot be read ({getattr(error, 'strerror', None) or error})", "check the path")


class _Whole(io.RawIOBase):
    """A pipe whose first bytes come together, however they were written, so that they tell what it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = stream.read(HEAD_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(cast(memoryview, buffer))
        piece = self._head[:size] or self._stream.read(size)
        self._head = self._head[size:]
        buffer[: len(piece)] = piece
        return len(piece)
