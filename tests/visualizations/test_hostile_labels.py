"""Labels written by an enemy: they are shown as words, and nothing of them runs, links or breaks the page."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from queries.engine import EmbeddedEngine
from visualizations.page import web_address, write_json
from visualizations.pictures import draw

EngineOf = Callable[[Callable[[str], str]], EmbeddedEngine]
PICTURES = {
    "body": {"body": "mind"},
    "wins-by-year": {},
    "ministries": {},
    "path": {"from": "person/somchai", "to": "ieat"},
}
PAYLOADS = {
    "script": "<script>document.title='owned'</script>",
    "end of a block": "</script><script>document.title='owned'</script>",
    "comment": "<!--<script>",
    "quotes": "\"'><img src=x onerror=\"document.title='owned'\">",
    "markup": "<a href='javascript:alert(1)'>x</a>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "markdown of a label": "*b* _i_ `c` <b>x</b>",
    "direction": "กรม\u202egnorw\u2066x",
    "null": "ก\u0000ข\u2028ค",
}


def hostile(payload: str) -> Callable[[str], str]:
    """Puts the payload beside every label; in an address, a scheme that must never become a link."""

    def spell(text: str) -> str:
        return "javascript:document.title='owned'" if text.startswith("http") else f"{text} {payload}"

    return spell


@pytest.fixture(params=PICTURES)
def picture(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PAYLOADS)
def page(request: pytest.FixtureRequest, picture: str, engine_of: EngineOf) -> str:
    engine = engine_of(hostile(PAYLOADS[request.param]))
    return draw(picture, engine.rows, **PICTURES[picture])


def parse(text: str) -> Any:
    return html.document_fromstring(text)


def hashes(texts: list[str]) -> set[str]:
    return {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}


def test_no_label_becomes_an_element(page: str, picture: str, engine: EmbeddedEngine) -> None:
    def tags(text: str) -> set[Any]:
        return {element.tag for element in parse(text).iter()}

    assert tags(page) == tags(draw(picture, engine.rows, **PICTURES[picture]))


def test_every_script_and_style_is_one_that_the_policy_names(page: str) -> None:
    tree = parse(page)
    running = [s.text or "" for s in tree.iter("script") if s.get("type") != "application/json"]
    styles = [style.text or "" for style in tree.iter("style")]
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes([*running, *styles])


def test_no_attribute_runs_or_fetches(page: str) -> None:
    for element in parse(page).iter():
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert name not in ("style", "src", "srcdoc", "action", "formaction")
            assert name != "href" or re.match(r"https?://|data:,$", str(value))


def test_the_data_block_is_data_to_its_end(page: str) -> None:
    for block in parse(page).xpath("//script[@type='application/json']"):
        assert json.loads(block.text)["nodes"]


def test_a_hostile_word_is_shown_as_it_is(engine_of: EngineOf) -> None:
    payload = PAYLOADS["script"]
    page = draw("body", engine_of(hostile(payload)).rows, body="tisi")
    table = next(parse(page).iter("table"))
    assert payload in table.text_content()


def test_no_override_of_direction_is_left(engine_of: EngineOf) -> None:
    page = draw("body", engine_of(hostile(PAYLOADS["direction"])).rows, body="tisi")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_no_data_can_end_its_block(data: Any) -> None:
    written = write_json(data)
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == data


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org",
        "https://exa\u202emple.org",
        "https://",
        "//example.org",
        "data:text/html,x",
        "ftp://example.org",
        "http://[",
        "",
        None,
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(address: str | None) -> None:
    assert web_address(address) is None


def test_an_address_of_the_web_becomes_a_link() -> None:
    assert web_address("https://example.org/ข่าว?a=1&b=2") == "https://example.org/ข่าว?a=1&b=2"
