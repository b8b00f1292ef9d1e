"""The W3C's tests of the SPARQL 1.1 Protocol: the requests of their description, and what must come back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from tests.outside.w3c.exclusions import mark
from tests.outside.w3c.manifests import Case

FOLDER = "sparql11/protocol"
TESTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("protocol.yml").read_text(encoding="utf-8"))


def each_of(part: str) -> pytest.MarkDecorator:
    """A test for each test of `queries` or `updates`."""
    names = [pytest.param(name, marks=mark(f"{FOLDER} {name}")) for name in TESTS[part]]
    return pytest.mark.parametrize("name", names)


def send(http: httpx.Client, exchange: Mapping[str, Any]) -> httpx.Response:
    """Send a request as it is described; nothing is added to it."""
    return http.request(
        exchange.get("method", "POST"),
        "/sparql",
        params=exchange.get("parameters"),
        content=exchange.get("body", "").encode(exchange.get("encoding", "utf-8")),
        headers={"content-type": exchange["type"]} if "type" in exchange else None,
    )


def media_type(answer: httpx.Response) -> str:
    return str(answer.headers["content-type"])


def is_success(answer: httpx.Response) -> bool:
    return answer.status_code < 400


def is_refusal(answer: httpx.Response) -> bool:
    return 400 <= answer.status_code < 500


def has_truth(answer: httpx.Response) -> bool:
    format_ = QueryResultsFormat.from_media_type(media_type(answer))
    found = is_success(answer) and format_ and parse_query_results(answer.content, format_)
    return isinstance(found, QueryBoolean)


def has_yes(answer: httpx.Response) -> bool:
    return has_truth(answer) and answer.json()["boolean"] is True


def has_rows(answer: httpx.Response) -> bool:
    format_ = QueryResultsFormat.from_media_type(media_type(answer))
    return is_success(answer) and format_ is not None


def has_graph(answer: httpx.Response) -> bool:
    format_ = RdfFormat.from_media_type(media_type(answer))
    if not is_success(answer) or format_ is None:
        return False
    for _ in parse(answer.content, format_):  # raises where the answer is not what it says
        pass
    return True


def has_whole_iri(answer: httpx.Response) -> bool:
    """One row, whose IRI has been made absolute."""
    (row,) = answer.json()["results"]["bindings"]
    return row["o"]["type"] == "uri" and NamedNode(row["o"]["value"]).value.endswith("test")


CHECKS: Mapping[str, Callable[[httpx.Response], bool]] = {
    "success": is_success,
    "refusal": is_refusal,
    "truth": has_truth,
    "yes answer": has_yes,
    "rows": has_rows,
    "graph": has_graph,
    "whole IRI": has_whole_iri,
}


def hold(http: httpx.Client, name: str, part: str) -> None:
    for exchange in TESTS[part][name]:
        answer = send(http, exchange)
        assert CHECKS[exchange["expect"]](answer), f"{exchange['expect']}: {answer.status_code} {answer.text}"


@each_of("queries")
def test_a_query_is_taken_or_refused_as_the_protocol_says(w3c: httpx.Client, name: str) -> None:
    hold(w3c, name, "queries")


@each_of("updates")
def test_an_update_is_taken_or_refused_as_the_protocol_says(writable: httpx.Client, name: str) -> None:
    hold(writable, name, "updates")


def test_every_test_of_the_protocol_is_here(cases: list[Case]) -> None:
    described = {case.name for case in cases if case.kind == "ProtocolTest"}
    assert described == {f"{FOLDER} {name}" for part in ("queries", "updates") for name in TESTS[part]}
