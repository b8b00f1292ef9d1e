"""Who may write: a table of tokens, of which only hashes are kept, read anew whenever it changes."""

import csv
import datetime
import hashlib
import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""`read` is not counted by the throttle; `write` writes to graphs of its own name; `admin` to all."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_START = "lertrat_"


class TokenError(ValueError):
    """A name or a table of tokens that cannot be; the message says what mends it."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """One token: whose it is, what it may do, the SHA-256 of it in hexadecimal, the day it was made."""

    name: str
    scope: str
    sha256: str
    since: str


class Bearers:
    """The tokens of a home, in a file that only its owner reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._held: list[Bearer] = []

    def find(self, token: str) -> Bearer | None:
        """Whose token this is; it takes as long whether it is known or not."""
        digest, found = _digest(token), None
        for bearer in self.all():
            if hmac.compare_digest(bearer.sha256, digest):
                found = bearer
        return found

    def all(self) -> list[Bearer]:
        """All tokens; raises TokenError where the table cannot be read."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return []
        seen = (state.st_mtime_ns, state.st_ino)
        if seen != self._seen:
            self._held, self._seen = _read(self._path), seen
        return self._held

    def add(self, name: str, scope: Scope) -> str:
        """Make a token, the one before under this name is then no more; gives it: it is told this once."""
        if not _NAME.fullmatch(name):
            raise TokenError(f"{name!r} cannot be a name: use a-z, 0-9 and hyphens, at most 40")
        token = _START + secrets.token_urlsafe(32)
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        _write(self._path, [*self._others(name), Bearer(name, scope, _digest(token), today)])
        return token

    def remove(self, name: str) -> None:
        """Take a token back; raises TokenError where there is none of this name."""
        others = self._others(name)
        if len(others) == len(self.all()):
            raise TokenError(f"there is no token {name!r}; `lertrat token` lists them")
        _write(self._path, others)

    def _others(self, name: str) -> list[Bearer]:
        return [bearer for bearer in self.all() if bearer.name != name]


def _digest(token: str) -> str:
    """A token has 256 bits of chance: no salt and no slow hash would make it harder to guess."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _read(path: Path) -> list[Bearer]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        found = [Bearer(**row) for row in rows]
    except TypeError as error:
        raise TokenError(f"{path}: the columns are {', '.join(_COLUMNS)}") from error
    for line, bearer in enumerate(found, 2):
        if bearer.scope not in SCOPES:
            raise TokenError(f"{path}, line {line}: the scope is one of {', '.join(SCOPES)}")
    return found


_COLUMNS = [field.name for field in fields(Bearer)]


def _write(path: Path, bearers: Sequence[Bearer]) -> None:
    """All at once, for this user alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".tokens-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(bearer) for bearer in bearers)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
