"""Findings go through a spreadsheet and back; whatever is wrong is told with file, line, column and mend."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.decisions import Desk
from ingest.docket import Docket, Item
from ingest.faults import TableError
from ingest.judgements import Judgement
from ingest.records import AwardRecord
from ingest.review_sheets import FindingRow, findings_sheet, names_sheet, read_findings, read_names
from ingest.sheets import BOM, RUNS, guarded, unguarded
from ingest.strangers import Neighbours, strangers
from ingest.surroundings import passage_of
from ingest.tables import columns_of

DESK = Desk(Neighbours(load_names()), frozenset({("award", "2565-dol-1"), ("candidacy", "2568-dol-1")}))


def item(number: int = 1, **fields: object) -> Item:
    told = {
        "recipient": "กรมที่ดิน", "recipient_id": "dol", "edition_year_be": 2565, "branch": "บริการภาครัฐ",
        "type": "พัฒนาการบริการ", "level": "ดี", "project": "โฉนดถึงบ้าน", "evidence": "ระดับดี",
        "rule": "awards.list",
    }  # fmt: skip
    beside = {name: fields.pop(name) for name in ("about", "doubts") if name in fields}
    record = AwardRecord.model_validate({**told, **fields})
    return Item.model_validate(
        {"id": f"f-{number}", "standing": "waiting", "document": "news", "source": "a" * 64,
         "read": record, "record": record,
         "passage": passage_of(record, None), **beside}
    )  # fmt: skip


def table(items: list[Item], folder: Path, **cells: str) -> Path:
    """The table of findings, with these cells in its first row."""
    written = findings_sheet(items, DESK).removeprefix(BOM)
    rows = list(csv.DictReader(io.StringIO(written)))
    rows[0] |= cells
    path = folder / "waiting.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns_of(FindingRow))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(items: list[Item], folder: Path, **cells: str) -> list[Judgement]:
    return read_findings(table(items, folder, **cells), items, DESK, "Malee")


def test_a_table_that_nobody_wrote_in_judges_nothing(tmp_path: Path) -> None:
    assert read([item(), item(2, recipient_id=None)], tmp_path) == []


def test_an_accepted_finding_keeps_all_that_was_read(tmp_path: Path) -> None:
    (judgement,) = read([item()], tmp_path, judgement="accept")
    assert (judgement.judgement, judgement.who, judgement.settled) == ("accept", "Malee", judgement.read)


@pytest.mark.parametrize(
    ("cells", "corrected"),
    [
        ({"level": "ดีเด่น"}, {"level": "ดีเด่น"}),
        ({"recipient": "กรมสรรพากร"}, {"recipient": "rd"}),
        ({"branch": "", "type": ""}, {"branch": None, "type": None}),
        ({"branch": "service", "type": "นวัตกรรมการบริการ"}, {"type": "นวัตกรรมการบริการ"}),
        ({"edition": "2566", "who": "Somchai"}, {"edition": 2566, "who": "Somchai"}),
        ({"award": "2565-dol-1"}, {"award": "2565-dol-1"}),
    ],
    ids=str,
)
def test_a_corrected_cell_takes_the_place_of_what_was_read(
    tmp_path: Path, cells: dict[str, str], corrected: dict[str, object]
) -> None:
    (judgement,) = read([item()], tmp_path, judgement="correct", **cells)
    assert {name: getattr(judgement, name) for name in corrected} == corrected
    assert judgement.read_level == "ดี"


@pytest.mark.parametrize(("word", "verdict"), [("รับ", "accept"), ("ไม่รับ", "reject"), (" Accept ", "accept")])
def test_judgements_are_written_in_thai_or_english(tmp_path: Path, word: str, verdict: str) -> None:
    assert [row.judgement for row in read([item()], tmp_path, judgement=word)] == [verdict]


FAULTS = [
    ({"judgement": "yes"}, "judgement", "write accept, reject or correct"),
    ({"judgement": "accept", "level": "ดีเด่น"}, "level", "accept keeps what was read; write correct"),
    ({"judgement": "correct"}, "judgement", "nothing is changed; write accept"),
    ({"level": "ดีเด่น"}, "judgement", "the row was changed; write correct"),
    ({"judgement": "correct", "recipient": "กรมที่ดินน"}, "recipient", "the nearest are dol"),
    ({"judgement": "correct", "recipient": ""}, "recipient", "write its key here"),
    ({"judgement": "correct", "edition": "2022"}, "edition", "write the Buddhist year, as 2565"),
    ({"judgement": "correct", "edition": "๒๕๖๖x"}, "edition", "whole number"),
    ({"judgement": "correct", "type": "พัฒนาการบริหาร"}, "type", "known are"),
    (
        {"judgement": "correct", "branch": "การบริหารราชการแบบมีส่วนร่วม"},
        "branch",
        "the type is of the branch บริการภาครัฐ",
    ),
    ({"judgement": "correct", "pmqa_category": "3"}, "pmqa_category", "only PMQA has categories"),
    ({"judgement": "correct", "pmqa_category": "9"}, "pmqa_category", "less than or equal to 7"),
    ({"judgement": "correct", "status": "lost"}, "status", "won"),
    ({"judgement": "correct", "status": ""}, "status", "must not be empty"),
    ({"judgement": "accept", "award": "2565-dol-9"}, "award", "no award has this key"),
    ({"judgement": "accept", "award": "2568-dol-1"}, "award", "no award has this key"),
    ({"finding": "f-99"}, "finding", "write the table anew with --csv"),
    ({"finding": "f-2"}, "finding", "stands twice"),
]


@pytest.mark.parametrize(("cells", "column", "mend"), FAULTS, ids=str)
def test_a_cell_that_cannot_be_taken_is_told_with_its_place_and_mend(
    tmp_path: Path, cells: dict[str, str], column: str, mend: str
) -> None:
    with pytest.raises(TableError) as told:
        read([item(), item(2)], tmp_path, **cells)
    (fault,) = told.value.faults
    assert (fault.place is not None and fault.place.path.name, fault.column) == ("waiting.csv", column)
    assert mend in str(fault)


def test_one_fault_keeps_the_whole_table_from_being_taken_and_all_are_told(tmp_path: Path) -> None:
    path = table([item(), item(2), item(3)], tmp_path, judgement="accept")
    words = path.read_text(encoding="utf-8").replace("f-2,", "f-2,perhaps").replace("f-3,", "f-3,maybe")
    path.write_text(words, encoding="utf-8")
    with pytest.raises(TableError) as told:
        read_findings(path, [item(), item(2), item(3)], DESK, "Malee")
    assert [fault.place.line for fault in told.value.faults if fault.place] == [3, 4]


def test_nobody_can_accept_a_finding_without_a_body_or_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="the recipient is no body of the registry"):
        read([item(recipient_id=None)], tmp_path, judgement="accept")
    with pytest.raises(TableError, match="say who judges"):
        read_findings(table([item()], tmp_path, judgement="accept"), [item()], DESK, " ")


def test_what_may_mean_several_awards_is_accepted_with_the_one_that_is_meant(tmp_path: Path) -> None:
    vague = item(about=("2565-dol-1", "2565-dol-2"), doubts=("it may mean any of 2 awards",))
    with pytest.raises(TableError, match="column award: it may mean 2565-dol-1, 2565-dol-2; write which"):
        read([vague], tmp_path, judgement="accept")
    assert [row.award for row in read([vague], tmp_path, judgement="accept", award="2565-dol-1")] == [
        "2565-dol-1"
    ]
    assert [row.award for row in read([vague], tmp_path, judgement="accept", award="new")] == ["new"]


def test_unknown_names_are_settled_in_a_table_too(tmp_path: Path) -> None:
    unknown = strangers(
        Docket(items=(item(recipient_id=None, recipient="สนง.ประกันสังคมแห่งชาติ (สปส.)"),)), load_names()
    )
    sheet = names_sheet(unknown)
    assert "sso: สำนักงานประกันสังคม (spelled alike" in sheet
    path = tmp_path / "names.csv"
    path.write_text(sheet.replace("(สปส.),,,", "(สปส.),alias,sso,"), encoding="utf-8")
    assert [(row.judgement, row.body, row.who) for row in read_names(path, unknown, DESK, "Malee")] == [
        ("alias", "sso", "Malee")
    ]
    path.write_text(sheet.replace("(สปส.),,,", "(สปส.),alias,sso-old,"), encoding="utf-8")
    with pytest.raises(TableError, match="line 2, column body: write the key of a body; the nearest are sso"):
        read_names(path, unknown, DESK, "Malee")


STARTS = ["=", "+", "-", "@", "'", "''=", "\t=", "\r=", "|", "％", "＝", " ="]
HOSTILE = st.one_of(
    st.text(max_size=30),
    st.builds("{}{}".format, st.sampled_from(STARTS), st.text(max_size=20)),
    st.sampled_from(['=HYPERLINK("http:","x")', "=cmd|' /C calc'!A0", '",=1+1,"', "-2+3", "\u202e=1", ""]),
)


@given(HOSTILE)
def test_no_cell_is_run_and_each_comes_back(cell: str) -> None:
    assert not guarded(cell).startswith(RUNS)
    assert unguarded(guarded(cell)) == cell


@given(HOSTILE, HOSTILE)
def test_hostile_words_stay_in_their_cell(project: str, name: str) -> None:
    hostile = item(project=project or None, recipient=name, evidence=project[:400])
    sheet = findings_sheet([hostile], DESK)
    header, row = csv.reader(io.StringIO(sheet.removeprefix(BOM)))
    assert len(row) == len(header)
    assert not any(cell.startswith(RUNS) for cell in row)


@given(st.dictionaries(st.sampled_from(columns_of(FindingRow)), HOSTILE))
def test_a_hostile_table_is_refused_or_taken_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    plain = {name: cell.encode("utf-8", "replace").decode() for name, cell in cells.items()}
    faults, rows = (), list[Judgement]()
    try:
        rows = read([item()], folder, **plain)
    except TableError as error:
        faults = error.faults
    assert bool(rows) + bool(faults) <= 1
    assert all(fault.place and fault.told for fault in faults)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "waiting.csv"
    path.write_bytes(content)
    with pytest.raises(TableError):
        read_findings(path, [item()], DESK, "Malee")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_a_table_that_libreoffice_opened_and_saved_is_read_the_same(tmp_path: Path) -> None:
    items = [
        item(project="=1+1 โฉนด"),
        item(2, project="- 007"),
        item(3, recipient_id=None, edition_year_be=None),
    ]
    path = table(items, tmp_path, judgement="correct", level="ดีเด่น")
    saved = _open_and_save(path, tmp_path)
    (judgement,) = read_findings(saved, items, DESK, "Malee")
    assert (judgement.level, judgement.project, judgement.edition) == ("ดีเด่น", "=1+1 โฉนด", 2565)


def _open_and_save(path: Path, folder: Path) -> Path:
    """Through LibreOffice Calc as a person opens it: kinds of columns are guessed."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    saved, sheet = folder / "saved", folder / "waiting.xlsx"
    _calc(profile, "--infilter=CSV:44,34,76,1,,1033,false,true", "--convert-to", "xlsx", folder, path)
    _calc(
        profile,
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
        saved,
        sheet,
    )
    return saved / "waiting.csv"


def _calc(profile: str, *arguments: str | Path) -> None:
    *options, folder, path = map(str, arguments)
    command = ["soffice", profile, "--headless", *options, "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
