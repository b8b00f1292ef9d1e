"""The sources that the project ships: each a folder of facts, read whole, held against what it promises."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import ontology
from ingest.faults import Fault, Place, TableError
from ingest.rows import TABLES
from ingest.tables import TableRow, read_table, read_words
from ontology.vocabulary import CONCEPTS_FOLDER
from queries import names

SOURCES_FOLDER = Path(__file__).parent / "sources"
LEDGER_NAME = "ledger.csv"
LEDGER = SOURCES_FOLDER / LEDGER_NAME

WORDS = (Path(ontology.__file__).with_name("thai.py"), Path(names.__file__))
MADE_OF = frozenset({".py", ".yml", ".csv", ".ttl"})

R = TypeVar("R", bound=TableRow)


class Promise(BaseModel):
    """How many rows a table must have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exactly: int | None = None
    at_least: int = 0


class About(BaseModel):
    """What a source.yml says: who made the source, where it is from, and how much of it must be there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    publisher: str
    addresses: tuple[str, ...] = Field(min_length=1)
    licence: str
    date: datetime.date
    note: str
    expect: dict[str, Promise] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Source:
    """One folder: what its source.yml says, and its tables by name."""

    name: str
    folder: Path
    about: About
    tables: dict[str, list[TableRow]]

    def rows(self, table: str, model: type[R]) -> list[R]:
        """The rows of a table; none where the source has no such file."""
        return cast("list[R]", self.tables.get(table, []))


def fingerprint(*folders: Path) -> str:
    """The SHA-256 of all code and data in folders and files: another one may mean another graph."""
    digest = hashlib.sha256()
    for folder in folders:
        inside = [folder] if folder.is_file() else folder.rglob("*")
        for path in sorted(p for p in inside if p.suffix in MADE_OF):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def shipped_fingerprint() -> str:
    """The fingerprint of everything that a build is made of."""
    return fingerprint(SOURCES_FOLDER.parent, Path(ontology.__file__).parent)


def rules_version() -> str:
    """A short name of the extraction rules as they are."""
    return fingerprint(SOURCES_FOLDER.parent / "extract", CONCEPTS_FOLDER)[:8]


def reading_version() -> str:
    """A name of all that decides what is found in a text: readers, rules, and the names of bodies."""
    code = [path for path in sorted(SOURCES_FOLDER.parent.iterdir()) if path != SOURCES_FOLDER]
    return fingerprint(*code, CONCEPTS_FOLDER, SOURCES_FOLDER / "registry", *WORDS)


def read_sources(folder: Path = SOURCES_FOLDER) -> list[Source]:
    """Every source of a folder, by name; raises TableError with the faults of every table."""
    sources, faults = list[Source](), list[Fault]()
    for path in sorted(folder.glob("*/source.yml")):
        try:
            sources.append(read_source(path.parent))
        except TableError as error:
            faults += error.faults
    if faults:
        raise TableError(faults)
    return sources


def read_source(folder: Path) -> Source:
    """One source; every file in its folder must be known, every promise of source.yml kept."""
    about = _read_about(folder / "source.yml")
    tables, faults = {}, list[Fault]()
    for path in sorted(folder.glob("*.csv")):
        try:
            tables[path.stem] = read_table(path, _model_of(path))
        except TableError as error:
            faults += error.faults
    if faults:
        raise TableError(faults)
    source = Source(folder.name, folder, about, tables)
    _check_promises(source)
    return source


def _read_about(path: Path) -> About:
    try:
        return About.model_validate(yaml.safe_load(read_words(path)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TableError.at(path, f"no YAML: {error.problem}; mend the line", line) from None
    except ValidationError as error:
        raise TableError(
            Fault(Place(path, 1), ".".join(map(str, e["loc"])), "", f"{e['msg']}; mend the file")
            for e in error.errors()
        ) from None


def _model_of(path: Path) -> type[TableRow]:
    if path.stem not in TABLES:
        told = f"nobody reads this file; rename it to one of {', '.join(sorted(TABLES))}"
        raise TableError.at(path, told)
    return TABLES[path.stem]


def _check_promises(source: Source) -> None:
    for table, promise in source.about.expect.items():
        held = len(source.tables.get(table, []))
        wrong = held != promise.exactly if promise.exactly is not None else held < promise.at_least
        if wrong:
            expected = promise.model_dump(exclude_defaults=True)
            told = f"{table} has {held} rows, expected {expected}; mend the table or the promise"
            raise TableError.at(source.folder / "source.yml", told, column="expect")
