"""What the server tells on standard error: lines for people, or one JSON object an event for programs."""

import datetime
import json
import logging
from collections.abc import Mapping
from typing import Any

from graph_api.settings import Settings


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


def start_logging(settings: Settings) -> None:
    """Send all events of this process, the server's own and its libraries', where the settings say."""
    silent = settings.log == "off"
    handler = logging.NullHandler() if silent else logging.StreamHandler()
    handler.setFormatter(_FORMATS.get(settings.log, TextLines)())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").addFilter(_is_told)
    for library in ("uvicorn", "asyncio"):  # their words on starts and stops would double ours
        logging.getLogger(library).setLevel(max(logging.WARNING, logging.root.level))
