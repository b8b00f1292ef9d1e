"""Who may write and where: a bearer token, its scope, and the graphs that go with it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from graph_api.bearers import Bearer, Bearers, TokenError
from graph_api.headers import Scope
from graph_api.problems import Problem
from graph_api.responses import header
from queries.tally import note_write
from queries.writer import JOURNAL_GRAPH, Author, Writer
from queries.writes import Outcome, Write

_log = logging.getLogger(__name__)
_SCHEME = "bearer "
_ASK = {"www-authenticate": 'Bearer realm="lertrat"'}
_WRITING = ("write", "admin")


@dataclass(frozen=True, slots=True)
class Authority:
    """What a server lets be written: nothing unless `open`; to any graph at all where it is `everywhere`."""

    writer: Writer
    bearers: Bearers
    open: bool = False
    everywhere: bool = False

    async def write(
        self, scope: Scope, write: Write, check: Callable[[Outcome], None] = lambda _: None
    ) -> Outcome:
        """Make a write for who sent it; raises Problem (401, 403) and what `Writer.write` raises."""
        return await self.writer.write(write, self.author(scope), check)

    def author(self, scope: Scope) -> Author:
        """Who sent the request, with the right to write; raises Problem (401, 403)."""
        note_write()
        if not self.open:
            raise Problem(HTTPStatus.FORBIDDEN, "this server only answers questions; it takes no writes")
        bearer = self.bearer(scope)
        if bearer is None:
            raise Problem(
                HTTPStatus.UNAUTHORIZED, "writing needs a token: `Authorization: Bearer ...`", headers=_ASK
            )
        if bearer.scope not in _WRITING:
            raise Problem(HTTPStatus.FORBIDDEN, "this token may read, and not write")
        return Author(bearer.name, lambda graph: self.everywhere or _may(bearer, graph))

    def bearer(self, scope: Scope) -> Bearer | None:
        """Whose token a request carries, in its header and nowhere else."""
        said = header(scope, "authorization") or ""
        if not said.lower().startswith(_SCHEME):
            return None
        try:
            return self.bearers.find(said[len(_SCHEME) :].strip())
        except TokenError as error:  # it names a file
            _log.error("tokens cannot be read: %s", error)
            return None


def own_graph(name: str) -> str:
    """The graph under which a token's own graphs stand."""
    return f"{JOURNAL_GRAPH.value}/{name}"


def _may(bearer: Bearer, graph: str | None) -> bool:
    start = JOURNAL_GRAPH.value if bearer.scope == "admin" else own_graph(bearer.name)
    return graph is not None and f"{graph}/".startswith(f"{start}/")
