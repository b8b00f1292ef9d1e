"""The look at a stranger's query: what would crash the engine or make it fetch never reaches it."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.engine import EmbeddedEngine
from queries.errors import QueryError, QueryRefusedError, QuerySyntaxError, QueryTooLongError
from queries.precheck import FORMS, MAX_BYTES, check_query, check_update

N = 10_000
CRASHES = {
    "groups": "SELECT * {" + "{" * N + "}" * N + "}",
    "brackets": "SELECT * { FILTER(" + "(" * N + "1" + ")" * N + ") }",
    "unions": "SELECT * { {} " + "UNION{}" * 9_000 + "}",
    "sums": "SELECT (1" + "+1" * N + " AS ?x) {}",
    "signs": "SELECT (" + "!" * N + "1 AS ?x) {}",
    "optionals": "SELECT * {" + "OPTIONAL{" * 5_000 + "}" * 5_000 + "}",
    "paths": "SELECT * { ?s " + "(" * N + "<a:a>" + ")" * N + " ?o }",
    "described": "DESCRIBE " + "<a:a> " * 9_000,
    "triple terms": "SELECT * { " + "<<" * 5_000 + "?a ?b ?c" + ">> ?b ?c" * 5_000 + " ?p ?o }",
}
SLOW = {
    "patterns": "SELECT * { " + "?a ?b ?c . " * 1_000 + "}",
    "objects": "SELECT * { ?a ?b ?c" + ", ?c" * 1_000 + " }",
    "list": "SELECT * { ?a ?b (" + "1 " * 1_000 + ") }",
    "sequence": "SELECT * { ?a <a:a>" + "/<a:a>" * 1_000 + " ?c }",
    "conditions": "SELECT (1 AS ?x) {} GROUP BY ?a HAVING " + "(1)" * 5_000,
}


@pytest.mark.parametrize("shape", [*CRASHES, *SLOW])
def test_a_shape_that_crashes_or_stalls_the_engine_is_refused(shape: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"nested 128 deep|100 triple patterns|500 operators"):
        check_query((CRASHES | SLOW)[shape])


@pytest.mark.parametrize("shape", ["groups", "described"])
def test_these_shapes_do_crash_the_engine(shape: str) -> None:
    """Once they do not any more, the limits may be looked at again."""
    program = "import sys, pyoxigraph; pyoxigraph.Store().query(sys.stdin.read())"
    ended = subprocess.run([sys.executable, "-c", program], input=CRASHES[shape], text=True, check=False)
    assert ended.returncode < 0


FINE = [
    "SELECT * { ?s ?p ?o FILTER(?o IN (1, 2, 3) && ?o < 5 && ?o > 2) } # SERVICE <http://x/> {}",
    "PREFIX ex: <http://example.org/> SELECT * { ?s ex:service ?o ; ex:load 'SERVICE' . GRAPH ?service {} }",
    'SELECT * { ?s <http://example.org/SERVICE> """a "SERVICE" {""" , \'SERVICE\' }',
    "SELECT * { VALUES (?a ?b) {" + "(1 2)" * 5_000 + "} }",
    "SELECT * { VALUES ?a {" + "'ก' " * 5_000 + "} }",
    "SELECT ?x (COUNT(*) AS ?n) WHERE { " + "?x ?p ?o . " * 90 + "} GROUP BY ?x",
    "SELECT * {" + "{" * 90 + "}" * 90 + "}",
    "SELECT * { ?s ?p ?o FILTER(?a <?b && ?c> ?d) }",
    "PREFIX t: <http://e/t#> SELECT * { ?s <http://e/p#x> <urn:x#y> ; t:a\\-b%41.c 1.5e3 , _:b.1 , 'x'@th }",
]


@pytest.mark.parametrize("text", FINE)
def test_a_good_query_passes_and_the_engine_takes_it(text: str) -> None:
    assert check_query(text) == "SELECT"
    EmbeddedEngine.of_quads([]).rows(text)


@pytest.mark.parametrize("form", ["SELECT * {}", "ask {}", "Construct WHERE {}", "DESCRIBE <a:a>"])
def test_the_form_of_a_query_is_told(form: str) -> None:
    assert check_query(f"PREFIX ask: <select:> # SELECT\n {form}") == form.split(maxsplit=1)[0].upper()


SPELLINGS = {
    "plain": "SERVICE <{url}> {{ ?s ?p ?o }}",
    "small letters": "service <{url}> {{ ?s ?p ?o }}",
    "no space": "sErViCe<{url}>{{?s ?p ?o}}",
    "comment between": "SERVICE # x\n <{url}> {{ ?s ?p ?o }}",
    "prefixed name": "SERVICE e:x {{ ?s ?p ?o }}",
    "silent": "SERVICE SILENT <{url}> {{ ?s ?p ?o }}",
    "silent without space": "SERVICESILENT<{url}>{{?s ?p ?o}}",
    "inside exists": "FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "glued to its name": "SERVICEe:x {{ ?s ?p ?o }}",
    "glued to a number": "?a ?b 1SERVICE<{url}>{{?s ?p ?o}}",
    "glued to a truth value": "?a ?b trueSERVICE<{url}>{{?s ?p ?o}}",
    "glued to both": "?a ?b trueSERVICEe:x{{?s ?p ?o}}",
    "after an empty local name": "?a ?b e:.SERVICE<{url}>{{?s ?p ?o}}",
    "in a comparison that looks like an IRI": 'FILTER(1 <?b#>"""\n) SERVICE <{url}> {{ ?s ?p ?o }} #"""\n',
    "in a subselect": "{{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
}


def spell(name: str, url: str) -> str:
    return f"PREFIX e: <{url}> SELECT * {{ ?a ?b ?c . " + SPELLINGS[name].format(url=url) + " }"


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        yield server


@pytest.mark.parametrize("name", SPELLINGS)
def test_no_spelling_of_service_passes(name: str) -> None:
    with pytest.raises((QueryRefusedError, QuerySyntaxError)):
        check_query(spell(name, "http://127.0.0.1:9999/"))


CALLS = """
import sys
from pyoxigraph import Literal, NamedNode, Quad, Store
store = Store()
store.add(Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(1)))
store.add(Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(True)))
try:
    list(store.query(sys.stdin.read()))
except OSError:
    pass
"""


@pytest.mark.parametrize("name", ["plain", "glued to its name", "silent without space"])
def test_these_spellings_do_reach_the_network_without_the_check(name: str, listener: socket.socket) -> None:
    """What the check is for; without this the test above could pass for nothing."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with subprocess.Popen([sys.executable, "-c", CALLS], stdin=subprocess.PIPE, text=True) as process:
        listener.settimeout(10)
        try:
            assert process.stdin
            process.stdin.write(spell(name, url))
            process.stdin.close()
            connection, _ = listener.accept()
            connection.close()
        finally:
            process.kill()
    assert urlsplit(url).port == listener.getsockname()[1]


@pytest.mark.parametrize(
    "text",
    ["LOAD <http://x/>", "INSERT {} WHERE {}", "CLEAR ALL", "drop all", "WITH <a:a> DELETE {} WHERE {}"],
)
def test_an_update_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="changes data; this address only answers queries"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://x/>",
        "load silent <http://x/> INTO GRAPH <a:a>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <a:a> { ?s ?p ?o } }",
    ],
)
def test_an_update_may_not_fetch(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="nothing is fetched"):
        check_update(text)


def test_an_update_that_fetches_nothing_passes() -> None:
    check_update('INSERT DATA { <a:a> <a:b> "LOAD" }')


def test_a_long_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(QueryTooLongError, match="64 KB"):
        check_query("ก" * (MAX_BYTES // 3 + 1))


def test_an_unreadable_sign_has_its_place() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check_query("SELECT * {\n  ?s ?p 'ก }")
    assert (caught.value.line, caught.value.column) == (2, 9)


PIECES = st.sampled_from(
    [
        "SELECT",
        "*",
        "{",
        "}",
        "(",
        ")",
        "<",
        ">",
        "<a:a>",
        '"',
        "'''",
        "#",
        "\n",
        "\\",
        "?a",
        "a:b",
        "SERVICE",
        "1",
        " ",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=100))
def test_any_text_is_told_apart_or_refused(text: str) -> None:
    try:
        form = check_query(text)
    except QueryError:
        return
    assert form in FORMS


def test_a_variable_may_be_called_by_a_thai_word() -> None:
    assert check_query("SELECT ?ชื่อ ?ปีที่ได้รับ WHERE { ?ชื่อ ?p ?ปีที่ได้รับ }") == "SELECT"
