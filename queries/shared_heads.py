"""`กรมชลประทาน ประมง และปศุสัตว์`: names in a list that leave out the head which the first of them tells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

_GAP = re.compile(r"\s?(?:,|และ|รวมทั้ง|กับ|/)?\s?")
_OPENS_LIST = re.compile(r"(?:ได้แก่|คือ|ประกอบด้วย|ดังนี้|:)\s?$")
_ENDS = r"(?=$|[\s,)/]|และ|รวมทั้ง|ซึ่ง|ที่)"
_LONGEST_OPENING = 15
DEPARTMENT, PROVINCE = "กรม", "จังหวัด"
MANY = 2
"""So many names in a row share a head; fewer do only where the list is opened (`ได้แก่`)."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A name without its head: where it stands, and how it would be written in full."""

    start: int
    end: int
    name: str


class SharedHeads:
    """What can stand in a list without its head: departments, and whatever is named after provinces."""

    def __init__(self, official: Iterable[str]) -> None:
        """`official`: the names of all bodies."""
        self.names = frozenset(official)

    @cached_property
    def _provinces(self) -> re.Pattern[str]:
        return self._without(PROVINCE)

    @cached_property
    def _departments(self) -> re.Pattern[str]:
        return self._without(DEPARTMENT)

    def _without(self, head: str) -> re.Pattern[str]:
        rest = {name.removeprefix(head) for name in self.names if name.startswith(head)}
        return re.compile(f"(?:{'|'.join(sorted(map(re.escape, rest), key=len, reverse=True))}){_ENDS}")

    @cached_property
    def _after_province(self) -> re.Pattern[str]:
        return re.compile(f"(.+?)(?:{self._provinces.pattern})$")

    def find(self, text: str, start: int, end: int, name: str) -> Iterator[Shared]:
        """The names behind `text[start:end]`, which is a body of this `name`, that share its head."""
        head, rest = self._head_of(name)
        if not head:
            return
        found = list(_chain(text, end, rest))
        opening = text[max(0, start - _LONGEST_OPENING) : start]
        if len(found) >= MANY or _OPENS_LIST.search(opening):
            yield from (Shared(m.start(), m.end(), head + m[0]) for m in found)

    def _head_of(self, name: str) -> tuple[str, re.Pattern[str]]:
        if name.startswith(DEPARTMENT):
            return DEPARTMENT, self._departments
        named_after = None if name.startswith(PROVINCE) else self._after_province.match(name)
        return (named_after[1] if named_after else "", self._provinces)


def _chain(text: str, at: int, rest: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """One name after the other, with nothing between but what joins a list."""
    while (gap := _GAP.match(text, at)) and gap.end() > at and (name := rest.match(text, gap.end())):
        yield name
        at = name.end()
