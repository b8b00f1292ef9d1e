"""OWL tools of others agree: the ontology is in OWL 2 DL and RL, and nothing shipped contradicts it."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, serialize

from ingest.assembly import Assembled
from ontology.vocabulary import CONCEPTS_FOLDER

FOLDER = CONCEPTS_FOLDER.parent
ONTOLOGY, ALIGNMENTS = FOLDER / "lertrat.ttl", FOLDER / "alignments.ttl"
PROGRAM = Path(__file__).with_name("OwlCheck.java")
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # halves the time of runs that last a second
PREFIXES = (
    "@prefix lr: <https://w3id.org/lertrat/ontology#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)

CONTRADICTIONS = {
    "won and not won": "<urn:x:a> a lr:Award , lr:Candidacy .",
    "an edition as scheme": "<urn:x:e> lr:editionOf <urn:x:s> . <urn:x:s> a lr:Edition .",
    "two years": "<urn:x:e> lr:yearBE 2566 , 2567 .",
    "letters as year": '<urn:x:e> lr:yearBE "abc"^^xsd:integer .',
    "a number as name": "<urn:x:e> lr:placeName 5 .",
}
AMONG_ALL_FACTS = "<https://w3id.org/lertrat/id/award/2566-sso-1> a lr:Candidacy ."

Findings = Mapping[str, list[str]]


def compiles(java: str) -> bool:
    """Whether this Java runs a program from its source: a mere runtime lacks the compiler."""
    told = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False)
    return "jdk.compiler@" in told.stdout


def run(java: str, checks: Mapping[str, Sequence[str | Path]]) -> Findings:
    """What OwlCheck.java finds in each check."""
    owlready = importlib.util.find_spec("owlready2")
    if owlready is None or owlready.origin is None:
        pytest.skip("owlready2 is not installed, which brings OWLAPI and HermiT")
    reasoner = Path(owlready.origin).parent / "hermit" / "HermiT.jar"
    words = [str(word) for check in checks.values() for word in ("--", *check)][1:]
    command = [java, *QUICK_START, "-cp", str(reasoner), str(PROGRAM), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    told = re.split(r"^\n", done.stdout, flags=re.MULTILINE)[:-1]
    return {name: lines.splitlines() for name, lines in zip(checks, told, strict=True)}


@pytest.fixture(scope="module")
def findings(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What is found in each check: all of them in one start of Java."""
    java = shutil.which("java")
    if java is None or not compiles(java):
        pytest.skip("no JDK here: `java` runs OwlCheck.java from its source")
    folder = tmp_path_factory.mktemp("owl")
    facts = folder / "facts.nt"
    settled = (quad.triple for quad in assembled.quads if isinstance(quad.graph_name, DefaultGraph))
    serialize(settled, str(facts), format=RdfFormat.N_TRIPLES)
    for number, statement in enumerate([*CONTRADICTIONS.values(), AMONG_ALL_FACTS]):
        (folder / f"{number}.ttl").write_text(PREFIXES + statement, encoding="utf-8")
    checks: dict[str, Sequence[str | Path]] = {
        **{name: ("profile", name, ONTOLOGY, ALIGNMENTS) for name in ("DL", "RL")},
        **{name: ("profile", name, ONTOLOGY) for name in ("EL", "QL")},
        "facts": ("consistent", ONTOLOGY, ALIGNMENTS, facts),
        **{
            name: ("consistent", ONTOLOGY, folder / f"{number}.ttl")
            for number, name in enumerate(CONTRADICTIONS)
        },
        "among all facts": ("consistent", ONTOLOGY, facts, folder / f"{len(CONTRADICTIONS)}.ttl"),
    }
    return run(java, checks)


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_ontology_and_its_mappings_keep_the_profile(findings: Findings, profile: str) -> None:
    assert findings[profile] == []


@pytest.mark.parametrize(
    ("profile", "reasons"),
    [
        ("EL", {"FunctionalObjectProperty", "xsd:boolean"}),
        ("QL", {"FunctionalObjectProperty", "FunctionalDataProperty", "xsd:boolean"}),
    ],
)
def test_only_what_the_header_names_keeps_it_out_of_a_profile(
    findings: Findings, profile: str, reasons: set[str]
) -> None:
    told = {reason for violation in findings[profile] for reason in reasons if reason in violation}
    assert told == reasons
    assert [line for line in findings[profile] if not any(reason in line for reason in reasons)] == []


def test_the_shipped_facts_contradict_nothing(findings: Findings) -> None:
    assert findings["facts"] == []


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_found(findings: Findings, name: str) -> None:
    (finding,) = findings[name]
    assert finding.startswith("inconsistent: ")


def test_a_contradiction_is_found_among_all_facts(findings: Findings) -> None:
    assert findings["among all facts"] == ["inconsistent: no model"]
