"""Official names as people shorten or misspell them: cut off by `ฯ`, or with one slip of the pen."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

SHORTEST_CLIP = 6  # letters of a name that `ฯ` cuts off
SHORTEST_NAME = 12  # letters of a name in which one slip leaves no doubt which it is
LONG_NAME = 32  # letters of a name that may have two
SAME_START = 1  # letters behind the head of a name that a slip may not touch

_HEADS = "|".join(
    [
        *(
            "สำนักงานปลัดกระทรวง",
            "สำนักงานคณะกรรมการ",
            "สำนักงาน",
            "สำนัก",
            "กรมการ",
            "กรม",
            "กระทรวงการ",
            "กระทรวง",
        ),
        *("สถาบัน", "องค์การ", "การไฟฟ้า", "การประปา", "การ(?=ท่าเรือ|รถไฟ|เคหะ|ทาง|กีฬา|ท่องเที่ยว)"),
    ]
)
_RUN = re.compile(rf"(?=(?P<run>(?P<head>{_HEADS})[ก-ฮะ-ฺเ-๎]{{4,80}})(?P<clip>\s?ฯ)?)")
_MARK = re.compile(r"[ะ-ฺ็-๎]")


@dataclass(frozen=True, slots=True)
class Near:
    """A body at `start`..`end` of a text, by a name that is not quite its own; `reason` is for people."""

    start: int
    end: int
    body: str
    reason: str


class NearNames:
    """The official names, arranged so that few are compared with each run of letters."""

    def __init__(self, official: Mapping[str, str]) -> None:
        """`official`: body -> its full Thai name."""
        self._names = sorted(("".join(name.split()), body) for body, name in official.items())

    @cached_property
    def _by_start(self) -> dict[str, list[tuple[str, str]]]:
        starts: dict[str, list[tuple[str, str]]] = {}
        for name, body in self._names:
            if len(name) >= SHORTEST_NAME and (key := _start_of(name)):
                starts.setdefault(key, []).append((name, body))
        return starts

    def find(self, text: str, taken: set[int]) -> Iterator[Near]:
        """Every such name in `text` (in normal form) that begins at no place of `taken`, in order."""
        last = 0
        for run in _RUN.finditer(text):
            if run.start() in taken or run.start() < last:
                continue
            found = self._clipped(run) if run["clip"] else self._misspelt(run)
            if found is not None:
                yield found
                last = found.end

    def _clipped(self, run: re.Match[str]) -> Near | None:
        """`กระทรวงทรัพยากรฯ`: the beginning of one name only."""
        begun = run["run"]
        if len(begun) - len(run["head"]) < SHORTEST_CLIP:
            return None
        at = bisect_left(self._names, (begun, ""))
        meant = [body for name, body in self._names[at : at + 2] if name.startswith(begun)]
        if len(meant) != 1:
            return None
        return Near(run.start(), run.end("clip"), meant[0], "the beginning of one name only")

    def _misspelt(self, run: re.Match[str]) -> Near | None:
        """`สำนักงานปลัดกระทรวงยตุิธรรม`: one name but for a slip, and no second one as near."""
        told = run["run"]
        best = [
            slip
            for name, body in self._by_start.get(_start_of(told) or "", ())
            for slip in _slips(told, name, body)
        ]
        if not best:
            return None
        distance, end, body = min(best, key=lambda slip: (slip[0], -slip[1]))
        rivals = {other for far, _, other in best if far == distance}
        if len(rivals) > 1:
            return None
        return Near(run.start(), run.start() + end, body, f"its name but for {distance} letters")


def _slips(told: str, name: str, body: str) -> Iterator[tuple[int, int, str]]:
    """(letters that differ, end in `told`, body) of each beginning of `told` that is nearly the name."""
    limit = 2 if len(name) >= LONG_NAME else 1
    for end in range(len(name) - 1, min(len(told), len(name) + 1) + 1):
        distance = OSA.distance(name, told[:end], score_cutoff=limit)
        if 0 < distance <= limit and not _MARK.match(told[end : end + 1]):
            yield distance, end, body


def _start_of(name: str) -> str | None:
    """The head of a name and some letters more; None where it has no head of its own."""
    head = re.match(_HEADS, name)
    return name[: head.end() + SAME_START] if head else None
