"""The rows of an answer, counted in its bytes, whatever the values look like and wherever the pieces end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat

from queries.counting import Amount, RowCap, TooManyRowsError
from queries.engine import EmbeddedEngine
from queries.errors import AnswerTooLargeError

S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
FORMATS = [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV]
NASTY = ['},{"', "},{", '"', "\r\n", "\n", "<result>", ",", "}", "[", "{", "ก", "\\"]
values = st.lists(st.lists(st.sampled_from(NASTY), max_size=6).map("".join), unique=True, max_size=6)


def written(texts: list[str], format_: QueryResultsFormat) -> bytes:
    body = bytearray()
    engine = EmbeddedEngine.of_quads(Quad(S, P, Literal(text)) for text in texts)
    engine.serialise("SELECT ?p ?o { ?s ?p ?o }", format_.media_type, body.extend)
    return bytes(body)


def fits(body: bytes, format_: QueryResultsFormat, most: int, size: int) -> bool:
    cap = RowCap(lambda _: None, format_, most, block=2 * size)
    try:
        for start in range(0, len(body), size):
            cap.write(body[start : start + size])
        cap.close()
    except TooManyRowsError:
        return False
    return True


@pytest.mark.parametrize("format_", FORMATS)
@given(texts=values, size=st.integers(1, 40))
def test_as_many_rows_as_there_are_fit_and_one_less_does_not(
    format_: QueryResultsFormat, texts: list[str], size: int
) -> None:
    body, rows = written(texts, format_), len(texts)
    more = sum(text.endswith("}},{") for text in texts) if format_ == QueryResultsFormat.JSON else 0
    assert fits(body, format_, max(1, rows + more), size)
    assert rows < 2 or not fits(body, format_, rows - 1, size)


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_triples_are_counted_too(media_type: str) -> None:
    engine = EmbeddedEngine.of_quads(Quad(S, P, Literal(text)) for text in "abc")
    everything = "CONSTRUCT WHERE { ?s ?p ?o }"
    engine.serialise(everything, media_type, lambda _: None, amount=Amount(most=3))
    with pytest.raises(AnswerTooLargeError, match="too many rows"):
        engine.serialise(everything, media_type, lambda _: None, amount=Amount(most=2))
