"""A saved web page to its article: text, title, date and site. Runs in a confined child."""

import datetime
import logging
import re
from typing import Any, Final

import trafilatura

from ingest.readers.decoding import decode
from ingest.readers.record_pages import write_pairs
from ingest.readers.refusal import refuse
from ingest.readers.txt import HEAD_LINES, find_date_line

LARGEST_PAGE: Final = 2_000_000
"""Signs; a page that is larger is no article, and parsing it costs memory and time."""
LARGEST_TREE: Final = 20_000
"""Elements of a page that are looked at; more are a list or an attack."""

_STATED_DATES: Final = {"original_date": True, "extensive_search": False}
"""Dates that the page states as its own: guesses from its text do not know the Buddhist era."""
_TAG_OPENS = re.compile("<[A-Za-z]")

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def read_article(data: bytes) -> dict[str, Any]:
    """`text`, `title`, `published` (ISO), `url` and `site` of a page; None is "not told".

    Raises RefusedInputError for one that is too large or holds no article.
    """
    page = decode("", data)
    if len(page) > LARGEST_PAGE or len(_TAG_OPENS.findall(page)) > LARGEST_TREE:
        raise refuse("", "is too large a page", "save the article's text alone as .txt")
    tree = _parse(page)
    words = [" ".join(piece.split()) for piece in tree.itertext()] if tree is not None else []
    found = _extract(tree) if tree is not None else None
    if found is None or not (found.text or "").strip():
        raise refuse("", "is a page without an article", "save the article's text as .txt")
    return {
        "text": found.text,
        "title": found.title,
        "published": _date(found.date) or _date_below(found.title, words),
        "url": found.url,
        "site": found.sitename,
    }


def _parse(page: str) -> Any:
    try:
        return trafilatura.load_html(page)
    except Exception:  # a stranger's page must not end the run, whatever the parser makes of it
        return None


def _extract(tree: Any) -> Any:
    try:
        write_pairs(tree)
        return trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, fast=True, date_extraction_params=_STATED_DATES
        )
    except Exception:  # as above
        return None


def _date(found: str | None) -> str | None:
    try:
        return datetime.date.fromisoformat(found).isoformat() if found else None
    except ValueError:
        return None


def _date_below(title: str | None, words: list[str]) -> str | None:
    """The day in a line that holds nothing else, below where the article's title stands last."""
    pieces = [piece for piece in words if piece]
    places = [place for place, piece in enumerate(pieces) if title and piece == " ".join(title.split())]
    below = pieces[places[-1] + 1 :] if places else []
    found = find_date_line(below[:HEAD_LINES])
    return found.isoformat() if found else None
