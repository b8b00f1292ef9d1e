"""A judgement holds when the text comes again, at other places, under other rules; nothing is guessed."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.faults import TableError
from ingest.judgements import (
    Judgement,
    Words,
    add_home_rows,
    last_words,
    letters_of,
    read_home_rows,
)
from ingest.judging import UNSURE, Judged, Judgements, apply_judgements
from ingest.merge import Curation, Telling, merge
from ingest.precedence import Standing
from ingest.records import AwardRecord, Document

WORDS = "กรมหนึ่ง รับรางวัลเลิศรัฐ ประจำปี 2566 สาขาบริการภาครัฐ ระดับดี จากผลงาน “คลินิกน้ำใจชุมชน”"
TEXT = Document(key="news-1", text=WORDS, sha256=hashlib.sha256(WORDS.encode()).hexdigest())
NAMES = {"one": "กรมหนึ่ง", "two": "กรมสอง"}
KNOWN = {"news-1": Standing(3, "2023-09-07", "news-1"), "news-2": Standing(3, "2023-09-07", "news-2")}
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


def record(**fields: object) -> AwardRecord:
    start = WORDS.index("รับ")
    told = {
        "recipient": "กรมหนึ่ง", "recipient_surface": "กรมหนึ่ง", "recipient_id": "one",
        "edition_year_be": 2566, "branch": "บริการภาครัฐ", "level": "ดี", "project": "คลินิกน้ำใจชุมชน",
        "evidence": WORDS[start:], "start": start, "end": len(WORDS), "rule": "awards.sentence",
    }  # fmt: skip
    return AwardRecord.model_validate({**told, **fields})


def found(document: str = "news-1", **fields: object) -> Telling:
    return Telling(record(**fields), document, "machine", standing=KNOWN[document])


def judged(verdict: str, read: AwardRecord | None = None, **fields: object) -> Judgement:
    """What Malee says of what was read; `fields` are corrected ones or others of the row."""
    read = read or record()
    words = Words.of(read)._asdict()
    row: dict[str, Any] = {
        **{f"read_{name}": value for name, value in words.items()},
        **words, "when": NOON, "who": "Malee", "judgement": verdict, "document": "news-1",
        "source": TEXT.sha256, "letters": letters_of(TEXT.text), "read_name": read.recipient_surface,
        "rule": read.rule, "evidence": read.evidence,
    }  # fmt: skip
    return Judgement.model_validate({**row, **fields})


def apply(tellings: list[Telling], *rows: Judgement, texts: tuple[Document, ...] = (TEXT,)) -> Judged:
    return apply_judgements(tellings, Judgements.checked(rows, NAMES), texts, NAMES, KNOWN)


def test_what_is_accepted_is_reviewed_and_tells_who_and_when() -> None:
    (telling,) = apply([found()], judged("accept")).tellings
    assert (telling.judgement, telling.doubt, telling.record) == ("reviewed", None, record())
    assert telling.acceptance is not None
    assert (telling.acceptance.who, telling.acceptance.day) == ("Malee", "2026-11-25")


def test_what_is_corrected_is_reviewed_and_keeps_what_the_rule_read() -> None:
    (telling,) = apply([found()], judged("correct", level="ดีเด่น", recipient="two")).tellings
    assert (telling.record.level, telling.record.recipient_id, telling.record.recipient) == (
        "ดีเด่น",
        "two",
        "กรมสอง",
    )
    assert telling.record.evidence == record().evidence
    assert telling.acceptance is not None
    assert telling.acceptance.read == record()


def test_what_is_rejected_is_not_among_the_findings() -> None:
    outcome = apply([found()], judged("reject"))
    assert outcome.tellings == []
    assert [telling.record for telling in outcome.rejected] == [record()]


def test_the_last_word_counts() -> None:
    assert apply([found()], judged("reject"), judged("accept")).rejected == []
    assert apply([found()], judged("accept"), judged("reject")).tellings == []


REREAD = [
    {"start": 0, "end": 5, "evidence": WORDS[:5]},
    {"rule": "awards.list", "confidence": 0.5},
    {"project": "“คลินิก น้ำใจ ชุมชน”"},
    {"type": "พัฒนาการบริการ"},
    {"level": None},
    {"branch": None, "level": None},
    {"recipient_surface": "กรม ๑", "recipient": "กรมหนึ่ง"},
]


@pytest.mark.parametrize("reread", REREAD, ids=str)
@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_a_judgement_survives_other_offsets_and_another_rule(verdict: str, reread: dict[str, object]) -> None:
    outcome = apply([found(**reread)], judged(verdict))
    assert len(outcome.rejected) == (verdict == "reject")
    assert [t.judgement for t in outcome.tellings] == ["reviewed"] * (verdict == "accept")


def test_what_nobody_read_is_not_settled_by_an_older_judgement() -> None:
    """The rule now reads a type as well; the person had accepted a finding without one."""
    (telling,) = apply([found(type="พัฒนาการบริการ")], judged("accept")).tellings
    assert telling.record.type is None


@pytest.mark.parametrize(
    "changed",
    [{"level": "ดีเด่น"}, {"edition_year_be": 2565}, {"recipient_id": "two"}, {"status": "finalist"}],
    ids=str,
)
def test_a_judgement_is_of_no_other_award(changed: dict[str, object]) -> None:
    outcome = apply([found(**changed)], judged("reject"))
    assert [telling.judgement for telling in outcome.tellings] == ["machine"]
    assert outcome.rejected == []


def test_a_rejection_that_may_be_of_two_findings_is_of_none_and_both_wait() -> None:
    bare = record(project=None, level=None)
    outcome = apply(
        [found(level="ดี", project=None), found(level="ดีเด่น", project=None)], judged("reject", bare)
    )
    assert outcome.rejected == []
    assert [(t.judgement, t.doubt) for t in outcome.tellings] == [("proposed", UNSURE)] * 2


@pytest.mark.parametrize(
    "text", [WORDS + "\n", "\ufeff" + WORDS, WORDS.replace(" ", "\r\n")], ids=["line", "mark", "breaks"]
)
def test_a_rejection_is_remembered_when_the_text_comes_in_another_file(text: str) -> None:
    again = Document(key="news-2", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    assert apply([found("news-2")], judged("reject"), texts=(again,)).tellings == []


def test_a_rejection_is_remembered_at_the_address_where_the_text_was() -> None:
    page = Document(key="news-2", text="เรื่องอื่น", sha256="0" * 64, url="https://example.org/1")
    outcome = apply([found("news-2")], judged("reject", address="https://example.org/1"), texts=(page,))
    assert len(outcome.rejected) == 1


def test_a_rejection_says_nothing_of_another_text() -> None:
    other = Document(key="news-2", text="กรมหนึ่ง อีกข่าว", sha256="1" * 64)
    assert apply([found("news-2")], judged("reject"), texts=(other,)).rejected == []


def test_what_was_accepted_stays_where_no_rule_finds_it_any_more() -> None:
    (telling,) = apply([], judged("accept")).tellings
    assert (telling.judgement, telling.record.project) == ("reviewed", "คลินิกน้ำใจชุมชน")
    start, end = telling.record.start, telling.record.end
    assert WORDS[start:end] == telling.record.evidence


def test_what_was_accepted_of_a_text_that_is_gone_is_not_told() -> None:
    assert apply([], judged("accept"), texts=()).tellings == []


def test_a_later_judgement_on_the_reread_finding_stands_for_the_older_one() -> None:
    reread = record(type="พัฒนาการบริการ")
    outcome = apply([found(type="พัฒนาการบริการ")], judged("accept"), judged("reject", reread))
    assert (outcome.tellings, len(outcome.rejected)) == ([], 1)


def test_a_person_says_which_award_a_vague_row_means() -> None:
    row = Telling(
        record(project=None),
        "press-1",
        "proposed",
        "it means one of a, b",
        curation=Curation(may_mean=("a", "b")),
    )
    said = judged("correct", record(project=None), award="b", source="press-1", letters=None)
    (telling,) = apply([row], said).tellings
    assert (telling.judgement, telling.curation.key, telling.curation.may_mean) == ("reviewed", "b", ())


VAGUE = {"project": None, "level": None, "type": None}
TWO = [found("news-2", type=kind, project=None) for kind in ("พัฒนาการบริการ", "นวัตกรรมการบริการ")]


def test_what_is_accepted_and_may_mean_two_awards_is_still_no_third() -> None:
    judged_ = apply([found(**VAGUE), *TWO], judged("accept", record(**VAGUE)))
    merged = merge(judged_.tellings)
    assert (len(merged.settled), [t.doubt for t in merged.waiting]) == (2, ["it may mean any of 2 awards"])


def test_a_person_can_say_that_it_is_a_third() -> None:
    judged_ = apply([found(**VAGUE), *TWO], judged("accept", record(**VAGUE), award="new"))
    assert (len(merge(judged_.tellings).settled), merge(judged_.tellings).waiting) == (3, [])


def test_a_contradiction_that_a_person_accepted_stands_beside_the_other() -> None:
    other = found("news-2", level="ดีเด่น")
    merged = merge(apply([found(), other], judged("accept")).tellings)
    assert [award.record.level for award in merged.settled] == ["ดี"]
    assert [pair.fields for pair in merged.contradictions()] == [("level",)]


def test_an_unknown_name_that_the_registry_learns_keeps_its_judgement() -> None:
    unknown = record(recipient="กรมหนึ่ง", recipient_id=None)
    assert len(apply([found()], judged("reject", unknown)).rejected) == 1


def test_a_body_that_is_gone_from_the_registry_is_told_with_file_line_and_column(tmp_path: Path) -> None:
    table = tmp_path / "judgements.csv"
    add_home_rows(table, [judged("accept"), judged("correct", recipient="three")])
    with pytest.raises(TableError, match=r"judgements.csv, line 3, column recipient: no body has this key"):
        Judgements.checked(read_home_rows(table, Judgement), NAMES)


def test_rows_are_added_and_those_that_stand_there_never_change(tmp_path: Path) -> None:
    table = tmp_path / "judgements.csv"
    add_home_rows(table, [judged("accept")])
    before = table.read_bytes()
    add_home_rows(table, [judged("reject", note="=HYPERLINK(1)")])
    assert table.read_bytes().startswith(before)
    rows = read_home_rows(table, Judgement)
    assert [row.judgement for row in rows] == ["accept", "reject"]
    assert rows[1].note == "=HYPERLINK(1)"
    assert len(last_words(rows)) == 1


FINDINGS = st.builds(
    found,
    level=st.sampled_from([None, "ดี", "ดีเด่น"]),
    project=st.sampled_from([None, "คลินิกน้ำใจชุมชน", "ถนนปลอดภัยทุกคืน"]),
    type=st.sampled_from([None, "พัฒนาการบริการ"]),
)
VERDICTS = st.builds(judged, st.sampled_from(["accept", "reject"]), st.builds(lambda t: t.record, FINDINGS))


@given(st.lists(FINDINGS, max_size=4), st.lists(VERDICTS, max_size=4))
def test_no_finding_is_lost(tellings: list[Telling], rows: list[Judgement]) -> None:
    outcome = apply(tellings, *rows)
    read = [t.acceptance.read if t.acceptance else t.record for t in (*outcome.tellings, *outcome.rejected)]
    assert all(telling.record in read for telling in tellings)
    assert len(read) >= len(tellings)


@given(st.lists(FINDINGS, max_size=4), st.lists(VERDICTS, max_size=4), st.randoms())
def test_the_order_of_findings_does_not_matter(
    tellings: list[Telling], rows: list[Judgement], random: Any
) -> None:
    shuffled = sorted(tellings, key=lambda _: random.random())
    one, other = apply(tellings, *rows), apply(shuffled, *rows)
    assert sorted(map(repr, one.tellings)) == sorted(map(repr, other.tellings))
    assert sorted(map(repr, one.rejected)) == sorted(map(repr, other.rejected))
