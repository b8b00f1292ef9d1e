"""Whoever knows JSON-LD alone can read what we write and write what we read, by the published context."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from graph_api.json_ld import write_json_ld
from ingest.assembly import Assembled
from ontology.context import CONTEXT_FILE
from ontology.namespaces import BASE, ID
from queries import answers
from queries.catalogue import find
from queries.engine import EmbeddedEngine, write_dump, write_store
from queries.export import write_export_file
from queries.versions import Home
from tests.programs import install_from_npm, need

ADDRESS = BASE + "context.jsonld"
FOLDER = Path(__file__).parent / "jsonld"
THINGS = (
    *("award/2566-tisi-1", "candidacy/2566-ops-moi-1", "award-line/2564-covid-response", "project/dsdw-2"),
    *("external-award/unpsa-2022-depa-1", "scheme/tpsa", "edition/2566", "event/2567-ceremony"),
    *("participation/2567-ceremony.chousak-sirinil.presided", "person/chousak-sirinil", "count/seed-000-4"),
    *("body/tisi", "body/prov-lamphun", "placement/tisi-1", "change/nt-2021", "change/hii-2018"),
    *("name/tisi-048c6eb6", "name/0017c87d-aa162447", "office-pattern/083fff57", "place/capital-of-th-51"),
    *("source/seed-003", "type/covid-response", "vocabulary/type", "dataset/counts-cube"),
)
"""One of each kind, and the ones with the most to say."""

ODD = """
@prefix lr: <https://w3id.org/lertrat/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:x:a> a lr:Award , [] , <urn:x:class> ;
    skos:prefLabel "plain" , "ไทย"@th , 5 ;
    lr:yearBE 2566 , "02566"^^xsd:integer , "2566" , 9007199254740993 , -0 ;
    lr:yearCE "+1"^^xsd:integer , "x"^^xsd:integer , 0 , -1 ;
    lr:shownFirst true , "1"^^xsd:boolean , "true" ;
    lr:recipient <urn:x:b> , [ lr:partner <about:blank> ] , "a name" , "ชื่อ"@th ;
    lr:from "2020"^^xsd:gYear , "2020-01-01"^^xsd:date ;
    lr:about <about:blank> ;
    foaf:title 5 , "นาย"@th ;
    foaf:homepage <geo:13.7,100.5> ; geo:lat 13.70 ; geo:alt "x" ;
    <https://other.example/p> "x"^^<https://other.example/d> , "x"^^<dcterms:d> ;
    <http://purl.org/dc/terms/date> "x" .
"""
"""Values that no term is made for, and addresses that look as if they had a prefix."""

every_thing = pytest.mark.parametrize("thing", [*THINGS, "ontology"])


class Processor:
    """jsonld.js in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, task: str, document: Any, **more: Any) -> Any:
        """The result of a task; raises ValueError with what the processor says."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"task": task, "document": document, **more}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["result"]

    def lines(self, document: Any) -> set[str]:
        """A document as canonical N-Quads."""
        return set(self.ask("canonize", document).splitlines())


@pytest.fixture(scope="session")
def processor(pytestconfig: pytest.Config) -> Iterator[Processor]:
    """jsonld.js, installed outside of the repository's own files."""
    node = need("node")
    folder = install_from_npm(FOLDER, pytestconfig.cache)
    command: list[str | Path] = [node, folder / "process.mjs", ADDRESS, CONTEXT_FILE]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, encoding="utf-8") as process:
        yield Processor(process)
        with suppress(BrokenPipeError):
            process.communicate(timeout=60)


def described(engine: EmbeddedEngine, thing: str) -> list[Triple]:
    """What the site says of a thing, in the order in which it says it."""
    question = (
        find("ontology-data").bind() if thing == "ontology" else find("thing-data").bind(thing=ID + thing)
    )
    return sorted(engine.triples(question), key=str)


def canonical(quads: list[Quad]) -> set[str]:
    """The same as canonical N-Quads, by another implementation."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set((serialize(dataset, format=RdfFormat.N_QUADS) or b"").decode().splitlines())


def settled(triples: list[Triple]) -> set[str]:
    return canonical([Quad(t.subject, t.predicate, t.object) for t in triples])


@every_thing
def test_the_data_of_a_thing_read_as_what_the_graph_says(
    processor: Processor, engine: EmbeddedEngine, thing: str
) -> None:
    triples = described(engine, thing)
    assert len(triples) > 2
    assert processor.lines(json.loads(write_json_ld(triples))) == settled(triples)


def test_odd_statements_read_as_what_they_are(processor: Processor) -> None:
    triples = [quad.triple for quad in parse(ODD, RdfFormat.TURTLE)]
    assert processor.lines(json.loads(write_json_ld(triples))) == settled(triples)


@pytest.mark.parametrize("thing", THINGS)
def test_the_data_are_written_as_the_standard_compacts_them(
    processor: Processor, engine: EmbeddedEngine, thing: str
) -> None:
    written = json.loads(write_json_ld(described(engine, thing)))
    assert by_address(processor.ask("compact", written)) == by_address(written)


def by_address(document: Any) -> dict[str, Any]:
    """The nodes of a document, each list of values in one order."""
    return {
        node["id"]: {name: in_order(value) for name, value in node.items()} for node in document["@graph"]
    }


def in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: in_order(one) for key, one in value.items()}
    return sorted(value, key=str) if isinstance(value, list) else value


@pytest.mark.parametrize(
    "thing", THINGS
)  # jsonld.js makes of the ontology's list, whose nodes have names, another
def test_compaction_by_the_context_loses_nothing(
    processor: Processor, engine: EmbeddedEngine, thing: str
) -> None:
    told = settled(described(engine, thing))
    assert processor.lines(compacted(processor, told)) == told


def compacted(processor: Processor, told: set[str]) -> Any:
    """N-Quads as the processor itself makes JSON-LD of them, with our context."""
    return processor.ask("compact", processor.ask("read", "\n".join(sorted(told)) + "\n"))


@pytest.mark.parametrize("thing", THINGS)
def test_every_property_has_a_short_name(processor: Processor, engine: EmbeddedEngine, thing: str) -> None:
    nodes = compacted(processor, settled(described(engine, thing)))["@graph"]
    names = {name for node in nodes for name in node}
    clashing = {"foaf:title", "skos:scopeNote", "skosxl:altLabel"}
    assert {name for name in names if ":" in name} <= clashing


def test_an_award_reads_like_plain_json(processor: Processor, engine: EmbeddedEngine) -> None:
    nodes = compacted(processor, settled(described(engine, "award/2566-sso-1")))
    award = by_address(nodes)[ID + "award/2566-sso-1"]
    assert award["type"] == "Award"
    assert award["recipient"] == ID + "body/sso"
    assert award["level"] == ID + "level/advance"
    assert award["prefLabel"].keys() == {"th"}


def test_an_award_can_be_framed_with_its_evidence_inside(
    processor: Processor, engine: EmbeddedEngine
) -> None:
    triples = described(engine, "award/2566-tisi-1")
    frame = {"@context": ADDRESS, "type": "Award"}
    framed = processor.ask("frame", json.loads(write_json_ld(triples)), frame=frame)
    assert framed["hasEvidence"]["hasSelector"]["exact"].startswith("1) รางวัล")
    assert processor.lines(framed) == settled(triples)


def test_a_publisher_writes_with_the_context_alone(processor: Processor) -> None:
    written = {
        "@context": ADDRESS,
        "id": "https://example.org/award",
        "type": "Award",
        "recipient": ID + "body/tisi",
        "edition": {"id": ID + "edition/2566", "yearBE": 2566},
        "prefLabel": {"th": "รางวัล"},
    }
    award, lr = "<https://example.org/award>", BASE + "ontology#"
    assert processor.lines(written) == {
        f"{award} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{lr}Award> .",
        f"{award} <{lr}recipient> <{ID}body/tisi> .",
        f"{award} <{lr}edition> <{ID}edition/2566> .",
        f'<{ID}edition/2566> <{lr}yearBE> "2566"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        f'{award} <http://www.w3.org/2004/02/skos/core#prefLabel> "รางวัล"@th .',
    }


def test_a_slip_of_the_pen_has_no_meaning(processor: Processor) -> None:
    with pytest.raises(ValueError, match="recipeint"):
        processor.lines({"@context": ADDRESS, "id": "urn:x:a", "recipeint": ID + "body/tisi"})


def test_the_context_describes_itself(processor: Processor) -> None:
    told = processor.lines(json.loads(CONTEXT_FILE.read_text(encoding="utf-8")))
    assert f'<{ADDRESS}> <http://www.w3.org/2002/07/owl#versionInfo> "0.2.0" .' in told


@every_thing
def test_an_answer_of_the_endpoint_reads_as_what_was_found(
    processor: Processor, engine: EmbeddedEngine, thing: str
) -> None:
    triples = described(engine, thing)
    assert processor.lines(json.loads(answers.write_json_ld(triples))) == settled(triples)


def test_the_data_cube_reads_as_what_was_found(processor: Processor, engine: EmbeddedEngine) -> None:
    triples = engine.triples(find("counts-cube").bind())
    assert processor.lines(json.loads(answers.write_json_ld(triples))) == settled(triples)


def test_awards_can_be_framed_out_of_an_answer_of_the_endpoint(
    processor: Processor, engine: EmbeddedEngine
) -> None:
    answer = json.loads(answers.write_json_ld(described(engine, "award/2566-tisi-1")))
    framed = processor.ask("frame", answer, frame={"@context": ADDRESS, "type": "Award"})
    assert framed["id"] == ID + "award/2566-tisi-1"


def test_an_export_reads_as_the_quads_it_is_of(
    processor: Processor, assembled: Assembled, tmp_path: Path
) -> None:
    award = NamedNode(ID + "award/2566-tisi-1")
    quads = [quad for quad in assembled.quads if award in (quad.subject, quad.object)]
    with Home(tmp_path / "home").new_version() as new:
        write_dump(quads, new.dump)
        write_store(new.store_folder, quads)
    assert new.finished
    write_export_file(new.finished, "jsonld", tmp_path / "export.jsonld")
    exported = json.loads((tmp_path / "export.jsonld").read_text(encoding="utf-8"))
    assert len({quad.graph_name for quad in quads}) > 1
    assert processor.lines(exported) == canonical(quads)
