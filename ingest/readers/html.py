"""A saved web page to its article: text, title, date and site. Runs in a confined child."""

import datetime
import logging
import re
from typing import Any, Final

import trafilatura

from ingest.readers.decoding import decode
from ingest.readers.refusal import refuse

LARGEST_PAGE: Final = 2_000_000
"""Signs; a page that is larger is no article, and parsing it costs memory and time."""
LARGEST_TREE: Final = 20_000
"""Elements of a page that are looked at; more are a list or an attack."""

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
    found = _extract(page)
    if found is None or not (found.text or "").strip():
        raise refuse("", "is a page without an article", "save the article's text as .txt")
    return {
        "text": found.text,
        "title": found.title,
        "published": _date(found.date),
        "url": found.url,
        "site": found.sitename,
    }


def _extract(page: str) -> Any:
    try:
        return trafilatura.bare_extraction(page, include_comments=False, with_metadata=True, fast=True)
    except Exception:  # a stranger's page must not end the run, whatever the parser makes of it
        return None


def _date(found: str | None) -> str | None:
    try:
        return datetime.date.fromisoformat(found).isoformat() if found else None
    except ValueError:
        return None
