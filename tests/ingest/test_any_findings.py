"""Whatever texts state, and however they contradict each other, the build keeps the shapes."""

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad

from ingest.assembly import assemble
from ingest.bodies import settle
from ingest.ledger import Ledger
from ingest.records import (
    Action,
    AwardRecord,
    Branch,
    CeremonyRecord,
    CountRecord,
    Document,
    Findings,
    Level,
    Mode,
    OtherAwardRecord,
    PersonRecord,
    Qualifier,
    Status,
    What,
)
from ingest.shapes import Finding, validate
from ingest.shipped import read_sources
from ontology.iri import iri
from ontology.namespaces import LR
from ontology.vocabulary import scheme
from queries.names import Names

FACTS = Path(__file__).parent / "facts"
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink an example takes minutes
WORDS = "รางวัล\u200bเลิศรัฐ\u00a0ประจ\u0e4d\u0e32ปี \n" * 12
BODIES = ["กรมน้ำขึ้นน้ำลง", "กระทรวงดวงจันทร์", "ห้างที่ไม่มีในทะเบียน"]
TYPES = [concept.name for concept in scheme("type").concepts]
SCOPES = [
    "edition", "edition:2564", "branch", "เวที", *(f"recipient:{name}" for name in BODIES),
    *(f"branch:{name}" for name in get_args(Branch)), *(f"type:{name}" for name in [*TYPES, "PMQA หมวด 9"]),
]  # fmt: skip

places = st.tuples(st.integers(0, len(WORDS) - 2), st.integers(1, 390)).map(
    lambda place: (place[0], min(sum(place), len(WORDS)))
)


@st.composite
def quoted(draw: st.DrawFn, told: Mapping[str, st.SearchStrategy[object]]) -> dict[str, object]:
    """Fields of a record, any of them untold, with words of the text as evidence."""
    start, end = draw(places)
    fields = {name: draw(values) for name, values in told.items()}
    confidence = draw(st.sampled_from([0.5, 0.9]))
    return fields | {
        "evidence": WORDS[start:end], "start": start, "end": end, "rule": "any", "confidence": confidence,
    }  # fmt: skip


def told_or_not(values: object) -> st.SearchStrategy[object]:
    return st.none() | st.sampled_from(values if isinstance(values, list) else get_args(values))


YEARS = told_or_not([2400, 2490, 2546, 2560, 2564, 2566, 2699, 2701])
DAYS = told_or_not([datetime.date(2021, 9, 15), datetime.date(2023, 9, 7)])
NAMES = ["สมชาย ใจดี", "สมหญิง ดีใจ"]

awards = quoted(
    {
        "recipient": st.sampled_from(BODIES),
        "partners": st.lists(st.sampled_from(BODIES), max_size=2),
        "unit": told_or_not(BODIES),
        "edition_year_be": YEARS,
        "branch": told_or_not(Branch),
        "type": told_or_not([*TYPES, "ประเภทที่ไม่มี"]),
        "pmqa_category": st.none() | st.integers(1, 7),
        "level": told_or_not(Level),
        "project": told_or_not(["ระบบนัด", "ระบบนัดหมาย", 'ก"<b>\\', "ย" * 300]),
        "project_kind": told_or_not(["title", "description"]),
        "status": st.sampled_from(get_args(Status)),
    }
).map(AwardRecord.model_validate)
ceremonies = quoted(
    {
        "edition_year_be": YEARS,
        "date": DAYS,
        "venue": told_or_not(["ห้องประชุม", "ศูนย์แสดงสินค้า"]),
        "mode": told_or_not(Mode),
    }
).map(CeremonyRecord.model_validate)
persons = quoted(
    {
        "name": st.sampled_from(NAMES),
        "prefix": told_or_not(["นาย"]),
        "role": told_or_not(["รองนายกรัฐมนตรี", "รักษาราชการแทนอธิบดี"]),
        "organisation": told_or_not(BODIES),
        "action": st.sampled_from(get_args(Action)),
    }
).map(PersonRecord.model_validate)
counts = quoted(
    {
        "what": st.sampled_from(get_args(What)),
        "scope": st.sampled_from(SCOPES),
        "edition_year_be": YEARS,
        "value": st.integers(0, 300),
        "qualifier": st.sampled_from(get_args(Qualifier)),
        "unit": told_or_not(["ผลงาน"]),
    }
).map(CountRecord.model_validate)
others = quoted(
    {
        "name": st.sampled_from(["UNPSA"]),
        "recipient": told_or_not(BODIES),
        "project": told_or_not(["ระบบนัด"]),
        "year_ce": told_or_not([2022]),
    }
).map(OtherAwardRecord.model_validate)
findings = st.builds(
    Findings,
    doc=st.just("any"),
    awards=st.lists(awards, max_size=4).map(tuple),
    ceremonies=st.lists(ceremonies, max_size=3).map(tuple),
    persons=st.lists(persons, max_size=3).map(tuple),
    counts=st.lists(counts, max_size=3).map(tuple),
    other_awards=st.lists(others, max_size=2).map(tuple),
)


def document(number: int) -> Document:
    return Document(key=f"any-{number}", text=WORDS, sha256=hashlib.sha256(b"%d" % number).hexdigest())


def quads_of(told: list[Findings]) -> tuple[Quad, ...]:
    """What the small facts and these findings, of a document each, give."""
    found = {f"any-{number}": one for number, one in enumerate(told)}

    def read(text: Document, names: Names) -> Findings:
        one = found[text.key]
        known = (
            a.model_copy(update={"recipient_id": settle(a.recipient, names, None)[0]}) for a in one.awards
        )
        return one.model_copy(update={"awards": tuple(known)})

    return assemble(read_sources(FACTS), [document(n) for n in range(len(told))], Ledger(), read=read).quads


def violations(told: list[Findings]) -> set[Finding]:
    return {found for found in validate(quads_of(told)) if found.severity == "Violation"}


@given(st.lists(findings, min_size=1, max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
def test_no_findings_break_the_build(told: list[Findings]) -> None:
    assert violations(told) - violations([]) == set()  # the small facts lack a source of their own


def ceremony(**told: object) -> Findings:
    return Findings(doc="any", ceremonies=(CeremonyRecord.model_validate({"edition_year_be": 2566} | told),))


def test_a_ceremony_that_is_shown_as_online_shows_no_place_and_the_claim_of_it_stays() -> None:
    quads = quads_of([ceremony(mode="online"), ceremony(venue="ห้องประชุม", mode="online")])
    event = iri("event", "2566-ceremony")
    told = [quad for quad in quads if (quad.subject, quad.predicate) == (event, LR.placeName)]
    assert [quad.graph_name == DefaultGraph() for quad in told] == [False]
