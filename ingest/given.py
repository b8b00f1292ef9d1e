"""What a command is given to read: paths, a list of addresses, and what the columns of lists hold."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.grids import TableColumns
from ingest.readers import Refusal
from ingest.readers.refusal import refuse
from ingest.records import Document
from ingest.tabular.mapping import read_mapping


@dataclass(frozen=True)
class Given:
    """Raises RefusedInputError where it names nothing to read."""

    paths: Sequence[str] = ()
    follow_list: Path | None = None
    hosts: Collection[str] = ()
    """The only hosts that addresses of the list are fetched from."""
    mapping: Path | None = None
    """What the columns of lists hold, in place of the mappings beside them."""

    def __post_init__(self) -> None:
        if not self.paths and self.follow_list is None:
            raise refuse("PATH", "is missing", "name files, folders, archives, or - for standard input")

    @cached_property
    def columns(self) -> tuple[TableColumns, ...]:
        """What the mapping says; raises TableError with its faults."""
        return tuple(read_mapping(self.mapping)) if self.mapping else ()

    def followed(self) -> Iterable[Document | Refusal]:
        """What stands at the addresses of the list; raises RefusedInputError for one that may not be read."""
        if self.follow_list is None:
            return ()
        from ingest.readers.following import follow  # noqa: PLC0415 - nothing that fetches is loaded unasked

        return follow(self.follow_list, self.hosts)


def with_columns(document: Document, columns: Sequence[TableColumns]) -> Document:
    """A document whose tables are read by these columns, if there are any of both."""
    wanted = columns and document.grids
    return document.model_copy(update={"columns": tuple(columns)}) if wanted else document
