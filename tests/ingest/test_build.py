"""A build succeeds whole or changes nothing; what one text adds is found again, whatever the order."""

import datetime
import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from ingest import build as build_module
from ingest.build import Report, build, is_current
from ingest.faults import TableError
from ingest.records import Document
from ingest.shipped import SOURCES_FOLDER, fingerprint, read_sources
from queries.catalogue import find
from queries.engine import EmbeddedEngine
from queries.versions import Home, HomeBusyError

TOLD = (
    "สำนักงานประกันสังคม (สปส.) รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาคุณภาพการบริหารจัดการภาครัฐ รางวัล PMQA 4.0 ระดับก้าวหน้า"
)
OPENING = "รายงานประจำปีของสำนักงาน"
ENDINGS = ("", " เมื่อวานนี้", " ท่ามกลางความยินดีของบุคลากร")


def text(key: str, words: str) -> Document:
    digest = hashlib.sha256(words.encode()).hexdigest()
    return Document(key=key, text=words, sha256=digest, published=datetime.date(2022, 9, 13))


PAGES = text("news-3", f"{OPENING}\n\n{TOLD}").model_copy(update={"pages": (0, len(OPENING) + 2)})
FOUR = [*(text(f"news-{n}", TOLD + ending) for n, ending in enumerate(ENDINGS)), PAGES]


@pytest.fixture(scope="module")
def told_four_times(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Report]:
    home = Home(tmp_path_factory.mktemp("four"))
    return home, build(home, texts=FOUR)


def rows(home: Home, question: str, **values: str | int) -> list[dict[str, str]]:
    engine = EmbeddedEngine.on_disk(home.current().store_folder)
    found = engine.rows(find(question).bind(**values))
    return [{name: str(getattr(term, "value", term)) for name, term in row.items()} for row in found]


def test_one_award_told_by_four_documents_is_one_award(told_four_times: tuple[Home, Report]) -> None:
    home, _ = told_four_times
    assert [row["levelName"] for row in rows(home, "awards", body="sso", edition=2565)] == ["ก้าวหน้า"]
    won = rows(home, "wins-by-ministry-and-year", edition=2565, ministry="mol")
    assert [row["awards"] for row in won] == ["1"]


def test_each_of_the_four_documents_stays_reachable(told_four_times: tuple[Home, Report]) -> None:
    home, _ = told_four_times
    award = rows(home, "awards", body="sso", edition=2565)[0]["award"]
    evidence = rows(home, "evidence", thing=award)
    assert [row["source"].rpartition("/")[2][:6] for row in evidence] == [
        "news-0",
        "news-1",
        "news-2",
        "news-3",
    ]
    assert all(row["quote"] in words.text for row, words in zip(evidence, FOUR, strict=True))
    assert {row["source"] for row in rows(home, "claims", thing=award)} == {row["source"] for row in evidence}


def test_evidence_in_a_document_with_pages_tells_its_page(told_four_times: tuple[Home, Report]) -> None:
    home, _ = told_four_times
    award = rows(home, "awards", body="sso", edition=2565)[0]["award"]
    assert [row.get("locator") for row in rows(home, "evidence", thing=award)] == [None, None, None, "page 2"]


def test_a_finding_of_the_machine_is_marked_as_such(told_four_times: tuple[Home, Report]) -> None:
    home, _ = told_four_times
    award = rows(home, "awards", body="sso", edition=2565)[0]["award"]
    assert {row["judgement"] for row in rows(home, "evidence", thing=award)} == {"Machine"}


def test_the_same_texts_again_add_nothing(told_four_times: tuple[Home, Report]) -> None:
    home, first = told_four_times
    before = home.current().manifest.sha256
    again = build(home, texts=FOUR)
    assert again.added == ()
    assert (again.quads, home.current().manifest.sha256) == (first.quads, before)


def test_the_order_of_the_texts_changes_no_byte(told_four_times: tuple[Home, Report], tmp_path: Path) -> None:
    home, _ = told_four_times
    other = Home(tmp_path)
    for some in (FOUR[3:1:-1], FOUR[1::-1]):
        build(other, texts=some)
    assert other.current().dump.read_bytes() == home.current().dump.read_bytes()


def test_two_machines_make_the_same_bytes(built_home: Home, tmp_path: Path) -> None:
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "77" else "77"  # the order of sets is another there
    command = [sys.executable, "-m", "lertrat", "build", "--home", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert Home(tmp_path).current().dump.read_bytes() == built_home.current().dump.read_bytes()


def test_a_dump_is_canonical_n_quads(built_home: Home) -> None:
    dump = built_home.current().dump.read_bytes()
    dataset = Dataset(parse(dump, RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = serialize(dataset, format=RdfFormat.N_QUADS).splitlines(keepends=True)
    assert dump == b"".join(sorted(lines))


def test_an_unknown_body_waits_for_a_person(built: tuple[Home, Report], tmp_path: Path) -> None:
    words = TOLD.replace("สำนักงานประกันสังคม (สปส.)", "กรมส่งเสริมความสุขแห่งดวงจันทร์")
    home = Home(tmp_path / "with")
    report = build(home, texts=[text("moon", words)])
    assert report.awards == built[1].awards
    assert all("ดวงจันทร์" not in row["bodyName"] for row in rows(home, "awards"))


def test_a_text_that_was_reviewed_is_not_read_again(
    corpus: Path, built: tuple[Home, Report], tmp_path: Path
) -> None:
    words = (corpus / "dev" / "text" / "seed-000.txt").read_bytes()
    seed = Document(key="mine", text=words.decode(), sha256=hashlib.sha256(words).hexdigest())
    report = build(Home(tmp_path / "with"), texts=[seed])
    _, without = built
    assert (report.awards, report.quads) == (without.awards, without.quads)


def test_a_version_made_of_other_facts_is_not_current(
    told_four_times: tuple[Home, Report], tmp_path: Path
) -> None:
    home, _ = told_four_times
    assert is_current(home)
    assert not is_current(Home(tmp_path))
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, words in ((one, "a"), (other, "b")):
        folder.mkdir()
        (folder / "table.csv").write_text(words, encoding="utf-8")
    assert fingerprint(one) != fingerprint(other)


def test_a_full_disk_leaves_the_home_as_it_was(
    own_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in tmp_path.rglob("*"))

    def no_space(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(build_module, "write_store", no_space)
    with pytest.raises(OSError, match="No space left"):
        build(own_home, texts=FOUR)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_facts_with_a_fault_leave_the_home_as_it_was(
    told_four_times: tuple[Home, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = told_four_times
    before = {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
    spoilt = shutil.copytree(SOURCES_FOLDER, tmp_path / "sources")
    with (spoilt / "registry" / "placements.csv").open("a", encoding="utf-8") as table:
        table.write("x,nobody,nobody-else,organisational,,,knowledge,\n")
    monkeypatch.setattr(build_module, "read_sources", lambda: read_sources(spoilt))
    with pytest.raises(TableError, match="no body has this key"):
        build(home, texts=[text("news-9", TOLD + " อีกครั้ง")])
    after = {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
    assert after == before


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.writing(), pytest.raises(HomeBusyError, match="wait until it is done"):
        build(Home(tmp_path))
