"""A look at a stranger's query before the engine parses it: no crashing shapes, nothing fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from queries.engine import QueryError, QuerySyntaxError
from queries.tokens import Token, UnreadableTokenError, line_and_column, read_tokens

MAX_BYTES = 64 * 1024
MAX_DEPTH = 128
MAX_PATTERNS = 100
MAX_STEPS = 500
"""Operators, clauses and path steps: each makes the engine's plan one level deeper."""

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_FETCHING = ("service", "load")
_UNARY = frozenset("!+-")
_STEP_SIGNS = frozenset({"||", "&&", "|", "/", "+", "-", "*", "^", "=", "!=", "<", ">", "<=", ">="})
_STEP_WORDS = frozenset({"FILTER", "BIND", "VALUES", "AS", "UNION", "MINUS", "OPTIONAL", "GRAPH", "LATERAL"})
_OPERANDS = frozenset({"string", "iri", "variable", "blank", "name", "number", "language", "close"})


class QueryRefusedError(QueryError):
    """A query that Lertrat does not hand to the engine."""


class QueryTooLongError(QueryRefusedError):
    """A text of more than MAX_BYTES bytes."""


@dataclass(slots=True)
class _Count:
    """What has been seen so far; `brackets` are the open ones."""

    brackets: list[str] = field(default_factory=list)
    unary: int = 0
    patterns: int = 0
    steps: int = 0
    data: bool = False
    """Inside the rows of a VALUES, where commas and terms are no patterns."""


def check_query(text: str) -> str:
    """The query's form (SELECT, ASK, CONSTRUCT or DESCRIBE).

    Raises QueryTooLongError, QueryRefusedError or, where the text cannot even be read, QuerySyntaxError.
    """
    tokens = _read(text)
    form = _form(text, tokens)
    _refuse_fetching(text, tokens)
    _refuse_size(text, tokens)
    return form


def check_update(text: str) -> None:
    """The same limits for an update, which may neither LOAD nor call a SERVICE."""
    tokens = _read(text)
    _refuse_fetching(text, tokens)
    _refuse_size(text, tokens)


def _read(text: str) -> list[Token]:
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise QueryTooLongError(f"a query may have {MAX_BYTES // 1024} KB; for more data use the downloads")
    try:
        return list(_told_apart(text, read_tokens(text)))
    except UnreadableTokenError as error:
        line, column = line_and_column(text, error.start)
        near = text[error.start : error.start + 20]
        raise QuerySyntaxError(f"this cannot be read: {near!r}", line, column) from error


def _told_apart(text: str, tokens: Iterator[Token]) -> Iterator[Token]:
    """Refuse what the engine could read otherwise: is `?a <?b#>` an IRI, or a comparison and a comment?"""
    brackets: list[str] = []
    before = ""
    for token in tokens:
        if token.kind == "iri" and before in _OPERANDS and brackets[-1:] == ["("]:
            start = token.text.partition("#")
            if start[1] and "://" not in start[0]:
                raise _refusal(text, token, "write a space after `<` where it compares")
        _follow(brackets, token)
        before = token.kind
        yield token


def _follow(brackets: list[str], token: Token) -> None:
    if token.kind == "open":
        brackets.append(token.text)
    elif token.kind == "close" and brackets:
        brackets.pop()


def _refusal(text: str, token: Token, reason: str) -> QueryRefusedError:
    line, column = line_and_column(text, token.start)
    return QueryRefusedError(f"line {line}, column {column}: {reason}")


def _form(text: str, tokens: list[Token]) -> str:
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else ""
        if word in FORMS:
            return word
        if word in UPDATES:
            raise _refusal(text, token, f"{word} changes data; this address only answers queries")
    raise QuerySyntaxError("a query needs SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)


def _refuse_fetching(text: str, tokens: list[Token]) -> None:
    """The engine needs no space around its words: `trueSERVICE<...>` and `SERVICEex:x {` are calls too."""
    for token, following in pairwise([*tokens, Token("end", "", len(text))]):
        keyword = next((word for word in _FETCHING if word in _words_of(token, following)), None)
        if keyword:
            raise _refusal(text, token, f"{keyword.upper()} is not allowed here: nothing is fetched")


def _words_of(token: Token, following: Token) -> str:
    """The part of a token that the engine could read as a keyword, in small letters."""
    if token.kind == "word":
        return token.text.lower()
    if token.kind == "name" and following.text.startswith("{"):  # the name of a graph or of a service
        return token.text.partition(":")[0].lower()
    return ""


def _refuse_size(text: str, tokens: list[Token]) -> None:
    count = _Count()
    for before, token in pairwise([Token("start", "", 0), *tokens]):
        _add(count, before, token)
        reason = _excess(count)
        if reason:
            raise _refusal(text, token, reason)


def _add(count: _Count, before: Token, token: Token) -> None:
    word = token.text.upper() if token.kind == "word" else ""
    if word == "VALUES":
        count.data = True
    count.unary = count.unary + 1 if token.text in _UNARY else 0
    count.steps += token.text in _STEP_SIGNS or word in _STEP_WORDS or _is_item(count.brackets, before, token)
    if not count.data:
        count.patterns += _is_pattern(count.brackets, before, token)
    _follow(count.brackets, token)
    if token.text == "}":
        count.data = False


def _is_item(brackets: list[str], before: Token, token: Token) -> bool:
    """One more resource of a DESCRIBE, condition of a HAVING or key of an ORDER BY."""
    return not brackets and before.kind in _OPERANDS and token.kind in _OPERANDS | {"open"}


def _is_pattern(brackets: list[str], before: Token, token: Token) -> bool:
    """A separator outside round brackets, a group, or one more item of a list in them."""
    if token.text in ("{", "[", "{|", "<<", "<<("):
        return True
    if brackets[-1:] == ["("]:
        return token.kind in _OPERANDS - {"close"} and before.kind in _OPERANDS
    return bool(brackets) and token.text in (".", ";", ",")


def _excess(count: _Count) -> str | None:
    if len(count.brackets) + count.unary > MAX_DEPTH:
        return f"brackets and signs may be nested {MAX_DEPTH} deep"
    if count.patterns > MAX_PATTERNS:
        return f"a query may have {MAX_PATTERNS} triple patterns; split it up"
    if count.steps > MAX_STEPS:
        return f"a query may have {MAX_STEPS} operators and clauses; split it up"
    return None
