"""The hostile queries: those of the folder, and those that grow by a number, made here."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("hostile")
REFUSED = frozenset({400, 413})
ANY = frozenset({200, 400, 413, 503, 504})
"""What may become of a query: a true answer, refused, out of memory, out of time."""
_MARK = re.compile(r"^#\+ (\w+): (\w+)$", re.MULTILINE)
_EX = "PREFIX ex: <http://example.org/> "


class Hostile(NamedTuple):
    """A query, the statuses that it may have, and whether only the number of its rows is settled."""

    name: str
    text: str
    allowed: frozenset[int]
    count_only: bool = False


def read_queries(target: str) -> Iterator[Hostile]:
    """All of them; `target` is the address that those name which would have the server call somebody."""
    for path in sorted(FOLDER.glob("*.rq")):
        text = path.read_text(encoding="utf-8").replace("TARGET", target)
        marks = dict(_MARK.findall(text))
        allowed = frozenset({int(marks["status"])}) if "status" in marks else ANY
        yield Hostile(path.stem, text, allowed, marks.get("compare") == "count")
    for name, make in MADE.items():
        yield Hostile(f"made: {name}", make(), ANY)
    for name, make in TOO_MUCH.items():
        yield Hostile(f"made: {name}", make(), REFUSED)


def _values(variables: int, rows: int) -> str:
    """A cross join of so many tables."""
    row = " ".join(map(str, range(rows)))
    tables = " ".join(f"VALUES ?v{at} {{ {row} }}" for at in range(variables))
    return f"SELECT (COUNT(*) AS ?n) {{ {tables} }}"


def _grow(step: str, times: int) -> str:
    """A literal that grows at each step."""
    binds = " ".join(f"BIND({step.replace('?x', f'?x{at}')} AS ?x{at + 1})" for at in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("0123456789" AS ?x0) {binds} }}'


def _nest(opening: str, core: str, closing: str, times: int) -> str:
    return opening * times + core + closing * times


def _filter(expression: str) -> str:
    return f"ASK {{ FILTER({expression}) }}"


def _filter_all(expression: str) -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER({expression}) }}"


def _subselects(times: int) -> str:
    return "SELECT * " + _nest("{ { SELECT * ", "{ ?a ?b ?c . ?d ?e ?f }", " } }", times)


def _chain(patterns: int) -> str:
    """A walk along the chain, which takes the engine long to plan."""
    walk = " . ".join(f"?x{at} ex:next ?x{at + 1}" for at in range(patterns))
    return f"{_EX}SELECT (COUNT(*) AS ?n) {{ {walk} }}"


def _star(patterns: int) -> str:
    return f"{_EX}SELECT * {{ {' . '.join(f'?s ex:knows ?o{at}' for at in range(patterns))} }}"


def _long(words: Callable[[int], str], size: int) -> str:
    """A query of nearly `size` bytes."""
    pieces, length = list[str](), 60
    while length < size:
        pieces.append(words(len(pieces)))
        length += len(pieces[-1].encode()) + 1
    return f"SELECT * {{ VALUES ?x {{ {' '.join(pieces)} }} ?s ?p ?x }}"


MADE: dict[str, Callable[[], str]] = {
    "VALUES, 9 tables of 20": lambda: _values(9, 20),
    "VALUES, 3 tables of 3,000": lambda: _values(3, 3000),
    "CONCAT, 40 doublings": lambda: _grow("CONCAT(?x, ?x)", 40),
    "CONCAT, 9 times ten copies": lambda: _grow("CONCAT(" + ", ".join(["?x"] * 10) + ")", 9),
    "REPLACE, 9 times ten copies": lambda: _grow('REPLACE(?x, "[0-9]", "0123456789")', 9),
    "REPLACE, whole match doubled": lambda: _grow('REPLACE(?x, "^(.*)$", "$1$1")', 40),
    "ENCODE_FOR_URI, 20 times": lambda: _grow('ENCODE_FOR_URI(CONCAT("%ไทย", ?x))', 20),
    "UNION, 30 branches joined twice": lambda: (
        "SELECT (COUNT(*) AS ?n) { "
        + " ".join("{ " + " UNION ".join(["{ ?a ?b ?c }"] * 30) + " }" for _ in range(2))
        + " ?d ?e ?f }"
    ),
    "BIND, 60 in a chain over everything": lambda: (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o BIND(1 AS ?x0) "
        + " ".join(f"BIND(?x{at} + 1 AS ?x{at + 1})" for at in range(60))
        + " }"
    ),
    "subselects, 20 deep": lambda: _subselects(20),
    "brackets, 120 deep": lambda: _filter(_nest("(", "true", ")", 120)),
    "groups, 90 deep": lambda: "ASK " + _nest("{", " ?s ?p ?o ", "}", 90),
    "OPTIONAL, 40 deep": lambda: "SELECT * {" + _nest("?s ?p ?o OPTIONAL { ", "?a ?b ?c", " }", 40) + "}",
    "a chain of 95 patterns": lambda: _chain(95),
    "a star of 95 patterns": lambda: _star(95),
    "60 KB of numbers": lambda: _long(str, 60_000),
    "60 KB of long literals": lambda: _long(lambda at: f'"{"ก" * 500}{at}"', 60_000),
    "one literal of 60 KB": lambda: f'SELECT (STRLEN("{"x" * 60_000}") AS ?n) {{}}',
    "a name of 60 KB": lambda: f"SELECT * {{ <http://example.org/{'x' * 60_000}> ?p ?o }}",
    "60 KB of comments": lambda: "# " + "x" * 60_000 + "\nASK { ?s ?p ?o }",
    "a regular expression of 50 KB": lambda: _filter(f'REGEX("{"a" * 9000}", "{"(a|b)?" * 7000}")'),
    "IN of 8,000": lambda: _filter_all(f"?o IN ({', '.join(map(str, range(8000)))})"),
}
TOO_MUCH: dict[str, Callable[[], str]] = {
    "groups, 10,000 deep": lambda: "ASK " + _nest("{", " ?s ?p ?o ", "}", 10_000),
    "brackets, 10,000 deep": lambda: _filter(_nest("(", "true", ")", 10_000)),
    "NOT, 20,000 times": lambda: _filter("!" * 20_000 + "true"),
    "minus, 20,000 times": lambda: _filter("- " * 20_000 + "1"),
    "plus, 10,000 terms": lambda: _filter("1" + "+1" * 10_000 + " > 0"),
    "OPTIONAL, 3,000 deep": lambda: "SELECT * {" + _nest("OPTIONAL { ", "?a ?b ?c", " }", 3000) + "}",
    "UNION, 4,000 branches": lambda: "SELECT * { " + " UNION ".join(["{?a ?b ?c}"] * 4000) + " }",
    "collections, 5,000 deep": lambda: "SELECT * { ?s ?p " + _nest("(", "1", ")", 5000) + " }",
    "blank nodes, 5,000 deep": lambda: "SELECT * { ?s ?p " + _nest("[ ?p ", "1", " ]", 5000) + " }",
    "path brackets, 20,000 deep": lambda: f"{_EX}SELECT * {{ ?s {_nest('(', 'ex:p', ')', 20_000)} ?o }}",
    "quoted triples, 3,000 deep": lambda: "SELECT * { ?s ?p " + _nest("<<( ?a ?b ", "1", " )>>", 3000) + " }",
    "EXISTS, 2,000 deep": lambda: "ASK {" + _nest("FILTER EXISTS { ", "?a ?b ?c", " }", 2000) + "}",
    "a chain of 400 patterns": lambda: _chain(400),
    "100 KB": lambda: _long(str, 100_000),
    "IF, 3,000 deep": lambda: _filter(_nest("IF(true, ", "true", ", false)", 3000)),
}
