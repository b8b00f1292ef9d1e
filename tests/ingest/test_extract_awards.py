"""Awards in press texts: lists, tellings, makers, editions, look-alikes; each a short text of our own."""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.extract.awards import find_awards
from ingest.extract.reading import read
from ingest.records import AwardRecord, Document
from ontology.thai import match_key

TEXTS = Path(__file__).parent / "texts"
KEYS = ("recipient_id", "edition_year_be", "branch", "type", "pmqa_category", "level", "project", "status")
SERVICE = "บริการภาครัฐ"
PARTICIPATORY = "การบริหารราชการแบบมีส่วนร่วม"
QUALITY = "คุณภาพการบริหารจัดการภาครัฐ"


def awards_of(text: str) -> tuple[AwardRecord, ...]:
    return extract(Document(key="case", text=text, sha256=""), load_names()).awards


def told(award: AwardRecord) -> dict[str, Any]:
    """What an award tells, without what it leaves open."""
    return {key: value for key in KEYS if (value := getattr(award, key)) is not None and value != "won"}


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.yml")), ids=lambda path: path.stem)
def test_a_text_gives_exactly_its_awards(path: Path) -> None:
    expected = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = awards_of(path.with_suffix(".txt").read_text(encoding="utf-8"))
    assert sorted(map(told, found), key=str) == sorted(expected, key=str)


WRITTEN_OTHERWISE = {
    "Thai digits": lambda text: text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "two spaces for one": lambda text: re.sub("(?<=\\S) (?=\\S)", "  ", text),
    "zero-width spaces": lambda text: re.sub("(รางวัล|ประเภท|ระดับ|สาขา)", "\\1\u200b", text),
    "two sara e for sara ae": lambda text: text.replace("แ", "เเ"),
    "sara am in two signs": lambda text: text.replace("\u0e33", "\u0e4d\u0e32"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "single quotes": lambda text: text.replace("“", "‘").replace("”", "’"),
}


@pytest.mark.parametrize("write", WRITTEN_OTHERWISE.values(), ids=WRITTEN_OTHERWISE.keys())
@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_how_a_text_is_written_changes_none_of_its_awards(path: Path, write: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    plain, other = awards_of(text), awards_of(write(text))
    assert [what_is_told(award) for award in other] == [what_is_told(award) for award in plain]


def what_is_told(award: AwardRecord) -> dict[str, Any]:
    """The same for a title in other digits or with other spaces."""
    return told(award) | {"project": match_key(award.project or "")}


ONE_AWARD = [
    ("thai digits", "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ประจำปี ๒๕๖๖ สาขาบริการภาครัฐ ระดับดี", 2566, SERVICE, None, "ดี"),
    ("short year", "กรมสรรพากร คว้ารางวัลเลิศรัฐ ปี 66 ประเภทพัฒนาการบริการ", 2566, SERVICE, "พัฒนาการบริการ", None),
    (
        "glued words",
        "กรมสรรพากรได้รับรางวัลเลิศรัฐประจำปี 2566 สาขาบริการภาครัฐประเภทนวัตกรรมบริการระดับดีเด่น",
        2566, SERVICE, "นวัตกรรมการบริการ", "ดีเด่น",
    ),
    (
        "two sara e for one sara ae",
        "กรมสรรพากร รับรางวัลเลิศรัฐ ปี 2566 สาขาการบริหารราชการเเบบมีส่วนร่วม ระดับดี",
        2566, PARTICIPATORY, None, "ดี",
    ),
    (
        "a line break inside a term",
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ปี 2566 สาขาบริการภาครัฐ ประเภทพัฒนา\nการบริการ ระดับดี",
        2566, SERVICE, "พัฒนาการบริการ", "ดี",
    ),
    (
        "hard spaces and signs without width",
        "กรมสรรพากร\u00a0ได้รับรางวัลเลิ\u200bศรัฐ\u00a0ปี\u00a02566 สาขาบริการ\u200bภาครัฐ ระดับดี",
        2566, SERVICE, None, "ดี",
    ),
    (
        "the category by number",
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ประจำปี 2566 สาขาคุณภาพการบริหารจัดการภาครัฐ หมวด ๓",
        2566, QUALITY, "PMQA รายหมวด", None,
    ),
    (
        "the award of the whole scheme has no level",
        "กรมสรรพากร คว้ารางวัล “เลิศรัฐยอดเยี่ยม” แห่งปี 2563",
        2563, None, "เลิศรัฐยอดเยี่ยม", None,
    ),
    (
        "a name broken by a line",
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ\nยอดเยี่ยม ประจำปี 2563",
        2563, None, "เลิศรัฐยอดเยี่ยม", None,
    ),
    (
        "meant without the name of the scheme",
        "กรมสรรพากร ได้รับรางวัลบริการภาครัฐ ประเภทพัฒนาการบริการ ระดับดี ประจำปี 2563 จากสำนักงาน ก.พ.ร.",
        2563, SERVICE, "พัฒนาการบริการ", "ดี",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "edition", "branch", "kind", "level"), [c[1:] for c in ONE_AWARD], ids=[c[0] for c in ONE_AWARD]
)
def test_one_award_is_read_however_it_is_written(
    text: str, edition: int, branch: str | None, kind: str | None, level: str | None
) -> None:
    (award,) = awards_of(text)
    found = (award.edition_year_be, award.branch, award.type, award.level)
    assert found == (edition, branch, kind, level)
    assert (award.recipient_id, award.status) == ("rd", "won")


NO_AWARD = {
    "a definition": "รางวัลเลิศรัฐเป็นรางวัลที่มอบให้กับหน่วยงานที่มีผลงานระดับดีเด่น กรมสรรพากรอยู่ในกระทรวงการคลัง",
    "an aspiration": "กรมสรรพากร พร้อมที่จะได้รับรางวัลเลิศรัฐ ประเภทพัฒนาการบริการ ปี 2567",
    "a call for entries": "กรมสรรพากร เชิญชวนส่งผลงานขอรับรางวัลเลิศรัฐ ประจำปี 2563 สาขาบริการภาครัฐ",
    "a total": "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ประจำปี 2566 จำนวน 9 รางวัล",
    "a total before the name": "กรมสรรพากร คว้า 4 รางวัลเลิศรัฐ สาขาบริการภาครัฐ ปี 2566",
    "a certificate": "รัฐมนตรีมอบเกียรติบัตรรางวัล “เลิศรัฐ” แก่กรมสรรพากร",
    "an assessment": "กรมสรรพากร ได้คะแนนตัวชี้วัด PMQA 4.0 ระดับก้าวหน้า 466 คะแนน",
    "a hand-over that is only attended": "อธิบดีกรมสรรพากรร่วมพิธีมอบรางวัลเลิศรัฐ ประจำปี 2566",
    "another award": "กรมสรรพากร ได้รับรางวัลเพชรวายุภักษ์ ระดับดีเด่น ด้านพัฒนาการบริการ",
    "an award of the United Nations": "กรมสรรพากร ได้รับรางวัล United Nations Public Service Awards 2022",
}


@pytest.mark.parametrize("text", NO_AWARD.values(), ids=NO_AWARD.keys())
def test_what_only_looks_like_an_award_gives_none(text: str) -> None:
    assert awards_of(text) == ()


def test_the_level_of_a_heading_is_not_that_of_another_branch() -> None:
    first, second = awards_of(
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ประจำปี 2566 จำนวน 2 รางวัล ได้แก่ สาขาบริการภาครัฐ ระดับดีเด่น ประเภทพัฒนาการบริการ "
        "และสาขาการบริหารราชการแบบมีส่วนร่วม ประเภทร่วมใจแก้จน"
    )
    assert (first.level, second.level) == ("ดีเด่น", None)


def test_a_title_keeps_the_quotes_inside_it() -> None:
    (award,) = awards_of(
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ปี 2566 ประเภทพัฒนาการบริการ ผลงาน “ระบบ “ภาษีง่าย” เพื่อทุกคน” ระดับดี"
    )
    assert (award.project, award.level) == ("ระบบ “ภาษีง่าย” เพื่อทุกคน", "ดี")


def test_a_quote_that_nobody_closes_ends_where_the_next_term_begins() -> None:
    (award,) = awards_of("กรมสรรพากร ได้รับรางวัลเลิศรัฐ ปี 2566 ผลงาน “ระบบภาษีง่ายเพื่อทุกคน ประเภทพัฒนาการบริการ ระดับดี")
    assert (award.project, award.type, award.level) == ("ระบบภาษีง่ายเพื่อทุกคน", "พัฒนาการบริการ", "ดี")


def test_years_in_a_row_are_one_award_each() -> None:
    found = awards_of("กรมที่ดินได้รับรางวัลเลิศรัฐ PMQA 4.0 ในระดับ Advance ต่อเนื่อง 3 ปี (2564 - 2566)")
    assert [award.edition_year_be for award in found] == [2564, 2565, 2566]


def test_a_unit_is_kept_apart_from_the_body_that_gets_the_award() -> None:
    (award,) = awards_of(
        "กรมการพัฒนาชุมชน ได้รับรางวัลเลิศรัฐ ปี 2566 ประเภทร่วมใจแก้จน ระดับดี ผลงาน “กลุ่มออม” โดยสำนักงานพัฒนาชุมชนจังหวัดเลย"
    )
    assert (award.recipient_id, award.unit) == ("cdd", "สำนักงานพัฒนาชุมชนจังหวัดเลย")


def test_bodies_that_share_a_work_are_partners() -> None:
    (award,) = awards_of(
        "ผลงาน “ข้อมูลเดียว” ของกรมการแพทย์ กรมควบคุมโรค และกรมอนามัย "
        "ได้รับรางวัลเลิศรัฐ ปี 2564 ประเภทบูรณาการข้อมูลเพื่อการบริการ"
    )
    assert (award.recipient_id, award.partners) == ("dms", ("กรมควบคุมโรค", "กรมอนามัย"))


def test_an_unknown_organisation_stays_unknown() -> None:
    (award,) = awards_of(
        "กรมพัฒนาที่ดินร่วมงาน บริษัท สมมุติทดลอง จำกัด ได้รับรางวัลเลิศรัฐ ปี 2566 ประเภทพัฒนาการบริการ ระดับดี"
    )
    assert (award.recipient, award.recipient_id) == ("บริษัท สมมุติทดลอง จำกัด", None)


def test_the_giver_never_wins() -> None:
    (award,) = awards_of(
        "กรมสรรพากร เผยว่าปีนี้กรมได้รับรางวัลเลิศรัฐ ประจำปี 2566 ของ ก.พ.ร. ประเภทพัฒนาการบริการ ระดับดี"
    )
    assert award.recipient_id == "rd"


def test_who_is_named_under_an_award_of_the_scheme_has_won_it() -> None:
    found = awards_of("รางวัลเกียรติยศเลิศรัฐ ประจำปี 2566 จำนวน 3 หน่วยงาน ได้แก่ กรมสรรพสามิต กรมอนามัย และกรมที่ดิน")
    assert [(award.recipient_id, award.branch, award.level) for award in found] == [
        ("excise", None, None),
        ("anamai", None, None),
        ("dol", None, None),
    ]


def test_a_governor_receives_for_the_province() -> None:
    (award,) = awards_of(
        "นายสมมุติ ทดลอง ผู้ว่าราชการจังหวัดแพร่ รับรางวัลเลิศรัฐ ประจำปี 2564 สาขาคุณภาพการบริหารจัดการภาครัฐ หมวด 1"
    )
    assert (award.recipient_id, award.pmqa_category) == ("prov-phrae", 1)


def test_a_permanent_secretary_receives_for_the_office() -> None:
    (award,) = awards_of("ปลัดกระทรวงสาธารณสุข เข้ารับรางวัลเลิศรัฐ ปี 2565 ประเภทพัฒนาการบริการ ระดับดี")
    assert award.recipient_id == "ops-moph"


def test_the_year_of_a_date_is_no_edition() -> None:
    (award,) = awards_of(
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ เมื่อวันที่ 10 มกราคม 2567 ประเภทพัฒนาการบริการ ในงานรางวัลเลิศรัฐ ประจำปี 2566"
    )
    assert award.edition_year_be == 2566


def test_the_overall_award_of_2561_is_a_point_of_its_list() -> None:
    first, second = awards_of(
        "กรมบัญชีกลางได้รับรางวัลรวมทั้งหมด 2 รางวัล ได้แก่ 1.รางวัลเลิศรัฐ ประจำปี 2561 "
        "2.รางวัลเลิศรัฐสาขาบริการภาครัฐ ประเภทพัฒนาการบริการ ระดับดี"
    )
    assert (first.type, first.branch, second.type) == ("รางวัลเลิศรัฐ", None, "พัฒนาการบริการ")


def test_evidence_is_short_and_holds_the_title() -> None:
    (award,) = awards_of(
        "กรมสรรพากร ได้รับรางวัลเลิศรัฐ ปี 2566 ประเภทพัฒนาการบริการ ระดับดี ผลงาน “ระบบภาษีง่ายเพื่อทุกคน”"
    )
    assert len(award.evidence) <= 200
    assert "ระบบภาษีง่ายเพื่อทุกคน" in award.evidence


def test_what_is_inferred_is_doubtful() -> None:
    (sure,) = awards_of("กรมสรรพากร ได้รับรางวัลเลิศรัฐ ปี 2566 ประเภทพัฒนาการบริการ ระดับดี ผลงาน “ภาษีง่าย”")
    (doubtful,) = awards_of("กรมสรรพากรแถลง\nผลงานเด่นได้รับรางวัลเลิศรัฐ สาขาบริการภาครัฐ เมื่อ 1 มกราคม 2566")
    assert sure.confidence >= 0.7 > doubtful.confidence
    assert set(doubtful.inferred) >= {"recipient", "edition_year_be"}


def test_an_award_that_was_applied_for_is_none_that_was_won() -> None:
    (award,) = awards_of("สปอ. มีมติส่งประกวดรางวัลเลิศรัฐ ปี 2566 รางวัลคุณภาพการบริหารจัดการภาครัฐ 4.0")
    assert award.status == "applied"


def test_a_later_win_outweighs_the_application() -> None:
    (award,) = awards_of(
        "กรมที่ดิน ได้สมัครขอรับรางวัลเลิศรัฐ ประจำปี 2561 สาขาคุณภาพการบริหารจัดการภาครัฐ หมวด 2\n"
        "กรมที่ดิน ได้รับรางวัลเลิศรัฐ ประจำปี 2561 สาขาคุณภาพการบริหารจัดการภาครัฐ หมวด 2"
    )
    assert award.status == "won"


PIECES = st.sampled_from(
    [
        *("เลิศรัฐ", "รางวัลเลิศรัฐ", "ได้รับรางวัล", "คว้า", "เป็นรางวัลที่", "สมัคร", "โครงการ", "ผลงาน"),
        *("สาขาบริการภาครัฐ", "ประเภทพัฒนาการบริการ", "ระดับดี", "ระดับดีเด่น", "หมวด ๒", "PMQA 4.0"),
        *("ประจำปี 2566", "ปี 66", "จำนวน 3 รางวัล", "รวม", "ได้แก่", "และ", "โดย", "ของ", "จาก"),
        *("กรมสรรพากร", "สป.พม.", "พม.", "จังหวัดเลย", "โรงพยาบาล", "สำนักงานพัฒนาชุมชนจังหวัด"),
        *(
            "“",
            "”",
            '"',
            "(",
            ")",
            "1)",
            "1.1)",
            "- ",
            "๒. ",
            "\n",
            " ",
            "\u200b",
            "\u00a0",
            "เเ",
            "\u0e4d\u0e32",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join))
def test_any_text_gives_exact_words_at_their_place(text: str) -> None:
    findings = extract(Document(key="wild", text="รางวัลเลิศรัฐ " + text, sha256=""), load_names())
    for record in (*findings.awards, *findings.persons, *findings.counts, *findings.ceremonies):
        if record.evidence:
            assert ("รางวัลเลิศรัฐ " + text)[record.start : record.end] == record.evidence


@pytest.mark.parametrize(
    "piece", ["ได้รับรางวัลเลิศรัฐ ", "รางวัลเลิศรัฐ ผลงาน “", "คว้ารางวัลเลิศรัฐ 1) ", "เลิศรัฐ\n", "เลิศรัฐ   ", "โครงการ"]
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Work is counted in calls, not in seconds, which a busy machine would spoil."""
    assert calls(piece * 2000) < 2.6 * calls(piece * 1000) + 1000


@pytest.mark.parametrize("piece", [" ", "\n", "ก", "1) ", "“", "2566 "])
def test_no_sign_makes_a_long_text_take_minutes(piece: str) -> None:
    """The generous limit is for patterns that would go over the same signs again and again.

    What 100,000 signs keep busy for a minute costs five seconds here, where a tenth of that is usual;
    work is counted, not the time that a busy machine leaves us.
    """
    text = "กรมสรรพากร ได้รับรางวัลเลิศรัฐ" + piece * (30_000 // len(piece))
    began = time.process_time()
    awards_of(text)
    assert time.process_time() - began < 5


def calls(text: str) -> int:
    """How many calls the finder of awards makes for a text."""
    reading = read(Document(key="long", text="รางวัลเลิศรัฐ " + text, sha256=""), load_names())
    count = 0

    def count_call(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(count_call)
    try:
        find_awards(reading)
    finally:
        sys.setprofile(None)
    return count
