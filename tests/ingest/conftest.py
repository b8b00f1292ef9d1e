"""The small graph of well-formed things, and for each fault in the table a copy of it that has the fault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Quad, RdfFormat, Triple, parse

from ingest.assembly import Assembled
from ingest.bodies import load_names
from ingest.extract import extract
from ingest.readers import read_bytes
from ingest.shapes import Finding, validate
from ingest.words import word_facts
from ontology.namespaces import ID

FOLDER = Path(__file__).parent / "shapes"
WHOLE = (FOLDER / "whole.ttl").read_text(encoding="utf-8")
PREFIXES = "\n".join(line for line in WHOLE.splitlines() if line.startswith("@prefix"))


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of one thing, and what must be told of the thing then."""

    number: int
    thing: str
    change: str
    severity: str
    message: str

    def __str__(self) -> str:
        return f"{self.thing} {self.change:.50}: {self.message}"

    @property
    def copy(self) -> str:
        """Where the things of the copy that has this fault begin: no two copies share a thing."""
        return f"{ID}it-{self.number}/"

    @property
    def focus(self) -> str:
        return self.copy + self.thing

    def triples(self) -> set[Triple]:
        """The whole graph with the fault."""
        graph = set(self._parse(WHOLE))
        for step in self.change.split(" + "):
            verb, words = step.split(" ", 1)
            if verb in ("without", "instead"):
                said = self._state(words if verb == "instead" else f"{words} 0")
                gone = {(triple.subject, triple.predicate) for triple in said}
                graph = {triple for triple in graph if (triple.subject, triple.predicate) not in gone}
            if verb != "without":
                graph |= set(self._parse(f"{PREFIXES} {words} .")) if verb == "beside" else self._state(words)
        return graph

    def _state(self, words: str) -> set[Triple]:
        return set(self._parse(f"{PREFIXES} it:{self.thing} {words} ."))

    def _parse(self, turtle: str) -> Iterator[Triple]:
        its_own = turtle.replace(f"{ID}it/", self.copy)
        return (quad.triple for quad in parse(its_own, format=RdfFormat.TURTLE))


def read_faults() -> list[Fault]:
    """Every line of the table, for every thing and change that it names."""
    table = yaml.safe_load((FOLDER / "faults.yml").read_text(encoding="utf-8"))
    told = [
        (thing, change, *told_as(key))
        for key, cases in table.items()
        for things, changes in cases.items()
        for thing in things.split()
        for change in changes.split(" | ")
    ]
    return [Fault(number, *fault) for number, fault in enumerate(told)]


def told_as(key: str) -> tuple[str, str]:
    """`has no address (Info)` -> its severity and message."""
    message, _, severity = key.removesuffix(")").partition(" (")
    return severity or "Violation", message


FAULTS = read_faults()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fault" in metafunc.fixturenames:
        metafunc.parametrize("fault", FAULTS, ids=str)


@pytest.fixture(scope="session")
def faults() -> list[Fault]:
    """The table of faults."""
    return FAULTS


@pytest.fixture(scope="session")
def words() -> list[Quad]:
    """The shipped words, of which the small graph makes use."""
    return [Quad(*fact) for fact in word_facts()]


@pytest.fixture(scope="session")
def whole(words: list[Quad]) -> list[Quad]:
    """One well-formed thing of each class."""
    return [*words, *parse(WHOLE, format=RdfFormat.TURTLE)]


@pytest.fixture(scope="session")
def faulty(words: list[Quad]) -> list[Quad]:
    """All copies of the small graph, each with its fault, beside each other: one validation tells all."""
    return [*words, *(Quad(*triple) for fault in FAULTS for triple in fault.triples())]


@pytest.fixture(scope="session")
def told(faulty: list[Quad]) -> list[Finding]:
    """What the validator tells of all copies."""
    return validate(faulty)


@pytest.fixture(scope="session")
def told_of(told: list[Finding]) -> dict[str, list[Finding]]:
    """The same by the thing that it is told of."""
    things: dict[str, list[Finding]] = {}
    for finding in told:
        things.setdefault(finding.focus, []).append(finding)
    return things


@pytest.fixture(scope="session")
def told_of_shipped(assembled: Assembled) -> list[Finding]:
    """What the validator tells of the shipped dataset."""
    return validate(assembled.quads)


@pytest.fixture(scope="session")
def winners() -> Callable[[str, bytes], set[tuple[object, ...]]]:
    """A file's name and bytes -> its awards: recipient, year, branch, type, category, level, work, status."""

    def read(name: str, data: bytes) -> set[tuple[object, ...]]:
        document = read_bytes(name, data)
        awards = extract(document, load_names()).awards
        for award in awards:
            assert document.text[award.start : award.end] == award.evidence
        found = [
            (a.recipient, a.edition_year_be, a.branch, a.type, a.pmqa_category, a.level, a.project, a.status)
            for a in awards
        ]
        assert len(found) == len(set(found))
        return set(found)

    return read
