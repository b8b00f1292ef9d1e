"""A graph in Python: `connect` to a home or to an endpoint, ask a question by name, get plain values."""

import datetime
import importlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import httpx
from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, parse_query_results

from ontology.namespaces import XSD
from queries.catalogue import find
from queries.engine import Answer, EmbeddedEngine, Row, Rows, Term, Truth, read_row
from queries.errors import QueryFormError
from queries.precheck import check_query
from queries.query import Given
from queries.versions import Home, Version

Value = str | int | float | bool | Decimal | datetime.date | datetime.datetime

SECONDS = 60.0


class AnswerError(RuntimeError):
    """The endpoint answered with an error, or broke off; the message has what it said."""


class Source(Protocol):
    """Where answers come from."""

    def answer(self, text: str) -> Answer:
        """The answer of a query."""


class LocalGraph:
    """A version on this machine; what would crash Python or fetch from elsewhere is refused."""

    def __init__(self, version: Version) -> None:
        self._engine = EmbeddedEngine.on_disk(version.store_folder)

    def answer(self, text: str) -> Answer:
        """The answer of any query; raises QueryError."""
        check_query(text)
        return self._engine.answer(text)


class Endpoint:
    """A SPARQL endpoint that the user named, asked over HTTP."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._url = url
        self._http = httpx.Client(timeout=SECONDS, transport=transport)

    def answer(self, text: str) -> Answer:
        """The answer of a SELECT or ASK; raises AnswerError."""
        accept = QueryResultsFormat.JSON.media_type
        try:
            response = self._http.post(self._url, data={"query": text}, headers={"Accept": accept})
        except httpx.HTTPError as error:
            raise AnswerError(f"{self._url} gave no whole answer: {error}") from error
        if not response.is_success:
            raise AnswerError(f"{self._url} answered {response.status_code}: {response.text[:500]}")
        return _read_answer(response.content)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _read_answer(body: bytes) -> Answer:
    try:
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return Truth(bool(found))
        variables = tuple(variable.value for variable in found.variables)
        return Rows(variables, [read_row(found.variables, row) for row in found])
    except SyntaxError as error:
        raise AnswerError("the answer is not SPARQL JSON") from error


class Client:
    """Ask questions; values come as Python has them, unbound ones as None."""

    def __init__(self, source: Source, close: Callable[[], None] = lambda: None) -> None:
        self._source, self._close = source, close

    def query(self, name: str, **params: Given) -> list[dict[str, Value | None]]:
        """The rows of a question of the catalogue.

        Raises UnknownQueryError, UnknownParameterError, UnboundParameterError or BadValueError.
        """
        return self.sparql(find(name).bind(**params))

    def sparql(self, text: str) -> list[dict[str, Value | None]]:
        """The rows of a SELECT in your own words; raises QueryError, or AnswerError from an endpoint."""
        answer = self._source.answer(text)
        if not isinstance(answer, Rows):
            raise QueryFormError("the query gives no rows: ask with SELECT")
        return [{name: _value_of(row, name) for name in answer.variables} for row in answer.rows]

    def dataframe(self, name: str, **params: Given) -> Any:
        """The rows of a question as a pandas DataFrame; raises ImportError where pandas is missing."""
        try:
            pandas = importlib.import_module("pandas")
        except ImportError as error:
            raise ImportError("a DataFrame needs pandas: run `pip install pandas`, or use `query`") from error
        return pandas.DataFrame(self.query(name, **params))

    def close(self) -> None:
        """Let go of what the client holds."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(home_or_url: str | Path) -> Client:
    """A client of a home's current version, or of the SPARQL endpoint at an http(s) address.

    Raises HomeMissingError where the home has no version.
    """
    if str(home_or_url).startswith(("http://", "https://")):
        endpoint = Endpoint(str(home_or_url))
        return Client(endpoint, endpoint.close)
    return Client(LocalGraph(Home(Path(home_or_url)).current()))


def _value_of(row: Row, name: str) -> Value | None:
    return to_python(row[name]) if name in row else None


def to_python(term: Term) -> Value:
    """`"5"^^xsd:integer` as 5, dates as dates; IRIs, other literals and broken ones as their text."""
    if not isinstance(term, Literal):
        return getattr(term, "value", None) or str(term)
    try:
        return _READERS.get(term.datatype.value, str)(term.value)
    except (ValueError, ArithmeticError, LookupError):
        return term.value


def _read_truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


_READERS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys((XSD.integer.value, XSD.int.value, XSD.long.value, XSD.nonNegativeInteger.value), int),
    **dict.fromkeys((XSD.double.value, XSD.float.value), float),
    XSD.decimal.value: Decimal,
    XSD.boolean.value: _read_truth,
    XSD.date.value: datetime.date.fromisoformat,
    XSD.dateTime.value: datetime.datetime.fromisoformat,
}
