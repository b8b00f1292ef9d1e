"""Of several stated values one is shown first, by a rule that is written down; all others stay."""

import pytest

from ingest.precedence import Standing, Told, ranked, standings
from ingest.rows import DocumentRow


def telling(
    nearness: int = 2, published: str = "2023-09-07", document: str = "d", machine: bool = False
) -> Told:
    return Told(machine, [Standing(nearness, published, document)])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([telling(nearness=9)], [telling(nearness=0, machine=True)]),
        ([telling(nearness=0)], [telling(nearness=1), telling(nearness=1, document="e")]),
        ([telling(), telling(document="e", published="2024")], [telling(document="f", published="2020")]),
        ([telling(published="2023-09-07")], [telling(published="2023-09-08")]),
        ([telling(published="2023-09-07")], [telling(published="9999")]),
        ([telling(document="a")], [telling(document="b")]),
    ],
    ids=["reviewed", "nearest to the giver", "told by more", "published first", "day known", "by key"],
)
def test_the_value_shown_first_is_the_one_that_is(first: list[Told], second: list[Told]) -> None:
    assert ranked({"value": second, "first": first}) == ["first", "value"]


def test_a_document_that_tells_twice_counts_once() -> None:
    assert ranked(
        {"twice": [telling(), telling()], "by-two": [telling(document="e"), telling(document="f")]}
    ) == [
        "by-two",
        "twice",
    ]


def test_a_source_stands_as_near_as_its_kind() -> None:
    rows = [DocumentRow(key=kind, kind=kind, read="cited") for kind in ("press", "organiser", "government")]
    near = standings(rows)
    assert sorted(near, key=lambda key: near[key]) == ["organiser", "government", "press"]
