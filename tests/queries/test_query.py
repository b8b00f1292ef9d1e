"""Questions in files: what a header may say, and that a value can never be more than a value."""

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from ontology.iri import iri
from ontology.namespaces import XSD
from queries.engine import EmbeddedEngine
from queries.query import (
    BadValueError,
    Parameter,
    Query,
    QueryFileError,
    UnboundParameterError,
    UnknownParameterError,
    read_query,
    write_term,
)

HEADER = """\
#+ summary: What a body is called
#+ summary_th: ชื่อของหน่วยงาน
#+ params:
#+   body: {type: iri, kind: body, required: true, description: the body}
#+   since: {type: integer, default: 2560}
#+   day: {type: date}
#+   word: {type: string}
#+ example: {body: tisi}
#+ columns: {word: the word}
"""
TEXT = """\
SELECT ?word ?since ?body ?day {
  VALUES ?body { UNDEF }
  VALUES ?since { UNDEF }
  values ?word {UNDEF}
  VALUES ?day { UNDEF }
  { SELECT ?word { VALUES ?word { UNDEF } } }
}
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "pages" / "body-names.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def question(tmp_path: Path) -> Query:
    return read_query(write(tmp_path, HEADER + TEXT))


ECHO = Query(
    name="echo",
    folder="pages",
    summary="Says what it was given",
    summary_th="พูดตาม",
    params={"word": Parameter("word", "string")},
    text="SELECT ?word ?other { VALUES ?word { UNDEF } VALUES ?other { 1 }"
    " { SELECT ?word { VALUES ?word { UNDEF } } } }",
)
DECODED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def test_the_header_names_the_question_in_both_languages(question: Query) -> None:
    assert (question.name, question.folder) == ("body-names", "pages")
    assert question.summary_th == "ชื่อของหน่วยงาน"
    assert question.example == {"body": "tisi"}
    assert question.columns == {"word": "the word"}


def test_a_key_becomes_the_iri_of_its_kind(question: Query) -> None:
    assert f"VALUES ?body {{ {iri('body', 'tisi')} }}" in question.bind(body="tisi")


def test_a_whole_iri_stays_what_it_is(question: Query) -> None:
    assert "VALUES ?body { <http://example.org/x> }" in question.bind(body=NamedNode("http://example.org/x"))
    assert "VALUES ?body { <http://example.org/x> }" in question.bind(body="http://example.org/x")


def test_every_occurrence_of_a_parameter_is_bound(question: Query) -> None:
    assert question.bind(body="tisi", word="น้ำ").count('"น้ำ"') == 2


def test_what_is_not_given_stays_undef_or_takes_its_default(question: Query) -> None:
    bound = question.bind(body="tisi")
    assert "VALUES ?day { UNDEF }" in bound
    assert '"2560"^^' in bound


def test_several_values_mean_any_of_them() -> None:
    rows = EmbeddedEngine.of_quads([]).rows(ECHO.bind(word=["ก", 'x" } UNION {']))
    assert {row["word"] for row in rows} == {Literal("ก"), Literal('x" } UNION {')}


def test_the_bound_text_is_sparql(question: Query) -> None:
    bound = question.bind(body="tisi", word="x", day=datetime.date(2023, 9, 7), since=2566)
    (row,) = EmbeddedEngine.of_quads([]).rows(bound)
    assert row["day"] == Literal("2023-09-07", datatype=XSD.date)
    assert row["since"] == Literal(2566)


def test_a_missing_required_value_is_an_error_that_names_it(question: Query) -> None:
    with pytest.raises(UnboundParameterError, match="'body-names' needs 'body'"):
        question.bind()


def test_an_unknown_parameter_is_an_error_that_lists_the_known(question: Query) -> None:
    with pytest.raises(UnknownParameterError, match=r"no parameter 'bodi'.*body, since"):
        question.bind(bodi="tisi")


@pytest.mark.parametrize(
    "values",
    [
        {"body": "TISI!"},
        {"body": "http://example.org/> } DROP ALL #"},
        {"body": 7},
        {"body": "tisi", "since": "2566 }"},
        {"body": "tisi", "since": True},
        {"body": "tisi", "since": 2.5},
        {"body": "tisi", "day": "31/12/2566"},
        {"body": "tisi", "day": "2023-02-30"},
        {"body": "tisi", "word": 5},
        {"body": "tisi", "word": "\ud800"},
    ],
)
def test_a_value_of_another_type_is_refused(question: Query, values: dict[str, str]) -> None:
    with pytest.raises(BadValueError, match="of the question 'body-names' takes"):
        question.bind(**values)


WILD = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        "\\u0022 } UNION {",
        "\\",
        "\\\\u0022",
        "\\\x00",
        '"',
        "VALUES ?other { UNDEF }",
        "'''",
        '"""',
        "\\U0001F600",
        "\r\n",
    ]
)


@given(WILD)
def test_any_text_returns_as_itself(word: str) -> None:
    engine = EmbeddedEngine.of_quads([])
    (row,) = engine.rows(ECHO.bind(word=word))
    assert row["word"] == Literal(word)
    assert row["other"] == Literal(1)


@given(WILD)
def test_an_engine_that_decodes_escapes_first_reads_the_same_text(word: str) -> None:
    """SPARQL 1.1 (19.2) lets an engine decode \\uXXXX before it parses: no part of a value may look so."""
    decoded = DECODED.sub(lambda match: chr(int(match[1] or match[2], 16)), write_term(Literal(word)))
    assert EmbeddedEngine.of_quads([]).rows(f"SELECT ({decoded} AS ?word) {{}}")[0]["word"] == Literal(word)


def broken(old: str, new: str) -> str:
    assert old in HEADER + TEXT
    return (HEADER + TEXT).replace(old, new)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (broken("VALUES ?day { UNDEF }", ""), "'day' is not used"),
        (broken("#+   day: {type: date}\n", ""), "`VALUES \\?day { UNDEF }` is not declared"),
        (broken("#+ summary: What a body is called\n", ""), "lacks `#\\+ summary"),
        (broken("#+ summary_th: ชื่อของหน่วยงาน\n", ""), "lacks `#\\+ summary_th"),
        (broken("type: date", "type: day"), "the type of 'day' must be one of"),
        (broken("kind: body", "kind: bodies"), "the kind of 'body' must be one of"),
        (broken("columns", "colums"), "knows no `colums`"),
        (broken("example: {body", "example: {bodi"), "no parameter 'bodi'"),
        (broken("default: 2560", "default: many"), "whole number"),
        (broken("params:", "params: ["), "params"),
    ],
)
def test_a_file_that_does_not_agree_with_itself_is_named(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(QueryFileError, match=f"(?s)body-names.rq: .*{reason}"):
        read_query(write(tmp_path, content))
