"""Results are compared by what they mean: a difference that matters is seen, and no other."""

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from tests.outside.w3c.results import Table, read_csv, read_graph, read_table, settle


def table(text: str) -> Table:
    """A table from TSV, in which blanks stand for tabs."""
    found = read_table(text.replace(" ", "\t").encode(), QueryResultsFormat.TSV)
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?a ?b\n_:x _:y\n_:y _:x\n", "?a ?b\n_:n _:m\n_:m _:n\n"),
        ("?a\n1\n2\n", "?a\n2\n1\n"),
        ("?a ?b\n1 2\n", "?b ?a\n2 1\n"),
        ("?a\n1.0\n", "?a\n1.00\n"),
        ("?a\n1e0\n", "?a\n1.0E0\n"),
        (
            '?a\n"x"^^<http://www.w3.org/2001/XMLSchema#integer>\n',
            '?a\n"x"^^<http://www.w3.org/2001/XMLSchema#integer>\n',
        ),
    ],
)
def test_tables_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    assert settle(table(one)) == settle(table(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?a ?b\n_:x _:y\n_:y _:x\n", "?a ?b\n_:n _:m\n_:n _:m\n"),
        ("?a\n_:x\n_:x\n", "?a\n_:x\n_:y\n"),
        ("?a\n1\n1\n", "?a\n1\n"),
        ("?a ?b\n1 \n", "?a ?b\n 1\n"),
        ("?a\n1\n", "?b\n1\n"),
        ("?a\n", "?b\n"),
        ("?a\n1\n", "?a\n1.0\n"),
        ('?a\n"1"\n', "?a\n1\n"),
        ('?a\n"x"@en\n', '?a\n"x"\n'),
    ],
)
def test_tables_that_mean_other_things_differ(one: str, other: str) -> None:
    assert settle(table(one)) != settle(table(other))


def test_the_order_counts_where_it_is_asked_for() -> None:
    assert settle(table("?a\n1\n2\n"), ordered=True) != settle(table("?a\n2\n1\n"), ordered=True)


def test_how_often_a_row_comes_counts_unless_it_is_not_asked_for() -> None:
    assert settle(table("?a\n1\n1\n"), counted=False) == settle(table("?a\n1\n"), counted=False)


def test_graphs_are_the_same_up_to_their_blank_nodes() -> None:
    one, same, other = (
        settle(read_graph(text, RdfFormat.TURTLE))
        for text in (b"_:a <u:p> _:b .", b"_:c <u:p> [] .", b"_:a <u:p> _:a .")
    )
    assert one == same != other


def test_a_table_of_plain_texts_knows_blank_nodes_and_empty_cells() -> None:
    assert settle(read_csv("a,b\r\n_:x,\r\n")) == settle(read_csv("a,b\n_:y,\n"))
    assert settle(read_csv("a,b\r\nx,\r\n")) != settle(read_csv("a,b\n,x\n"))
