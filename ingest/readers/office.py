"""Office files are ZIP archives: looked at before a library unpacks them, so that a bomb costs nothing."""

import io
import zipfile
from typing import Final

from ingest.readers.refusal import refuse

LARGEST_UNPACKED: Final = 60_000_000
"""Bytes of all XML in the archive; a list of a thousand awards has one million."""
MOST_PARTS: Final = 2_000
_MARKUP = (".xml", ".rels", ".vml")
_DOCTYPE = b"<!DOCTYPE"


def open_office_archive(data: bytes, main: str) -> zipfile.ZipFile:
    """The archive in `data`, of bounded size and without document types; raises RefusedInputError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refuse("", "is no Office document, or a broken one", "save it anew") from None
    if main not in archive.namelist():
        raise refuse("", "is no Office document of the kind that its suffix says", "check the suffix")
    markup = [part for part in parts if part.filename.lower().endswith(_MARKUP)]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in markup) > LARGEST_UNPACKED:
        raise refuse(
            "", "unpacks to more than a list of awards can hold", "copy the list to a file of its own"
        )
    if any(_has_document_type(archive, part) for part in markup):
        raise refuse("", "declares XML entities, as no Office program does", "save it anew")
    return archive


def _has_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(part) as file:
            return _DOCTYPE in file.read(4096)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        return False  # encrypted or broken: the library tells of it
