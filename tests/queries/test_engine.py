"""The embedded engine: what it answers, in which formats, over which graphs, and how it fails."""

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple
from rdflib.compare import isomorphic

from ontology.namespaces import GEO, LR, ORG, PREFIXES, RDF, RDFS
from queries.dataset import DatasetClause
from queries.engine import EmbeddedEngine, Rows, Truth, read_dump, write_dump, write_store
from queries.errors import EvaluationError, QueryFormError, QuerySyntaxError

EX = "http://example.org/"
G1, G2, G3 = (NamedNode(EX + name) for name in ("g1", "g2", "g3"))
S, P = NamedNode(EX + "s"), NamedNode(EX + "p")
ONE, TWO = Literal("one"), Literal("two")
QUADS = [
    Quad(S, P, ONE, G1),
    Quad(S, P, ONE, G2),
    Quad(S, P, TWO, G2),
    Quad(S, RDFS.label, Literal("ส", language="th")),
]


@pytest.fixture(scope="module")
def small() -> EmbeddedEngine:
    return EmbeddedEngine.of_quads(QUADS)


def write(engine: EmbeddedEngine, text: str, media_type: str, *graphs: list[NamedNode]) -> bytes:
    pieces: list[bytes] = []
    clause = DatasetClause(*graphs) if graphs else None
    engine.serialise(text, media_type, lambda piece: pieces.append(bytes(piece)), clause)
    return b"".join(pieces)


def test_rows_leave_out_what_is_unbound(small: EmbeddedEngine) -> None:
    text = (
        f"SELECT ?label ?none {{ <{S.value}> <{RDFS.label.value}> ?label OPTIONAL {{ ?label ?none ?none }} }}"
    )
    assert small.rows(text) == [{"label": Literal("ส", language="th")}]


def test_an_answer_is_of_the_kind_that_was_asked(small: EmbeddedEngine) -> None:
    assert small.answer("SELECT ?s { ?s ?p ?o }") == Rows(("s",), [{"s": S}])
    assert small.answer("ASK {}") == Truth(True)
    assert small.triples("CONSTRUCT WHERE { ?s ?p ?o }") == [
        Triple(S, RDFS.label, Literal("ส", language="th"))
    ]


def test_asking_for_rows_where_there_is_truth_is_an_error(small: EmbeddedEngine) -> None:
    with pytest.raises(QueryFormError, match="gives truth, not rows"):
        small.rows("ASK {}")


def test_the_default_graph_is_the_real_one_and_not_a_union(small: EmbeddedEngine) -> None:
    assert len(small.rows("SELECT * { ?s ?p ?o }")) == 1


@pytest.mark.parametrize(
    "clauses",
    [
        f"FROM <{EX}g1> FROM <{EX}g2>",
        f"FROM<{EX}g1>FROM<{EX}g2>FROM<{EX}g1>",
        f"# FROM <{EX}x>\nFROM <{EX}g1>\nfrom <{EX}g2>",
    ],
)
def test_several_from_are_merged_without_duplicates(small: EmbeddedEngine, clauses: str) -> None:
    rows = small.rows(f"SELECT ?o {clauses} {{ ?s ?p ?o }} ORDER BY ?o")
    assert [row["o"] for row in rows] == [ONE, TWO]


def test_from_may_be_written_with_prefix_and_base(small: EmbeddedEngine) -> None:
    text = "SELECT ?o FROM e:g1 FROM <g2> { ?s ?p ?o }"
    text = f"BASE <{EX}> PREFIX e: <{EX}> {text}"
    assert len(small.rows(text)) == 2


def test_named_graphs_stand_beside_merged_ones(small: EmbeddedEngine) -> None:
    text = "SELECT ?o ?g FROM e:g1 FROM e:g2 FROM NAMED e:g1 { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"
    assert small.rows(f"PREFIX e: <{EX}> {text}") == [{"o": ONE, "g": G1}]


def test_graphs_of_the_request_stand_in_for_those_of_the_text(small: EmbeddedEngine) -> None:
    text = "SELECT (COUNT(*) AS ?n) FROM <http://example.org/g3> { ?s ?p ?o }"
    assert write(small, text, "text/csv", [G1, G2], []) == b"n\r\n2\r\n"


def test_a_request_with_only_named_graphs_has_an_empty_default_graph(small: EmbeddedEngine) -> None:
    pieces: list[bytes] = []
    text = "SELECT ?s ?g { { ?s ?p ?o } UNION { GRAPH ?g {} } }"
    small.serialise(text, "text/csv", pieces.append, DatasetClause([], [G2]))
    assert b"".join(pieces) == b"s,g\r\n,http://example.org/g2\r\n"


@pytest.mark.parametrize("format_", [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV])
def test_rows_survive_their_formats(small: EmbeddedEngine, format_: QueryResultsFormat) -> None:
    body = write(small, "SELECT ?s ?o { ?s ?p ?o }", format_.media_type)
    read = pyoxigraph.parse_query_results(body, format_)
    assert isinstance(read, pyoxigraph.QuerySolutions)
    assert [(row["s"], row["o"]) for row in read] == [(S, Literal("ส", language="th"))]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")))
def test_csv_gives_every_text_back_as_it_was(text: str) -> None:
    engine = EmbeddedEngine.of_quads([Quad(S, P, Literal(text))])
    body = write(engine, "SELECT ?o ?p { ?s ?p ?o }", "text/csv").decode()
    assert list(csv.reader(io.StringIO(body, newline=""))) == [["o", "p"], [text, P.value]]


@pytest.mark.parametrize(
    "format_", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib itself
def test_triples_survive_their_formats(format_: RdfFormat) -> None:
    triples = [
        Triple(S, RDF.type, ORG.Organization),
        Triple(S, P, BlankNode("b")),
        Triple(BlankNode("b"), P, Literal("ก\n\"'<&", language="th")),
        Triple(S, LR.yearBE, Literal(2566)),
        Triple(NamedNode("geo:13.7,100.5"), GEO.lat, NamedNode("lr:nothing")),
    ]
    engine = EmbeddedEngine.of_quads([Quad(t.subject, t.predicate, t.object) for t in triples])
    body = write(engine, "CONSTRUCT WHERE { ?s ?p ?o }", format_.media_type)
    expected = pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    names = {RdfFormat.TURTLE: "turtle", RdfFormat.N_TRIPLES: "nt", RdfFormat.RDF_XML: "xml"}
    read = rdflib.Graph().parse(data=body, format=names.get(format_, "json-ld"))
    assert isomorphic(read, rdflib.Graph().parse(data=expected, format="nt"))


def test_turtle_has_our_prefixes_in_one_order(small: EmbeddedEngine) -> None:
    lines = write(small, "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").decode().splitlines()
    assert lines[: len(PREFIXES)] == sorted(
        f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()
    )
    assert 'rdfs:label "ส"@th' in lines[len(PREFIXES)]


def test_json_ld_has_the_prefixes_it_uses(small: EmbeddedEngine) -> None:
    document = json.loads(write(small, "CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json"))
    assert document["@context"] == {"rdfs": str(RDFS)}
    assert document["@graph"][0]["rdfs:label"] == [{"@language": "th", "@value": "ส"}]


def test_a_format_of_the_other_kind_is_refused_before_the_first_byte(small: EmbeddedEngine) -> None:
    with pytest.raises(QueryFormError, match="not written as text/turtle"):
        write(small, "ASK {}", "text/turtle")


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * {\n  ?s ?p }", 2, 10, r"near '\?s \?p }'"),
        ("SELECT * {\n ?s ex:p ?o }", 2, 5, "the prefix 'ex:' is not declared"),
        ("SELECT * {", 1, 11, "near 'SELECT"),
        ("INSERT DATA { <a:a> <a:a> 1 }", 1, 10, "near 'INSERT DATA"),
    ],
)
def test_a_syntax_error_has_its_place(
    small: EmbeddedEngine, text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=words) as caught:
        small.answer(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_an_error_of_the_engine_keeps_its_words_to_itself(small: EmbeddedEngine) -> None:
    with pytest.raises(EvaluationError) as caught:
        small.rows("SELECT * { SERVICE <http://127.0.0.1:9/secret> { ?s ?p ?o } }")
    assert "127.0.0.1" not in str(caught.value)


def test_two_dumps_of_the_same_quads_are_the_same_bytes(tmp_path: Path) -> None:
    quads = [*QUADS, Quad(BlankNode(), P, BlankNode("x"))]
    renamed = [*reversed(QUADS), Quad(BlankNode(), P, BlankNode("y")), QUADS[0]]
    assert write_dump(quads, tmp_path / "a.nq") == write_dump(renamed, tmp_path / "b.nq") == 5
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_dump_and_store_hold_the_same_quads(tmp_path: Path) -> None:
    write_dump(QUADS, tmp_path / "dump.nq")
    assert write_store(tmp_path / "store", QUADS) == len(QUADS)
    assert set(read_dump(tmp_path / "dump.nq")) == set(QUADS)
    text = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?o"
    on_disk = EmbeddedEngine.on_disk(tmp_path / "store")
    assert on_disk.rows(text) == EmbeddedEngine.in_memory(tmp_path / "dump.nq").rows(text)
    assert len(on_disk) == len(QUADS)
