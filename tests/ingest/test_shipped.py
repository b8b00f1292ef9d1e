"""The shipped facts keep their own rules; where they do not, the failure says which command mends it."""

import csv
import hashlib
import io
import shutil
from pathlib import Path

import pytest

from ingest.assembly import Assembled, assemble
from ingest.checks import check
from ingest.collection import Collection
from ingest.faults import TableError
from ingest.ledger import Ledger
from ingest.rows import DocumentRow
from ingest.shapes import check_shapes
from ingest.shipped import LEDGER, SOURCES_FOLDER, read_source, read_sources
from queries.engine import find_damaged_indexes, write_dump, write_store

READ_WHOLE = ("seeds", "press")
FILES = sorted(SOURCES_FOLDER.rglob("*.csv"))


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(SOURCES_FOLDER)) for p in FILES])
def test_a_table_is_in_canonical_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    canonical = io.StringIO()
    csv.writer(canonical, lineterminator="\n").writerows(rows)
    assert text == canonical.getvalue(), "write it with csv.writer(lineterminator='\\n')"


def test_every_key_that_a_row_names_exists() -> None:
    check(Collection.of_sources(read_sources()))


def test_the_shipped_facts_keep_the_shapes(assembled: Assembled) -> None:
    check_shapes(assembled.quads)


def test_the_shipped_ledger_has_a_key_for_everything(assembled: Assembled) -> None:
    missing = assembled.ledger.added_to(Ledger.read(LEDGER)).rows
    assert not missing, "run: lertrat tidy"


def test_two_assemblies_give_the_same_quads(assembled: Assembled) -> None:
    again = assemble(list(reversed(read_sources())), [], Ledger.read(LEDGER))
    assert set(again.quads) == set(assembled.quads)


def test_the_store_gives_back_every_quad_as_it_was(assembled: Assembled, tmp_path: Path) -> None:
    write_dump(assembled.quads, tmp_path / "dump.nq")
    write_store(tmp_path / "store", assembled.quads)
    assert find_damaged_indexes(tmp_path / "store", tmp_path / "dump.nq") == []


def test_every_award_was_read_by_people(assembled: Assembled) -> None:
    assert {award.judgement for award in assembled.merged.settled} == {"reviewed"}


def test_what_a_text_read_whole_tells_of_an_award_is_quoted_in_at_most_two_hundred_signs(
    assembled: Assembled,
) -> None:
    whole = {row.key for row in Collection.of_sources(read_sources()).of(DocumentRow) if row.read == "whole"}
    told = [telling for award in assembled.merged.settled for telling in award.tellings]
    quotes = [telling.record.evidence for telling in told if telling.document in whole]
    assert len(quotes) > 150
    assert all(0 < len(quote) <= 200 for quote in quotes)


def test_quotes_stand_in_the_texts_where_the_rows_say(corpus: Path) -> None:
    collection = Collection.of_sources([read_source(SOURCES_FOLDER / name) for name in READ_WHOLE])
    texts = {
        p.stem.replace("tg-", "thaigov-"): p.read_text(encoding="utf-8")
        for p in (corpus / "dev" / "text").glob("*.txt")
    }
    rows = [row for row in collection.sourced() if row.quote]
    assert rows
    for row in rows:
        text = texts[row.documents[0]]
        assert text[row.start_offset : row.end_offset] == row.quote


def test_a_reviewed_text_is_known_by_its_bytes(corpus: Path) -> None:
    sources = [read_source(SOURCES_FOLDER / name) for name in READ_WHOLE]
    for row in Collection.of_sources(sources).of(DocumentRow):
        data = (corpus / "dev" / "text" / f"{row.key.replace('thaigov-', 'tg-')}.txt").read_bytes()
        assert hashlib.sha256(data).hexdigest() == row.sha256


def test_a_source_that_breaks_its_promise_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(SOURCES_FOLDER / "seeds", tmp_path / "seeds")
    awards = (folder / "awards.csv").read_text(encoding="utf-8").splitlines()
    (folder / "awards.csv").write_text("\n".join(awards[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"source\.yml, line 1, column expect: awards has 21 rows"):
        read_source(folder)


def test_a_file_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(SOURCES_FOLDER / "seeds", tmp_path / "seeds")
    (folder / "prizes.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"prizes\.csv, line 1: nobody reads this file"):
        read_source(folder)
