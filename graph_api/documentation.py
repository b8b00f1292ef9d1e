"""The documentation of the ontology and of each concept scheme, for the site and as a folder of files."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ontospy import Ontospy
from ontospy.gendocs.viz_factory import VizFactory
from rdflib import Graph, URIRef

from graph_api.frames import START, Exported, Frame, Place
from graph_api.layout import ENVIRONMENT
from graph_api.terms import Entity, Reading, Term, ref
from graph_api.things import ONTOLOGY
from graph_api.words import words_in
from ontology.context import CONTEXT_FILE, ONTOLOGY_FILE
from ontology.iri import identify
from ontology.namespaces import LR, RDF, SKOS
from ontology.vocabulary import CONCEPTS_FOLDER

FOLDER = ONTOLOGY_FILE.parent
ALIGNMENTS_FILE = FOLDER / "alignments.ttl"
MAIN_FILES = (ONTOLOGY_FILE, ALIGNMENTS_FILE, FOLDER / "shapes.ttl", CONTEXT_FILE)
PICTURE = "ontology.svg"
LOOKS = ("lertrat.css", "documentation.css", "favicon.svg")
"""What pages need from the web folder."""
WEB = Path(__file__).parent / "web"
# The groups of the ontology's terms, as VizFactory names them, and how pages do.
GROUPS = (
    ("classes", "documentation.classes"),
    ("objproperties", "documentation.object_properties"),
    ("dataproperties", "documentation.data_properties"),
    ("annotationproperties", "documentation.annotation_properties"),
)


class Group(NamedTuple):
    """Terms of one sort under a heading; `words` says it, `anchor` is no name of a term."""

    anchor: str
    words: str
    terms: tuple[Term, ...]


class Scheme(NamedTuple):
    """A concept scheme, its page and its file."""

    page: str
    file: str
    term: Term
    concepts: tuple[Term, ...]


class Documentation(VizFactory):  # type: ignore[misc]
    """The pages of a graph with an ontology, its alignments and its concept schemes."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(
            Ontospy(graph_obj=graph, hide_individuals=True), title=str(ONTOLOGY.value), jinja2env=ENVIRONMENT
        )
        self._graph = graph
        self._reading = Reading(graph)
        self._ontology = self._reading.term(ref(ONTOLOGY))
        self._groups = self._read_groups()
        self._schemes = {scheme.page: scheme for scheme in self._read_schemes()}
        self.places = self._find_places()

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of all pages."""
        return (START, "ontology", *self._schemes)

    def render(self, frame: Frame) -> bytes:
        """The page `frame.here`; raises KeyError where there is none."""
        template, values = self._page(frame.here)
        html = self.jinja2env.get_template(f"documentation/{template}.html").render(
            {
                **{"frame": frame, "thai": words_in("th"), "english": words_in("en")},
                **{"ontology": self._ontology, "schemes": tuple(self._schemes.values())},
                **values,
                **frame.values,
            }
        )
        return str(html).encode()

    def _page(self, name: str) -> tuple[str, dict[str, Any]]:
        """The template of a page, and what it needs."""
        if name == START:
            return "overview", {}
        if name == "ontology":
            return "ontology", {
                "groups": self._groups,
                "disjoint": self._reading.disjoint,
                "prefixes": self._reading.prefixes,
                "picture": PICTURE,
                "main_files": tuple(path.name for path in MAIN_FILES),
            }
        return "vocabulary", {"scheme": self._schemes[name], "files": tuple(documents())}

    def _read_groups(self) -> tuple[Group, ...]:
        """Each term of ours in the first group that has it, by its name."""
        read: set[URIRef] = set()
        groups = []
        for name, words in GROUPS:
            entities = self._ours(name, read)
            read |= {entity.uri for entity in entities}
            terms = tuple(self._reading.term(entity.uri, entity) for entity in entities)
            groups.append(Group(f"{name}_", words, terms))
        return tuple(group for group in groups if group.terms)

    def _ours(self, name: str, read: set[URIRef]) -> list[Entity]:
        entities: list[Entity] = self.basic_context_data[name]
        ours = {entity.uri: entity for entity in entities if entity.uri.startswith(LR)}
        return [entity for iri, entity in sorted(ours.items()) if iri not in read]

    def _read_schemes(self) -> list[Scheme]:
        found = self._graph.subjects(ref(RDF.type), ref(SKOS.ConceptScheme))
        iris = sorted(iri for iri in found if isinstance(iri, URIRef))
        return [self._scheme(iri, identity.key) for iri in iris if (identity := identify(iri))]

    def _scheme(self, iri: URIRef, key: str) -> Scheme:
        members = {e.uri: e for e in self.basic_context_data["skosConcepts"]}
        ours = [uri for uri in members if (uri, ref(SKOS.inScheme), iri) in self._graph and identify(uri)]
        concepts = tuple(self._reading.term(uri) for uri in sorted(ours, key=self._reading.rank))
        return Scheme(f"vocabulary/{key}", f"concepts/{key}.ttl", self._reading.term(iri), concepts)

    def _find_places(self) -> Mapping[str, Place]:
        """The place of all that has one, by IRI."""
        terms = [term for group in self._groups for term in group.terms]
        return {
            ONTOLOGY.value: Place("ontology"),
            **{term.iri: Place("ontology", term.anchor) for term in terms},
            **{scheme.term.iri: Place(scheme.page) for scheme in self._schemes.values()},
            **{
                concept.iri: Place(scheme.page, concept.anchor)
                for scheme in self._schemes.values()
                for concept in scheme.concepts
            },
        }


def documents() -> dict[str, Path]:
    """The files that the documentation is made of, by the name under which they are given away."""
    return {path.name: path for path in MAIN_FILES} | {
        f"{CONCEPTS_FOLDER.name}/{path.name}": path for path in sorted(CONCEPTS_FOLDER.glob("*.ttl"))
    }


@cache
def shipped_documentation() -> Documentation:
    """The documentation of the ontology that this package has."""
    graph = Graph()
    for path in (ONTOLOGY_FILE, ALIGNMENTS_FILE, *sorted(CONCEPTS_FOLDER.glob("*.ttl"))):
        graph.parse(path)
    return Documentation(graph)


def export_documentation(folder: Path) -> Path:
    """Write all pages with what they need into a folder; gives the page to start with."""
    documentation = shipped_documentation()
    files = {
        **{f"{name}.html": documentation.render(Exported(documentation.places, name))
           for name in documentation.pages},
        **{name: path.read_bytes() for name, path in attachments().items()},
        **{name: (WEB / name).read_bytes() for name in LOOKS},
    }  # fmt: skip
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder / f"{START}.html"


def attachments() -> dict[str, Path]:
    """What stands beside the pages: the files of the ontology and its picture."""
    return {**documents(), PICTURE: FOLDER / "diagram.svg"}
