"""Reads the CSV files that people edit; whatever is wrong is told by file, line and mend."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator


class TableError(ValueError):
    """A file of facts that cannot be taken: says which file, which line and what to do."""


class TableRow(BaseModel):
    """A row of facts. An empty cell is None; a column that the model does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_cells(cls, cells: dict[str, str]) -> dict[str, str]:
        return {column: cell for column, cell in cells.items() if cell not in ("", None)}


R = TypeVar("R", bound=TableRow)


def read_table(path: Path, model: type[R]) -> list[R]:
    """Every row of a UTF-8 CSV (with or without Excel's byte order mark); raises TableError."""
    return list(_rows(path, model))


def _rows(path: Path, model: type[R]) -> Iterator[R]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_header(path, reader.fieldnames or (), model)
            for cells in reader:
                yield _row(path, reader.line_num, cells, model)
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: not UTF-8 ({error.reason}); save it as CSV UTF-8") from None
    except csv.Error as error:
        raise TableError(f"{path}, line {reader.line_num}: {error}; check the quotation marks") from None
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror})") from None


def _check_header(path: Path, columns: Iterable[str], model: type[R]) -> None:
    known = {field.alias or name for name, field in model.model_fields.items()}
    required = {field.alias or name for name, field in model.model_fields.items() if field.is_required()}
    if unknown := sorted(set(columns) - known):
        raise TableError(
            f"{path}, line 1: unknown column {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )
    if missing := sorted(required - set(columns)):
        raise TableError(f"{path}, line 1: column {', '.join(missing)} is missing; add it")


def _row(path: Path, line: int, cells: dict[str, str], model: type[R]) -> R:
    if None in cells or None in cells.values():
        raise TableError(
            f"{path}, line {line}: the row has other cells than the header; check commas and quotes"
        )
    try:
        return model.model_validate(cells)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(map(str, first["loc"])) or "row"
        raise TableError(
            f"{path}, line {line}, column {column}: {first['msg']} (got {first['input']!r})"
        ) from None
