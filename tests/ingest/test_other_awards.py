"""Awards of other schemes that stand beside this one in a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract.other_awards import find_other_awards
from ingest.extract.reading import Reading, read
from ingest.readers import read_bytes
from ingest.records import Document

LEAD = "กรมประมงได้รับรางวัลเลิศรัฐ ประจำปี 2566\n"


def reading_of(text: str) -> Reading:
    return read(Document(key="a", text="ก" + LEAD + text, sha256="0" * 64), load_names())


def test_name_recipient_and_year_are_read() -> None:
    (award,) = find_other_awards(
        reading_of("กรมประมงได้รับรางวัล United Nations Public Service Awards 2022 (UNPSA 2022)")
    )
    assert (award.name, award.recipient, award.year_ce) == (
        "United Nations Public Service Awards 2022 (UNPSA 2022)",
        "กรมประมง",
        2022,
    )


def test_a_buddhist_year_becomes_a_common_one() -> None:
    (award,) = find_other_awards(reading_of("กรมประมงคว้ารางวัลรัฐบาลดิจิทัล ประจำปี 2563"))
    assert award.year_ce == 2020


def test_the_work_behind_the_name_is_its_project() -> None:
    (award,) = find_other_awards(reading_of("กรมประมงรับเพชรวายุภักษ์ ครั้งที่ 8 ผลงาน “ระบบงานใหม่”"))
    assert award.project == "ระบบงานใหม่"


@pytest.mark.parametrize(
    "text",
    [
        "กรมประมงได้รับรางวัล UNPSA 2022 จากผลงานที่ตำบลเกาะลิบง จังหวัดตรัง",
        "ผลงานที่ตำบลเกาะลิบง จังหวัดตรัง ของกรมประมงได้รับรางวัล UNPSA 2022",
        "ผลงานที่ตำบลเกาะลิบง จังหวัดตรัง ได้รับรางวัล UNPSA 2022",
        "ได้รับรางวัลเลิศรัฐจากสำนักงาน ก.พ.ร. และคว้า UNPSA 2022",
    ],
)
def test_neither_a_place_nor_the_giver_wins(text: str) -> None:
    (award,) = find_other_awards(reading_of(text))
    assert award.recipient == "กรมประมง"


@pytest.mark.parametrize(
    "text", ["กรมประมงสมัครรางวัลรัฐบาลดิจิทัล", "พัฒนาไปสู่การเสนอขอ UNPSA", "ส่งผลงานเข้าประกวด UNPSA"]
)
def test_what_is_only_sought_is_none(text: str) -> None:
    assert find_other_awards(reading_of(text)) == ()


def test_a_text_without_this_award_tells_of_none() -> None:
    document = read_bytes("a.txt", "กรมประมงได้รับรางวัลรัฐบาลดิจิทัล".encode())
    assert find_other_awards(read(document, load_names())) == ()


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["UNPSA", " 2022", "ได้รับ", "รางวัลรัฐบาลดิจิทัล", "GECC", "\u200b", "ศูนย์ราชการสะดวก", "\n", "TQA", "ํา"]
        )
        | st.text(max_size=4)
    ).map("".join)
)
def test_the_evidence_of_any_text_is_exact(text: str) -> None:
    reading = reading_of(text)
    for award in find_other_awards(reading):
        assert reading.document.text[award.start : award.end] == award.evidence != ""
