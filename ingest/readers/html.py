"""A saved web page to its article: main text, title, date and site; nothing is ever fetched."""

import datetime
import logging
import re
from typing import Any, Final, NamedTuple

import trafilatura

from ingest.readers.refusal import refuse
from ingest.readers.txt import host_of, keep_safe_url
from ontology.thai import normalise

LARGEST_PAGE: Final = 2_000_000
"""Signs; a page that is larger is no article, and parsing it costs memory and time."""
LARGEST_TREE: Final = 20_000
"""Elements of a page that are looked at; more are a list or an attack."""

_TAG_OPENS = re.compile("<[A-Za-z]")

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


class Article(NamedTuple):
    """What a page holds; None is "not told"."""

    text: str
    title: str | None
    published: datetime.date | None
    url: str | None
    publisher: str | None


def read_article(name: str, page: str) -> Article:
    """The article of a page; raises RefusedInputError for one that is too large or holds none."""
    if len(page) > LARGEST_PAGE or len(_TAG_OPENS.findall(page)) > LARGEST_TREE:
        raise refuse(name, "is too large a page", "save the article's text alone as .txt")
    found = _extract(page)
    if found is None or not (found.text or "").strip():
        raise refuse(name, "is a page without an article", "save the article's text as .txt")
    url = keep_safe_url(found.url)
    title = normalise(found.title) if found.title else None
    return Article(found.text, title or None, _read_date(found.date), url, found.sitename or host_of(url))


def _extract(page: str) -> Any:
    try:
        return trafilatura.bare_extraction(page, include_comments=False, with_metadata=True, fast=True)
    except Exception:  # a stranger's page must not end the run, whatever the parser makes of it
        return None


def _read_date(found: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(found) if found else None
    except ValueError:
        return None
