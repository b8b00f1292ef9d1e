"""Why a query has no answer; every message is fit for a stranger's eyes."""


class QueryError(ValueError):
    """A query that cannot be answered; the message is fit for a stranger's eyes."""


class QuerySyntaxError(QueryError):
    """A text that is no SPARQL query; `line` and `column` count from 1 (0 where the place is unknown)."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message, line, column)
        self.message, self.line, self.column = message, line, column

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}" if self.line else self.message


class QueryFormError(QueryError):
    """A SELECT where an ASK was meant, or a format that this kind of answer does not have."""


class EvaluationError(QueryError):
    """The engine gave up; what it said is in `__cause__` and not for strangers."""


class AnswerTooLargeError(QueryError):
    """The answer has more bytes than may be sent."""


class QueryRefusedError(QueryError):
    """A query that Lertrat does not hand to the engine."""


class QueryTooLongError(QueryRefusedError):
    """A text of more bytes than it may have."""


class PayloadError(QueryError):
    """RDF that was sent and cannot be read."""


class TwoDatasetsError(QueryError):
    """Both the request and the update's own text say over which graphs it runs."""
