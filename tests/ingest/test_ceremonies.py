"""The ceremony: its edition, day, place, mode and persons; and what is none."""

import datetime
import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract.ceremonies import find_ceremonies
from ingest.extract.reading import Reading, read
from ingest.readers import read_bytes
from ingest.records import CeremonyRecord, Document

TOLD = yaml.safe_load((Path(__file__).parent / "told" / "ceremonies.yml").read_text(encoding="utf-8"))
HEADLINE = "กรมประมงรับรางวัลเลิศรัฐ ประจำปี 2566\n"
LEAD = "กรมทดสอบรับรางวัลเลิศรัฐ ประจำปี 2566\n"
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "พิธีมอบรางวัล",
                "รางวัลเลิศรัฐ ปี 2565",
                "นายสมชาย ใจดี",
                "เป็นประธาน",
                "รับรางวัล",
                " ณ ",
                "ห้อง",
                " ",
                "\n",
            ),
            *("7 กันยายน 2566", "จาก", "(", "Zoom", "เป็นผู้มอบ", "\u200b", "ํา", "๑๒ ก.ย. ๖๕"),
        ]
    )
    | st.text(max_size=5)
).map("".join)


def reading_of(text: str) -> Reading:
    return read(Document(key="a", text="ก" + LEAD + text, sha256="0" * 64), load_names())


def ceremony(text: str) -> CeremonyRecord:
    (found,) = find_ceremonies(reading_of(text))
    return found


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["text"][:40])
def test_a_sentence_tells_its_ceremony(told: dict[str, Any]) -> None:
    reading = read(Document(key="a", text=HEADLINE + told["text"], sha256="0" * 64), load_names())
    found = [json.loads(ceremony.model_dump_json()) for ceremony in find_ceremonies(reading)]
    expected = [told["ceremony"]] if told["ceremony"] else []
    assert [
        {key: one[key] for key in ("date", "venue", "mode", "presider", "presenter")} for one in found
    ] == expected


def test_a_day_without_its_year_is_of_the_edition() -> None:
    found = ceremony("งานรางวัลเลิศรัฐ เมื่อวันที่ 7 ก.ย. มีนายมานะ อดทน รองนายกรัฐมนตรี เป็นประธาน")
    assert found.date == datetime.date(2023, 9, 7)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("รางวัลเลิศรัฐ 2565", 2565),
        ("รางวัลเลิศรัฐ พ.ศ.2565", 2565),
        ("the State Excellence Award in 2022", 2565),
        ("2022 Public Sector Excellence Award", 2565),
    ],
)
def test_the_edition_is_read_off_the_name_of_the_award(name: str, edition: int) -> None:
    text = f"{name}\nนายมานะ อดทน รองนายกรัฐมนตรี เป็นประธานในพิธีมอบรางวัล"
    (found,) = find_ceremonies(read(Document(key="a", text=text, sha256="0" * 64), load_names()))
    assert found.edition_year_be == edition


def test_the_telling_with_day_and_place_is_taken_before_the_headline() -> None:
    found = ceremony(
        "รองนายกฯ มานะ เป็นประธานในพิธีมอบรางวัลเลิศรัฐ\n"
        "วันที่ 7 กันยายน 2566 นายมานะ อดทน รองนายกรัฐมนตรี เป็นประธานในพิธีมอบรางวัลเลิศรัฐ ณ ทำเนียบรัฐบาล"
    )
    assert (found.date, found.venue) == (datetime.date(2023, 9, 7), "ทำเนียบรัฐบาล")


def test_day_place_presider_and_giver_are_read() -> None:
    found = ceremony(
        "วันที่ 7 กันยายน 2566 ณ ห้องใหญ่ ชั้น 2 อาคารกลาง เมืองทองธานี นายสมชาย ใจดี อธิบดีกรมประมง รับรางวัลเลิศรัฐ "
        "โดยมี นายมานะ อดทน รัฐมนตรี เป็นประธานในพิธี และนางปิติ ยินดี กรรมการ เป็นผู้มอบรางวัล"
    )
    assert (found.edition_year_be, found.date, found.venue, found.mode, found.presider, found.presenter) == (
        2566,
        datetime.date(2023, 9, 7),
        "ห้องใหญ่ ชั้น 2 อาคารกลาง เมืองทองธานี",
        "onsite",
        "มานะ อดทน",
        "ปิติ ยินดี",
    )


def test_an_online_ceremony_has_no_place() -> None:
    found = ceremony("นายมานะ อดทน รองนายกรัฐมนตรี เป็นประธานในพิธีมอบรางวัลเลิศรัฐ ผ่านระบบออนไลน์ ณ ห้องประชุมกรม")
    assert (found.mode, found.venue) == ("online", None)


def test_receiving_from_somebody_is_a_ceremony_without_its_name() -> None:
    found = ceremony("นายสมชาย ใจดี เข้ารับรางวัลเลิศรัฐ จากนายมานะ อดทน รองนายกรัฐมนตรี")
    assert (found.presenter, found.date) == ("มานะ อดทน", None)


def test_the_day_may_stand_in_the_sentence_before() -> None:
    found = ceremony(
        "วันที่ 7 กันยายน 2566 กรมทดสอบซึ่งดูแลประชาชนทั่วประเทศมาอย่างยาวนานเข้ารับรางวัล ณ ห้องใหญ่ อาคารกลาง\n"
        "นายสมชาย ใจดี อธิบดีกรมประมง เป็นผู้รับ โดยมี นายมานะ อดทน เป็นผู้มอบรางวัล"
    )
    assert (found.date, found.venue) == (datetime.date(2023, 9, 7), "ห้องใหญ่ อาคารกลาง")


def test_a_place_far_from_the_ceremony_is_told_to_its_end() -> None:
    lead = "กรมทดสอบเข้ารับรางวัลเลิศรัฐ ในพิธีมอบรางวัล "
    found = ceremony(f"{lead:ก<400} เมื่อวันที่ 7 กันยายน 2566 ณ ห้องใหญ่ ชั้น 2 อาคารกลาง")
    assert found.venue == "ห้องใหญ่ ชั้น 2 อาคารกลาง"


def test_the_date_line_above_the_article_is_not_the_day() -> None:
    found = ceremony("วันศุกร์ที่ 8 กันยายน 2566\nนายมานะ อดทน รองนายกรัฐมนตรี เป็นประธานในพิธีมอบรางวัลเลิศรัฐ")
    assert found.date is None


@pytest.mark.parametrize(
    "text",
    [
        "นายมานะ อดทน เป็นประธานการประชุมชี้แจงเกณฑ์รางวัลเลิศรัฐ",
        "นายมานะ อดทน เปิดการประชุมเตรียมรับการตรวจประเมินรางวัลเลิศรัฐ",
        "นายมานะ อดทน รัฐมนตรี ได้มอบรางวัลเลิศรัฐ ให้แก่ผู้แทนกรม",
        "นายสมชาย ใจดี กล่าวว่า ก.พ.ร. จัดพิธีมอบรางวัลเลิศรัฐเป็นประจำทุกปี",
        "จะมีพิธีมอบรางวัลเลิศรัฐต่อไป",
    ],
)
def test_meetings_hand_overs_and_customs_are_none(text: str) -> None:
    assert find_ceremonies(reading_of(text)) == ()


def test_a_hand_over_told_in_passing_is_none() -> None:
    far = "กรมเล่าถึงงานประจำปีและการดูแลประชาชนในหลายพื้นที่ " * 20
    text = far + "กรมเคยได้รับรางวัลเลิศรัฐ โดย นายมานะ อดทน รองนายกรัฐมนตรี เป็นผู้มอบ"
    assert find_ceremonies(read(Document(key="a", text=text, sha256="0" * 64), load_names())) == ()


def test_the_ceremonies_of_the_corpus_are_found(corpus: Path) -> None:
    wrong = []
    for path in sorted((corpus / "dev" / "gold").glob("seed-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))["ceremonies"]
        text = (corpus / "dev" / "text" / f"{path.stem}.txt").read_bytes()
        found = find_ceremonies(read(read_bytes("a.txt", text), load_names()))
        keys = ("edition_year_be", "venue", "mode", "presider", "presenter")
        if [{k: c.model_dump()[k] for k in keys} for c in found] != [{k: c[k] for k in keys} for c in gold]:
            wrong.append(path.stem)
    assert wrong == []


@settings(deadline=None)
@given(PIECES)
def test_the_evidence_of_any_text_is_exact(text: str) -> None:
    reading = reading_of(text)
    for found in find_ceremonies(reading):
        assert reading.document.text[found.start : found.end] == found.evidence != ""


@pytest.mark.parametrize(
    "piece",
    [
        "พิธีมอบรางวัล ",
        " ณ ห้อง",
        "ณ ตึก (",
        "7 - ",
        "7 กันยายน ",
        "At the Hall ",
        "รับรางวัล 7 กันยายน 2566 ณ ",
        "จะ",
        "พิธีมอบเมื่อ 7 กันยายน ",
        "รับโล่เมื่อวานนี้ที่อาคาร",
        "8 กันยายน 2566\n",
        "เปิดเผย",
    ],
)
def test_a_hostile_text_costs_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        reading = reading_of(piece * (length // len(piece)))
        start = time.process_time()
        find_ceremonies(reading)
        return time.process_time() - start

    assert seconds(120_000) < 20 * seconds(30_000) + 0.5
