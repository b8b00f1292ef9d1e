"""Which thing an address means: its kind and key become an IRI, or the address is unknown."""

from dataclasses import dataclass
from http import HTTPStatus

from pyoxigraph import NamedNode

from graph_api.panels import PRIVATE_KINDS
from graph_api.problems import Problem
from ontology.iri import KEY_PATTERN, KINDS, Identity, graph_iri, iri
from ontology.namespaces import BASE
from queries.catalogue import find
from queries.workers import Snapshot

REPLACEABLE = ("award", "candidacy", "project")
"""The kinds whose keys are minted, and may turn out to mean what another key means."""

ONTOLOGY = NamedNode(BASE + "ontology")


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address means, and the questions that tell whether there is one."""

    kind: str
    key: str
    node: NamedNode
    exists: str = "thing-exists"

    @property
    def private(self) -> bool:
        """Whether search engines are asked to stay away."""
        return self.kind in PRIVATE_KINDS

    @property
    def page(self) -> str:
        """Its page."""
        return f"/page/{self.kind}/{self.key}" if self.key else f"/page/{self.kind}"

    def data(self, suffix: str) -> str:
        """Its data in a format."""
        return f"{self.page.replace('/page/', '/data/', 1)}.{suffix}"


def unknown() -> Problem:
    """The answer to an address that nothing has."""
    return Problem(HTTPStatus.NOT_FOUND, "the graph has nothing of that name")


def thing_of(kind: str, key: str) -> Thing:
    """The thing of a kind and key, looked up and never put together from what cannot be a key."""
    identity = next((Identity(known, key) for known in KINDS if known == kind), None)
    if identity is None or not KEY_PATTERN.fullmatch(key):
        raise unknown()
    return Thing(kind, key, iri(*identity))


def graph_of(name: str) -> Thing:
    """The named graph `document/seed-000` or `proposed`."""
    parts = name.split("/")
    if len(parts) > 3 or not all(KEY_PATTERN.fullmatch(part) for part in parts):
        raise unknown()
    return Thing("graph", name, graph_iri(name), "graph-exists")


def ontology() -> Thing:
    """The ontology as a whole."""
    return Thing("ontology", "", ONTOLOGY)


async def resolve(snapshot: Snapshot, thing: Thing) -> Thing:
    """The thing, or what took the place of its key; raises Problem (404) where the graph has neither."""
    question = find(thing.exists)
    if not await snapshot.ask(question.bind(**dict.fromkeys(question.params, thing.node))):
        raise unknown()
    if thing.kind not in REPLACEABLE:
        return thing
    for row in await snapshot.rows(find("thing-successor").bind(thing=thing.node)):
        if isinstance(successor := row["successor"], NamedNode):
            return thing_of(thing.kind, successor.value.rpartition("/")[2])
    return thing
