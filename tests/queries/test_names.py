"""Names in running text: longest first, boundaries, what the text itself settles."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.names import Candidate, Mention, NameEntry, Names, OfficePattern, settled

ENTRIES = [
    NameEntry("moc", "กระทรวงการค้าสมมุติ", body_kind="ministry"),
    NameEntry("ops-moc", "สำนักงานปลัดกระทรวงการค้าสมมุติ", body_kind="department"),
    NameEntry("moc", "กค.", "abbr-th", body_kind="ministry"),
    NameEntry("road", "กรมทางหลวง", body_kind="department"),
    NameEntry("rural", "กรมทางหลวงชนบท", body_kind="department"),
    NameEntry("rural", "ทช.", "abbr-th", share=0.6),
    NameEntry("coast", "กรมทะเล", body_kind="department"),
    NameEntry("coast", "ทช.", "abbr-th", share=0.4),
    NameEntry("depa", "สำนักงานเศรษฐกิจดิจิทัล", body_kind="department"),
    NameEntry("depa", "ดีป้า", "alias", risk="common-word"),
    NameEntry("depa", "DEPA", "abbr-en"),
    NameEntry("feb", "ก.พ.", "abbr-th"),
    NameEntry("prov-loei", "จังหวัดเลย", body_kind="province"),
    NameEntry("prov-loei", "เลย", "alias", body_kind="province"),
    NameEntry("prov-tak", "จังหวัดตาก", body_kind="province"),
    NameEntry("prov-tak", "ตาก", "alias", body_kind="province"),
    NameEntry("hosp", "โรงพยาบาลกลางเมือง", body_kind="hospital"),
    NameEntry("short", "อย", "abbr-th-nodot"),
]
OFFICES = [OfficePattern("สำนักงานพัฒนาชุมชนจังหวัด", "cdd"), OfficePattern("โรงพยาบาล", "")]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(ENTRIES, OFFICES, {"road": "mot", "rural": "mot", "coast": "mnre"})


def bodies(mentions: tuple[Mention, ...]) -> list[str | None]:
    return [mention.body for mention in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("กรมทางหลวงชนบทและกรมทางหลวง", ["rural", "road"]),
        ("กรมทางหลวง\nชนบท", ["rural"]),
        ("ของกค. และ กค.ได้", ["moc", "moc"]),
        ("บกค. ก.กค.", []),
        ("เมื่อ 12 ก.พ. 2566 ที่ ก.พ. จัด", ["feb"]),
        ("DEPA ADEPAX", ["depa"]),
        ("อย ได้ขอ", []),
        ("ดีป้า", []),
        ("สำนักงานเศรษฐกิจดิจิทัล หรือ ดีป้า", ["depa", "depa"]),
        ("เลยไม่มา", []),
        ("จังหวัดเลย ตาก", ["prov-loei", "prov-tak"]),
        ("จำนวน 2 จังหวัด ได้แก่ เลย และตาก", ["prov-loei", "prov-tak"]),
        ("สำนักงานปลัดกระทรวง กค.", ["ops-moc"]),
        ("โรงพยาบาลกลางเมือง", ["hosp"]),
        ("โรงพยาบาลของรัฐ", []),
        ("ลดการกลับมานอนโรงพยาบาลซ้ำ", []),
    ],
)
def test_names_are_found_where_they_are_names(names: Names, text: str, expected: list[str]) -> None:
    assert bodies(names.find(text)) == expected


def test_an_abbreviation_of_two_bodies_is_no_guess(names: Names) -> None:
    (mention,) = names.find("ข่าวจาก ทช. วันนี้")
    assert mention.body is None
    assert [candidate.body for candidate in mention.candidates] == ["rural", "coast"]


@pytest.mark.parametrize("text", ["กรมทะเล (ทช.) แถลง ต่อมา ทช. กล่าว", "ทช. กล่าว กรมทะเลแถลง"])
def test_the_text_settles_an_abbreviation(names: Names, text: str) -> None:
    assert set(bodies(names.find(text))) == {"coast"}


def test_a_field_office_knows_its_department(names: Names) -> None:
    (mention,) = names.find("สำนักงานพัฒนาชุมชนจังหวัดเลย ได้รับรางวัล")
    assert (mention.name, mention.parent, mention.body) == ("สำนักงานพัฒนาชุมชนจังหวัดเลย", "cdd", None)


def test_an_unlisted_hospital_is_found_by_its_pattern(names: Names) -> None:
    (mention,) = names.find("โรงพยาบาลสมมุติได้รับรางวัล")
    assert (mention.name, mention.kind, mention.body) == ("โรงพยาบาลสมมุติ", "hospital", None)


def test_a_syllable_of_a_place_is_no_word_that_goes_on(names: Names) -> None:
    assert [mention.name for mention in names.find("โรงพยาบาลบ้านหมี่ได้รับรางวัล")] == ["โรงพยาบาลบ้านหมี่"]


def test_places_are_places_of_the_text_itself(names: Names) -> None:
    text = "ก่อน กรม ทาง หลวง\nชนบท หลัง"
    for mention in names.find(text):
        assert text[mention.start : mention.end] == mention.surface


@pytest.mark.parametrize(
    ("scores", "expected"), [((0.95,), "a"), ((0.95, 0.85), None), ((0.8,), None), ((), None)]
)
def test_only_a_clear_winner_is_settled(scores: tuple[float, ...], expected: str | None) -> None:
    candidates = [Candidate("ab"[n], score, "") for n, score in enumerate(scores)]
    assert settled(candidates) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="กรมทางหลวงชนบท. เลยตากDEPAโรงพยาบาล\n()จังหวัด0๑", max_size=120))
def test_any_text_is_read_in_order_without_overlap(text: str) -> None:
    found = Names(ENTRIES, OFFICES).find(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(text[mention.start : mention.end] == mention.surface for mention in found)


def test_the_name_of_a_public_organisation_is_known_without_its_bracket() -> None:
    names = Names([NameEntry("hii", "สถาบันน้ำ (องค์การมหาชน)"), NameEntry("hii", "สถาบันน้ำ", "alias")])
    assert bodies(names.find("สถาบันน้ำได้ส่งผลงาน")) == ["hii"]


def test_an_abbreviation_is_what_the_text_itself_says_it_is(names: Names) -> None:
    told = names.find("สถาบันฝึกช่างภาคเหนือ (กค.) เปิดอบรม ของ กค. ที่เชียงใหม่")
    assert [(m.body, m.name) for m in told] == [(None, "สถาบันฝึกช่างภาคเหนือ")] * 2
    assert bodies(names.find("กรมทางหลวง (กค.) เปิดถนน โดย กค.")) == ["road"] * 3


def test_brackets_behind_department_and_ministry_hold_the_department() -> None:
    names = Names([*ENTRIES, NameEntry("mot", "กระทรวงคมนาคม")], OFFICES, {"road": "mot", "rural": "mot"})
    assert bodies(names.find("กรมทางหลวงชนบท กระทรวงคมนาคม (ทช.)")) == ["rural", "mot", "rural"]


def test_short_ways_to_write_an_office_give_its_full_name() -> None:
    offices = [
        OfficePattern("สำนักงานอุตสาหกรรมจังหวัด", "ops"),
        OfficePattern("สนง.อุตสาหกรรมจังหวัด", "ops", "สำนักงานอุตสาหกรรมจังหวัด"),
        OfficePattern("สอจ.", "ops", "สำนักงานอุตสาหกรรมจังหวัด"),
    ]
    found = Names(ENTRIES, offices).find("สนง.อุตสาหกรรมจังหวัดยะลา สอจ.ยะลา และ สอจ. ยะลา")
    assert [m.name for m in found] == ["สำนักงานอุตสาหกรรมจังหวัดยะลา"] * 3


def test_a_misspelt_name_is_found_and_says_so(names: Names) -> None:
    (mention,) = names.find("มอบให้กรมทางหลวชนบทแล้ว")
    assert (mention.body, mention.kind) == ("rural", "near-name")
    assert "letters" in mention.candidates[0].reason
