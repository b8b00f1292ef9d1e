"""`/store` told nonsense: names of graphs that are none, keys that are none, wishes that cannot be."""

import pytest

from tests.graph_api.wire import ASK, faults, get
from tests.production import Production

GRAPH = b"/store?graph=https://w3id.org/lertrat/graph/document/knowledge"
NAMES: dict[str, tuple[int, bytes]] = {
    "no name": (400, b"/store"),
    "an empty name": (400, b"/store?graph="),
    "half a percent sign": (400, b"/store?graph=%"),
    "half a letter": (400, b"/store?graph=%e0%b8"),
    "NUL": (400, b"/store?graph=%00"),
    "the way up": (400, b"/store?graph=../../etc/passwd"),
    "a blank node": (400, b"/store?graph=_:b"),
    "a line break": (400, b"/store?graph=http://a%0d%0aSet-Cookie:a=b"),
    "10,000 letters": (400, b"/store?graph=" + b"a" * 10_000),
    "two names": (400, b"/store?graph=urn:x:a&graph=urn:x:b"),
    "a name and the default graph": (400, b"/store?default&graph=urn:x:a"),
    "9,000 parameters": (400, b"/store?" + b"&".join([b"a"] * 9000)),
    "a file": (404, b"/store?graph=file:///etc/passwd"),
    "a script": (404, b"/store?graph=javascript:alert(1)"),
    "a path up": (404, b"/store/..%2f..%2fetc%2fpasswd"),
    "a path with a line break": (404, b"/store/a%0d%0aSet-Cookie:a=b"),
    "a path of no letters": (404, b"/store/%ff"),
}
KEYS: dict[str, tuple[bytes, ...]] = {
    "no key": (),
    "a key of bytes": (b"Authorization: Bearer \xff\xfe",),
    "a key of 50 kB": (b"Authorization: Bearer " + b"a" * 50_000,),
    "two keys": (b"Authorization: Bearer a", b"Authorization: Bearer b"),
    "a broken password": (b"Authorization: Basic ====",),
}
PACKINGS = (b"gzip;q=NaN", b"\xff", b"*;q=0", b"identity;q=0", b"gzip;q=1e999", b"br;q=-1;q=2", b"x," * 5000)


@pytest.mark.parametrize("case", NAMES)
def test_a_bad_name_of_a_graph_is_refused(production: Production, case: str) -> None:
    status, target = NAMES[case]
    assert faults(production, get(target), [status]) == []


@pytest.mark.parametrize("method", [b"PUT", b"POST", b"DELETE"])
@pytest.mark.parametrize("case", KEYS)
def test_no_key_opens_a_server_that_takes_no_writes(production: Production, case: str, method: bytes) -> None:
    assert faults(production, get(GRAPH, *KEYS[case], method=method), [401, 403]) == []


@pytest.mark.parametrize("target", [ASK, GRAPH], ids=["an answer", "a graph"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_odd_wishes_for_packing_do_no_harm(production: Production, packing: bytes, target: bytes) -> None:
    assert faults(production, get(target, b"Accept-Encoding: " + packing), [200, 406]) == []
