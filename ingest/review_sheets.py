"""Findings and unknown names as tables for a spreadsheet, and back: a fault for each cell that cannot be."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BeforeValidator

from ingest.decisions import Desk, RefusedError, Said, SaidOfName, decide_name, spelled
from ingest.docket import Item
from ingest.faults import Fault, Place, TableError
from ingest.judgements import FIELDS, JudgedName, Judgement, Words
from ingest.rows.cells import Category, YearBE
from ingest.sheets import SheetRow, write_sheet
from ingest.strangers import Stranger
from ingest.tables import columns_of, read_table

THAI_VERDICTS = {"รับ": "accept", "ไม่รับ": "reject", "แก้": "correct", "ชื่อ": "alias", "ไม่ใช่หน่วยงาน": "no-body"}

D = TypeVar("D", Judgement, JudgedName)
R = TypeVar("R", bound=SheetRow)
T = TypeVar("T")


def _verdict(cell: object) -> object:
    return THAI_VERDICTS.get(cell.strip(), cell.strip().lower()) if isinstance(cell, str) else cell


Verdict = Annotated[str, BeforeValidator(_verdict)]


class FindingRow(SheetRow):
    """One finding: what people write, what was read and is corrected in its place, what helps to judge."""

    finding: str
    judgement: Verdict | None = None
    recipient: str | None = None
    edition: YearBE | None = None
    branch: str | None = None
    type: str | None = None
    pmqa_category: Category | None = None
    level: str | None = None
    project: str | None = None
    status: str | None = None
    award: str | None = None
    who: str | None = None
    note: str | None = None
    standing: str | None = None
    doubts: str | None = None
    may_mean: str | None = None
    recipient_as_written: str | None = None
    recipient_name: str | None = None
    nearest_bodies: str | None = None
    words: str | None = None
    document: str | None = None
    address: str | None = None


class NameRow(SheetRow):
    """One unknown name: what people write, and what helps to judge."""

    name: str
    judgement: Verdict | None = None
    body: str | None = None
    who: str | None = None
    note: str | None = None
    times: str | None = None
    nearest_bodies: str | None = None
    may_mean: str | None = None
    documents: str | None = None


def findings_sheet(items: Iterable[Item], desk: Desk) -> str:
    """The findings as CSV, a line each."""
    return write_sheet(columns_of(FindingRow), (_finding_cells(item, desk) for item in items))


def _finding_cells(item: Item, desk: Desk) -> dict[str, object]:
    told = Words.of(item.record)._asdict()
    unknown = item.unknown_name
    near = desk.neighbours.nearest(unknown) if unknown else []
    return {
        **told,
        "finding": item.id,
        "award": item.award,
        "standing": item.standing,
        "doubts": "; ".join(item.doubts),
        "may_mean": " ".join(item.about),
        "recipient_as_written": item.record.recipient_surface,
        "recipient_name": item.record.recipient,
        "nearest_bodies": " | ".join(f"{n.body}: {n.name} ({', '.join(n.reasons)})" for n in near),
        "words": item.passage.marked(),
        "document": item.document,
        "address": item.address,
    }


def names_sheet(strangers: Iterable[Stranger]) -> str:
    """The unknown names as CSV, a line each."""
    return write_sheet(columns_of(NameRow), map(_name_cells, strangers))


def _name_cells(stranger: Stranger) -> dict[str, object]:
    near = (f"{n.body}: {n.name} ({', '.join(n.reasons)})" for n in stranger.nearest)
    return {
        "name": stranger.name,
        "times": len(stranger.places),
        "nearest_bodies": " | ".join(near),
        "may_mean": " ".join(stranger.means),
        "documents": " ".join(stranger.documents),
    }


def read_findings(path: Path, items: Sequence[Item], desk: Desk, who: str) -> list[Judgement]:
    """The judgements that people wrote into a table; raises TableError with every fault, else takes all.

    `who` judges where the row does not say it.
    """
    now, known = _now(), {item.id: item for item in items}

    def decide(row: FindingRow, item: Item) -> Judgement | None:
        words = _words_of(row, item, desk)
        award = None if row.award == item.award else row.award
        said = Said(row.judgement or "", words, row.who or who, award, row.note)
        if row.judgement is None and (award or words != Words.of(item.record)):
            raise RefusedError.at(
                "judgement", "", "the row was changed; write correct, or take the change back"
            )
        return desk.decide(item, said, now) if row.judgement else None

    return _decided(path, FindingRow, "finding", known, decide)


def _words_of(row: FindingRow, item: Item, desk: Desk) -> Words:
    cells = {name: getattr(row, name) for name in FIELDS}
    if row.recipient != item.record.winner:
        cells["recipient"] = desk.body_of(row.recipient)
    if row.status is None:
        raise RefusedError.at("status", "", "must not be empty; write won, finalist, applied or expected")
    return spelled(item, Words(**cells))


def read_names(path: Path, strangers: Sequence[Stranger], desk: Desk, who: str) -> list[JudgedName]:
    """The same for names."""
    now, known = _now(), {stranger.name: stranger for stranger in strangers}

    def decide(row: NameRow, stranger: Stranger) -> JudgedName | None:
        if row.judgement is None and row.body:
            raise RefusedError.at("judgement", "", "a body is named; write alias, or empty that cell")
        said = SaidOfName(row.judgement or "", row.who or who, row.body, row.note)
        return decide_name(stranger, said, now, desk) if row.judgement else None

    return _decided(path, NameRow, "name", known, decide)


def _decided(
    path: Path, model: type[R], column: str, known: Mapping[str, T], decide: Callable[[R, T], D | None]
) -> list[D]:
    """What was decided, row by row; raises TableError where one row cannot be taken."""
    decided, faults, seen = list[D](), list[Fault](), set[str]()
    for row in read_table(path, model):
        sign, place = str(getattr(row, column)), row.found_at or Place(path, 1)
        if sign not in known or sign in seen:
            faults.append(Fault(place, column, sign, _TWICE if sign in seen else _GONE))
            continue
        seen.add(sign)
        try:
            decided += [made] if (made := decide(row, known[sign])) else []
        except RefusedError as error:
            faults += _faults(place, error)
    if faults:
        raise TableError(faults)
    return decided


_TWICE = "stands twice; take one row out"
_GONE = "nothing of this sign is to be judged (any more); write the table anew with --csv"


def _faults(place: Place, error: RefusedError) -> Iterator[Fault]:
    for column, value, told in error.complaints:
        yield Fault(place, column, value, told)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
