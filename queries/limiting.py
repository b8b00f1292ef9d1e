"""A query's own LIMIT made smaller, where a client asks for a part of the answer."""

from collections.abc import Iterator
from itertools import pairwise

from queries.tokens import Token, read_tokens


def set_limit(text: str, most: int) -> str:
    """The query with a LIMIT of at most `most` solutions; raises ValueError where the text cannot be read."""
    outside = list(_outside(text))
    for token, number in pairwise(outside):
        if token.kind == "word" and token.text.upper() == "LIMIT" and number.text.isdigit():
            least = min(most, int(number.text))
            return f"{text[: number.start]}{least}{text[number.start + len(number.text) :]}"
    values = next((t.start for t in outside if t.kind == "word" and t.text.upper() == "VALUES"), len(text))
    return f"{text[:values]}\nLIMIT {most}\n{text[values:]}"


def _outside(text: str) -> Iterator[Token]:
    """The tokens outside all brackets."""
    depth = 0
    for token in read_tokens(text):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            yield token
