"""OWL tools of others agree: the ontology is in OWL 2 DL and RL, and nothing shipped contradicts it."""

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Sequence
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

Check = Callable[..., list[str]]


def run(*command: str | Path) -> Sequence[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def compiles(java: str) -> bool:
    """Whether this Java runs a program from its source: a mere runtime lacks the compiler."""
    told = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False)
    return "jdk.compiler@" in told.stdout


@pytest.fixture(scope="session")
def check() -> Check:
    """The program OwlCheck.java: its findings, one a line."""
    java = shutil.which("java")
    if java is None or not compiles(java):
        pytest.skip("no JDK here: `java` runs OwlCheck.java from its source")
    owlready = importlib.util.find_spec("owlready2")
    if owlready is None or owlready.origin is None:
        pytest.skip("owlready2 is not installed, which brings OWLAPI and HermiT")
    reasoner = Path(owlready.origin).parent / "hermit" / "HermiT.jar"
    return lambda *words: list(run(java, *QUICK_START, "-cp", reasoner, PROGRAM, *words))


@pytest.fixture(scope="session")
def facts(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the shipped dataset settles, as N-Triples."""
    path = tmp_path_factory.mktemp("owl") / "facts.nt"
    settled = (quad.triple for quad in assembled.quads if isinstance(quad.graph_name, DefaultGraph))
    serialize(settled, str(path), format=RdfFormat.N_TRIPLES)
    return path


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_ontology_and_its_mappings_keep_the_profile(check: Check, profile: str) -> None:
    assert check("profile", profile, ONTOLOGY, ALIGNMENTS) == []


@pytest.mark.parametrize(
    ("profile", "reasons"),
    [
        ("EL", {"FunctionalObjectProperty", "xsd:boolean"}),
        ("QL", {"FunctionalObjectProperty", "FunctionalDataProperty", "xsd:boolean"}),
    ],
)
def test_only_what_the_header_names_keeps_it_out_of_a_profile(
    check: Check, profile: str, reasons: set[str]
) -> None:
    violations = check("profile", profile, ONTOLOGY)
    told = {reason for violation in violations for reason in reasons if reason in violation}
    assert told == reasons
    assert [line for line in violations if not any(reason in line for reason in reasons)] == []


def test_the_shipped_facts_contradict_nothing(check: Check, facts: Path) -> None:
    assert check("consistent", ONTOLOGY, ALIGNMENTS, facts) == []


@pytest.mark.parametrize(
    "statement",
    [
        "<urn:x:a> a lr:Award , lr:Candidacy .",
        "<urn:x:e> lr:editionOf <urn:x:s> . <urn:x:s> a lr:Edition .",
        "<urn:x:e> lr:yearBE 2566 , 2567 .",
        '<urn:x:e> lr:yearBE "abc"^^xsd:integer .',
        "<urn:x:e> lr:placeName 5 .",
    ],
    ids=["won and not won", "an edition as scheme", "two years", "letters as year", "a number as name"],
)
def test_a_contradiction_is_found(check: Check, statement: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text(PREFIXES + statement, encoding="utf-8")
    (finding,) = check("consistent", ONTOLOGY, wrong)
    assert finding.startswith("inconsistent: ")


def test_a_contradiction_is_found_among_all_facts(check: Check, facts: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text(f"{PREFIXES}<https://w3id.org/lertrat/id/award/2566-sso-1> a lr:Candidacy .")
    assert check("consistent", ONTOLOGY, facts, wrong) == ["inconsistent: no model"]
