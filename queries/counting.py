"""How many rows are in an answer, counted in the very bytes that the engine writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, Triple

Count = Callable[[bytes], int]


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

    A row has more than a byte: nothing is counted before so many bytes have come.
    """

    def __init__(self, write: Callable[[bytes], Any], format_: QueryResultsFormat, most: int) -> None:
        self._write, self._count, self._left = write, _COUNTS[format_](), most
        self._uncounted: list[bytes] = []
        self._room = most

    def write(self, piece: bytes) -> None:
        """Pass a piece on."""
        self._room -= len(piece)
        if self._room >= 0:
            self._uncounted.append(bytes(piece))
        else:
            self._left -= sum(map(self._count, self._uncounted)) + self._count(piece)
            self._uncounted.clear()
        if self._left < 0:
            raise TooManyRowsError
        self._write(piece)


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
