"""What is not guarded where a server runs, in plain words: told once, at the start."""

import ipaddress
from collections.abc import Iterator

from graph_api.settings import Settings
from queries.tally import Standing


def name_gaps(settings: Settings, standing: Standing) -> Iterator[str]:
    """One sentence for each wall that is missing, with what mends it."""
    if standing.walled is False:
        yield (
            "the workers keep their network: the kernel refuses them a namespace of their own (allow user "
            "namespaces); queries that would fetch are still refused before they run"
        )
    if not _is_this_machine(settings.host) and "*" in settings.hosts():
        yield (
            "every host name is answered on an address that others reach: name those that are meant in "
            "LERTRAT_ALLOWED_HOSTS"
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
