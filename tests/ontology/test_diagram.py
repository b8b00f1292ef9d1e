"""The picture of the ontology is that of the ontology, can be read by everybody and loads nothing."""

import pytest
from lxml import etree
from pyoxigraph import NamedNode

from ingest.assembly import Assembled
from ontology.diagram import (
    DIAGRAM_FILE,
    DRAWER,
    LETTERS,
    Ontology,
    Picture,
    draw,
    find_drawer,
    shorten,
    width,
    write_dot,
)
from ontology.namespaces import LR, ORG, RDF, RDFS, SKOS
from ontology.owners import OWNERS

ONTOLOGY = Ontology()
SVG = etree.fromstring(DIAGRAM_FILE.read_bytes(), etree.XMLParser(resolve_entities=False))
NAME = "{http://www.w3.org/2000/svg}"
WORDS = [text.text or "" for text in SVG.iter(f"{NAME}text")]


def test_the_picture_is_the_one_that_the_ontology_gives() -> None:
    if find_drawer() is None:
        pytest.skip(f"{DRAWER} is not here; pip install -e '.[dev]' brings it")
    assert draw(ONTOLOGY) == DIAGRAM_FILE.read_bytes(), "run: python -m ontology.diagram"


@pytest.mark.parametrize("class_", ONTOLOGY.classes, ids=shorten)
def test_a_class_is_named_in_thai_in_english_and_by_its_prefix(class_: NamedNode) -> None:
    names = {
        ONTOLOGY.text(class_, RDFS.label, "th"),
        ONTOLOGY.text(class_, RDFS.label, "en"),
        shorten(class_),
    }
    assert names <= set(WORDS)


@pytest.mark.parametrize(
    "property_", [found for found in ONTOLOGY.properties if found != LR.sortKey], ids=shorten
)
def test_a_property_is_drawn_in_thai_and_english(property_: NamedNode) -> None:
    drawn = " \n ".join(WORDS)
    for language in ("th", "en"):
        assert ONTOLOGY.text(property_, RDFS.label, language) in drawn


def test_a_link_from_one_class_of_ours_to_another_is_an_arrow() -> None:
    arrows = {(tail, head) for tail, head, _ in Picture(ONTOLOGY).arrows}
    ours = {
        (shorten(owner), shorten(range_))
        for property_ in ONTOLOGY.properties
        for owner in ONTOLOGY.owners(property_)[:1]
        for range_ in ONTOLOGY.named(property_, RDFS.range)
        if range_ in ONTOLOGY.classes
    }
    assert ours <= arrows


def test_a_class_of_others_above_one_of_ours_is_in_its_box_or_has_its_own() -> None:
    drawn = "\n".join(WORDS)
    above = {
        shorten(found) for class_ in ONTOLOGY.classes for found in ONTOLOGY.named(class_, RDFS.subClassOf)
    }
    assert not {name for name in above if name not in drawn}


def test_the_table_of_owners_has_just_the_properties_without_a_domain() -> None:
    without = {found for found in ONTOLOGY.properties if not ONTOLOGY.named(found, RDFS.domain)}
    assert without == OWNERS.keys()


def test_the_shipped_graph_uses_properties_only_with_their_owners(assembled: Assembled) -> None:
    known = {*ONTOLOGY.classes, ORG.ChangeEvent, SKOS.Concept}
    types: dict[object, set[object]] = {}
    for quad in assembled.quads:
        if quad.predicate == RDF.type and quad.object in known:
            types.setdefault(quad.subject, set()).add(quad.object)
    strays = {
        (shorten(quad.predicate), str(type_))
        for quad in assembled.quads
        if quad.predicate in OWNERS and quad.predicate != LR.sortKey
        for type_ in types.get(quad.subject, ())
        if type_ not in OWNERS[quad.predicate]
    }
    assert strays == set()


def test_signs_above_and_below_a_letter_take_no_room() -> None:
    assert width("กิ่", 12) == width("ก", 12)


def test_the_words_of_the_ontology_cannot_break_out_of_their_cells() -> None:
    class Hostile(Ontology):
        """An ontology whose labels are code."""

        def text(self, subject: NamedNode, predicate: NamedNode, language: str) -> str:
            return '</FONT></TD><TD HREF="javascript:alert(1)">" ]; evil ['

    dot = write_dot(Hostile())
    assert 'HREF="' not in dot
    assert '" ]; evil [' not in dot


def test_the_picture_has_a_title_and_says_its_arrows_in_words() -> None:
    told = {name: SVG.findtext(f"{NAME}{name}") or "" for name in ("title", "desc")}
    assert SVG.get("role") == "img"
    assert [SVG.find(f"*[@id='{name}']") is not None for name in SVG.get("aria-labelledby", "").split()] == [
        True
    ] * 2
    assert "ออนโทโลยีเลิศรัฐ" in told["title"]
    assert "รางวัลที่ได้รับ · Award → ประจำปี · edition → รางวัลประจำปี · Edition" in told["desc"]


def test_every_word_says_its_language() -> None:
    assert {text.get("lang") for text in SVG.iter(f"{NAME}text")} == {"th", "en"}


def test_letters_that_have_thai_are_asked_for_once() -> None:
    assert [element.tag for element in SVG.iter() if element.get("font-family")] == [f"{NAME}svg"]
    assert SVG.get("font-family") == LETTERS


def test_the_picture_runs_and_loads_nothing() -> None:
    forbidden = {"script", "style", "image", "use", "foreignObject", "a", "animate", "set"}
    for element in SVG.iter():
        assert str(element.tag).removeprefix(NAME) not in forbidden
        assert not [
            name for name in element.attrib if name.startswith("on") or name.endswith(("href", "style"))
        ]
