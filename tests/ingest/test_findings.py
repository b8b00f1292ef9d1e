"""Findings beside awards become rows that say no more than the text does."""

import pytest

from ingest.bodies import load_names
from ingest.findings import count_rows, event_rows, participation_rows, person_key, unknown_names
from ingest.records import CeremonyRecord, CountRecord, Document, Findings, PersonRecord

DOCUMENT = Document(key="news", text="", sha256="0" * 64)


def count(scope: str) -> Findings:
    record = CountRecord(
        what="awards", scope=scope, edition_year_be=2566, value=10, evidence="10", start=0, end=2, rule="r"
    )
    return Findings(doc="news", counts=(record,))


@pytest.mark.parametrize(
    ("scope", "column", "value"),
    [
        ("edition", "scope_note", None),
        ("recipient:กรมสรรพากร", "about", "rd"),
        ("recipient:กรมแห่งดวงจันทร์", "scope_note", "recipient:กรมแห่งดวงจันทร์"),
        ("branch:บริการภาครัฐ", "branch", "service"),
        ("branch", "scope_note", "branch"),
        ("type:PMQA 4.0", "type", "pmqa-4-0"),
        ("type:PMQA หมวด 2", "pmqa_category", 2),
        ("type:ประเภทที่ไม่มี", "scope_note", "type:ประเภทที่ไม่มี"),
    ],
)
def test_a_count_keeps_its_scope(scope: str, column: str, value: object) -> None:
    (row,) = count_rows(DOCUMENT, count(scope), load_names())
    assert getattr(row, column) == value


def test_a_ceremony_of_no_known_edition_is_no_event() -> None:
    assert event_rows(DOCUMENT, Findings(doc="news", ceremonies=(CeremonyRecord(venue="ห้องประชุม"),))) == []


def test_an_unsure_finding_is_left_out() -> None:
    unsure = PersonRecord(name="สมชาย ใจดี", action="spoke", confidence=0.5)
    assert participation_rows(DOCUMENT, Findings(doc="news", persons=(unsure,)), load_names(), {}) == []


def test_a_known_name_keeps_its_person() -> None:
    assert person_key("วิษณุ  เครืองาม", {"วิษณุเครืองาม": "wissanu-krea-ngam"}) == "wissanu-krea-ngam"


def test_an_unknown_name_gets_a_key_that_no_spelling_mark_changes() -> None:
    assert person_key("สมชาย ใจดี", {}) == person_key("สมชาย\u200bใจดี", {})


def test_a_name_beside_an_award_that_nobody_knows_is_kept_for_a_person_to_settle() -> None:
    told = [("สมชาย ใจดี", "กรมแห่งดวงจันทร์"), ("สมหญิง ใจดี", "กรมสรรพากร"), ("สมศรี ใจดี", "กรมแห่งดวงจันทร์")]
    persons = tuple(PersonRecord(name=n, organisation=o, action="spoke") for n, o in told)
    rows = unknown_names(DOCUMENT, Findings(doc="news", persons=persons), load_names())
    assert [(row.document, row.name) for row in rows] == [("news", "กรมแห่งดวงจันทร์")]
