"""The graphs that a request names for an update, put into its text as USING clauses."""

from collections.abc import Iterator, Sequence

from queries.errors import TwoDatasetsError
from queries.tokens import Token, read_tokens


def set_using(text: str, graphs: Sequence[str], named: Sequence[str]) -> str:
    """The update with USING and USING NAMED before each of its patterns; raises TwoDatasetsError."""
    clauses = "".join(f" USING <{iri}>" for iri in graphs) + "".join(f" USING NAMED <{iri}>" for iri in named)
    pieces, place = [], 0
    for start, end, made in _insertions(text, list(read_tokens(text)), clauses):
        pieces += [text[place:start], made]
        place = end
    return "".join([*pieces, text[place:]])


def _insertions(text: str, tokens: list[Token], clauses: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what comes there) for each WHERE outside all brackets."""
    depth, before = 0, ""
    for number, token in enumerate(tokens):
        depth += (token.kind == "open") - (token.kind == "close")
        word = token.text.upper() if depth == 0 and token.kind == "word" else ""
        if word in ("USING", "WITH"):
            raise TwoDatasetsError(f"the update has {word} of its own: leave the request's parameters out")
        if word == "WHERE":
            template = _group(text, tokens[number + 1 :]) if before == "DELETE" else ""
            yield token.start, token.start, f"{template}{clauses} "
        before = word


def _group(text: str, tokens: list[Token]) -> str:
    """The group in curly brackets with which `tokens` begin: `DELETE WHERE` has one for two."""
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return text[tokens[0].start : token.start + len(token.text)]
    return ""
