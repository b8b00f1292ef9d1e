"""Who asks for a name that is not this server's is refused: another site may have pointed that name here."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from graph_api.headers import Application, Receive, Scope, Send
from graph_api.problems import Problem
from graph_api.responses import Reply, header


class NamedHosts:
    """An ASGI application that answers 400 to a Host which is none of `names`.

    A name is a host, `*.` and the end of hosts, or `*` for all; ports do not matter.
    """

    def __init__(self, application: Application, names: Sequence[str]) -> None:
        self._application, self._any = application, "*" in names
        self._names = frozenset(name.strip("[]") for name in names)
        self._ends = tuple(name[1:] for name in names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if self._any or scope["type"] != "http" or self._is_ours(header(scope, "host") or ""):
            await self._application(scope, receive, send)
        else:
            detail = "this server does not go by the name in the Host header"
            await Reply(scope, send).send_error(Problem(HTTPStatus.BAD_REQUEST, detail))

    def _is_ours(self, host: str) -> bool:
        name = _name_of(host)
        return name in self._names or bool(name and name.endswith(self._ends))


def _name_of(host: str) -> str | None:
    """A Host header without its port, in small letters; None where it is more, or less, than a host."""
    try:
        parts = urlsplit(f"//{host}")
        whole = parts.netloc == host and "@" not in host and (parts.port or True)
    except ValueError:
        return None
    return parts.hostname if whole else None
