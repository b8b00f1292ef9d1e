"""How many rows are in an answer, counted in the very bytes that the engine writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, Triple

Count = Callable[[bytes], int]

BLOCK_BYTES = 64 << 10
"""So much of an answer is counted, and passed on, at a time."""


class TooManyRowsError(ValueError):
    """An answer has more rows or triples than it may have."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of an answer is written: more than `most` rows or triples are an error; `cut` ends triples."""

    most: int | None = None
    cut: int | None = None


WHOLE = Amount()


class RowCap:
    """A `write` function that passes bytes on, and raises TooManyRowsError at the first row beyond `most`.

    They are counted by blocks, which costs less than by the engine's small pieces; close it in the end. It is
    enough of a file for the engine.
    """

    def __init__(
        self, write: Callable[[bytes], Any], format_: QueryResultsFormat, most: int, block: int = BLOCK_BYTES
    ) -> None:
        self._write, self._count, self._left = write, _COUNTS[format_](), most
        self._held, self._block = bytearray(), block

    def write(self, piece: bytes) -> int:
        """Take a piece; gives its length."""
        self._held += piece
        if len(self._held) >= self._block:
            self._pass_on()
        return len(piece)

    def flush(self) -> None:
        """Nothing: the end is told by `close`."""

    def close(self) -> None:
        """Pass on what is still held: a row has more than a byte, so few bytes need no counting."""
        self._pass_on(counted=len(self._held) > self._left)

    def _pass_on(self, counted: bool = True) -> None:
        block, self._held = bytes(self._held), bytearray()
        if counted:
            self._left -= self._count(block)
        if self._left < 0:
            raise TooManyRowsError
        self._write(block)


def capped(triples: Iterable[Triple], most: int) -> Iterator[Triple]:
    """The triples one by one; raises TooManyRowsError at the first beyond `most`."""
    for number, triple in enumerate(triples):
        if number >= most:
            raise TooManyRowsError
        yield triple


def _marks(mark: bytes, heads: int = 0) -> Callable[[], Count]:
    """Counts a mark, also across two pieces; the first `heads` are no rows."""

    def make() -> Count:
        tail, skipped = b"", heads

        def count(piece: bytes) -> int:
            nonlocal tail, skipped
            held = tail + piece
            tail = held[max(0, len(held) - len(mark) + 1) :]
            found = held.count(mark)
            passed = min(found, skipped)
            skipped -= passed
            return found - passed

        return count

    return make


def _count_csv() -> Count:
    """Counts ends of lines outside quotation marks, behind the line of names."""
    quoted, ends = False, _marks(b"\n", heads=1)()

    def count(piece: bytes) -> int:
        nonlocal quoted
        found = 0
        for number, part in enumerate(piece.split(b'"')):
            quoted ^= number > 0
            found += 0 if quoted else ends(part)
        return found

    return count


# Inside XML a `<` is escaped, inside TSV the end of a line. Between two rows of JSON stands `}},{"`; a value
# may end in `}},{`, and is then counted as one row more: to tell it apart would take as long as to write it.
_COUNTS: Mapping[QueryResultsFormat, Callable[[], Count]] = {
    QueryResultsFormat.JSON: _marks(b'}},{"', heads=-1),
    QueryResultsFormat.XML: _marks(b"<result>"),
    QueryResultsFormat.CSV: _count_csv,
    QueryResultsFormat.TSV: _marks(b"\n", heads=1),
}
