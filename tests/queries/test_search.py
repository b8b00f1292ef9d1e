"""Search finds inside Thai words, by abbreviations with and without dots, whole names first."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology.iri import Identity
from queries.search import Entry, SearchIndex, write_index

ENTRIES = [
    Entry(Identity("body", "msdhs"), ("กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์", "พม."), 9),
    Entry(Identity("body", "sso"), ("สำนักงานประกันสังคม", "สปส.", "Social Security Office"), 8),
    Entry(Identity("body", "tisi"), ("สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม", "สมอ."), 8),
    Entry(Identity("body", "eef"), ("กองทุนเพื่อความเสมอภาคทางการศึกษา",), 9),
    Entry(Identity("project", "ops-1"), ("พม Next Step คนเมืองร้อยเอ็ดใจเกินร้อย",), 7),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    assert write_index(path, ENTRIES) == len(ENTRIES)
    opened = SearchIndex(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ประกันสังคม", "sso"),
        ("สปส", "sso"),
        ("ส.ป.ส.", "sso"),
        ("social sec", "sso"),
        ("สมอ.", "tisi"),
        ("พม", "msdhs"),
        ("พม.", "msdhs"),
        ("ร้อยเอ็ด", "ops-1"),
        ("NEXT", "ops-1"),
    ],
)
def test_a_thing_is_found_by_a_part_of_its_name(index: SearchIndex, words: str, first: str) -> None:
    assert index.find(words)[0].identity.key == first


def test_a_two_letter_beginning_finds_several(index: SearchIndex) -> None:
    assert [hit.identity.key for hit in index.find("พม")] == ["msdhs", "ops-1"]


def test_the_shown_label_is_the_first_name(index: SearchIndex) -> None:
    assert index.find("สปส")[0].label == "สำนักงานประกันสังคม"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text())
def test_no_words_break_it(index: SearchIndex, words: str) -> None:
    assert len(index.find(words)) <= 20
