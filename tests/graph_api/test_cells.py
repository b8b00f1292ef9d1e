"""A term becomes words that are right for the reader, and a link only where it is safe to follow."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from graph_api.cells import best_label, cell, link_to, shorten
from graph_api.words import words_in
from ontology.iri import KINDS, iri
from ontology.namespaces import BASE, LR, SKOS, XSD

TH, EN = words_in("th"), words_in("en")
THAI, ENGLISH, GERMAN, PLAIN = (
    Literal("ไทย", language="th"),
    Literal("English", language="en"),
    Literal("Deutsch", language="de"),
    Literal("none"),
)


@given(st.text())
def test_no_text_becomes_a_link_to_anything_but_web_and_mail(text: str) -> None:
    href, outside = link_to(text)
    if href:
        assert urlsplit(href).scheme.lower() in (("http", "https", "mailto") if outside else ("",))
        assert outside or (href.startswith("/") and not href.startswith("//"))


@given(st.sampled_from(["javascript", "JAVASCRIPT", "data", "vbscript", "file", "ftp", "blob"]), st.text())
def test_no_other_scheme_is_followed(scheme: str, rest: str) -> None:
    assert link_to(f"{scheme}:{rest}") == ("", False)


@given(st.text())
def test_nothing_after_our_own_base_leads_away(rest: str) -> None:
    href, outside = link_to(BASE + rest)
    assert not outside
    assert href == "" or (href.startswith("/page/") and "//" not in href.partition("#")[0]) or "graph" in rest


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_of_ours_leads_to_its_page(kind: str) -> None:
    assert link_to(iri(kind, "a-1").value) == (f"/page/{kind}/a-1", False)  # type: ignore[arg-type]


def test_a_term_of_the_ontology_leads_to_its_place() -> None:
    assert link_to(LR.recipient.value) == ("/page/ontology#recipient", False)


@pytest.mark.parametrize(
    ("labels", "words", "chosen"),
    [
        ([ENGLISH, THAI], TH, THAI),
        ([THAI, ENGLISH], EN, ENGLISH),
        ([THAI, GERMAN], EN, THAI),
        ([GERMAN, ENGLISH], TH, ENGLISH),
        ([PLAIN], TH, PLAIN),
        ([], TH, None),
    ],
)
def test_a_label_falls_back_to_thai_then_english_then_any(labels, words, chosen) -> None:  # type: ignore[no-untyped-def]
    assert best_label(labels, words.language) == chosen


def test_a_thing_without_a_label_is_called_by_its_key() -> None:
    assert cell(iri("body", "tisi"), TH, {}).text == "tisi"


def test_a_label_in_another_language_carries_its_tag() -> None:
    node = iri("body", "tisi")
    assert cell(node, EN, {node.value: [THAI]}).tag == "th"
    assert cell(node, TH, {node.value: [THAI]}).tag == ""


@pytest.mark.parametrize(
    ("written", "datatype", "thai", "english"),
    [
        ("2023-09-07", XSD.date, "7 กันยายน 2566 (ค.ศ.\u00a02023)", "7 September 2023 (B.E.\u00a02566)"),
        ("2018-12", XSD.gYearMonth, "ธันวาคม 2561 (ค.ศ.\u00a02018)", "December 2018 (B.E.\u00a02561)"),
        ("2018", XSD.gYear, "พ.ศ. 2561 (ค.ศ.\u00a02018)", "2018 (B.E.\u00a02561)"),
        ("14:20:00", XSD.time, "14:20\u00a0น.", "14:20"),
        ("1946", XSD.integer, "1,946", "1,946"),
        ("2023-02-31", XSD.date, "2023-02-31", "2023-02-31"),
        ("soon", XSD.gYear, "soon", "soon"),
        ("many", XSD.integer, "many", "many"),
    ],
)
def test_dates_are_told_in_both_eras_and_what_is_none_as_written(
    written: str, datatype: NamedNode, thai: str, english: str
) -> None:
    literal = Literal(written, datatype=datatype)
    assert (cell(literal, TH, {}).text, cell(literal, EN, {}).text) == (thai, english)


def test_years_have_no_comma() -> None:
    assert cell(Literal(2566), TH, {}, "yearBE").text == "2566"


def test_addresses_are_shown_short() -> None:
    assert shorten(SKOS.prefLabel.value) == "skos:prefLabel"
    assert shorten("https://www.tisi.go.th/") == "www.tisi.go.th"
    assert len(shorten("https://www.example.org/" + "x" * 500)) == 60


@given(st.text(min_size=1), st.sampled_from([XSD.date, XSD.gYear, XSD.gYearMonth, XSD.time, XSD.integer]))
def test_any_literal_can_be_shown(text: str, datatype: NamedNode) -> None:
    assert cell(Literal(text, datatype=datatype), TH, {}).text
