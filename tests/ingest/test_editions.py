"""A year means an edition of the scheme, or of the one that it grew out of."""

import pytest

from ingest.collection import Collection
from ingest.editions import Editions
from ingest.rows import SchemeRow
from ingest.shipped import read_sources
from ontology.iri import iri


@pytest.fixture(scope="module")
def editions() -> Editions:
    return Editions(Collection.of_sources(read_sources()).of(SchemeRow))


@pytest.mark.parametrize(
    ("year", "branch", "key"),
    [
        (2566, None, "2566"),
        (2560, "service", "2560"),
        (2557, "service", "tpsa-2557"),
        (2548, "service", "psq-award-2548"),
        (2559, "quality", "pmqa-award-2559"),
    ],
)
def test_a_year_means_the_edition_of_the_scheme_that_was_then(
    editions: Editions, year: int, branch: str | None, key: str
) -> None:
    assert editions.of(year, branch) == iri("edition", key)


def test_no_year_means_no_edition(editions: Editions) -> None:
    assert editions.of(None) is None


@pytest.mark.parametrize(
    ("year", "branch", "known"),
    [(2566, None, True), (2557, "service", True), (2500, "service", False), (2557, None, False)],
)
def test_a_year_in_which_nothing_was_given_is_not_known(
    editions: Editions, year: int, branch: str | None, known: bool
) -> None:
    assert editions.is_known(year, branch) is known
