"""However many documents tell of an award, and in whatever order: no count of the settled graph changes."""

import datetime
import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.assembly import assemble
from ingest.ledger import Ledger
from ingest.records import Document
from ingest.shipped import LEDGER, read_sources
from queries.engine import EmbeddedEngine

TOLD = (
    "สำนักงานประกันสังคม (สปส.) รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาคุณภาพการบริหารจัดการภาครัฐ รางวัล PMQA 4.0 ระดับก้าวหน้า"
)
ENDINGS = ("", " เมื่อวานนี้", " ท่ามกลางความยินดีของบุคลากร", " ณ กรุงเทพมหานคร")
PREFIXES = """PREFIX lr: <https://w3id.org/lertrat/ontology#> PREFIX org: <http://www.w3.org/ns/org#>
"""
COUNTS = (
    """SELECT ?class (COUNT(?x) AS ?n) {
         VALUES ?class { lr:Award lr:Candidacy lr:Edition lr:Project } ?x a ?class
       } GROUP BY ?class""",
    """SELECT ?body (COUNT(*) AS ?n) {
         ?award a lr:Award ; lr:recipient ?body ; lr:edition ?edition ; lr:awardType ?type
       } GROUP BY ?body""",
    """SELECT ?edition (COUNT(*) AS ?n) {
         ?award a lr:Award ; lr:edition ?edition OPTIONAL { ?award lr:level ?level }
       } GROUP BY ?edition""",
)


def document(number: int, ending: str) -> Document:
    words = f"{TOLD}{ending}"
    digest = hashlib.sha256(f"{words}{number}".encode()).hexdigest()
    return Document(key=f"news-{number}", text=words, sha256=digest, published=datetime.date(2022, 9, 13))


def counts(documents: list[Document]) -> list[set[str]]:
    made = assemble(read_sources(), documents, Ledger.read(LEDGER))
    engine = EmbeddedEngine.of_quads(made.quads)
    return [{str(sorted(map(str, row.values()))) for row in engine.rows(PREFIXES + text)} for text in COUNTS]


@pytest.fixture(scope="module")
def told_once() -> list[set[str]]:
    found = counts([document(0, "")])
    assert all(found)
    return found


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(endings=st.lists(st.sampled_from(ENDINGS), min_size=1, max_size=4), last=st.booleans())
def test_more_documents_that_tell_the_same_award_change_no_count(
    told_once: list[set[str]], endings: list[str], last: bool
) -> None:
    more = [document(number, ending) for number, ending in enumerate(endings, 1)]
    first = document(0, "")
    assert counts([*more, first] if last else [first, *more]) == told_once
