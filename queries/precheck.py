"""A look at a stranger's query before the engine parses it: no crashing shapes, nothing fetched."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from queries.errors import QueryRefusedError, QuerySyntaxError, QueryTooLongError
from queries.tokens import Token, UnreadableTokenError, line_and_column, read_tokens

MAX_BYTES = 64 * 1024
MAX_UPDATE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a text may be made of before the engine sees it."""

    bytes: int = MAX_BYTES
    depth: int = 128
    patterns: int = 100
    steps: int = 500
    """Operators, clauses and path steps: each makes the engine's plan one level deeper."""
    hosts: frozenset[str] = frozenset()
    """What SERVICE and LOAD may ask: `host` or `host:port`, as it stands in the address."""

    def fields(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "hosts": sorted(self.hosts)}

    @classmethod
    def read(cls, fields: dict[str, Any]) -> "Bounds":
        """The bounds that `fields` gave."""
        return cls(**{**fields, "hosts": frozenset(fields["hosts"])})


class Checked(NamedTuple):
    """What a query is: its form in capitals, and whether the same data always give the same answer."""

    form: str
    steady: bool


BOUNDS = Bounds()
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_FETCHING = ("service", "load")
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_CHANGING_LETTERS = tuple(word.lower() for word in _CHANGING)
_MAKING = frozenset({"[", "(", "<<", "{|"})
"""In the template of a CONSTRUCT each of them makes a blank node."""
_UNARY = frozenset("!+-")
_STEP_SIGNS = frozenset({"||", "&&", "|", "/", "+", "-", "*", "^", "=", "!=", "<", ">", "<=", ">="})
_STEP_WORDS = frozenset({"FILTER", "BIND", "VALUES", "AS", "UNION", "MINUS", "OPTIONAL", "GRAPH", "LATERAL"})
_OPERANDS = frozenset({"string", "iri", "variable", "blank", "name", "number", "language", "close"})


@dataclass(slots=True)
class _Count:
    """What has been seen so far; `brackets` are the open ones."""

    brackets: list[str] = field(default_factory=list)
    unary: int = 0
    patterns: int = 0
    steps: int = 0
    data: int | None = None
    """So many brackets are open around the rows of a VALUES or DATA: there commas are no patterns."""


def check_query(text: str, bounds: Bounds = BOUNDS) -> str:
    """The query's form (SELECT, ASK, CONSTRUCT or DESCRIBE); raises what `look_at_query` raises."""
    return look_at_query(text, bounds).form


def look_at_query(text: str, bounds: Bounds = BOUNDS) -> Checked:
    """What a query is, once it has been found fit for the engine.

    Raises QueryTooLongError, QueryRefusedError or, where the text cannot even be read, QuerySyntaxError.
    """
    tokens = _read(text, bounds.bytes)
    form = _form(text, tokens)
    small = text.lower()
    _refuse(text, small, tokens, bounds)
    return Checked(form, _is_steady(small, form, tokens))


def check_update(text: str, bounds: Bounds = BOUNDS) -> None:
    """The same limits for an update; raises the same."""
    _refuse(text, text.lower(), _read(text, MAX_UPDATE_BYTES), bounds)


def _refuse(text: str, small: str, tokens: list[Token], bounds: Bounds) -> None:
    if any(word in small for word in _FETCHING):
        _refuse_fetching(text, tokens, bounds.hosts)
    if len(tokens) > min(
        bounds.depth, bounds.patterns, bounds.steps
    ):  # so many words make no more of anything
        _refuse_size(text, tokens, bounds)


def _read(text: str, most: int) -> list[Token]:
    if len(text) > most or len(text.encode(errors="replace")) > most:
        raise QueryTooLongError(f"a query may have {most // 1024} KB; for more data use the downloads")
    try:
        tokens = list(read_tokens(text))
    except UnreadableTokenError as error:
        line, column = line_and_column(text, error.start)
        near = text[error.start : error.start + 20]
        raise QuerySyntaxError(f"this cannot be read: {near!r}", line, column) from error
    if "#" in text and "(" in text:
        _refuse_ambiguous(text, tokens)
    return tokens


def _is_steady(small: str, form: str, tokens: list[Token]) -> bool:
    """Whether nothing in a query is made anew each time: the time, chance, or blank nodes of a template."""
    changing = any(letters in small for letters in _CHANGING_LETTERS)
    if changing and any(token.text.upper() in _CHANGING for token in tokens):
        return False
    return form != "CONSTRUCT" or not any(
        token.kind == "blank" or token.text in _MAKING for token in _template(tokens)
    )


def _template(tokens: list[Token]) -> Iterator[Token]:
    """The tokens up to the end of the first group in curly brackets."""
    for token in tokens:
        if token.text == "}":
            return
        yield token


def _refuse_ambiguous(text: str, tokens: list[Token]) -> None:
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


def _refuse_fetching(text: str, tokens: list[Token], hosts: frozenset[str]) -> None:
    """The engine needs no space around its words: `trueSERVICE<...>` and `SERVICEex:x {` are calls too."""
    ended = [*tokens, Token("end", "", len(text))]
    for place, (token, following) in enumerate(pairwise(ended)):
        keyword = next((word for word in _FETCHING if word in _words_of(token, following)), None)
        if keyword and not (token.text.lower() == keyword and _is_allowed(ended[place + 1 :], hosts)):
            raise _refusal(text, token, _reason(keyword.upper(), hosts))


def _is_allowed(behind: list[Token], hosts: frozenset[str]) -> bool:
    """Whether what is to be fetched is written out in full, and is of a host that the operator named."""
    address = behind[1] if behind[0].text.upper() == "SILENT" else behind[0]
    if address.kind != "iri":
        return False
    try:
        parts = urlsplit(address.text[1:-1])
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc in hosts


def _reason(keyword: str, hosts: frozenset[str]) -> str:
    if not hosts:
        return f"{keyword} is not allowed here: nothing is fetched"
    return f"{keyword} takes an address in full (<https://...>) of these hosts: {', '.join(sorted(hosts))}"


def _words_of(token: Token, following: Token) -> str:
    """The part of a token that the engine could read as a keyword, in small letters."""
    if token.kind == "word":
        return token.text.lower()
    if token.kind == "name" and following.text.startswith("{"):  # the name of a graph or of a service
        return token.text.partition(":")[0].lower()
    return ""


def _refuse_size(text: str, tokens: list[Token], bounds: Bounds) -> None:
    count = _Count()
    for before, token in pairwise([Token("start", "", 0), *tokens]):
        _add(count, before, token)
        reason = _excess(count, bounds)
        if reason:
            raise _refusal(text, token, reason)


def _add(count: _Count, before: Token, token: Token) -> None:
    word = token.text.upper() if token.kind == "word" else ""
    if word in ("VALUES", "DATA"):
        count.data = len(count.brackets)
    count.unary = count.unary + 1 if token.text in _UNARY else 0
    count.steps += token.text in _STEP_SIGNS or word in _STEP_WORDS or _is_item(count.brackets, before, token)
    if count.data is None:
        count.patterns += _is_pattern(count.brackets, before, token)
    _follow(count.brackets, token)
    if token.text == "}" and count.data is not None and len(count.brackets) <= count.data:
        count.data = None


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


def _excess(count: _Count, bounds: Bounds) -> str | None:
    if len(count.brackets) + count.unary > bounds.depth:
        return f"brackets and signs may be nested {bounds.depth} deep"
    if count.patterns > bounds.patterns:
        return f"a query may have {bounds.patterns} triple patterns; split it up"
    if count.steps > bounds.steps:
        return f"a query may have {bounds.steps} operators and clauses; split it up"
    return None
