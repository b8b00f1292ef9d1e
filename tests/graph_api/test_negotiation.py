"""The choice of a format: suffix before parameter before Accept, and a clear no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.negotiation import FORMATS, Format, NotAcceptableError, choose, formats
from graph_api.tables import OFFERED

ROWS = formats("rows")
GRAPHS = formats("graph", "engine", "dataset")
(PAGE,) = formats("page")
ALL = formats("page", "graph")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV; header=present", "csv"),
        ("application/json", "json"),
        ("application/sparql-results+xml, application/rdf+xml", "xml"),
        ("text/*", "csv"),
        ("text/*;q=0.5, application/sparql-results+xml;q=0.6", "xml"),
        ("text/*, text/csv;q=0", "tsv"),
        ("*/*, application/sparql-results+json;q=0.1", "xml"),
        ("application/sparql-results+json;q=0.2, text/tab-separated-values ; q=0.3", "tsv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
        ("text/csv;q=broken, */*;q=0.1", "json"),
        ("*;q=0.1", "json"),
    ],
)
def test_accept_finds_the_most_wanted_format(accept: str | None, suffix: str) -> None:
    assert choose(accept, ROWS).suffix == suffix


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json, text/html;q=0.9", "jsonld"),
        ("*/*", "html"),
    ],
)
def test_a_thing_is_a_page_for_people_and_a_graph_for_programs(accept: str, suffix: str) -> None:
    assert choose(accept, ALL).suffix == suffix


def test_the_suffix_decides_before_the_parameter_and_that_before_accept() -> None:
    assert choose("text/html", ALL, suffix="ttl", parameter="nt").suffix == "ttl"
    assert choose("text/html", ALL, parameter="nt").suffix == "nt"
    assert choose("text/html", ALL, parameter="application/ld+json").suffix == "jsonld"


@pytest.mark.parametrize(
    "wanted", [{"accept": "image/png"}, {"accept": "*/*;q=0"}, {"accept": "*/*", "parameter": "xls"}]
)
def test_what_there_is_not_is_answered_with_what_there_is(wanted: dict[str, str]) -> None:
    with pytest.raises(NotAcceptableError, match=r"csv \(text/csv\)") as caught:
        choose(wanted["accept"], ROWS, parameter=wanted.get("parameter"))
    assert caught.value.offered == ROWS


@pytest.mark.parametrize("offered", [ROWS, (PAGE, *GRAPHS), OFFERED], ids=["rows", "graph", "questions"])
def test_each_name_means_one_of_the_formats_that_are_offered(offered: tuple[Format, ...]) -> None:
    names = [name for format_ in offered for name in format_.all_names]
    assert sorted(names) == sorted(set(names))


def test_each_media_type_means_one_format() -> None:
    types = [name for format_ in FORMATS for name in (format_.media_type, *format_.aliases)]
    assert sorted(types) == sorted(set(types))


@pytest.mark.parametrize(
    ("names", "suffix"),
    [
        ("turtle", "ttl"),
        ("n-triples", "nt"),
        ("ntriples", "nt"),
        ("xml", "rdf"),
        ("rdf", "rdf"),
        ("RDF+XML", "rdf"),
        ("rdf xml", "rdf"),
        ("application/rdf xml", "rdf"),
        ("json-ld", "jsonld"),
        ("json", "jsonld"),
        (("none", "n3"), "n3"),
        (("n3", "turtle"), "n3"),
    ],
)
def test_a_graph_is_found_by_the_names_that_clients_use(names: str | tuple[str, ...], suffix: str) -> None:
    assert choose("text/html", GRAPHS, parameter=names).suffix == suffix


def test_text_is_sent_with_its_charset() -> None:
    assert choose("text/csv", ROWS).content_type == "text/csv; charset=utf-8"
    assert choose("application/json", ROWS).content_type == "application/sparql-results+json"


@given(
    st.text()
    | st.lists(st.sampled_from(["text/csv", "*/*", "q=0.5", ";", ",", "q=nan", "/", " "])).map("".join)
)
def test_any_header_gets_an_offered_format_or_a_clear_no(accept: str) -> None:
    try:
        chosen = choose(accept, ROWS)
    except NotAcceptableError:
        return
    assert chosen in ROWS
