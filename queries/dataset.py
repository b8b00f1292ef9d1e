"""Which graphs a query speaks to: its FROM and FROM NAMED clauses, read from the text's tokens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from pyoxigraph import NamedNode

from ontology.namespaces import BASE
from queries.tokens import Token, read_tokens, unescape


@dataclass(slots=True)
class DatasetClause:
    """The graphs a query names, each once; both empty: the store as it is."""

    default: list[NamedNode] = field(default_factory=list)
    named: list[NamedNode] = field(default_factory=list)


class UndeclaredPrefixError(ValueError):
    """A name whose prefix the query does not declare."""


@dataclass(slots=True)
class _Reader:
    """Walks over the tokens outside all brackets."""

    tokens: Iterator[Token]
    base: str = BASE
    prefixes: dict[str, str] = field(default_factory=dict)
    clause: DatasetClause = field(default_factory=DatasetClause)

    def read(self) -> DatasetClause:
        depth = 0
        for token in self.tokens:
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 0 and token.kind == "word" and token.text.upper() in _STEPS:
                _STEPS[token.text.upper()](self)
        return self.clause

    def next_token(self) -> Token:
        return next(self.tokens, Token("end", "", 0))

    def read_base(self) -> None:
        self.base = self.resolve(self.next_token())

    def read_prefix(self) -> None:
        prefix = self.next_token().text.removesuffix(":")
        self.prefixes[prefix] = self.resolve(self.next_token())

    def read_from(self) -> None:
        token, graphs = self.next_token(), self.clause.default
        if token.kind == "word" and token.text.upper() == "NAMED":
            token, graphs = self.next_token(), self.clause.named
        graph = NamedNode(self.resolve(token))
        if graph not in graphs:
            graphs.append(graph)

    def resolve(self, token: Token) -> str:
        if token.kind == "iri":
            return urljoin(self.base, unescape(token.text[1:-1]))
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            raise UndeclaredPrefixError(f"the prefix of {token.text[:40]!r} is not declared")
        return self.prefixes[prefix] + local.replace("\\", "")


_STEPS = {"BASE": _Reader.read_base, "PREFIX": _Reader.read_prefix, "FROM": _Reader.read_from}


def read_dataset_clause(text: str) -> DatasetClause:
    """The FROM clauses of a query; raises ValueError where they cannot be read (the engine says more)."""
    if "from" not in text.lower():
        return DatasetClause()
    return _Reader(read_tokens(text)).read()


def find_undeclared_prefix(text: str) -> Token | None:
    """The first prefixed name whose prefix is not declared before it."""
    declared: set[str] = set()
    before = ""
    for token in read_tokens(text):
        prefix = token.text.partition(":")[0] if token.kind == "name" else None
        if prefix is not None and before == "PREFIX":
            declared.add(prefix)
        elif prefix is not None and prefix not in declared:
            return token
        before = token.text.upper()
    return None
