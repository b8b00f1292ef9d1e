"""Reads the CSV files that people edit; whatever is wrong is told by file, line, column, value and mend."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, model_validator

from ingest.faults import Fault, Place, TableError

FORMULA_FAULTS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A")
WRONG_ENCODING = ("\ufffd", "à¸", "à¹", "เธ\xa0", "เน\x80")


class TableRow(BaseModel):
    """A row of facts. An empty cell is None; a column that the model does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    _place: Place | None = PrivateAttr(default=None)

    @property
    def found_at(self) -> Place | None:
        """The file and line where the row stands; None for a row that a rule made."""
        return self._place

    def __eq__(self, other: object) -> bool:
        """Rows that say the same are equal, wherever they stand."""
        return isinstance(other, TableRow) and type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_cells(cls, cells: dict[str, str]) -> dict[str, str]:
        return {column: cell for column, cell in cells.items() if cell not in ("", None)}


R = TypeVar("R", bound=TableRow)


def read_table(path: Path, model: type[R]) -> list[R]:
    """Every row of a UTF-8 CSV (Excel's byte order mark may be there); raises TableError with all faults."""
    rows: list[R] = []
    faults: list[Fault] = []
    for read in _rows(path, model):
        if isinstance(read, TableRow):
            rows.append(read)
        else:
            faults += read
    if faults:
        raise TableError(faults)
    return rows


def _rows(path: Path, model: type[R]) -> Iterator[R | list[Fault]]:
    reader = csv.DictReader(io.StringIO(read_words(path), newline=""), strict=True)
    try:
        _check_header(path, reader.fieldnames or (), model)
        for cells in reader:
            yield _row(Place(path, reader.line_num), cells, model)
    except csv.Error as error:
        told = f"{error}; check the quotation marks"
        raise TableError.at(path, told, reader.line_num) from None


def read_words(path: Path) -> str:
    """The words of a UTF-8 file, without a byte order mark; raises TableError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError.at(path, f"cannot be read ({error.strerror})") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        told = f"not UTF-8 ({_guess_encoding(raw)}); save it as CSV UTF-8"
        raise TableError.at(path, told, line) from None


def _guess_encoding(raw: bytes) -> str:
    """What the bytes look like, where it is one of those that spreadsheets in Thailand write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it looks like UTF-16, which a spreadsheet calls Unicode text"
    thai = raw.decode("cp874", errors="replace")
    return (
        "it looks like Windows Thai, TIS-620" if "\ufffd" not in thai else "of no encoding that is known here"
    )


def columns_of(model: type[TableRow]) -> list[str]:
    """The columns of a table in their order."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _check_header(path: Path, columns: Sequence[str], model: type[R]) -> None:
    known = set(columns_of(model))
    required = {field.alias or name for name, field in model.model_fields.items() if field.is_required()}
    unread = f"nobody reads this column; take it out, or rename it to one of {', '.join(sorted(known))}"
    faults = [Fault(Place(path, 1), column, "", unread) for column in sorted(set(columns) - known)]
    missing = sorted(required - set(columns))
    faults += [Fault(Place(path, 1), column, "", "the column is missing; add it") for column in missing]
    doubled = sorted(column for column, times in Counter(columns).items() if times > 1)
    faults += [Fault(Place(path, 1), column, "", "stands twice; take one out") for column in doubled]
    if faults:
        raise TableError(faults)


def _row(place: Place, cells: dict[str, str], model: type[R]) -> R | list[Fault]:
    if None in cells or None in cells.values():
        return [Fault(place, "", "", "the row has other cells than the header; check commas and quotes")]
    if damaged := list(_damage(place, cells)):
        return damaged
    try:
        row = model.model_validate(cells)
    except ValidationError as error:
        return [_fault(place, dict(found)) for found in error.errors()]
    row._place = place
    return row


def _damage(place: Place, cells: dict[str, str]) -> Iterator[Fault]:
    """Cells that a spreadsheet or a wrong encoding has broken, whatever their column may hold."""
    for column, cell in cells.items():
        if cell.startswith(FORMULA_FAULTS):
            yield Fault(place, column, cell, "a spreadsheet left its error here; write the value again")
        elif any(sign in cell for sign in WRONG_ENCODING):
            yield Fault(
                place, column, cell, "the words were read in a wrong encoding; take the file anew as UTF-8"
            )


def _fault(place: Place, found: dict[str, object]) -> Fault:
    where, value = found["loc"], found["input"]
    column = ".".join(map(str, where)) if isinstance(where, tuple) else ""
    told = str(found["msg"]).removeprefix("Value error, ")
    missing = found["type"] == "missing"
    return Fault(
        place,
        column or "row",
        "" if missing else str(value),
        "must not be empty; fill it in" if missing else told,
    )
