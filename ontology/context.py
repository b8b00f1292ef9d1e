"""The JSON-LD context, made of our prefixes and of the terms in lertrat.ttl: `python -m ontology.context`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, parse

from ontology.namespaces import LR, OWL, PREFIXES, RDF, RDFS, XSD

ONTOLOGY_FILE = Path(__file__).with_name("lertrat.ttl")
CONTEXT_FILE = Path(__file__).with_name("context.jsonld")
COERCED = {XSD.integer: "xsd:integer", XSD.decimal: "xsd:decimal", XSD.time: "xsd:time"}


def make_context() -> dict[str, Any]:
    """Each prefix, and each class and property of the ontology by its local name."""
    facts = {
        (quad.subject, quad.predicate): quad.object
        for quad in parse(path=ONTOLOGY_FILE)
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Literal)
    }
    kinds = {
        subject: kind
        for (subject, predicate), kind in facts.items()
        if predicate == RDF.type and subject.value.startswith(LR)
    }
    terms = {
        term.value.removeprefix(LR): _definition(term, kinds[term], facts.get((term, RDFS.range)))
        for term in sorted(kinds, key=lambda term: term.value)
    }
    return {"@context": {**{prefix: str(start) for prefix, start in PREFIXES.items()}, **terms}}


def _definition(term: NamedNode, kind: Any, range_: Any) -> str | dict[str, str]:
    """Links as addresses, numbers by their datatype; other values as they are, with language or datatype."""
    name = f"lr:{term.value.removeprefix(LR)}"
    if kind == OWL.ObjectProperty:
        return {"@id": name, "@type": "@id"}
    coerced = COERCED.get(range_)
    return {"@id": name, "@type": coerced} if coerced else name


@cache
def read_context() -> dict[str, Any]:
    """What the file context.jsonld holds under `@context`."""
    context: dict[str, Any] = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]
    return context


if __name__ == "__main__":
    CONTEXT_FILE.write_text(json.dumps(make_context(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
