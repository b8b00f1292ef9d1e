"""Addresses of an operator's list, fetched from the hosts that the operator allows; nothing else ever is.

https only, the host is one of the allowed at every redirect, and the connection goes to the very address that
was checked, not to the name: one that changes its mind (DNS rebinding) cannot lead inside.
"""

import re
import socket
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib.metadata import version
from ipaddress import IPv6Address, IPv6Network, ip_address
from pathlib import Path
from typing import Final, NamedTuple

import httpcore
import httpx

from ingest.readers import key_of, read_input
from ingest.readers.inputs import Input
from ingest.readers.kinds import LARGEST_INPUT, Kind
from ingest.readers.refusal import Refusal, RefusedInputError, refuse
from ingest.records import Document

Resolve = Callable[[str, int], list[str]]
"""A host and a port -> its addresses; raises OSError."""

FETCHING_SECONDS: Final = 30.0
"""For one address with all its redirects, beside the resolving of names."""
WAITING_SECONDS: Final = 10.0
MOST_REDIRECTS: Final = 5
LONGEST_ADDRESS: Final = 2_000

_KINDS: Final[dict[str, Kind]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HTTPS_PORT = 443
_TRANSLATED = IPv6Network("64:ff9b::/96")
_ALLOW = "name its host with --allow-host if you trust it"
_CHECK = "check the address"
_SAVE = "try again later, or save the page and give the file"
_UNSAFE_IN_KEYS = re.compile(r"[^\w.-]+")


class _Fetched(NamedTuple):
    address: httpx.URL
    kind: Kind
    data: bytes


class PrivateAddressError(OSError):
    """A name that leads to no public address."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet, the one inside of a translated address too."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip in _TRANSLATED:
            return is_public(str(ip_address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast


def resolve_name(host: str, port: int) -> list[str]:
    """All addresses of a host, as this machine knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only: to the one that was checked, not to its name."""

    def __init__(self, resolve: Resolve, inner: httpcore.NetworkBackend) -> None:
        self._resolve, self._inner = resolve, inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._resolve(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise PrivateAddressError(f"{host} leads to {', '.join(addresses) or 'nowhere'}")
        return self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        raise PrivateAddressError(path)


def follow(
    listed: Path,
    hosts: Collection[str],
    resolve: Resolve = resolve_name,
    network: httpcore.NetworkBackend | None = None,
) -> Iterator[Document | Refusal]:
    """The document at each address of the file `listed` (one a line, `#` for comments), or why there is none.

    `resolve` and `network` are where tests stand in for the internet; the checks are the same.
    Raises RefusedInputError for a list that cannot be read, or without `hosts`.
    """
    if not hosts:
        raise refuse(listed, "is followed only to hosts that you allow", "name each with --allow-host HOST")
    allowed = frozenset(host.strip().rstrip(".").lower() for host in hosts)
    checked = CheckedNetwork(resolve, network or httpcore.SyncBackend())
    context = httpx.create_ssl_context(trust_env=False)
    with httpcore.ConnectionPool(ssl_context=context, max_connections=1, network_backend=checked) as pool:
        for address in _addresses(listed):
            try:
                yield _document(_fetch(pool, address, allowed))
            except RefusedInputError as error:
                yield Refusal(address, error.refusal.reason, error.refusal.mend)


def _addresses(listed: Path) -> list[str]:
    try:
        if listed.stat().st_size > LARGEST_INPUT:
            raise refuse(listed, f"is larger than {LARGEST_INPUT // 1_000_000} MB", "split the list")
        lines = listed.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "it is not UTF-8"
        raise refuse(listed, f"cannot be read ({told})", "give a file with one address a line") from None
    stripped = (line.strip() for line in lines)
    return list(dict.fromkeys(line for line in stripped if line and not line.startswith("#")))


def _fetch(pool: httpcore.ConnectionPool, address: str, allowed: frozenset[str]) -> _Fetched:
    deadline = time.monotonic() + FETCHING_SECONDS
    url = _checked(address, allowed)
    for _ in range(MOST_REDIRECTS + 1):
        try:
            found = _get(pool, url, deadline)
        except PrivateAddressError as error:
            raise refuse("", f"is not of the public internet ({error})", _SAVE) from None
        except (OSError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            told = str(error) or type(error).__name__
            raise refuse("", f"cannot be fetched ({told})", _SAVE) from None
        if isinstance(found, _Fetched):
            return found
        url = _checked(str(url.join(found)), allowed)
    raise refuse("", f"leads on more than {MOST_REDIRECTS} times", "give the last address")


def _checked(address: str, allowed: frozenset[str]) -> httpx.URL:
    """The address if it may be fetched; raises RefusedInputError."""
    try:
        url = httpx.URL(address if len(address) <= LONGEST_ADDRESS else "")
    except httpx.InvalidURL:
        raise refuse("", "is no web address", _CHECK) from None
    if url.scheme != "https" or not url.host or url.userinfo or url.port not in (None, _HTTPS_PORT):
        raise refuse("", f"leads to {_shown(url)}: only https without port or password is fetched", _CHECK)
    if url.raw_host.decode("ascii").rstrip(".") not in allowed:
        raise refuse("", f"leads to {_shown(url)}, a host that is not allowed", _ALLOW)
    return url


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}"[:200]


def _get(pool: httpcore.ConnectionPool, url: httpx.URL, deadline: float) -> _Fetched | str:
    """What is at an address, or where it leads on to."""
    waits = dict.fromkeys(("connect", "read", "write", "pool"), WAITING_SECONDS)
    agent = f"lertrat/{version('lertrat')} (graph of Thai public bodies; reads a list of its operator's)"
    headers: dict[bytes | str, bytes | str] = {
        "User-Agent": agent,
        "Accept": ", ".join(_KINDS),
        "Accept-Encoding": "identity",
    }
    with pool.stream("GET", str(url), headers=headers, extensions={"timeout": waits}) as response:
        told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and "location" in told:
            return told["location"]
        if response.status != 200:
            raise refuse("", f"answers with the status {response.status}", _CHECK)
        return _Fetched(url, _kind(told), _body(response, deadline))


def _kind(told: dict[str, str]) -> Kind:
    media_type = told.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _KINDS or told.get("content-encoding", "identity").lower() != "identity":
        shown = f"{media_type or 'of no known type'} {told.get('content-encoding', '')}".strip()[:100]
        raise refuse("", f"is {shown}, which is not read", "give pages, PDF, Word documents or plain text")
    return _KINDS[media_type]


def _body(response: httpcore.Response, deadline: float) -> bytes:
    pieces = bytearray()
    for piece in response.iter_stream():
        pieces += piece
        if len(pieces) > LARGEST_INPUT:
            raise refuse("", f"is larger than {LARGEST_INPUT // 1_000_000} MB", "save it, and split it")
        if time.monotonic() > deadline:
            raise refuse("", f"takes longer than {FETCHING_SECONDS:g} seconds", _SAVE)
    return bytes(pieces)


def _document(fetched: _Fetched) -> Document:
    address = str(fetched.address)
    document = read_input(Input(address, fetched.kind, fetched.data))
    publisher = document.publisher or fetched.address.host
    own = {"key": key_of_address(address), "name": address, "url": address, "publisher": publisher}
    return document.model_copy(update=own)


def key_of_address(address: str) -> str:
    """A key that tells the host and the page, kept apart from others' by a hash."""
    return key_of(_UNSAFE_IN_KEYS.sub("-", address.partition("://")[2]).strip("-.") + ".txt")
