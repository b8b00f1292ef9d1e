"""The documentation says all that the ontology says, in two languages, and does nothing else."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from lxml import html
from lxml.html import HtmlElement
from pyoxigraph import Literal, NamedNode, parse
from rdflib import Graph

from graph_api.documentation import FOLDER, Documentation, documents, export_documentation
from graph_api.errors import register_errors
from graph_api.frames import Exported, Frame, Served
from graph_api.headers import SafeHeaders
from graph_api.languages import LANGUAGES
from graph_api.reader import Reader
from graph_api.routers import documentation as router
from ontology.iri import identify
from ontology.namespaces import BASE, DCTERMS, LR, OWL, RDF, RDFS, SKOS

SCHEMES = sorted(path.stem for path in (FOLDER / "concepts").glob("*.ttl"))
FILES = {
    "ontology": [FOLDER / "lertrat.ttl"],
    **{f"vocabulary/{key}": [FOLDER / "concepts" / f"{key}.ttl"] for key in SCHEMES},
}


class Told:
    """The statements of Turtle files."""

    def __init__(self, *paths: Path) -> None:
        self.triples = [quad.triple for path in paths for quad in parse(path=path)]

    def texts(self, subject: NamedNode, *predicates: NamedNode) -> set[tuple[str, str]]:
        """Words with their language."""
        return {
            (triple.object.value, triple.object.language or "")
            for triple in self.triples
            if triple.subject == subject and triple.predicate in predicates
            if isinstance(triple.object, Literal)
        }

    @property
    def terms(self) -> Iterator[tuple[NamedNode, str]]:
        """What has a place of its own on a page, and its local name."""
        for triple in self.triples:
            node = triple.subject
            if triple.predicate != RDF.type or not isinstance(node, NamedNode):
                continue
            if triple.object == SKOS.Concept:
                identity = identify(node.value)
                assert identity
                yield node, identity.key
            elif node.value.startswith(LR) and triple.object != OWL.FunctionalProperty:
                yield node, node.value.removeprefix(LR)


TOLD = {page: Told(*paths) for page, paths in FILES.items()}
TERMS = [
    pytest.param(page, node, name, id=f"{page}#{name}")
    for page, told in TOLD.items()
    for node, name in told.terms
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as files."""
    return export_documentation(tmp_path_factory.mktemp("documentation")).parent


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, HtmlElement]:
    """The exported pages by their names."""
    return {
        path.relative_to(folder).with_suffix("").as_posix(): html.document_fromstring(path.read_bytes())
        for path in sorted(folder.rglob("*.html"))
    }


def words_on(place: HtmlElement) -> set[tuple[str, str]]:
    """The words of a part of a page, each with the language that it is marked with."""
    return {
        (element.text_content(), next(iter(element.xpath("ancestor-or-self::*[@lang][1]/@lang")), ""))
        for element in place.iter("bdi")
    }


@pytest.mark.parametrize(("page", "node", "name"), TERMS)
def test_a_term_stands_at_its_name_with_all_its_words(
    pages: dict[str, HtmlElement], page: str, node: NamedNode, name: str
) -> None:
    told = TOLD[page]
    predicates = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition, SKOS.notation)
    notes = (SKOS.scopeNote, SKOS.historyNote, SKOS.editorialNote)
    (place,) = pages[page].xpath("//section[@id=$name]", name=name)
    texts = told.texts(node, *predicates, *notes)
    assert {language for _, language in texts} >= {"th"}
    assert texts - words_on(place) == set()


@pytest.mark.parametrize(("page", "node", "name"), TERMS)
def test_an_example_is_shown_as_it_is_written(
    pages: dict[str, HtmlElement], page: str, node: NamedNode, name: str
) -> None:
    (place,) = pages[page].xpath("//section[@id=$name]", name=name)
    shown = [element.text_content() for element in place.xpath(".//pre")]
    assert shown == [text for text, _ in TOLD[page].texts(node, SKOS.example)]


@pytest.mark.parametrize("page", FILES)
def test_a_page_says_what_it_is_about_in_both_languages(pages: dict[str, HtmlElement], page: str) -> None:
    key = page.removeprefix("vocabulary/")
    node = NamedNode(BASE + ("ontology" if key == page else f"id/vocabulary/{key}"))
    texts = TOLD[page].texts(node, DCTERMS.term("title"), DCTERMS.description)
    assert len(texts) == 4
    assert texts - words_on(pages[page].get_element_by_id("content")) == set()


@pytest.mark.parametrize("file", ["lertrat.ttl", "alignments.ttl"])
def test_every_link_of_a_term_to_another_is_on_its_page(pages: dict[str, HtmlElement], file: str) -> None:
    skipped = {RDF.type, RDFS.isDefinedBy}
    for triple in Told(FOLDER / file).triples:
        subject, other = triple.subject, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(other, NamedNode):
            continue
        if not subject.value.startswith(LR) or triple.predicate in skipped:
            continue
        place = pages["ontology"].get_element_by_id(subject.value.removeprefix(LR))
        ours = "#" + other.value.removeprefix(LR)
        assert place.xpath(".//a/@href[.=$ours or .=$other]", ours=ours, other=other.value), triple


def test_a_class_names_the_properties_that_lead_from_it_and_to_it(pages: dict[str, HtmlElement]) -> None:
    award, count = (
        set(pages["ontology"].get_element_by_id(name).xpath(".//dd//a/@href")) for name in ("Award", "Count")
    )
    assert {"#ledTo", "#mayMean", "#recipient", "#edition", "#disjointness_"} <= award
    assert {"#value", "#outOf"} <= count


def test_a_property_with_one_value_says_so(pages: dict[str, HtmlElement]) -> None:
    functional = {
        place.get("id")
        for place in pages["ontology"].xpath("//section[@class='term']")
        if "functional"
        in {text.strip() for text in place.xpath(".//span[@class='tag']/span[@lang='en']/text()")}
    }
    told = TOLD["ontology"].triples
    assert functional == {
        t.subject.value.removeprefix(LR)
        for t in told
        if t.object == OWL.FunctionalProperty and isinstance(t.subject, NamedNode)
    }


def test_the_classes_that_are_disjoint_are_listed(pages: dict[str, HtmlElement]) -> None:
    (listed,) = pages["ontology"].xpath("//section[@aria-labelledby='disjointness_']")
    assert {"#Award", "#Candidacy", "#PublicBody"} <= set(listed.xpath(".//a/@href"))


def test_concepts_stand_in_the_order_of_their_ranks(pages: dict[str, HtmlElement]) -> None:
    shown = pages["vocabulary/level"].xpath("//section[@class='term']/@id")
    told = TOLD["vocabulary/level"]
    ranks = {name: int(next(iter(told.texts(node, LR.rank)))[0]) for node, name in told.terms}
    assert shown == sorted(ranks, key=lambda name: ranks[name])


def test_the_start_page_leads_to_every_page_and_file(pages: dict[str, HtmlElement]) -> None:
    leads = {urldefrag(href).url for href in pages["index"].xpath("//main//a/@href")}
    assert leads == {f"{page}.html" for page in FILES}


def test_all_files_of_the_ontology_stand_beside_the_pages(folder: Path) -> None:
    for name, path in documents().items():
        assert (folder / name).read_bytes() == path.read_bytes()
    assert (folder / "ontology.svg").read_bytes() == (FOLDER / "diagram.svg").read_bytes()


def test_a_page_offers_the_files_that_it_is_made_of(pages: dict[str, HtmlElement]) -> None:
    offered = {
        href.replace("../", "")
        for page in pages.values()
        for href in page.xpath("//main//a/@href")
        if href.endswith((".ttl", ".jsonld"))
    }
    assert offered == documents().keys()


def test_every_link_inside_the_folder_leads_somewhere(folder: Path, pages: dict[str, HtmlElement]) -> None:
    marks = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    for name, page in pages.items():
        for address in page.xpath("//@href | //@src"):
            target, mark = urldefrag(address)
            if urlsplit(target).scheme:
                continue
            path = (
                ((folder / f"{name}.html").parent / target).resolve() if target else folder / f"{name}.html"
            )
            assert path.is_file(), f"{name}: {address}"
            if mark:
                other = path.relative_to(folder.resolve()).with_suffix("").as_posix()
                assert unquote(mark) in marks[other], f"{name}: {address}"


def test_no_name_stands_twice_on_a_page(pages: dict[str, HtmlElement]) -> None:
    for page in pages.values():
        names = page.xpath("//@id")
        assert len(names) == len(set(names))


def assert_still(page: HtmlElement, where: str) -> None:
    """Nothing on a page runs, is styled from within, or is loaded from elsewhere."""
    assert not page.xpath("//script | //style | //iframe | //object | //embed | //base | //svg"), where
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')] | //@srcset"), where
    assert page.xpath("count(//meta)") == page.xpath("count(//meta[@charset or @name='viewport'])"), where
    for address in page.xpath("//link/@href | //@src"):
        assert not urlsplit(address).scheme + urlsplit(address).netloc, f"{where}: {address}"
    for address in page.xpath("//a/@href"):
        assert urlsplit(address).scheme in ("", "http", "https", "mailto"), f"{where}: {address}"
        assert not address.startswith("//"), where


def test_a_page_runs_nothing_and_loads_nothing_from_elsewhere(pages: dict[str, HtmlElement]) -> None:
    for name, page in pages.items():
        assert_still(page, name)


def test_two_exports_are_the_same_whatever_the_hashes(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from graph_api.documentation import export_documentation;"
        "export_documentation(Path(sys.argv[1]))"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "2" else "2"  # the order of sets is another there
    environment = os.environ | {"PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environment, check=True)
    ours, theirs = (
        {path.relative_to(start): path.read_bytes() for path in start.rglob("*") if path.is_file()}
        for start in (folder, tmp_path)
    )
    assert ours == theirs


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</bdi></a><iframe src=javascript:alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "ชื่อ\u202eelif\u2066ตัวหลอก",
)
HOSTILE = """
@prefix : <{lr}> . @prefix id: <{base}id/> . @prefix rdfs: <{rdfs}> . @prefix owl: <{owl}> .
@prefix skos: <{skos}> . @prefix dcterms: <{dcterms}> .
<{base}ontology> a owl:Ontology ; dcterms:title PAYLOAD@th ; dcterms:license <javascript:alert(1)> ;
    dcterms:created PAYLOAD^^<http://www.w3.org/2001/XMLSchema#date> ; owl:versionInfo PAYLOAD .
:Evil a owl:Class, owl:FunctionalProperty ; rdfs:label PAYLOAD@th, PAYLOAD@en ; skos:definition PAYLOAD ;
    rdfs:subClassOf :Evil, <data:text/html,x>, [ a owl:Restriction ] ; skos:example PAYLOAD ;
    <http://www.w3.org/2003/06/sw-vocab-status/ns#term_status> PAYLOAD ; <javascript:x> PAYLOAD@xx ;
    owl:disjointWith <vbscript:x> ; skos:exactMatch <//evil.example/x>, <JaVaScRiPt:alert(1)> .
:evil a owl:ObjectProperty, owl:AnnotationProperty ; rdfs:domain :Evil ; rdfs:range <file:///etc/passwd> .
<{base}id/vocabulary/evil> a skos:ConceptScheme ; skos:prefLabel PAYLOAD@th .
<{base}id/branch/evil> a skos:Concept ; skos:inScheme <{base}id/vocabulary/evil> ; skos:prefLabel PAYLOAD@en ;
    skos:altLabel PAYLOAD@th ; :rank PAYLOAD ; dcterms:source <javascript:alert(1)> .
<javascript:alert(1)> a skos:ConceptScheme, owl:Class, skos:Concept ; rdfs:label PAYLOAD@th .
"""


def hostile_pages(payload: str) -> Iterator[tuple[Frame, HtmlElement]]:
    """Each page, as a file and on the site, of a graph in which every word is hostile."""
    written = '"' + payload.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = HOSTILE.replace("PAYLOAD", written)
    for name, start in {
        "lr": LR,
        "base": BASE,
        "rdfs": RDFS,
        "owl": OWL,
        "skos": SKOS,
        "dcterms": DCTERMS,
    }.items():
        text = text.replace("{" + name + "}", start)
    documentation = Documentation(Graph().parse(data=text, format="turtle"))
    assert set(documentation.pages) == {"index", "ontology", "vocabulary/evil"}
    for name in documentation.pages:
        reader = Reader("en", True, "/", ())
        for frame in (Exported(documentation.places, name), Served(documentation.places, name, reader)):
            yield frame, html.document_fromstring(documentation.render(frame))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_words(payload: str) -> None:
    for frame, page in hostile_pages(payload):
        assert_still(page, frame.here)
        shown = [bdi.text_content() for bdi in page.iter("bdi")]
        assert payload in shown, frame.here


def test_what_turns_the_writing_direction_ends_with_its_value() -> None:
    for frame, page in hostile_pages(PAYLOADS[-1]):
        for text in page.xpath("//body//text()[contains(., '\u202e')]"):
            around = {text.getparent().tag, *(above.tag for above in text.getparent().iterancestors())}
            assert around & {"bdi", "pre"}, f"{frame.here}: {text}"


def get(path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """The answer of an application with the documentation alone, and the headers and errors of the site."""
    site = FastAPI(docs_url=None)
    site.include_router(router.router)
    register_errors(site)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(SafeHeaders(site))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


PATHS = ["/docs", *(f"/docs/{page}" for page in FILES), "/docs/ontology.svg", "/docs/concepts/branch.ttl"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_the_reader_has_is_not_sent_again(path: str) -> None:
    first = get(path)
    again = get(path, {"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", *(f"/{page}" for page in FILES)])
def test_a_served_page_has_the_frame_in_the_language_of_its_reader(page: str, language: str) -> None:
    answer = get(f"/docs{page}?l={language}")
    served = html.document_fromstring(answer.content)
    assert served.get("lang") == answer.headers["content-language"] == language
    assert_still(served, page)


def test_the_links_of_a_served_page_keep_the_language() -> None:
    served = html.document_fromstring(get("/docs?l=en&other=1").content)
    ours = [href for href in served.xpath("//main//a/@href") if href.startswith("/docs")]
    assert ours
    assert all("l=en" in href and "other" not in href for href in ours)


def test_every_link_to_the_documentation_is_answered() -> None:
    pages = [
        html.document_fromstring(get(f"/docs{page}").content) for page in ["", *(f"/{p}" for p in FILES)]
    ]
    links = {urldefrag(found).url for page in pages for found in page.xpath("//@href | //@src")}
    ours = sorted(link for link in links if link.startswith("/docs/"))
    assert len(ours) > len(FILES)
    assert [address for address in ours if get(address).status_code != 200] == []


def test_the_served_words_are_those_of_the_files(pages: dict[str, HtmlElement]) -> None:
    for name, page in pages.items():
        path = "/docs" if name == "index" else f"/docs/{name}"
        served = html.document_fromstring(get(path).content)
        assert words_on(served.get_element_by_id("content")) == words_on(page.get_element_by_id("content"))


@pytest.mark.parametrize(
    "path", ["/docs/vocabulary/nothing", "/docs/nothing.ttl", "/docs/../setup.py", "/docs/index"]
)
def test_an_unknown_address_is_a_problem(path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("ontology.svg", "image/svg+xml"), ("lertrat.ttl", "text/turtle; charset=utf-8"),
     ("context.jsonld", "application/ld+json")],
)  # fmt: skip
def test_a_file_says_what_it_is_and_any_site_may_read_it(name: str, media_type: str) -> None:
    headers = get(f"/docs/{name}").headers
    assert (headers["content-type"], headers["access-control-allow-origin"]) == (media_type, "*")


def test_the_site_leads_to_the_documentation(site: httpx.Client) -> None:
    page = html.document_fromstring(site.get("/page/ontology?l=en").content)
    links = page.xpath("//a/@href")
    assert {"/docs?l=en", "/docs/ontology?l=en"} <= set(links)
    assert {site.get(href).status_code for href in links if href.startswith("/docs")} == {200}


def test_the_overview_is_found_with_a_slash_too(site: httpx.Client) -> None:
    answer = site.get("/docs/")
    assert (answer.status_code, answer.headers["location"]) == (301, "/docs")
