"""The text layer of a PDF, page by page. Runs in a confined child."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2

from ingest.readers.pdf_lines import read_lines
from ingest.readers.pdf_paragraphs import join_lines
from ingest.readers.refusal import refuse
from ingest.readers.thai_pdf import mend_thai

MOST_PAGES: Final = 1_000
MOST_SIGNS: Final = 2_000_000
FEWEST_LETTERS: Final = 20
"""With fewer in the whole document it is pictures of pages."""

_LETTER = re.compile("[ก-ฮA-Za-z]")
_NO_TEXT = re.compile("[\ue000-\uf8ff\ufffd]")
_SCAN_MEND = "run character recognition on it (ocrmypdf -l tha+eng), or save its text as .txt"
_LOCKED = "Incorrect password"


def read_pages(data: bytes) -> dict[str, Any]:
    """`text`, and `pages`: the offset in it at which each page begins.

    Raises RefusedInputError: a password, too many pages, no text layer or one without meaning.
    """
    document = _open(data)
    if len(document) > MOST_PAGES:
        raise refuse("", f"has more than {MOST_PAGES:,} pages", "split it")
    text, pages = "", []
    for page in _texts(document):
        pages.append(len(text))
        text += page + "\n\n"
        if len(text) > MOST_SIGNS:
            raise refuse("", f"has more than {MOST_SIGNS:,} signs", "split it")
    _refuse_unreadable(text)
    return {"text": text.rstrip("\n") + "\n", "pages": pages}


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _LOCKED in str(error):
            raise refuse("", "is locked with a password", "save it without one") from None
        raise refuse("", "is damaged or no PDF", "open and save it anew, or save its text as .txt") from None


def _texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:  # a broken page among good ones
            yield ""
            continue
        yield mend_thai(join_lines(read_lines(page), number + 1, page.get_width()))
        page.close()


def _refuse_unreadable(text: str) -> None:
    letters = len(_LETTER.findall(text))
    if letters < FEWEST_LETTERS:
        raise refuse("", "is a scan without a text layer", _SCAN_MEND)
    if len(_NO_TEXT.findall(text)) > letters:
        raise refuse("", "has a text layer whose signs mean nothing", _SCAN_MEND)
