"""The sources that the project ships: each a folder of facts, read whole, held against what it promises."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import yaml

import ontology
from ingest.rows import TABLES
from ingest.tables import TableError, TableRow, read_table
from ontology.vocabulary import CONCEPTS_FOLDER

SOURCES_FOLDER = Path(__file__).parent / "sources"
LEDGER = SOURCES_FOLDER / "ledger.csv"

MADE_OF = frozenset({".py", ".yml", ".csv", ".ttl"})

R = TypeVar("R", bound=TableRow)


@dataclass(frozen=True, slots=True)
class Source:
    """One folder: what its source.yml says, and its tables by name."""

    name: str
    folder: Path
    about: dict[str, object]
    tables: dict[str, list[TableRow]]

    def rows(self, table: str, model: type[R]) -> list[R]:
        """The rows of a table; none where the source has no such file."""
        return cast("list[R]", self.tables.get(table, []))


def fingerprint(*folders: Path) -> str:
    """The SHA-256 of all code and data in folders: another one means that a build may give another graph."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in MADE_OF):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def shipped_fingerprint() -> str:
    """The fingerprint of everything that a build is made of."""
    return fingerprint(SOURCES_FOLDER.parent, Path(ontology.__file__).parent)


def rules_version() -> str:
    """A short name of the extraction rules as they are."""
    return fingerprint(SOURCES_FOLDER.parent / "extract", CONCEPTS_FOLDER)[:8]


def read_sources(folder: Path = SOURCES_FOLDER) -> list[Source]:
    """Every source of a folder, by name; raises TableError for the first fault."""
    return [read_source(path.parent) for path in sorted(folder.glob("*/source.yml"))]


def read_source(folder: Path) -> Source:
    """One source; every file in its folder must be known, every promise of source.yml kept."""
    about = _read_about(folder / "source.yml")
    tables = {path.stem: read_table(path, _model_of(path)) for path in sorted(folder.glob("*.csv"))}
    source = Source(folder.name, folder, about, tables)
    _check_promises(source)
    return source


def _read_about(path: Path) -> dict[str, object]:
    try:
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from None
    if not isinstance(about, dict) or "title" not in about:
        raise TableError(f"{path}: needs at least a title")
    return about


def _model_of(path: Path) -> type[TableRow]:
    if path.stem not in TABLES:
        raise TableError(f"{path}: nobody reads this file; rename it to one of {', '.join(sorted(TABLES))}")
    return TABLES[path.stem]


def _check_promises(source: Source) -> None:
    promises = cast("dict[str, dict[str, int]]", source.about.get("expect") or {})
    for table, promise in promises.items():
        held = len(source.tables.get(table, []))
        low, high = promise.get("at_least", promise.get("exactly", 0)), promise.get("exactly", held)
        if not low <= held <= high:
            where = source.folder / "source.yml"
            raise TableError(
                f"{where}: {table} has {held} rows, expected {promise}; mend the table or the promise"
            )
