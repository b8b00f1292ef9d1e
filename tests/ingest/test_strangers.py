"""An unknown name comes with the bodies that are nearest, and why; it is never settled by likeness."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.decisions import Desk, RefusedError, SaidOfName, decide_name
from ingest.docket import Docket
from ingest.strangers import Neighbours, Stranger, strangers

NEIGHBOURS = Neighbours(load_names())
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
DESK = Desk(NEIGHBOURS, frozenset())


def heard(*names: str, settled: tuple[str, ...] = ()) -> list[Stranger]:
    docket = Docket(names=tuple((name, f"news-{n}") for n, name in enumerate(names)))
    return strangers(docket, NEIGHBOURS.names, settled)


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("กรมพัฒนาฝีมือ", "dsd", "shares the words “พัฒนาฝีมือ”"),
        ("สำนักงานคณะกรรมการอาหาร", "fda", "spelled alike to 90 of 100"),
        ("สนง.ประกันสังคมแห่งชาติ (สปส.)", "sso", "the same abbreviation in brackets"),
        ("รพ.ประจำจังหวัดตรัง", "hosp-trang", "the same province, จังหวัดตรัง"),
    ],
)
def test_the_body_that_is_meant_comes_first_and_tells_why(name: str, body: str, reason: str) -> None:
    nearest = NEIGHBOURS.nearest(name)
    assert (len(nearest), nearest[0].body) == (3, body)
    assert reason in nearest[0].reasons


def test_another_province_and_another_kind_of_body_speak_against() -> None:
    reasons = [reason for near in NEIGHBOURS.nearest("สำนักงานสหกรณ์จังหวัดตรัง") for reason in near.reasons]
    assert "another province, จังหวัดตาก" in reasons
    reasons = [reason for near in NEIGHBOURS.nearest("เทศบาลนครตรัง") for reason in near.reasons]
    assert "another kind of body by its name" in reasons


def test_names_are_counted_by_what_their_spellings_have_in_common_the_most_frequent_first() -> None:
    told = heard("กรมแห่งดาวอังคาร", "กรมแห่งดวงจันทร์", "กรมแห่ง ดวงจันทร์")
    assert [(s.name, s.places) for s in told] == [
        ("กรมแห่งดวงจันทร์", ("news-1", "news-2")),
        ("กรมแห่งดาวอังคาร", ("news-0",)),
    ]


def test_a_name_that_people_settled_is_not_asked_about_again() -> None:
    assert heard("กรมแห่งดวงจันทร์", settled=("กรม แห่งดวงจันทร์",)) == []


def test_a_name_of_several_bodies_cannot_become_the_name_of_one() -> None:
    (stranger,) = heard("สป.")
    assert len(stranger.means) > 1
    with pytest.raises(RefusedError, match=r"the name of several bodies .* correct each finding instead"):
        decide_name(stranger, SaidOfName("alias", "Malee", "dsd"), NOON, DESK)


@given(st.text(max_size=40))
def test_any_name_has_three_neighbours_and_the_same_ones_again(name: str) -> None:
    nearest = NEIGHBOURS.nearest(name)
    assert nearest == NEIGHBOURS.nearest(name)
    assert all(0 <= near.score <= 100 and near.reasons for near in nearest)
