"""All questions by name: every .rq file under this package, read once."""

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from queries.query import Query, QueryFileError, read_query

FOLDER = Path(__file__).parent


class UnknownQueryError(LookupError):
    """No question has this name; the message offers near ones."""


@cache
def catalogue() -> Mapping[str, Query]:
    """Every question of the package by its name, in the order of names; raises QueryFileError."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> Mapping[str, Query]:
    """Every `<folder>/<subfolder>/<name>.rq`; raises QueryFileError when two have one name."""
    found: dict[str, Query] = {}
    for path in sorted(folder.glob("*/*.rq"), key=lambda path: path.stem):
        query = read_query(path)
        if query.name in found:
            raise QueryFileError(
                f"{path}: {found[query.name].folder}/ has a {path.name} too; rename one of them"
            )
        found[query.name] = query
    return MappingProxyType(found)


def find(name: str) -> Query:
    """The question `name`; raises UnknownQueryError."""
    questions = catalogue()
    if name in questions:
        return questions[name]
    near = difflib.get_close_matches(name, questions, n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(near)}?" if near else "`lertrat query` lists all"
    raise UnknownQueryError(f"there is no question {name[:80]!r}; {offer}")
