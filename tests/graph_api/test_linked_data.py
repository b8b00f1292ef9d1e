"""Names lead to pages or data by what the client wants, and all formats say the same."""

import httpx
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse
from rdflib.compare import isomorphic

from graph_api.representations import OFFERED
from ontology.iri import iri
from ontology.namespaces import BASE, LR, OA, PROV
from ontology.vocabulary import CONCEPTS_FOLDER

THINGS = (
    "body/tisi",
    "award/2566-tisi-1",
    "event/2566-ceremony",
    "edition/2566",
    "source/seed-000",
    "branch/service",
)
ONTOLOGY = CONCEPTS_FOLDER.parent / "lertrat.ttl"


def triples(body: bytes, format_: RdfFormat) -> set[Quad]:
    dataset = Dataset(Quad(q.subject, q.predicate, q.object) for q in parse(body, format_))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/body/tisi"),
        ("text/turtle", "/data/body/tisi.ttl"),
        ("application/ld+json", "/data/body/tisi.jsonld"),
        ("application/n-triples", "/data/body/tisi.nt"),
        ("application/rdf+xml", "/data/body/tisi.rdf"),
        ("application/n-quads", "/data/body/tisi.nq"),
        ("text/html;q=0.3, text/turtle;q=0.9", "/data/body/tisi.ttl"),
        ("*/*", "/data/body/tisi.ttl"),
    ],
)
def test_a_name_leads_where_the_client_wants(site: httpx.Client, accept: str, target: str) -> None:
    answer = site.get("/id/body/tisi", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert "accept" in answer.headers["vary"].lower()
    assert site.get(target).status_code == 200


@pytest.mark.parametrize(
    ("name", "page", "data"),
    [
        ("/ontology", "/page/ontology", "/data/ontology.ttl"),
        ("/id/vocabulary/branch", "/page/vocabulary/branch", "/data/vocabulary/branch.ttl"),
        ("/graph/document/seed-000", "/page/graph/document/seed-000", "/data/graph/document/seed-000.ttl"),
    ],
)
def test_vocabularies_and_graphs_have_names_that_lead_on(
    site: httpx.Client, name: str, page: str, data: str
) -> None:
    assert site.get(name, headers={"accept": "text/html"}).headers["location"] == page
    assert site.get(name, headers={"accept": "text/turtle"}).headers["location"] == data
    assert site.get(page).status_code == 200
    assert site.get(data).headers["content-type"] == "text/turtle; charset=utf-8"


def test_a_key_that_was_replaced_leads_to_what_took_its_place(site: httpx.Client) -> None:
    for name, status, target in (
        ("/id/award/undated-rd-1", 303, "/data/award/2563-rd-2.ttl"),
        ("/data/award/undated-rd-1.ttl", 301, "/data/award/2563-rd-2.ttl"),
        ("/page/award/undated-rd-1", 301, "/page/award/2563-rd-2"),
    ):
        answer = site.get(name, headers={"accept": "text/turtle"})
        assert (answer.status_code, answer.headers["location"]) == (status, target)


def test_a_body_that_is_no_more_keeps_its_page(site: httpx.Client) -> None:
    assert site.get("/page/body/mict").status_code == 200


def test_a_format_that_nobody_has_is_not_acceptable(site: httpx.Client) -> None:
    assert site.get("/id/body/tisi", headers={"accept": "application/pdf"}).status_code == 406


def test_the_parameter_goes_before_the_header(site: httpx.Client) -> None:
    answer = site.get("/id/body/tisi?format=nt", headers={"accept": "text/html"})
    assert answer.headers["location"] == "/data/body/tisi.nt"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser makes one
@pytest.mark.parametrize(
    "suffix", [format_.suffix for format_ in OFFERED if format_.suffix not in ("ttl", "nq")]
)
@pytest.mark.parametrize("thing", THINGS)
def test_all_formats_say_the_same(site: httpx.Client, thing: str, suffix: str) -> None:
    told = {
        name: rdflib.Graph().parse(data=site.get(f"/data/{thing}.{name}").content, format=parser)
        for name, parser in {
            "ttl": "turtle",
            suffix: {"jsonld": "json-ld", "rdf": "xml"}.get(suffix, suffix),
        }.items()
    }
    assert len(told["ttl"]) > 3
    assert isomorphic(told["ttl"], told[suffix])


@pytest.mark.parametrize("thing", THINGS)
def test_quads_have_the_settled_triples_and_each_documents_claims(site: httpx.Client, thing: str) -> None:
    settled = triples(site.get(f"/data/{thing}.nt").content, RdfFormat.N_TRIPLES)
    quads = list(parse(site.get(f"/data/{thing}.nq").content, RdfFormat.N_QUADS))
    default = {quad for quad in quads if not isinstance(quad.graph_name, NamedNode)}
    claimed = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    assert default == settled
    assert all(graph.startswith(BASE + "graph/document/") for graph in claimed)
    assert bool(claimed) == thing.startswith(("award", "event", "body"))


def test_data_reach_the_quote_the_address_and_who_accepted_it(site: httpx.Client) -> None:
    found = triples(site.get("/data/award/2566-tisi-1.ttl").content, RdfFormat.TURTLE)
    award = iri("award", "2566-tisi-1")
    evidence = {q.object for q in found if q.subject == award and q.predicate == LR.hasEvidence}
    assert evidence
    predicates = {quad.predicate for quad in found}
    assert {OA.exact, PROV.wasQuotedFrom, LR.acceptedBy, OA.start} <= predicates
    assert any(q.predicate.value.endswith("/page") for q in found)


def test_a_graph_is_told_whole(site: httpx.Client) -> None:
    quads = list(parse(site.get("/data/graph/document/seed-000.nq").content, RdfFormat.N_QUADS))
    assert {quad.graph_name for quad in quads} == {NamedNode(BASE + "graph/document/seed-000")}
    told = triples(site.get("/data/graph/document/seed-000.nt").content, RdfFormat.N_TRIPLES)
    assert len(told) == len(quads)


def test_the_ontology_is_told_whole(site: httpx.Client) -> None:
    told = rdflib.Graph().parse(data=site.get("/data/ontology.nt").content, format="nt")
    written = rdflib.Graph().parse(ONTOLOGY)
    named = {triple for triple in written if not any(isinstance(term, rdflib.BNode) for term in triple)}
    assert named <= set(told)
    assert (None, rdflib.RDF.type, rdflib.OWL.AllDisjointClasses) in told


def test_the_same_version_gives_the_same_bytes(site: httpx.Client) -> None:
    for format_ in OFFERED:
        address = f"/data/event/2566-ceremony.{format_.suffix}"
        assert site.get(address).content == site.get(address).content


def test_any_site_may_read_the_data_but_not_with_credentials(site: httpx.Client) -> None:
    headers = site.get("/data/body/tisi.ttl", headers={"origin": "https://other.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers


def test_a_key_may_have_dots(site: httpx.Client) -> None:
    found = site.get("/search.json", params={"q": "วิษณุ"}).json()["results"]
    assert found
    claims = parse(site.get("/data/graph/document/seed-000.nt").content, RdfFormat.N_TRIPLES)
    key = next(q.subject.value for q in claims if "/participation/" in q.subject.value).rpartition("/")[2]
    assert "." in key
    assert site.get(f"/data/participation/{key}.ttl").status_code == 200
    assert site.get(f"/page/participation/{key}").status_code == 200


def test_people_are_kept_out_of_search_engines_as_data_too(site: httpx.Client) -> None:
    assert site.get("/data/person/wissanu-krea-ngam.ttl").headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize(
    "path",
    ["/id//evil.example/x", "/id/body//evil.example", "/id/%2F%2Fevil.example/x", "/id/body/%5Cevil.example",
     "//evil.example/id/body/tisi", "/id/body/tisi%0d%0alocation:%20http:%2F%2Fevil.example",
     "/graph/%2F%2Fevil.example", "/graph//evil.example", "/data//evil.example.ttl"],
)  # fmt: skip
def test_no_redirect_leaves_the_site(site: httpx.Client, path: str) -> None:
    answer = httpx.get(str(site.base_url).rstrip("/") + path, headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_a_redirect_never_echoes_the_host(site: httpx.Client) -> None:
    answer = site.get("/id/body/tisi", headers={"host": "evil.example", "accept": "text/turtle"})
    assert answer.headers["location"] == "/data/body/tisi.ttl"


def test_the_context_is_served_to_everyone(site: httpx.Client) -> None:
    answer = site.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json()["@context"]["recipient"] == {"@id": "lr:recipient", "@type": "@id"}


def test_json_ld_uses_our_terms_and_carries_its_context(site: httpx.Client) -> None:
    document = site.get("/data/award/2566-tisi-1.jsonld").json()
    award = next(node for node in document["@graph"] if node["type"] == "Award")
    assert award["id"] == iri("award", "2566-tisi-1").value
    assert award["recipient"] == iri("body", "tisi").value
    assert isinstance(document["@context"], dict)
    assert not [name for node in document["@graph"] for name in node if ":" in name]
