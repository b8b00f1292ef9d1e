"""A question as a file: SPARQL that anyone can paste, its `#+` header, and safe binding of its parameters."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args
from typing import Literal as OneOf

import yaml
from pyoxigraph import Literal, NamedNode

from ontology.iri import KEY_PATTERN, KINDS, BadKeyError, Kind, iri
from ontology.namespaces import XSD

ParameterType = OneOf["iri", "string", "integer", "date"]
Value = str | int | datetime.date | NamedNode | Literal
Given = Value | list[Value] | None
"""What a parameter is given: a value, several of which any may be meant, or None for any at all."""

HEADER_MARK = "#+"
_PLACE = re.compile(r"\b(VALUES\s+[?$](\w+)\s*\{\s*)UNDEF(\s*\})", re.IGNORECASE)
_ESCAPE = re.compile(r"\\\\[uU]|\\.")  # escape by escape, so that the second half of one never begins another
_SAFE_ESCAPES = {r"\\u": r"\\\u0075", r"\\U": r"\\\u0055"}
_FIELDS = {"summary", "summary_th", "params", "example", "needs_completeness", "columns", "metric"}
_METRIC_FIELDS = {"dimension", "datatype"}
_PARAMETER_FIELDS = {"type", "required", "default", "description", "kind"}


class QueryFileError(ValueError):
    """A question's file that does not keep the rules; the message names the file and the mend."""


class UnboundParameterError(ValueError):
    """A required parameter was not given."""


class UnknownParameterError(ValueError):
    """A parameter was given that the question does not have."""


class BadValueError(ValueError):
    """A value that its parameter cannot take."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its type, and for `iri` the kind of thing that a bare key such as `tisi` means."""

    name: str
    type: ParameterType
    required: bool = False
    default: Value | None = None
    description: str = ""
    kind: Kind | None = None

    def term(self, value: Value) -> NamedNode | Literal:
        """`value` as the RDF term of this type; raises ValueError (that does not name it) if it is none."""
        if isinstance(value, bool):
            raise ValueError("true and false are no values of a parameter")
        return _TERMS[self.type](self, value)


@dataclass(frozen=True, slots=True)
class Metric:
    """What a question measures: its dimension in the terms of LDQD, and the XSD type of its values."""

    dimension: str
    datatype: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question: `text` is its SPARQL without the header, each parameter as `VALUES ?name { UNDEF }`."""

    name: str
    folder: str
    summary: str
    summary_th: str
    params: Mapping[str, Parameter]
    text: str
    example: Mapping[str, Given] = field(default_factory=dict)
    needs_completeness: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    metric: Metric | None = None

    def bind(self, **values: Given) -> str:
        """The SPARQL text with the values in their places; what is not given (or None) stays UNDEF: any.

        Raises UnknownParameterError, UnboundParameterError or BadValueError.
        """
        self._refuse_unknown(values)
        written = {
            name: self._written(parameter, values.get(name)) for name, parameter in self.params.items()
        }
        # one pass: what a value says is never looked at again
        return _PLACE.sub(lambda place: f"{place[1]}{written[place[2]]}{place[3]}", self.text)

    def _refuse_unknown(self, values: Mapping[str, Given]) -> None:
        for name in values.keys() - self.params.keys():
            known = ", ".join(self.params) or "none"
            raise UnknownParameterError(
                f"the question {self.name!r} has no parameter {name!r}; its parameters: {known}"
            )

    def _written(self, parameter: Parameter, given: Given) -> str:
        value = parameter.default if given is None else given
        if value is None and parameter.required:
            raise UnboundParameterError(
                f"the question {self.name!r} needs {parameter.name!r} ({parameter.type}): give one"
            )
        several = value if isinstance(value, list) else [value]
        try:
            return " ".join("UNDEF" if one is None else write_term(parameter.term(one)) for one in several)
        except ValueError as error:
            raise BadValueError(
                f"{parameter.name!r} of the question {self.name!r} takes {parameter.type}, "
                f"not {str(value)[:80]!r}: {error}"
            ) from error


def write_term(term: NamedNode | Literal) -> str:
    """The SPARQL spelling of a term, safe in every engine.

    An engine may decode `\\uXXXX` before it parses (SPARQL 1.1, 19.2), and would find one in an escaped
    backslash followed by `u`: that letter is written as an escape itself.
    """
    return _ESCAPE.sub(lambda found: _SAFE_ESCAPES.get(found[0], found[0]), str(term))


def _iri_term(parameter: Parameter, value: Value) -> NamedNode:
    if isinstance(value, NamedNode):
        return value
    if not isinstance(value, str):
        raise ValueError("give an IRI or a key")
    if parameter.kind and KEY_PATTERN.fullmatch(value):
        return iri(parameter.kind, value)
    if ":" not in value and parameter.kind:
        raise BadKeyError(f"{value!r} cannot be a key: use a-z, 0-9, dot, underscore and hyphen")
    return NamedNode(value)


def _string_term(parameter: Parameter, value: Value) -> Literal:
    if isinstance(value, Literal):
        return value
    if not isinstance(value, str):
        raise ValueError("give a text")
    return Literal(value)


def _integer_term(parameter: Parameter, value: Value) -> Literal:
    text = value.value if isinstance(value, Literal) else str(value)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError("give a whole number")
    return Literal(int(text))


def _date_term(parameter: Parameter, value: Value) -> Literal:
    if isinstance(value, datetime.datetime):
        value = value.date()
    text = value.value if isinstance(value, Literal) else str(value)
    return Literal(datetime.date.fromisoformat(text).isoformat(), datatype=XSD.date)


_TERMS: dict[ParameterType, Callable[[Parameter, Value], NamedNode | Literal]] = {
    "iri": _iri_term,
    "string": _string_term,
    "integer": _integer_term,
    "date": _date_term,
}


def read_query(path: Path) -> Query:
    """The question in the file `path`; raises QueryFileError where the header and the SPARQL do not agree."""
    header, text = _split(path.read_text(encoding="utf-8"))
    try:
        query = _make(path, yaml.safe_load(header) or {}, text)
    except (yaml.YAMLError, TypeError, ValueError, AttributeError) as error:
        raise QueryFileError(f"{path}: {error}") from error
    _compare_places(path, query)
    return query


def _split(content: str) -> tuple[str, str]:
    """The YAML of the header lines, and everything after them."""
    lines = content.splitlines(keepends=True)
    end = next((n for n, line in enumerate(lines) if not line.startswith(HEADER_MARK)), len(lines))
    header = "".join(line.removeprefix(HEADER_MARK).removeprefix(" ") for line in lines[:end])
    return header, "".join(lines[end:]).lstrip("\n")


def _make(path: Path, header: dict[str, Any], text: str) -> Query:
    _refuse_extra(header, _FIELDS, "the header")
    for needed in ("summary", "summary_th"):
        if not header.get(needed):
            raise ValueError(f"the header lacks `{HEADER_MARK} {needed}: ...`")
    params = {name: _parameter(name, given or {}) for name, given in (header.get("params") or {}).items()}
    query = Query(
        name=path.stem,
        folder=path.parent.name,
        summary=str(header["summary"]),
        summary_th=str(header["summary_th"]),
        params=params,
        text=text,
        example=header.get("example") or {},
        needs_completeness=bool(header.get("needs_completeness", False)),
        columns=header.get("columns") or {},
        metric=_metric(header["metric"]) if "metric" in header else None,
    )
    query._refuse_unknown(query.example)
    return query


def _metric(given: dict[str, Any]) -> Metric:
    _refuse_extra(given, _METRIC_FIELDS, "the metric")
    return Metric(**given)


def _parameter(name: str, given: dict[str, Any]) -> Parameter:
    _refuse_extra(given, _PARAMETER_FIELDS, f"the parameter {name!r}")
    if given.get("type") not in get_args(ParameterType):
        raise ValueError(f"the type of {name!r} must be one of {', '.join(get_args(ParameterType))}")
    if given.get("kind") is not None and given["kind"] not in KINDS:
        raise ValueError(f"the kind of {name!r} must be one of {', '.join(KINDS)}")
    parameter = Parameter(name=name, **given)
    if parameter.default is not None:
        parameter.term(parameter.default)
    return parameter


def _refuse_extra(given: Mapping[str, object], known: set[str], where: str) -> None:
    for name in sorted(given.keys() - known):
        raise ValueError(f"{where} knows no `{name}`; it knows {', '.join(sorted(known))}")


def _compare_places(path: Path, query: Query) -> None:
    placed = {place[2] for place in _PLACE.finditer(query.text)}
    for name in sorted(placed - query.params.keys()):
        raise QueryFileError(
            f"{path}: `VALUES ?{name} {{ UNDEF }}` is not declared; add {name} to `{HEADER_MARK} params:`"
        )
    for name in sorted(query.params.keys() - placed):
        raise QueryFileError(
            f"{path}: the parameter {name!r} is not used; write `VALUES ?{name} {{ UNDEF }}` or take it out"
        )
