"""The server process: one port, the addresses worth knowing, and one clear message when it cannot start."""

import contextlib
import errno
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from graph_api.app import SPARQL_PATH, create_app
from graph_api.settings import Settings
from queries.versions import HomeError

Tell = Callable[[str], object]
_SHOWN_BODY = "tisi"


class ServerError(RuntimeError):
    """The server cannot start; the message says what mends it."""


def serve(settings: Settings, tell: Tell = print) -> None:
    """Serve until the process is told to end; raises ServerError when it cannot start."""
    listener = _listen(settings)
    with listener:
        try:
            app = create_app(settings)
        except HomeError as error:
            raise ServerError(str(error)) from error
        for line in addresses(settings, listener.getsockname()[1]):
            tell(line)
        _run(uvicorn.Config(app, **_OPTIONS), listener)


# uvloop and httptools are taken where they are installed (Windows has no uvloop)
_OPTIONS: dict[str, Any] = {
    "loop": "auto",
    "http": "auto",
    "lifespan": "on",
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "proxy_headers": True,  # the throttle needs to know clients, also behind a proxy ...
    "forwarded_allow_ips": "127.0.0.1",  # ... which is believed on this machine only
    "timeout_keep_alive": 15,
    "timeout_graceful_shutdown": 5,
    "limit_concurrency": 1000,
}


def _run(config: uvicorn.Config, listener: socket.socket) -> None:
    server = uvicorn.Server(config)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn has ended in good order and passes it on
        server.run([listener])
    if not server.started:
        raise ServerError("the graph could not be loaded; `lertrat check` looks into it, the log says more")


def _listen(settings: Settings) -> socket.socket:
    """A listening socket; raises ServerError with the mend when the port is taken or not allowed."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServerError(_explain(error, settings)) from error
    return listener


def _explain(error: OSError | OverflowError, settings: Settings) -> str:
    place = f"{settings.host}:{settings.port}"
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"{place} is in use by another program; end it, or take another: --port {settings.port + 1}"
    if getattr(error, "errno", None) == errno.EACCES:
        return f"{place} needs more rights than this user has; take a port above 1023: --port 8000"
    return f"this machine cannot listen on {place}; use --host 127.0.0.1, or an address that it has"


def addresses(settings: Settings, port: int) -> Iterator[str]:
    """Where to look, line by line."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = settings.public_base or f"http://{host}:{port}"
    yield f"Lertrat answers at {base}/"
    yield f"  a body           {base}/page/body/{_SHOWN_BODY}"
    yield f"  its picture      {base}/picture/body/{_SHOWN_BODY}"
    yield f"  ready questions  {base}/questions"
    yield f"  SPARQL           {base}{SPARQL_PATH}   (a form: {base}/sparql-form)"
    yield "  add a text of your own: lertrat ingest FILE_OR_FOLDER"
    yield "Ctrl-C ends it."


def tell_and_open(line: str) -> None:
    """Print a line of the server's greeting; open the first address, at which it listens by now."""
    sys.stdout.write(f"{line}\n")
    if line.startswith("Lertrat answers at "):
        webbrowser.open(line.rpartition(" ")[2])
