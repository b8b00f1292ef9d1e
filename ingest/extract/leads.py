"""Of bodies that won side by side, who leads: `ก ร่วมกับ ข ค และ ง ได้รับรางวัล`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.extract.cues import cue
from ingest.extract.signs import Sign
from ingest.extract.unknown_parties import find_subject_before

NEAR: Final = 20
"""Characters before a row in which the words stand that join it to its lead."""

_AND = re.compile(r"\s?(?:และ|,|กับ)?\s?")


def with_leads(text: str, found: Sequence[Sign]) -> list[Sign]:
    """The same bodies in order; the first of such a row has won, and the others are its partners."""
    told, leads = list(found), list[Sign]()
    for last, sign in enumerate(found):
        first = _begin_of_row(text, found, last) if sign.role == "subject" else last
        together = _joined_at(text, found[first].start) if first < last else None
        if together is None:
            continue
        before = found[first - 1] if first else None
        if before and before.role in {"other", "listed"} and not text[before.end : together].strip():
            told[first - 1] = replace(before, role="subject")
        elif lead := find_subject_before(text, together, found):
            leads.append(lead)
        else:
            continue
        told[first : last + 1] = [replace(one, role="partner") for one in found[first : last + 1]]
    return sorted([*told, *leads], key=lambda sign: sign.start)


def _begin_of_row(text: str, found: Sequence[Sign], last: int) -> int:
    """The place in the list of the first body of the row that ends with the last."""
    first = last
    while first and found[first - 1].role in {"over", "other", "listed"}:
        if _AND.fullmatch(text, found[first - 1].end, found[first].start) is None:
            break
        first -= 1
    return first


def _joined_at(text: str, start: int) -> int | None:
    """Where the words begin that join a row, which begins at `start`, to the body before it."""
    joined = cue("together_with").search(text, max(0, start - NEAR), start)
    return joined.start() if joined else None
