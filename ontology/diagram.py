"""The picture of the ontology, drawn from lertrat.ttl when that has changed: `python -m ontology.diagram`."""

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree
from pyoxigraph import BlankNode, Literal, NamedNode, Triple, parse

from ontology.context import ONTOLOGY_FILE
from ontology.namespaces import BASE, DCTERMS, FOAF, LR, ORG, OWL, PREFIXES, PROV, RDF, RDFS, SKOS
from ontology.owners import OWNERS

DIAGRAM_FILE = Path(__file__).with_name("diagram.svg")
DRAWER = "graphviz-pure"
"""The program that lays out; it draws the same on every machine."""
LETTERS = '"Noto Sans Thai", Sarabun, "Leelawadee UI", Thonburi, Loma, Helvetica, Arial, sans-serif'

DRAWN_ONCE = (LR.hasEvidence,)
"""An arrow from its first class only, rows in the boxes of the others: else it would cover the picture."""
BORROWED: dict[NamedNode, tuple[NamedNode, NamedNode]] = {
    ORG.originalOrganization: (ORG.ChangeEvent, ORG.Organization),
    ORG.resultingOrganization: (ORG.ChangeEvent, ORG.Organization),
    PROV.wasQuotedFrom: (LR.Evidence, LR.Document),
}
"""Properties of others without which a class would stand alone."""
DRAWN_ABROAD = (ORG.Organization, FOAF.Agent, FOAF.Person)
"""Classes of others that have a box as the range of a property; the rest stand in the rows."""


class Colours(NamedTuple):
    """The heading and the border of a box."""

    fill: str
    line: str


ABROAD = Colours("#eef1f4", "#7b8994")
FAMILIES: dict[Colours, tuple[NamedNode, ...]] = {
    Colours("#e6eff7", "#2f6690"): (
        *(LR.AwardScheme, LR.Edition, LR.AwardLine, LR.Project),
        *(LR.Award, LR.Candidacy, LR.ExternalAward),
    ),
    Colours("#e7f3ec", "#2f7d4f"): (LR.PublicBody, LR.Placement, LR.Name, LR.OfficePattern),
    Colours("#fff6df", "#8a5a00"): (LR.Document, LR.Evidence, LR.Count),
    Colours("#f3ebf7", "#6b3f87"): (LR.Event, LR.Participation),
}
"""Classes that belong together have one colour: awards, bodies, sources, happenings."""


class Row(NamedTuple):
    """A property in the box of its class."""

    thai: str
    english: str


class Box(NamedTuple):
    """A class; `above` are its superclasses that have no box."""

    curie: str
    thai: str
    english: str
    above: str
    rows: tuple[Row, ...]
    colours: Colours


class Arrow(NamedTuple):
    """The properties that lead from one box to another."""

    tail: str
    head: str
    labels: tuple[str, ...]


Term = NamedNode | BlankNode | Literal | Triple


class Ontology:
    """What lertrat.ttl says, as the picture asks for it."""

    def __init__(self, file: Path = ONTOLOGY_FILE) -> None:
        self._facts: dict[tuple[Term, NamedNode], list[Term]] = {}
        for quad in parse(path=file):
            self._facts.setdefault((quad.subject, quad.predicate), []).append(quad.object)

    def named(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The things that a statement leads to."""
        return [found for found in self._facts.get((subject, predicate), []) if isinstance(found, NamedNode)]

    def text(self, subject: NamedNode, predicate: NamedNode, language: str) -> str:
        """The words in a language, or none."""
        found = self._facts.get((subject, predicate), [])
        return next((o.value for o in found if isinstance(o, Literal) and o.language == language), "")

    def ours(self, *types: NamedNode) -> list[NamedNode]:
        """Our terms of these types, one type after the other."""
        return [
            subject
            for type_ in types
            for subject in sorted((s for s, p in self._facts if p == RDF.type), key=str)
            if isinstance(subject, NamedNode)
            and subject.value.startswith(LR)
            and type_ in self.named(subject, RDF.type)
        ]

    @property
    def classes(self) -> list[NamedNode]:
        """Our classes."""
        return self.ours(OWL.Class)

    @property
    def properties(self) -> list[NamedNode]:
        """Our properties: links, then names and values."""
        return self.ours(OWL.ObjectProperty, OWL.AnnotationProperty, OWL.DatatypeProperty)

    def owners(self, property_: NamedNode) -> tuple[NamedNode, ...]:
        """The classes whose things have a property."""
        return tuple(self.named(property_, RDFS.domain)) or OWNERS.get(property_, ())


class Picture:
    """The boxes and arrows of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._rows: dict[NamedNode, list[Row]] = {}
        self._links: dict[tuple[NamedNode, NamedNode], list[str]] = {}
        self._boxed = {*ontology.classes, *DRAWN_ABROAD}
        for property_ in ontology.properties:
            for number, owner in enumerate(ontology.owners(property_)):
                self._place(property_, owner, again=number > 0)
        for property_, ends in BORROWED.items():
            self._links.setdefault(ends, []).append(shorten(property_))

    def _place(self, property_: NamedNode, owner: NamedNode, again: bool) -> None:
        """A property becomes an arrow where its range has a box, else a row."""
        thai, english = (self._ontology.text(property_, RDFS.label, language) for language in ("th", "en"))
        range_ = next(iter(self._ontology.named(property_, RDFS.range)), None)
        if range_ in self._boxed and not (again and property_ in DRAWN_ONCE):
            self._links.setdefault((owner, range_), []).append(f"{thai} · {english}")
            return
        leads = property_ in self._ontology.ours(OWL.ObjectProperty) and range_ not in (None, SKOS.Concept)
        shown = f"{english} → {shorten(range_)}" if leads and range_ else english
        self._rows.setdefault(owner, []).append(Row(thai, shown))

    @property
    def boxes(self) -> list[Box]:
        """Our classes, and those of others that an arrow or a row needs."""
        needed = {end for ends in self._links for end in ends} | self._rows.keys()
        abroad = sorted(needed - set(self._ontology.classes), key=str)
        return [self._box(class_) for class_ in [*self._ontology.classes, *abroad]]

    def _box(self, class_: NamedNode) -> Box:
        thai, english = (self._ontology.text(class_, RDFS.label, language) for language in ("th", "en"))
        above = [shorten(found) for found in self._above(class_) if found not in self._boxed]
        colours = next((found for found, members in FAMILIES.items() if class_ in members), ABROAD)
        return Box(
            shorten(class_), thai, english, ", ".join(above), tuple(self._rows.get(class_, [])), colours
        )

    @property
    def arrows(self) -> list[Arrow]:
        """What leads from box to box."""
        return [
            Arrow(shorten(tail), shorten(head), tuple(labels)) for (tail, head), labels in self._links.items()
        ]

    @property
    def ascents(self) -> list[tuple[str, str]]:
        """Subclass and superclass, where both have a box."""
        pairs = ((below, above) for below in self._ontology.classes for above in self._above(below))
        return [(shorten(below), shorten(above)) for below, above in pairs if above in self._boxed]

    def _above(self, class_: NamedNode) -> list[NamedNode]:
        return self._ontology.named(class_, RDFS.subClassOf)


def shorten(node: NamedNode) -> str:
    """A term with its prefix."""
    fitting = ((name, start) for name, start in PREFIXES.items() if node.value.startswith(start))
    name, start = max(fitting, key=lambda found: len(found[1]), default=("", ""))
    return f"{name}:{node.value.removeprefix(start)}" if name else node.value


def width(text: str, size: int, bold: bool = False) -> int:
    """The points that a text takes, rather too many; signs above and below a letter take none."""
    ems = sum(_ems(sign) for sign in text if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
    return round(ems * size * (1.08 if bold else 1)) + 4


def _ems(sign: str) -> float:
    if "\u0e00" <= sign <= "\u0e7f":
        return 0.64
    if sign.isupper() or sign in "mwMW→⊂":
        return 0.72
    return 0.34 if sign in "ilj.,:;' ft()" else 0.6


def write_dot(ontology: Ontology) -> str:
    """The picture in Graphviz's language."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    picture = Picture(ontology)
    return environment.get_template("diagram.dot.jinja").render(
        boxes=picture.boxes, arrows=picture.arrows, ascents=picture.ascents, width=width
    )


def find_drawer() -> str | None:
    """The program that lays out: beside this Python, else on the path."""
    return shutil.which(DRAWER, path=str(Path(sys.executable).parent)) or shutil.which(DRAWER)


def draw(ontology: Ontology) -> bytes:
    """The picture as SVG; raises FileNotFoundError without its program."""
    program = find_drawer()
    if program is None:
        raise FileNotFoundError(f"{DRAWER} is not here: pip install -e '.[dev]' brings it")
    done = subprocess.run(  # noqa: S603 - a program of our own environment, told what we wrote
        [program, "-Tsvg"], input=write_dot(ontology).encode(), capture_output=True, check=True
    )
    return finish(done.stdout, ontology)


def finish(drawn: bytes, ontology: Ontology) -> bytes:
    """The drawing with a title, with the same in words, and with letters that have Thai."""
    svg = etree.fromstring(drawn, etree.XMLParser(remove_comments=True, resolve_entities=False))
    for side in ("width", "height"):
        svg.set(
            side, svg.get(side, "").removesuffix("pt")
        )  # a point is a pixel: the letters are large enough
    svg.set("role", "img")
    svg.set("font-family", LETTERS)
    svg.set("aria-labelledby", "title desc")
    for text in svg.iter("{*}text"):
        del text.attrib["font-family"]
        text.set("lang", "th" if has_thai(text.text or "") else "en")
    for place, (name, words) in enumerate((("title", title(ontology)), ("desc", describe(ontology)))):
        told = etree.Element(f"{{{svg.nsmap[None]}}}{name}", id=name)
        told.text = words
        svg.insert(place, told)
    return etree.tostring(svg, encoding="utf-8") + b"\n"


def title(ontology: Ontology) -> str:
    """What the picture shows."""
    node = NamedNode(BASE + "ontology")
    return " · ".join(ontology.text(node, DCTERMS.term("title"), language) for language in ("th", "en"))


def describe(ontology: Ontology) -> str:
    """The classes and arrows as a list of words."""
    picture = Picture(ontology)
    names = {
        box.curie: " · ".join(filter(None, (box.thai, box.english))) or box.curie for box in picture.boxes
    }
    arrows = [f"{names[tail]} → {', '.join(labels)} → {names[head]}" for tail, head, labels in picture.arrows]
    return "; ".join([*names.values(), *arrows])


def has_thai(text: str) -> bool:
    """Whether a text has Thai letters."""
    return any("\u0e00" <= sign <= "\u0e7f" for sign in text)


if __name__ == "__main__":
    DIAGRAM_FILE.write_bytes(draw(Ontology()))
