"""Made-up versions for the benchmarks: many small things, long chains, dense graphs."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from queries.engine import write_dump, write_store
from queries.search import write_index
from queries.versions import Home

EX = "http://example.org/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
QUADS_A_THING = 8


def name(local: str) -> NamedNode:
    """A made-up name."""
    return NamedNode(EX + local)


def make_things(number: int, kinds: int = 50) -> Iterator[Quad]:
    """So many things of QUADS_A_THING quads each: labels, numbers, links to others; one in a named graph."""
    for at in range(number):
        thing, graph = name(f"s{at}"), name(f"graph{at % 20}")
        yield Quad(thing, TYPE, name(f"Kind{at % kinds}"))
        yield Quad(thing, LABEL, Literal(f"หน่วยงานที่ {at}", language="th"))
        yield Quad(thing, LABEL, Literal(f"body number {at}", language="en"))
        yield Quad(thing, name("year"), Literal(2540 + at % 30))
        yield Quad(thing, name("code"), Literal(f"{at:08}"))
        yield Quad(thing, name("near"), name(f"s{(at * 7 + 1) % number}"))
        yield Quad(thing, name("near"), name(f"s{(at * 13 + 5) % number}"))
        yield Quad(thing, name("note"), Literal(f"ข้อความ {at}"), graph)


def make_chain(length: int) -> Iterator[Quad]:
    """One thing behind the other by `next`."""
    for at in range(length):
        yield Quad(name(f"c{at}"), name("next"), name(f"c{at + 1}"))


def make_dense(size: int) -> Iterator[Quad]:
    """Each thing `knows` each of the others."""
    for one in range(size):
        for other in range(size):
            if one != other:
                yield Quad(name(f"d{one}"), name("knows"), name(f"d{other}"))


def write_version(folder: Path, quads: Iterable[Quad]) -> Path:
    """Make these quads the current version of the home in `folder`, which is given back."""
    held = list(quads)
    with Home(folder).new_version() as new:
        write_dump(held, new.dump)
        write_store(new.store_folder, held)
        write_index(new.search, [])
    return folder
