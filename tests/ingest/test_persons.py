"""Who did what: from short texts of our own, from the seeds, and from any text at all."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract.persons import find_persons
from ingest.extract.reading import Reading, read
from ingest.readers import read_bytes
from ingest.records import Document

TOLD = yaml.safe_load((Path(__file__).parent / "told" / "persons.yml").read_text(encoding="utf-8"))
HEADLINE = "กรมประมงรับรางวัลเลิศรัฐ ประจำปี 2566\n"
LEAD = "กรมทดสอบรับรางวัลเลิศรัฐ ประจำปี 2566\n"
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "รางวัลเลิศรัฐ",
                "นายสมชาย",
                "ใจดี",
                " ",
                "\n",
                "นางสาว",
                "มาลี",
                "ดร.",
                "(",
                ")",
                "จาก",
                "และ",
                "ว่า",
            ),
            *("อธิบดีกรมประมง", "ปลัดกระทรวง", "เป็นประธาน", "รับรางวัล", "กล่าว", "โดยมี", "มอบหมายให้ตน", "๒๕๖๖"),
            *("คณะผู้ตรวจประเมิน ประกอบด้วย", "\u200b", "\u00a0", "ํา", "ฯ", "ผู้รับคือ", "เข้าร่วม"),
        ]
    )
    | st.text(max_size=5)
).map("".join)


def reading_of(text: str) -> Reading:
    return read(Document(key="a", text="ก" + text, sha256="0" * 64), load_names())


def acts(text: str) -> set[tuple[str, str]]:
    return {(person.name, person.action) for person in find_persons(reading_of(LEAD + text))}


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["text"][:40])
def test_a_sentence_tells_who_did_what_in_which_role(told: dict[str, Any]) -> None:
    found: dict[str, tuple[str | None, set[str]]] = {}
    reading = read(Document(key="a", text=HEADLINE + told["text"], sha256="0" * 64), load_names())
    for person in find_persons(reading):
        found.setdefault(person.name, (person.role, set()))[1].add(person.action)
    assert found == {name: (part["role"], set(part["did"])) for name, part in told["persons"].items()}


def test_who_receives_from_whom() -> None:
    assert acts("นายสมชาย ใจดี อธิบดีกรมประมง เข้ารับรางวัลจากนายมานะ อดทน รองนายกรัฐมนตรี") == {
        ("สมชาย ใจดี", "received"),
        ("มานะ อดทน", "presented"),
    }


def test_companions_receive_too() -> None:
    text = "นายสมชาย ใจดี อธิบดีกรมประมง พร้อมด้วยนางสาวมาลี งามตา รองอธิบดีกรมประมง ร่วมรับรางวัล"
    assert acts(text) == {("สมชาย ใจดี", "received"), ("มาลี งามตา", "received")}


def test_the_presider_does_not_receive_what_the_same_sentence_tells_of_others() -> None:
    text = "นพ.สมชาย ใจดี ปลัดกระทรวงทดสอบ ร่วมพิธีมอบรางวัล มีนายมานะ อดทน รองนายกรัฐมนตรีเป็นประธาน และรับรางวัลพิเศษ"
    assert acts(text) == {("สมชาย ใจดี", "received"), ("มานะ อดทน", "presided")}


def test_presider_and_giver_of_one_sentence_are_two() -> None:
    text = "โดยมี นายมานะ อดทน รัฐมนตรี เป็นประธานในพิธี และนางปิติ ยินดี กรรมการพัฒนาระบบราชการ เป็นผู้มอบรางวัล"
    assert acts(text) == {("มานะ อดทน", "presided"), ("ปิติ ยินดี", "presented")}


def test_two_actions_are_two_records_of_one_person() -> None:
    text = "นายสมชาย ใจดี อธิบดีกรมประมง รับรางวัลเลิศรัฐ\nนายสมชาย กล่าวว่า ยินดี"
    assert acts(text) == {("สมชาย ใจดี", "received"), ("สมชาย ใจดี", "spoke")}


def test_a_role_alone_is_the_person_who_has_it() -> None:
    text = "นายสมชาย ใจดี อธิบดีกรมประมง รับรางวัลเลิศรัฐ\nอธิบดีกรมประมง กล่าวว่า ยินดี"
    assert ("สมชาย ใจดี", "spoke") in acts(text)


def test_who_is_sent_receives_and_who_sends_does_not() -> None:
    text = "นายสมชาย ใจดี รองอธิบดีกรมประมง เปิดเผยว่า นายมานะ อดทน อธิบดีกรมประมง มอบหมายให้ตนเข้ารับรางวัลเลิศรัฐ"
    assert acts(text) == {("สมชาย ใจดี", "spoke"), ("สมชาย ใจดี", "received"), ("มานะ อดทน", "other")}


def test_a_list_of_examiners_examines_though_one_of_them_is_in_the_chair() -> None:
    text = "จากคณะผู้ตรวจประเมิน ประกอบด้วย นายมานะ อดทน เป็นประธาน รศ.ปิติ ยินดี และคณะ"
    assert acts(text) == {("มานะ อดทน", "examined"), ("ปิติ ยินดี", "examined")}


def test_a_list_of_receivers_ends_where_the_giver_is_named() -> None:
    text = "ผู้รับคือ นายสมชาย ใจดี อธิบดีกรมประมง และนางมาลี งามตา นายมานะ อดทน รองนายกรัฐมนตรี เป็นผู้มอบ"
    assert acts(text) == {
        ("สมชาย ใจดี", "received"),
        ("มาลี งามตา", "received"),
        ("มานะ อดทน", "presented"),
    }


def test_role_and_titles_are_told_apart_from_the_name() -> None:
    text = LEAD + "ผศ.ดร.สมชาย ใจดี ที่ปรึกษาด้านภาษี (กลุ่มพลังงาน) ในฐานะโฆษกกรมสรรพากร กล่าวว่า ยินดี"
    (person,) = find_persons(reading_of(text))
    assert (person.prefix, person.role, person.organisation) == (
        "ผศ.ดร.",
        "ที่ปรึกษาด้านภาษี (กลุ่มพลังงาน) ในฐานะโฆษกกรมสรรพากร",
        "กรมสรรพากร",
    )


def test_a_role_in_front_of_the_brackets_is_read() -> None:
    (person,) = find_persons(reading_of(LEAD + "ซึ่งรองนายกรัฐมนตรี (นายมานะ อดทน) กล่าวว่า ยินดี"))
    assert person.role == "รองนายกรัฐมนตรี"


@pytest.mark.parametrize(
    "text", ["นายกรัฐมนตรี กล่าวว่า", "นายทหารปฏิบัติการ ประจำกรม กล่าวว่า", "คุณภาพชีวิต ประชาชน กล่าวว่า"]
)
def test_offices_and_words_are_no_names(text: str) -> None:
    assert acts(text) == set()


def test_a_text_without_the_award_has_none() -> None:
    assert find_persons(reading_of("นายสมชาย ใจดี อธิบดีกรมประมง รับรางวัลรัฐบาลดิจิทัล จากนายมานะ อดทน")) == ()


def test_in_a_text_about_other_things_only_who_tells_of_the_award_counts() -> None:
    far = "กรมเล่าถึงงานประจำปีและการดูแลประชาชนในหลายพื้นที่ " * 20
    text = f"{far}\nนายสมชาย ใจดี กล่าวว่า {far}\nนางมาลี งามตา กล่าวว่า กรมได้รับรางวัลเลิศรัฐ"
    assert {person.name for person in find_persons(reading_of(text))} == {"มาลี งามตา"}


@pytest.mark.parametrize("number", range(5))
def test_the_persons_of_the_seeds_are_all_found_and_no_others(corpus: Path, number: int) -> None:
    name = f"seed-00{number}"
    gold = json.loads((corpus / "dev" / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    document = read_bytes(f"{name}.txt", (corpus / "dev" / "text" / f"{name}.txt").read_bytes())
    found = find_persons(read(document, load_names()))
    assert {(p.name, p.action) for p in found} == {(p["name"], p["action"]) for p in gold["persons"]}


def people(text: str) -> dict[str, str | None]:
    return {person.name: person.role for person in find_persons(reading_of(LEAD + text))}


def test_two_spellings_of_one_surname_are_one_person() -> None:
    text = "นายสมชาย อินทุสุต อธิบดีกรมประมง รับรางวัล\nนายสมชาย อินทุสูต อธิบดีกรมประมง กล่าวว่า ยินดี"
    assert acts(text) == {("สมชาย อินทุสุต", "received"), ("สมชาย อินทุสุต", "spoke")}


@pytest.mark.parametrize(
    "second",
    [
        "นางสมชาย อินทุสูต กล่าวว่า",
        "นายสมชาย อินทุสูต อธิบดีกรมป่าไม้ กล่าวว่า",
        "นายสมชาติ อินทุสุต กล่าวว่า",
        "นายสมชาย อินทรสูตร กล่าวว่า",
    ],
)
def test_alike_names_are_two_persons_where_anything_else_differs(second: str) -> None:
    assert len(people(f"นายสมชาย อินทุสุต อธิบดีกรมประมง รับรางวัล\n{second} ยินดี")) == 2


@pytest.mark.parametrize(
    "place", ["ที่อาคาร 99 ปี หม่อมหลวงชูชาติ กำภู", "ที่ห้องประชุมศาสตราจารย์นิคม จันทรวิทุร", "จากมูลนิธิ พล.ต.อ.เภา สารสิน"]
)
def test_what_is_named_after_a_person_does_nothing(place: str) -> None:
    assert people(f"นายสมชาย ใจดี อธิบดีกรมประมง รับรางวัลเลิศรัฐ {place} กล่าวว่า ยินดี") == {
        "สมชาย ใจดี": "อธิบดีกรมประมง"
    }


def test_a_short_role_gives_way_to_the_whole_one() -> None:
    text = "นายสมชาย ใจดี รมช.คลัง รับรางวัล\nนายสมชาย ใจดี รัฐมนตรีช่วยว่าการกระทรวงการคลัง กล่าวว่า ยินดี"
    assert people(text) == {"สมชาย ใจดี": "รัฐมนตรีช่วยว่าการกระทรวงการคลัง"}


def test_who_sends_or_hands_out_far_from_the_award_is_no_part_of_its_story() -> None:
    far = "กรมเล่าถึงงานประจำปีและการดูแลประชาชนในหลายพื้นที่ " * 20
    text = f"{far}\nนายสมชาย ใจดี มอบหมายให้นายมานะ อดทน เปิดงาน\nผู้รับ ได้แก่ นายปิติ ยินดี\n{far}\nกรมได้รับรางวัลเลิศรัฐ"
    assert find_persons(reading_of(text)) == ()


@settings(deadline=None)
@given(PIECES)
def test_the_evidence_of_any_text_is_exact(text: str) -> None:
    reading = reading_of(LEAD + text)
    for person in find_persons(reading):
        assert reading.document.text[person.start : person.end] == person.evidence != ""


@pytest.mark.parametrize(
    "piece",
    [
        *("นาย ", "นายสมชาย ใจดี ", "นายสม ชายใจ ปลัด(", "รับรางวัลจากนายกอบ ใจดี ", "ผู้รับ", "ศ.ดร."),
        *("ผู้รับ คือ ", "อธิบดีกรม", "ปลัดกระทรวง (", "นาย ก ข (", "รอง นาย", "คณะผู้ตรวจประเมิน ประกอบด้วย ", "1. "),
        *(
            "Mr. ",
            "Mr. A B, ",
            "Director of the ",
            "Deputy Prime Minister ",
            "Prof. Dr. Gen. ",
            "chaired by ",
            "A-b ",
        ),
        *("นายสมชาย ใจดี อธิบดีกรม ก และ", "มอบให้แก่", "ในฐานะ", "\n", "   "),
        *("นายสมชาย ใจดี กล่าวว่า ตนได้", "ว่า เมื่อ", "เล่าให้", "จัดการประกวด", "นายสมชาย\n"),
    ],
)
def test_a_hostile_text_costs_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        reading = reading_of(LEAD + piece * (length // len(piece)))
        start = time.process_time()
        find_persons(reading)
        return time.process_time() - start

    assert seconds(120_000) < 20 * seconds(30_000) + 0.5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("นายสมชาย พร้อมพัฒน์ กล่าวว่า ยินดี", "สมชาย พร้อมพัฒน์"),
        ("นายกอบชัย ธรรมรักษา กล่าวว่า ยินดี", "กอบชัย ธรรมรักษา"),
        ("นายสมชาย ใจดีกล่าวว่า ยินดี", "สมชาย ใจดี"),
        ("นางมาลี งามตาผู้อำนวยการกองทดสอบ กล่าวว่า ยินดี", "มาลี งามตา"),
        ("หม่อมหลวงมาลี ใจดี ณ อยุธยา กล่าวว่า ยินดี", "มาลี ใจดี ณ อยุธยา"),
        ("รัฐบาลพล.อ.สมชาย ใจดี กล่าวว่า ยินดี", "สมชาย ใจดี"),
    ],
)
def test_where_a_surname_begins_and_ends(text: str, name: str) -> None:
    assert acts(text) == {(name, "spoke")}


def test_a_verb_behind_the_first_name_is_no_surname() -> None:
    assert acts("นายสมชาย ยังได้กล่าวว่า ยินดี") == set()


def test_who_was_represented_did_not_receive() -> None:
    text = "นายสมชาย ใจดี รองปลัดกระทรวง รับมอบแทน นพ.มานะ อดทน ปลัดกระทรวง และรับรางวัลพิเศษ"
    assert acts(text) == {("สมชาย ใจดี", "received")}
