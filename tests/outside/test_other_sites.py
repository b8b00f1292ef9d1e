"""Scripts on pages of other sites: what a browser lets them do with our data, by the headers that we send."""

import httpx
import pytest

from tests.production import Production

ELSEWHERE = {"origin": "https://elsewhere.example", "accept": "text/turtle, application/json;q=0.9"}
DATA = ("/sparql", "/api/awards?body=tisi", "/data/body/tisi.ttl", "/id/body/tisi", "/context.jsonld")
REFUSALS = (
    "/sparql?query=x",
    "/api/awards?x=1",
    "/api/none",
    "/id/body/none",
    "/data/body/tisi.xyz",
    "/page/body/none",
)
WITH_TAGS = ("/sparql?query=ASK%7B%7D", "/api/awards?body=tisi", "/data/body/tisi.ttl")


def allowed(answer: httpx.Response, what: str) -> set[str]:
    """The words of a header for browsers, in small letters."""
    words = answer.headers.get(f"access-control-{what}", "").lower().split(",")
    return {word.strip() for word in words}


@pytest.mark.parametrize("path", DATA)
def test_a_script_elsewhere_may_read_data(production: Production, path: str) -> None:
    answer = httpx.get(production.address + path, headers=ELSEWHERE)
    assert answer.status_code in (200, 303)
    assert allowed(answer, "allow-origin") == {"*"}


@pytest.mark.parametrize("path", REFUSALS)
def test_a_script_elsewhere_may_read_why_it_is_refused(production: Production, path: str) -> None:
    answer = httpx.get(production.address + path, headers=ELSEWHERE)
    assert answer.status_code in (400, 404, 406)
    assert allowed(answer, "allow-origin") == {"*"}


@pytest.mark.parametrize("path", WITH_TAGS)
def test_a_script_elsewhere_may_see_the_tag(production: Production, path: str) -> None:
    answer = httpx.get(production.address + path, headers=ELSEWHERE)
    assert answer.headers["etag"]
    assert "etag" in allowed(answer, "expose-headers")


@pytest.mark.parametrize("path", WITH_TAGS)
def test_a_script_elsewhere_may_ask_for_what_is_new(production: Production, path: str) -> None:
    asked = {"access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    answer = httpx.options(production.address + path, headers=ELSEWHERE | asked)
    assert answer.is_success
    assert "if-none-match" in allowed(answer, "allow-headers")


@pytest.mark.parametrize("path", [*DATA, "/", "/page/body/tisi"])
def test_nothing_is_given_with_a_strangers_cookies(production: Production, path: str) -> None:
    answer = httpx.get(production.address + path, headers=ELSEWHERE | {"cookie": "a=b"})
    assert allowed(answer, "allow-credentials") == {""}
    assert "set-cookie" not in answer.headers
