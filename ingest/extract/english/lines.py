"""Lines of an English text that were broken by hand: joined, every sign at its place."""

import re

from ingest.extract.english.cues import cue

WIDEST = 100  # characters of a line that was broken because it was full
SHORTEST = 45  # characters of a line behind which a sentence goes on with a small letter

_BREAK = re.compile(r"(?<=\S)[ ]{0,3}\n[ ]{0,12}(?=(\S{1,40}))")


def join_lines(text: str) -> str:
    """`text` with spaces for the line breaks inside its paragraphs: names and titles go over lines."""
    width = max(map(len, text.splitlines()), default=0)
    joined = {
        text.index("\n", match.start()) for match in _BREAK.finditer(text) if _goes_on(text, match, width)
    }
    return "".join(" " if place in joined else sign for place, sign in enumerate(text)) if joined else text


def _goes_on(text: str, broken: re.Match[str], width: int) -> bool:
    """Whether a line was full: its next word would have gone over the edge; or a small letter goes on."""
    line = text.rfind("\n", max(0, broken.start() - WIDEST), broken.start()) + 1
    if (line == 0 and broken.start() > WIDEST) or cue("begins_a_line").match(text, broken.end()):
        return False
    length = broken.start() - line
    if length + 1 + len(broken[1]) > width:
        return width <= WIDEST
    return length >= SHORTEST and broken[1][0].islower()
