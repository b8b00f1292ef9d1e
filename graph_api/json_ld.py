"""Triples as JSON-LD in the names of our context, which comes along: nothing has to be fetched to read it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.context import KEYWORDS, LANGUAGE, LINK, VOCABULARIES, Term, read_context, shorten, terms
from ontology.namespaces import RDF, XSD

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""Integers that every reader of JSON writes in the same way; from 2**53 on some do not."""


def write_json_ld(triples: Sequence[Triple]) -> bytes:
    """The document, node by node as the triples come; it says what the triples say and nothing else."""
    names = _Names(triples)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        address = _address(triple.subject)
        _add(nodes.setdefault(address, {"id": address}), triple.predicate, triple.object, names)
    graph = [_without_lone_lists(node) for node in nodes.values()]
    document = {"@context": names.context(), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


class _Names:
    """The names that a document uses, none of which is read as something else there."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """In `geo:13.7,100.5` a reader would take `geo` for our prefix: such names are not used."""
        addresses = (address for triple in triples for address in _addresses(triple))
        self._avoided = {address.partition(":")[0] for address in addresses}
        self._used = {"@version", *KEYWORDS}

    def context(self) -> dict[str, Any]:
        """The part of our context that defines the names given so far."""
        return {name: meaning for name, meaning in read_context().items() if name in self._used}

    def term(self, word: NamedNode) -> Term | None:
        """The term that stands for a class or property, where it can be used."""
        term = terms().get(word.value)
        return term if term and self._use(term.name, term.iri, term.values) else None

    def name(self, word: NamedNode) -> str:
        """The shortest way to write a class or a datatype."""
        term = self.term(word)
        return term.name if term else self.prefixed(word)

    def prefixed(self, word: NamedNode) -> str:
        """A word with its prefix, which says nothing of how values are written; in full if need be."""
        short = shorten(word.value)
        return short if short not in read_context() and self._use(None, word.value) else word.value

    def _use(self, name: str | None, *words: str | None) -> bool:
        """Whether a name and the prefixes that define it can be used; from now on they are."""
        short = [shorten(word) for word in words if word is not None]
        prefixes = {word.partition(":")[0] for word in short} & VOCABULARIES.keys()
        needed = prefixes if name is None else {name, *prefixes}
        if needed & self._avoided or (name is None and not prefixes):
            return False
        self._used |= needed
        return True


def _addresses(triple: Triple) -> Iterator[str]:
    for part in (triple.subject, triple.predicate, triple.object):
        named = part.datatype if isinstance(part, Literal) else part
        if isinstance(named, NamedNode):
            yield named.value


def _add(node: dict[str, Any], property_: NamedNode, value: Any, names: _Names) -> None:
    """State the property of the node, under its short name where that says the same."""
    term = names.term(property_)
    if property_ == RDF.type and isinstance(value, NamedNode):
        node.setdefault("type", []).append(names.name(value))
    elif term and term.values == LANGUAGE and _is_text(value):
        node.setdefault(term.name, {}).setdefault(value.language or "@none", []).append(value.value)
    elif term and term.values and (short := _short_value(value, term.values)) is not None:
        node.setdefault(term.name, []).append(short)
    else:
        name = term.name if term and not term.values else names.prefixed(property_)
        node.setdefault(name, []).append(_plain_value(value, names))


def _is_text(value: Any) -> bool:
    return isinstance(value, Literal) and (value.language is not None or value.datatype == XSD.string)


def _address(node: Any) -> str:
    return str(node) if isinstance(node, BlankNode) else str(node.value)


def _short_value(value: Any, values: str) -> Any:
    """A link or a value of this datatype as short as can be; None for what it would change."""
    if values == LINK:
        return None if isinstance(value, Literal) else _address(value)
    fits = isinstance(value, Literal) and value.datatype.value == values
    return _native(value) if fits else None


def _native(value: Literal) -> str | int | bool:
    """Whole numbers and truth values as JSON has them, where it writes them in the same way."""
    if value.datatype == XSD.boolean and value.value in ("true", "false"):
        return value.value == "true"
    if value.datatype == XSD.integer and _WHOLE_NUMBER.fullmatch(value.value):
        return int(value.value)
    return value.value


def _plain_value(value: Any, names: _Names) -> Any:
    """A value that tells all of itself."""
    if not isinstance(value, Literal):
        return {"id": _address(value)}
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if value.datatype == XSD.string:
        return value.value
    return {"type": names.name(value.datatype), "@value": value.value}


def _without_lone_lists(value: Any) -> Any:
    """The same with the value itself for a list of one."""
    if isinstance(value, dict):
        return {key: _without_lone_lists(one) for key, one in value.items()}
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value
    return value
