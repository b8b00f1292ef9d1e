"""A thing's kind and key, and its IRI: one is made of the other, nothing else is read from either."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from pyoxigraph import NamedNode

from ontology.namespaces import GRAPH, ID

Kind = Literal[
    "scheme", "edition", "event", "award", "candidacy", "external-award", "project",
    "body", "placement", "change", "name", "office-pattern", "place", "person", "participation", "count",
    "source", "evidence", "run", "agent", "award-line", "dataset", "metric", "measurement",
    "branch", "type", "level", "pmqa-category", "line-status", "event-kind", "stage", "action", "office",
    "body-kind", "legal-form", "placement-kind", "change-kind", "region", "name-kind", "name-risk",
    "count-kind", "qualifier", "judgement", "mode", "source-kind", "extent", "certainty",
    "vocabulary",
]  # fmt: skip

KINDS: tuple[Kind, ...] = get_args(Kind)
KEY_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


class Identity(NamedTuple):
    """What an IRI of ours names: `Identity("body", "tisi")`."""

    kind: Kind
    key: str


class BadKeyError(ValueError):
    """A key that cannot stand in an IRI."""


@lru_cache(maxsize=4096)
def iri(kind: Kind, key: str) -> NamedNode:
    """The IRI of a thing; raises BadKeyError unless the key is small ASCII letters, digits, `.`, `_`, `-`."""
    if not KEY_PATTERN.fullmatch(key):
        raise BadKeyError(f"{key!r} cannot be a key: use a-z, 0-9, dot, underscore and hyphen")
    return NamedNode(f"{ID}{kind}/{key}")


def graph_iri(name: str) -> NamedNode:
    """The named graph of a source document (`document/seed-000`) or of a judgement (`proposed`)."""
    return NamedNode(GRAPH + name)


def identify(value: str) -> Identity | None:
    """The kind and key that an IRI of ours was made of; None for any other text."""
    kind, slash, key = value.removeprefix(ID).partition("/")
    if not (value.startswith(ID) and slash and kind in KINDS and KEY_PATTERN.fullmatch(key)):
        return None
    return Identity(kind, key)
