"""The server process: one port, the addresses worth knowing, and one clear message when it cannot start."""

import contextlib
import errno
import gc
import logging
import math
import resource
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn

from graph_api.app import SPARQL_PATH, create_app
from graph_api.bounds import BoundedProtocol
from graph_api.current import Current
from graph_api.logs import telling
from graph_api.settings import Settings
from queries.versions import HomeError

MAX_CONNECTIONS = 10_000
"""The last resort, also against the silent: `Room` and the probes answer long before."""
Tell = Callable[[str], object]
_SHOWN_BODY = "tisi"


class ServerError(RuntimeError):
    """The server cannot start; the message says what mends it."""


def serve(settings: Settings, tell: Tell = print) -> None:
    """Serve until the process is told to end; raises ServerError when it cannot start."""
    listener = _listen(settings)
    with listener:
        try:
            current = Current(settings)
        except HomeError as error:
            raise ServerError(str(error)) from error
        _allow_files()
        for line in addresses(settings, listener.getsockname()[1]):
            tell(line)
        with telling(settings):
            _run(Server(_configure(settings, current), current, settings.drain_seconds), listener)


# uvloop is taken where it is installed (Windows has none)
_OPTIONS: dict[str, Any] = {
    "loop": "auto",
    "http": BoundedProtocol,
    "ws": "none",
    "lifespan": "on",
    "access_log": False,
    "server_header": False,
    "log_config": None,  # ours holds for all
    "proxy_headers": True,  # the throttle needs to know clients, also behind a proxy
    "timeout_keep_alive": 15,
    "limit_concurrency": MAX_CONNECTIONS,
}


def _configure(settings: Settings, current: Current) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings, current),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.grace_seconds,
        **_OPTIONS,
    )


class Server(uvicorn.Server):
    """Told to stop, it is not ready from that moment on, and closes its door `drain` seconds later."""

    def __init__(self, config: uvicorn.Config, current: Current, drain: float) -> None:
        super().__init__(config)
        self.current, self._drain = current, drain
        self._closing = math.inf
        """When the door is closed (`time.monotonic`)."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Hear a signal; a second one closes the door at once."""
        if self.current.stopping or not self._drain:
            super().handle_exit(sig, frame)
        else:
            self._closing = time.monotonic() + self._drain
        self.current.stopping = True

    def hear_again(self, _: int, __: FrameType | None) -> None:
        """Before and after its work uvicorn leaves an order to stop to us: no failure, the exit code is 0."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin; what stands by then stays: to look for garbage in it would hold all requests up (75 ms)."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second: whether to stop now."""
        return await super().on_tick(counter) or time.monotonic() >= self._closing


def _run(server: Server, listener: socket.socket) -> None:
    if threading.current_thread() is threading.main_thread():  # others hear no signals
        signal.signal(signal.SIGTERM, server.hear_again)
    # what keeps it from starting is told in one line, not in the trace of the libraries
    logging.getLogger("uvicorn.error").addFilter(lambda _: server.current.failure is None)
    with contextlib.suppress(KeyboardInterrupt, SystemExit):  # uvicorn has ended, and passes it on
        server.run([listener])
    if server.current.failure:
        raise ServerError(f"{server.current.failure}; `lertrat check` looks into it")
    if not server.started:
        raise ServerError("the server could not start; the log says more")


def _allow_files() -> None:
    """Let the process hold a file open for each connection: systems allow fewer until they are asked."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MAX_CONNECTIONS
    if resource.RLIM_INFINITY not in (soft, hard) and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


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
