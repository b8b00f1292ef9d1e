"""What a person changes in a spreadsheet is taken as it was meant, and written back in the one spelling."""

import csv
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, Quad

from ingest.assembly import Assembled, assemble
from ingest.canonical import canonical_words, tidy, untidy
from ingest.faults import TableError
from ingest.ledger import Ledger
from ingest.shipped import LEDGER_NAME, SOURCES_FOLDER, read_sources
from ontology.iri import iri
from ontology.namespaces import LR, SKOS


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """The shipped facts, to be changed."""
    return shutil.copytree(SOURCES_FOLDER, tmp_path / "sources")


def save_as_a_spreadsheet_does(path: Path, rows: list[list[str]]) -> None:
    """With a byte order mark, the line ends of Windows, and rows sorted by another column."""
    header, *others = rows
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([header, *sorted(others, key=lambda row: row[-1])])


def open_table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_civil_servant_corrects_a_name_in_a_spreadsheet(facts: Path) -> None:
    path = facts / "registry" / "bodies.csv"
    as_shipped = path.read_text(encoding="utf-8")
    rows = open_table(path)
    row = next(row for row in rows if row[0] == "tisi")
    row[rows[0].index("name_en")] = "Thai Industrial Standards Institute (corrected)"
    save_as_a_spreadsheet_does(path, rows)
    made = assemble(read_sources(facts), [], Ledger.read(facts / LEDGER_NAME))
    name = Literal("Thai Industrial Standards Institute (corrected)", language="en")
    assert Quad(iri("body", "tisi"), SKOS.prefLabel, name, DefaultGraph()) in made.quads
    assert untidy(facts) == [path]
    assert tidy(facts) == [path]
    changed = set(path.read_text(encoding="utf-8").splitlines()) ^ set(as_shipped.splitlines())
    assert len(changed) == 2, "one line went and one came"


def test_a_civil_servant_adds_an_award_and_leaves_its_key_empty(facts: Path) -> None:
    path = facts / "pages" / "awards.csv"
    rows = open_table(path)
    wanted = {"edition": "2561", "recipient": "tisi", "branch": "บริการภาครัฐ", "level": "ดี"}
    told = {"project": "มาตรฐานถึงบ้าน", "status": "won", "documents": "pr-moph-303320"}
    rows.append([({**wanted, **told}).get(column, "") for column in rows[0]])
    save_as_a_spreadsheet_does(path, rows)
    assert tidy(facts) == [path, facts / LEDGER_NAME]
    assert "2561-tisi-1,2561,tisi," in path.read_text(encoding="utf-8")
    assert "award,2561-tisi-1,2561,tisi,บริการภาครัฐ,,,ดี,มาตรฐานถึงบ้าน," in (facts / LEDGER_NAME).read_text(
        "utf-8"
    )
    made = assemble(read_sources(facts), [], Ledger.read(facts / LEDGER_NAME))
    assert any(q.subject == iri("award", "2561-tisi-1") and q.predicate == LR.project for q in made.quads)
    assert tidy(facts) == []


def test_facts_with_a_fault_are_not_written_anew(facts: Path) -> None:
    path = facts / "registry" / "bodies.csv"
    rows = open_table(path)
    rows[1][1] = "ministery"
    save_as_a_spreadsheet_does(path, rows)
    spoilt = path.read_bytes()
    with pytest.raises(TableError, match=r"column kind"):
        tidy(facts)
    assert path.read_bytes() == spoilt


def test_the_order_of_the_lines_means_nothing(facts: Path, assembled: Assembled) -> None:
    for path in facts.glob("*/*.csv"):
        header, *rows = open_table(path)
        save_as_a_spreadsheet_does(path, [header, *reversed(rows)])
    found = assemble(read_sources(facts), [], Ledger.read(facts / LEDGER_NAME))
    assert set(found.quads) == set(assembled.quads)


def test_numbers_in_words_are_ordered_by_their_value(tmp_path: Path) -> None:
    path = tmp_path / "awards.csv"
    path.write_text("award\n2566-tisi-10\n2566-tisi-2\n2565-z-1\n", encoding="utf-8")
    assert canonical_words(path) == "award\n2565-z-1\n2566-tisi-2\n2566-tisi-10\n"


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_a_canonical_table_stays_as_it_is_and_keeps_every_row(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        save_as_a_spreadsheet_does(path, [["a", "b", "c", "d"], *([*row, "x", "y"] for row in rows)])
        words = canonical_words(path)
        path.write_text(words, encoding="utf-8")
        assert canonical_words(path) == words
        assert sorted(open_table(path)[1:]) == sorted([a.strip(), b.strip(), "x", "y"] for a, b in rows)
