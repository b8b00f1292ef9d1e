"""The graphs of a request go into each pattern of an update, and into nothing else."""

import pytest

from queries.errors import TwoDatasetsError
from queries.using import set_using

DROPPED = "DROP ALL; delete {}  USING <a:b> where {{ SELECT * WHERE {} }}"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 }  USING <a:b> WHERE { ?s ?p ?o }"),
        ("DELETE WHERE { ?s ?p { } }", "DELETE { ?s ?p { } } USING <a:b> WHERE { ?s ?p { } }"),
        ("INSERT DATA { <a:s> <a:p> 'WHERE' }", "INSERT DATA { <a:s> <a:p> 'WHERE' }"),
        (
            "DROP ALL; delete {} where {{ SELECT * WHERE {} }}",
            "DROP ALL; delete {}  USING <a:b> where {{ SELECT * WHERE {} }}",
        ),
    ],
)
def test_each_pattern_gets_them(text: str, made: str) -> None:
    assert set_using(text, ["a:b"], []) == made


def test_named_graphs_stand_beside() -> None:
    assert (
        set_using("INSERT {} WHERE {}", ["a:b"], ["a:c"])
        == "INSERT {}  USING <a:b> USING NAMED <a:c> WHERE {}"
    )


@pytest.mark.parametrize("text", ["WITH <a:c> DELETE {} WHERE {}", "INSERT {} USING <a:c> WHERE {}"])
def test_an_update_with_graphs_of_its_own_is_refused(text: str) -> None:
    with pytest.raises(TwoDatasetsError):
        set_using(text, ["a:b"], [])
