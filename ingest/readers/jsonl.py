"""Texts as JSON Lines: one object a line, with `text` and what is known of it."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final, NamedTuple

from ingest.readers.kinds import LARGEST_INPUT
from ingest.readers.refusal import Refusal, refuse
from ingest.readers.txt import keep_safe_url

LONGEST_FIELD: Final = 2_000

_SHAPE = 'write one object a line: {"text": "...", "url": "...", "title": "...", "published": "2023-09-07"}'


class Entry(NamedTuple):
    """What a line tells; None is "not told"."""

    text: str
    key: str | None = None
    url: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    publisher: str | None = None


def split_lines(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes] | Refusal]:
    """Each line that holds something as `name:number` and its bytes; one that is too long as a Refusal."""
    number = 0
    while line := stream.readline(LARGEST_INPUT + 1):
        number += 1
        if len(line) > LARGEST_INPUT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST_INPUT)
            yield Refusal(
                f"{name}:{number}", f"is longer than {LARGEST_INPUT // 1_000_000} MB", "split the text"
            )
        elif line.strip():
            yield f"{name}:{number}", line


def read_entry(name: str, line: bytes) -> Entry:
    """The text of one line; fields that are not known are passed over. Raises RefusedInputError."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refuse(name, f"is no JSON ({_told(error)})", _SHAPE) from None
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or not entry["text"].strip():
        raise refuse(name, 'has no "text"', _SHAPE)
    entry.setdefault("key", entry.get("id"))
    text = entry["text"].encode("utf-8", "replace").decode()  # JSON can spell half a sign
    return Entry(text, **{field: _field(name, field, entry.get(field)) for field in _READERS})


def _told(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__


def _field(name: str, field: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    try:
        return _READERS[field](value)
    except (ValueError, TypeError):
        raise refuse(name, f'"{field}" is {_SHAPES[field]}', _SHAPE) from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_FIELD:
        raise TypeError
    return value.encode("utf-8", "replace").decode().strip()


def _key(value: Any) -> str:
    return str(value) if isinstance(value, int) else _text(value)


def _url(value: Any) -> str:
    if (safe := keep_safe_url(_text(value))) is None:
        raise ValueError
    return safe


def _date(value: Any) -> datetime.date:
    """A day, or the day of a point in time."""
    return datetime.date.fromisoformat(_text(value)[:10])


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "key": _key,
    "url": _url,
    "title": _text,
    "published": _date,
    "publisher": _text,
}
_SHAPES: Final = {
    "key": "no text and no whole number",
    "url": "no web address",
    "title": "no text, or a long one",
    "published": "no date like 2023-09-07",
    "publisher": "no text, or a long one",
}
