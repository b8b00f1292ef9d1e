"""What a command is given to read: paths and a list of addresses; what is refused is told at the end."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal

from ingest.readers import Refusal, read_paths
from ingest.readers.kinds import STANDARD_INPUT
from ingest.readers.refusal import refuse
from ingest.records import Document
from ingest.tabular.mapping import read_mapping


class Intake:
    """Reads documents one by one; `read` and `refused` count up meanwhile."""

    def __init__(
        self,
        paths: Sequence[str],
        follow_list: Path | None = None,
        hosts: Collection[str] = (),
        mapping: Path | None = None,
    ) -> None:
        """`mapping` tells what the columns of lists hold, in place of those beside the lists."""
        if not paths and follow_list is None:
            raise refuse("PATH", "is missing", "name files, folders, archives, or - for standard input")
        self._paths, self._follow_list, self._hosts = paths, follow_list, hosts
        self._columns = read_mapping(mapping) if mapping else ()
        self.read = 0
        self.refused: list[Refusal] = []

    def documents(self) -> Iterator[Document]:
        """Every document that can be read. Raises RefusedInputError for a list that may not be followed."""
        for found in chain(self._of_list(), read_paths(map(_path, self._paths))):
            if isinstance(found, Refusal):
                self.refused.append(found)
            else:
                self.read += 1
                yield self._settled(found)

    def _settled(self, document: Document) -> Document:
        wanted = self._columns and document.grids
        return document.model_copy(update={"columns": self._columns}) if wanted else document

    def told(self) -> Iterator[str]:
        """Lines for people: what was refused and why, if anything was."""
        yield from (f"refused: {refusal}" for refusal in self.refused)
        if self.refused:
            yield f"{self.read} read, {len(self.refused)} refused"

    def _of_list(self) -> Iterable[Document | Refusal]:
        if self._follow_list is None:
            return ()
        from ingest.readers.following import follow  # noqa: PLC0415 - nothing that fetches is loaded unasked

        return follow(self._follow_list, self._hosts)


def _path(path: str) -> Path | Literal["-"]:
    return STANDARD_INPUT if path == STANDARD_INPUT else Path(path)
