"""A smaller LIMIT, set where the query has or would have its own."""

import pytest

from queries.engine import EmbeddedEngine
from queries.limiting import set_limit

VALUES = "VALUES ?x { 1 2 3 4 5 }"
RANGE = "SELECT ?x { VALUES ?x { 1 2 3 4 5 } }"


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (RANGE, ["1", "2"]),
        (RANGE + " # nothing behind", ["1", "2"]),
        (RANGE + " ORDER BY DESC(?x)", ["5", "4"]),
        (RANGE + " LIMIT 1", ["1"]),
        (RANGE + " limit 4 OFFSET 1", ["2", "3"]),
        (RANGE + " OFFSET 3 LIMIT 4", ["4", "5"]),
        (RANGE + " OFFSET 1", ["2", "3"]),
        ("SELECT ?x {} " + VALUES, ["1", "2"]),
        ("SELECT ?x { { " + RANGE + " LIMIT 3 } }", ["1", "2"]),
        (RANGE + " GROUP BY ?x HAVING (?x > 1) ORDER BY ?x", ["2", "3"]),
    ],
)
def test_the_query_gives_so_many_rows_and_the_same_first_ones(query: str, rows: list[str]) -> None:
    found = EmbeddedEngine.of_quads([]).rows(set_limit(query, 2))
    assert [str(getattr(row["x"], "value", "")) for row in found] == rows
