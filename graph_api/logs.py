"""What the server tells on standard error: lines for people, or one JSON object an event for programs."""

import datetime
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from graph_api.settings import Settings

_log = logging.getLogger(__name__)
_STDERR = 2
_LAST_WORDS_SECONDS = 1.0


class JsonLines(logging.Formatter):
    """Each event as one line of JSON: time (ISO 8601, UTC), level, event, who tells it, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, Any] = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "of": record.name,
            **_fields(record),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """Each event as a line for people: time, level, event, then `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end; a trace follows on lines of its own."""
        fields = "".join(f" {name}={value}" for name, value in _fields(record).items())
        line = f"{_time(record):%H:%M:%S} {record.levelname.lower()}: {record.getMessage()}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _time(record: logging.LogRecord) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(record.created, datetime.UTC)


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    """What an event was given beside its words."""
    fields: Mapping[str, Any] = getattr(record, "fields", {})
    return {name: value for name, value in fields.items() if value is not None}


_FORMATS: Mapping[str, type[logging.Formatter]] = {"json": JsonLines, "text": TextLines}


_UNTOLD = (
    "ASGI callable returned without completing response",  # our way to say that an answer is not whole
    "Unsupported upgrade request",  # it is answered, without the upgrade
    "No supported WebSocket library",  # none is wanted
)


def _is_told(record: logging.LogRecord) -> bool:
    """Whether an operator needs to know what uvicorn tells."""
    return not record.getMessage().startswith(_UNTOLD)


@contextmanager
def telling(settings: Settings) -> Iterator[None]:
    """Within the block events of this process, and of its libraries, are told as the settings say.

    What other processes of ours write to standard error, or the engine when it gives up, is no event: for
    programs each of its lines is made one, and where nothing is to be told it is lost.
    """
    if settings.log == "text":
        _start(settings, sys.stderr)
        yield
        return
    with os.fdopen(os.dup(_STDERR), "w", encoding="utf-8") as own, _retelling(own.fileno()):
        _start(settings, own)
        yield
        logging.root.handlers.clear()


@contextmanager
def _retelling(own: int) -> Iterator[None]:
    reader, writer = os.pipe()
    os.dup2(writer, _STDERR)
    os.close(writer)
    thread = threading.Thread(target=_retell, args=(reader,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.dup2(own, _STDERR)  # the pipe ends with its last writer
        thread.join(_LAST_WORDS_SECONDS)


def _retell(reader: int) -> None:
    with os.fdopen(reader, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            _log.warning("said on standard error", extra={"fields": {"line": line.rstrip()}})


def _start(settings: Settings, stream: TextIO) -> None:
    handler = logging.NullHandler() if settings.log == "off" else logging.StreamHandler(stream)
    handler.setFormatter(_FORMATS.get(settings.log, TextLines)())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").addFilter(_is_told)
    for library in ("uvicorn", "asyncio"):  # their words on starts and stops would double ours
        logging.getLogger(library).setLevel(max(logging.WARNING, logging.root.level))
