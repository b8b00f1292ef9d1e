"""Whatever a source writes stays text: nothing runs, breaks out, misleads or leads to a strange address."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from lxml import html
from lxml.html import HtmlElement
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import graph_api
from ontology.iri import KINDS, Kind, graph_iri, iri
from ontology.namespaces import BASE, DCTERMS, DQV, FOAF, LR, OA, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS
from ontology.vocabulary import CONCEPTS_FOLDER
from queries.versions import Home

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><svg onload=alert(1)>",
    "</bdi></a><iframe src=javascript:alert(1)>",
    "<style>*{background:url(//evil.example)}</style>",
    "{{ 7*7 }}{% raw %}",
    "<!--<base href=//evil.example>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "ชื่อ\u202eelif\u2066ตัวหลอก",
    '<a href="javascript:alert(1)">คลิก</a>',
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:http://evil.example/x",
)
ALLOWED_ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "header",
        "main",
        "footer",
        "nav",
        "section",
        "article",
    ),
    *("a", "p", "h1", "h2", "div", "span", "bdi", "code", "pre", "time", "br", "blockquote", "img"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("form", "label", "input", "button", "select", "option", "textarea"),
}
ONTOLOGY = list(parse(path=CONCEPTS_FOLDER.parent / "lertrat.ttl", format=RdfFormat.TURTLE))
OURS = tuple(
    q.subject for q in ONTOLOGY if q.predicate == RDFS.isDefinedBy and isinstance(q.subject, NamedNode)
)


def terms_of(kind: NamedNode) -> set[NamedNode]:
    """The terms of ours that are of a kind; a new one is put to the test by itself."""
    found = {q.subject for q in ONTOLOGY if (q.predicate, q.object) == (RDF.type, kind)}
    return {term for term in OURS if term in found}


def kind_named(term: NamedNode) -> Kind:
    """The kind of thing that a property is called after: `lr:countKind` leads to a count-kind."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", term.value.partition("#")[2]).lower()
    return next((kind for kind in KINDS if kind == name), "body")


CLASSES = {
    "award": LR.Award,
    "award-line": LR.AwardLine,
    "body": ORG.Organization,
    "candidacy": LR.Candidacy,
    "change": ORG.ChangeEvent,
    "count": LR.Count,
    "edition": LR.Edition,
    "event": LR.Event,
    "evidence": LR.Evidence,
    "external-award": LR.ExternalAward,
    "measurement": DQV.QualityMeasurement,
    "metric": DQV.Metric,
    "name": LR.Name,
    "office-pattern": LR.OfficePattern,
    "participation": LR.Participation,
    "person": FOAF.Person,
    "placement": LR.Placement,
    "project": LR.Project,
    "scheme": LR.AwardScheme,
    "source": LR.Document,
}
TEXTS = sorted(
    {
        *terms_of(OWL.DatatypeProperty),
        *(SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.note, RDFS.label, RDFS.comment),
        *(FOAF.name, FOAF.term("title"), SCHEMA.startDate, SCHEMA.endDate, DQV.value),
        *(DCTERMS.publisher, DCTERMS.issued, DCTERMS.date, DCTERMS.description, DCTERMS.language),
        *(OA.exact, OA.prefix, OA.suffix, OA.start, OA.end),
    },
    key=str,
)
LINKS = (FOAF.homepage, FOAF.page, LR.portal, SKOS.exactMatch, SKOS.closeMatch, RDFS.seeAlso, LR.claims)
KINDS_OF_VALUES: dict[NamedNode, Kind] = {
    LR.acceptedBy: "agent",
    LR.awardType: "type",
    LR.hasEvidence: "evidence",
    LR.ledTo: "award",
    LR.mayMean: "award",
    LR.nameOf: "body",
    LR.outOf: "count",
}
"""What our properties lead to, where it is no thing of the property's own name, nor a body."""
RELATIONS: dict[NamedNode, Kind] = {
    **{
        term: KINDS_OF_VALUES.get(term, kind_named(term))
        for term in terms_of(OWL.ObjectProperty) - set(LINKS)
    },
    DCTERMS.isReplacedBy: "body",
    DQV.isMeasurementOf: "metric",
    DQV.computedOn: "edition",
    OA.hasSelector: "evidence",
    OA.refinedBy: "evidence",
    ORG.classification: "body-kind",
    ORG.originalOrganization: "body",
    ORG.resultingOrganization: "body",
    PROV.wasAssociatedWith: "agent",
    PROV.wasGeneratedBy: "run",
    PROV.wasQuotedFrom: "source",
}
CLAIMS = graph_iri("document/hostile-0")


def hostile_quads() -> Iterator[Quad]:
    """Every kind of thing once for each payload, with the payload in every property, all pointing at all."""
    for number, payload in enumerate(PAYLOADS):
        for kind in KINDS:
            node = iri(kind, f"hostile-{number}")
            yield Quad(node, RDF.type, CLASSES.get(kind, SKOS.Concept))
            for place, predicate in enumerate(TEXTS):
                language = ("th", "en", None)[(number + place) % 3]
                yield Quad(
                    node, predicate, Literal(payload, language=language) if language else Literal(payload)
                )
            for predicate in LINKS:
                yield Quad(node, predicate, NamedNode(ADDRESSES[number % len(ADDRESSES)]))
            for predicate, other in RELATIONS.items():
                yield Quad(node, predicate, iri(other, f"hostile-{number}"))
            yield Quad(node, LR.placeName, Literal("ต่าง" + payload), CLAIMS)
            yield Quad(node, LR.placeName, Literal(payload), CLAIMS)
    yield Quad(iri("source", "hostile-0"), LR.claims, CLAIMS)
    yield Quad(NamedNode(BASE + "ontology"), RDFS.label, Literal(PAYLOADS[0]))
    yield Quad(LR.hostile, RDF.type, OWL.Class)
    yield Quad(LR.hostile, RDFS.isDefinedBy, NamedNode(BASE + "ontology"))
    yield Quad(LR.hostile, RDFS.comment, Literal(PAYLOADS[1]))


@pytest.fixture(scope="module")
def hostile_site(
    tmp_path_factory: pytest.TempPathFactory,
    add_version: Callable[[Home, Iterator[Quad]], str],
    serving: Callable[..., AbstractContextManager[httpx.Client]],
) -> Iterator[httpx.Client]:
    """The application over a graph in which everything is hostile."""
    home = Home(tmp_path_factory.mktemp("hostile"))
    add_version(home, hostile_quads())
    with serving(home.path) as client:
        yield client


def assert_harmless(page: HtmlElement, where: str) -> None:
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    assert {element.tag for element in elements} <= ALLOWED_ELEMENTS, where
    for element in elements:
        assert not [
            name for name in element.attrib if name.startswith("on") or name in ("style", "srcdoc")
        ], where
        for name in ("href", "src", "action", "formaction"):
            scheme = urlsplit(element.get(name, "")).scheme.lower()
            assert scheme in ("", "http", "https", "mailto"), f"{where}: {element.get(name)!r}"
            assert not element.get(name, "").startswith("//"), where
    assert all(image.get("src") == "/favicon.svg" for image in page.xpath("//img"))
    assert not page.xpath("//base | //meta[@http-equiv]"), where


def assert_isolated(page: HtmlElement, where: str) -> None:
    """Signs that turn the writing direction stand only where their effect ends with the value."""
    for text in page.xpath("//body//text()[contains(., '\u202e')]"):
        around = {ancestor.tag for ancestor in text.getparent().iterancestors()} | {text.getparent().tag}
        assert around & {"bdi", "textarea", "pre"}, f"{where}: {text!r} in {text.getparent().tag}"


TEMPLATES = {path.stem for path in (Path(graph_api.__file__).parent / "templates" / "kinds").glob("*.html")}
SHARE = 4
"""Kinds without a page of their own share one: each shows a part of the payloads there, together all."""


def shown(kind: str) -> list[tuple[int, str]]:
    """The payloads that are put on pages of a kind."""
    numbered = list(enumerate(PAYLOADS))
    return numbered if kind in TEMPLATES else numbered[KINDS.index(kind) % SHARE :: SHARE]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_any_kind_keeps_hostile_words_as_words(hostile_site: httpx.Client, kind: str) -> None:
    for number, payload in shown(kind):
        where = f"/page/{kind}/hostile-{number}?l={'th' if number % 2 else 'en'}"
        answer = hostile_site.get(where)
        assert answer.status_code == 200
        page = html.document_fromstring(answer.content)
        assert_harmless(page, where)
        assert_isolated(page, where)
        assert page.xpath("string(//h1)") == payload


@pytest.mark.parametrize("path", ["/", "/page/ontology", "/page/graph/document/hostile-0", "/questions"])
def test_other_pages_keep_hostile_words_as_words(hostile_site: httpx.Client, path: str) -> None:
    answer = hostile_site.get(path)
    assert answer.status_code == 200
    page = html.document_fromstring(answer.content)
    assert_harmless(page, path)
    assert_isolated(page, path)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_reader_types_stays_text(hostile_site: httpx.Client, payload: str) -> None:
    typed = quote(payload, safe="")
    for path in (f"/search?q={typed}", f"/sparql-form?query={typed}", f"/page/body/{typed}", f"/api/{typed}",
                 f"/api/coverage?edition={typed}&format=html", f"/questions/{typed}", f"/?l={typed}",
                 f"/search?l=en&{typed}={typed}", f"/sparql-form?example={typed}"):  # fmt: skip
        page = html.document_fromstring(hostile_site.get(path, headers={"accept": "text/html"}).content)
        assert_harmless(page, path)


def test_search_finds_hostile_names_and_shows_them_as_text(hostile_site: httpx.Client) -> None:
    page = html.document_fromstring(hostile_site.get("/search", params={"q": "alert(1)"}).content)
    assert_harmless(page, "search")
    assert PAYLOADS[0] in [found.text_content() for found in page.xpath("//ol//a")]


def test_answers_of_questions_show_hostile_rows_as_text(hostile_site: httpx.Client) -> None:
    for name in ("thing-facts", "body-awards", "thing-evidence"):
        parameter = {"body-awards": ("body", "hostile-0")}.get(
            name, ("thing", iri("body", "hostile-10").value)
        )
        answer = hostile_site.get(f"/api/{name}.html", params={parameter[0]: parameter[1]})
        page = html.document_fromstring(answer.content)
        assert answer.status_code == 200
        assert page.xpath("//tbody/tr")
        assert_harmless(page, name)
        assert_isolated(page, name)


def test_the_form_shows_hostile_variables_and_values_as_text(hostile_site: httpx.Client) -> None:
    query = "SELECT ?ผล { BIND('<script>alert(1)</script>' AS ?ผล) }"
    page = html.document_fromstring(hostile_site.get("/sparql-form", params={"query": query}).content)
    assert_harmless(page, "form")
    assert "<script>alert(1)</script>" in page.xpath("string(//tbody)")


def test_no_address_but_web_and_mail_becomes_a_link(hostile_site: httpx.Client) -> None:
    page = html.document_fromstring(hostile_site.get("/page/body/hostile-0").content)
    assert "javascript:alert(1)" in page.text_content()
    assert not [link for link in page.xpath("//a/@href") if not link.startswith(("/", "?", "#"))]


def test_data_of_hostile_things_can_be_read_back(hostile_site: httpx.Client) -> None:
    for suffix in ("ttl", "nt", "jsonld", "nq"):
        for number in range(len(PAYLOADS)):
            answer = hostile_site.get(f"/data/body/hostile-{number}.{suffix}")
            assert answer.status_code == 200
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "html" not in answer.headers["content-type"]
