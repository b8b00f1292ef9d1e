"""The members of tar and zip archives, one after the other, never on the disk; their names are only names."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple, cast

from ingest.readers.kinds import LARGEST_INPUT, kind_of, refuse_size
from ingest.readers.refusal import Refusal, RefusedInputError, refuse
from ingest.readers.unpacking import DAMAGE, MOST_EXPANSION, PIECE_BYTES, UNSUSPICIOUS, BombError, Unpacked

MOST_MEMBERS: Final = 100_000
LARGEST_HEADER: Final = 2_000_000
"""Bytes between two members of a tar, and of the names of a zip's members (times ten)."""

_SPLIT = "split it into archives of fewer texts"
_BOMB = "unpack it yourself if you trust it, and give the folder"
_DAMAGED = "pack it anew"
_DIRECTORY_END = b"PK\x05\x06"
_END_BYTES, _LONGEST_COMMENT = 22, 65_535
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PASSED_OVER = ("__MACOSX/",)


class Member(NamedTuple):
    """A file of an archive; `name` begins with the archive's."""

    name: str
    data: bytes


def read_tar(name: str, packed: BinaryIO) -> Iterator[Member | Refusal]:
    """Every file of a tar (plain, gzip, bzip2, xz, zstd) that is read as a stream.

    A file that is not read is yielded as a Refusal; damage or a bomb raises RefusedInputError there.
    """
    try:
        unpacked = Unpacked(packed)
        unpacked.allowance = LARGEST_HEADER
        with tarfile.open(
            fileobj=cast(BinaryIO, unpacked), mode="r|", bufsize=PIECE_BYTES, errors="surrogateescape"
        ) as tar:
            for number, member in enumerate(_headers(tar, unpacked)):
                _refuse_count(name, number)
                yield from _tar_member(f"{name}/{member.name}", member, tar)
    except BombError as error:
        raise refuse(name, str(error), _BOMB) from None
    except (tarfile.TarError, *DAMAGE) as error:
        if isinstance(error, RefusedInputError):
            raise
        raise refuse(name, f"is damaged or no tar archive ({error})", _DAMAGED) from None


def _headers(tar: tarfile.TarFile, unpacked: Unpacked) -> Iterator[tarfile.TarInfo]:
    while (member := tar.next()) is not None:
        tar.members.clear()  # type: ignore[attr-defined]  # else it remembers every member
        unpacked.allowance = member.size + LARGEST_HEADER
        yield member


def _tar_member(name: str, member: tarfile.TarInfo, tar: tarfile.TarFile) -> Iterator[Member | Refusal]:
    if member.isdir() or _is_passed_over(member.name):
        return
    if not member.isreg() or member.issparse():
        yield Refusal(name, "is no file but a link or a device", "pack the file itself")
    elif (refusal := _refusal_of(name, member.size)) is not None:
        yield refusal
    elif (file := tar.extractfile(member)) is not None:
        yield Member(name, file.read())


def read_zip(name: str, file: BinaryIO) -> Iterator[Member | Refusal]:
    """Every file of a zip, in its order; as `read_tar`. `file` must be able to seek."""
    size = _refuse_directory(name, file)
    left = UNSUSPICIOUS + MOST_EXPANSION * size
    try:
        with zipfile.ZipFile(file) as archive:
            for number, member in enumerate(archive.infolist()):
                _refuse_count(name, number)
                found = _zip_member(f"{name}/{_name_of(member)}", member, archive)
                left -= len(found.data) if isinstance(found, Member) else 0
                if left < 0:
                    raise refuse(name, f"unpacks to more than {MOST_EXPANSION} times its size", _BOMB)
                if found is not None:
                    yield found
    except (zipfile.BadZipFile, NotImplementedError, *DAMAGE) as error:
        if isinstance(error, RefusedInputError):
            raise
        raise refuse(name, f"is damaged or no zip archive ({error})", _DAMAGED) from None


def _refuse_directory(name: str, file: BinaryIO) -> int:
    """Refuse a list of members that would not fit into memory before reading it. Gives the size of all."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
    tail = file.read()
    if tail[-_END_BYTES:].startswith(_DIRECTORY_END) and tail.endswith(b"\0\0"):
        end = len(tail) - _END_BYTES
    else:
        end = tail.rfind(_DIRECTORY_END)
    if end < 0:
        raise refuse(name, "is damaged or no zip archive", _DAMAGED)
    if int.from_bytes(tail[end + 12 : end + 16], "little") > 10 * LARGEST_HEADER:
        raise refuse(name, "has too many members", _SPLIT)
    return size


def _zip_member(name: str, member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Member | Refusal | None:
    if not member.filename:  # `is_dir` would fail on it
        return Refusal(name, "has no name in its archive", "pack it anew")
    if member.is_dir() or _is_passed_over(member.filename):
        return None
    if member.flag_bits & _ENCRYPTED:
        return Refusal(name, "is locked with a password", "pack it without one")
    if member.compress_type not in _READ_METHODS:
        return Refusal(name, "is packed by a method that is not read", "pack it as a plain zip, or a tar.xz")
    return _refusal_of(name, member.file_size) or _read_member(name, member, archive)


def _read_member(name: str, member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Member | Refusal:
    try:
        with archive.open(member) as file:
            return Member(name, file.read(LARGEST_INPUT + 1))
    except (zipfile.BadZipFile, *DAMAGE) as error:
        return Refusal(name, f"is damaged ({error})", _DAMAGED)


def _refusal_of(name: str, size: int) -> Refusal | None:
    """Why a file of this name and size is not read."""
    try:
        kind = kind_of(name)
    except RefusedInputError as error:
        return error.refusal
    if kind in ("tar", "zip"):
        return Refusal(name, "is an archive in an archive", "unpack it first")
    if size > LARGEST_INPUT:
        return refuse_size(name).refusal
    return None


def _refuse_count(name: str, number: int) -> None:
    if number >= MOST_MEMBERS:
        raise refuse(name, f"has more than {MOST_MEMBERS:,} members", _SPLIT)


def _is_passed_over(name: str) -> bool:
    """What a Mac adds by itself, and hidden files: a folder's are not read either."""
    return name.startswith(_PASSED_OVER) or name.rpartition("/")[2].startswith(".")


def _name_of(member: zipfile.ZipInfo) -> str:
    """Old programs write Thai names in the Thai code page, and do not say so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "cp874"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
