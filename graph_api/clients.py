"""Who asks, as far as a server can know: this machine, or a network."""

import ipaddress
from functools import lru_cache

from graph_api.headers import Scope

_FORWARDED = b"x-forwarded-for"


def network_of(scope: Scope) -> str | None:
    """The /24 of IPv4 or /48 of IPv6 that a request came from; None for one of this machine's own.

    Behind a proxy that is believed the server has put the forwarded address in place. One that names this
    machine is no request of this machine: anybody can write that into the header.
    """
    if not scope.get("client"):
        return None
    return _network_of(str(scope["client"][0]), _is_forwarded(scope))


@lru_cache(maxsize=4096)
def _network_of(said: str, forwarded: bool) -> str | None:
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback and not forwarded:
        return None
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _is_forwarded(scope: Scope) -> bool:
    return _FORWARDED in dict(scope.get("headers", ()))
