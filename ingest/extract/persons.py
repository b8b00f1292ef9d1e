"""Who did what in the award's story: received, presided, presented, spoke, examined or was there."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.extract.person_names import TITLE, WORDS, Person, PersonMention, find_mentions
from ingest.extract.reading import Reading
from ingest.extract.story import Story, any_of, find_story
from ingest.records import Action, PersonRecord

WINDOW: Final = 350
"""Characters behind a name in which its verb is looked for."""
NEAR: Final = 250
"""Characters around a verb in which a text about other things must name the award."""

_CONFIDENCE: Final[dict[Action, float]] = {
    "received": 0.9,
    "presided": 0.9,
    "presented": 0.9,
    "spoke": 0.9,
    "examined": 0.9,
    "other": 0.6,
}


VERB: Final = 100
"""Characters between a name and the verb of its speech."""
LONGEST_SPEECH: Final = 2_000
"""Characters behind a speaker's last naming that still count as the speaker's words."""
AT_ONCE: Final = 6
"""Characters between a name and a weak verb: `ได้` and a space."""


def _cue(name: str) -> re.Pattern[str]:
    return re.compile(any_of(WORDS[name]))


def _guarded_cue(name: str) -> re.Pattern[str]:
    """The sure words of an action, and its bare ones where nothing right before makes them another."""
    guards = "".join(f"(?<!{re.escape(word)})" for word in WORDS[f"not_{name}_after"])
    return re.compile(f"{any_of(WORDS[name])}|{guards}(?:{any_of(WORDS[name + '_bare'])})")


def _list_after(heading: str) -> re.Pattern[str]:
    """A heading, and behind it a word that opens a list of names."""
    opened = any_of(WORDS["listed"])
    return re.compile(rf"(?:{any_of(WORDS[heading])})[^\n]{{0,60}}?(?:{opened})\s?(?={TITLE})")


def _ends_with(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(WORDS[name])})\s?$")


_CUES: Final[dict[Action, re.Pattern[str]]] = {
    "presided": _cue("presided"),
    "presented": _guarded_cue("presented"),
    "received": _guarded_cue("received"),
    "spoke": re.compile(f"(?:{any_of(WORDS['spoke'])})(?!{any_of(WORDS['not_spoke_before'])})"),
    "other": _cue("attended"),
}
_HOSTED = re.compile(rf"\s?(?:{any_of(WORDS['hosted'])})")
_HANDED_BARE = _cue("presented_bare")
_SPOKE_AT_ONCE = _cue("spoke_at_once")
_SPOKE_AFTER = _cue("spoke_after")
_JOINED = re.compile(rf"[\s,]*(?:(?:{any_of(WORDS['joins'])})[\s,]*){{0,2}}")
_NEW_ITEM = re.compile(r"[ ]{0,3}\n\s{0,9}[\d•*–(-]")
_GIVER = _ends_with("giver_before")
_INSTEAD_OF = _ends_with("instead_of")
_ATTENDING = _ends_with("attended_before")
_WON = _cue("won")
_SENT = re.compile(rf"\s?(?:{any_of(WORDS['sent_another'])})")
_SENT_SPEAKER = re.compile(rf"\s?(?:{any_of(WORDS['sent_the_speaker'])})")
_EXAMINER_ROLE = _cue("examiners")
_LISTS: Final[dict[Action, re.Pattern[str]]] = {
    "examined": _list_after("examiners"),
    "received": _list_after("receivers"),
    "presented": _list_after("givers"),
    "presided": _list_after("presiders"),
}
_LIST_END = re.compile(rf"{any_of(WORDS['lists_end'])}|\n")


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of one person, and the words that tell it."""

    person: Person
    action: Action
    start: int
    end: int
    at_ceremony: bool = True
    """False for a hand-over that may be a department's own (`ได้มอบรางวัลเลิศรัฐให้แก่ผู้แทน`)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Persons named in a row: what is said behind the last holds for all of them."""

    members: tuple[PersonMention, ...]
    window: tuple[int, int]

    @property
    def start(self) -> int:
        return self.members[0].start


def find_persons(reading: Reading) -> tuple[PersonRecord, ...]:
    """Everybody who acts in the award's story, one record an action; none in a text without the award."""
    story = find_story(reading)
    return tuple(_record(reading, deed) for deed in find_deeds(reading, story)) if story else ()


@lru_cache(maxsize=1)
def find_deeds(reading: Reading, story: Story) -> tuple[Deed, ...]:
    """What everybody did, each action of a person once, in order; places are in normal form."""
    deeds: dict[tuple[str, Action], Deed] = {}
    found = _find_deeds(reading.text, story, find_mentions(reading))
    for deed in sorted(found, key=lambda deed: deed.start):
        deeds.setdefault((deed.person.name, deed.action), deed)
    return tuple(_without_idle(deeds))


def _find_deeds(text: str, story: Story, mentions: list[PersonMention]) -> Iterator[Deed]:
    groups = _group(text, mentions)
    listed = _find_listed(text)
    speeches: list[Deed] = []
    acts: list[Deed] = []
    for group in groups:
        action = _listed_action(listed, group.start)
        if action in {"examined", "received"}:
            yield from _all(group, action, group.start, group.start)
            continue
        if action:
            acts += _all(group, action, group.start, group.start)
        for deed in _deeds_of(text, story, group, speeches):
            if deed.action == "spoke":
                speeches.append(deed)
            else:
                acts.append(deed)
    yield from acts
    yield from _tied_speeches(text, story, speeches, acts)


def _group(text: str, mentions: list[PersonMention]) -> list[Group]:
    rows: list[list[PersonMention]] = []
    closed = False
    for mention in mentions:
        gap = _JOINED.fullmatch(text, rows[-1][-1].end, mention.start) if rows else None
        if gap and not (closed and not gap[0].strip()):  # an `และ` closed the row
            rows[-1].append(mention)
            closed = bool(gap[0].strip(" ,"))
        else:
            rows.append([mention])
            closed = False
    starts = [*(row[0].start for row in rows), len(text)]
    return [
        Group(tuple(row), _window(text, row[-1].end, following))
        for row, following in zip(rows, starts[1:], strict=True)
    ]


def _window(text: str, start: int, following: int) -> tuple[int, int]:
    """From behind a name to the next name or the end of the line; a break right behind the name is none."""
    limit = min(following, start + WINDOW)
    if _NEW_ITEM.match(text, start, limit):
        return start, start
    first = start + (len(text[start:limit]) - len(text[start:limit].lstrip()))
    line = text.find("\n", first, limit)
    return start, limit if line < 0 else line


def _listed_action(listed: list[tuple[int, int, Action]], place: int) -> Action | None:
    at = bisect_right(listed, place, key=lambda item: item[0])
    return listed[at - 1][2] if at and place < listed[at - 1][1] else None


def _find_listed(text: str) -> list[tuple[int, int, Action]]:
    """Where a heading (`ผู้รับคือ`, `คณะผู้ตรวจประเมิน ประกอบด้วย`) tells what the names behind it did."""
    return sorted(
        (match.end(), _end_of_list(text, match.end(), action), action)
        for action, pattern in _LISTS.items()
        for match in pattern.finditer(text)
    )


def _end_of_list(text: str, start: int, action: Action) -> int:
    """Examiners are listed to the end of the clause, others in one row."""
    if action != "examined":
        return start + AT_ONCE
    end = _LIST_END.search(text, start, start + 800)
    return end.start() if end else min(len(text), start + 800)


def _deeds_of(text: str, story: Story, group: Group, speeches: list[Deed]) -> Iterator[Deed]:
    start, end = group.window
    if _INSTEAD_OF.search(text, max(0, group.start - 12), group.start):
        return
    if _SENT_SPEAKER.match(text, start, end) and speeches:
        yield from _all(group, "other", group.start, end)
        if cue := _find_cue(text, "received", start, end):
            yield Deed(speeches[-1].person, "received", group.start, cue.end())
        return
    if _SENT.match(text, start, end):
        yield from _all(group, "other", group.start, end)
        return
    spoke = _find_cue(text, "spoke", start, min(end, start + VERB)) or _SPOKE_AT_ONCE.search(
        text, start, min(end, start + 20)
    )
    if spoke and spoke.re is _SPOKE_AT_ONCE and spoke.start() > start + AT_ONCE:
        spoke = None
    yield from _acts(text, story, group, _end_of_clause(text, spoke, end))
    if spoke:
        yield from _all(group, "spoke", group.start, spoke.end())


def _end_of_clause(text: str, spoke: re.Match[str] | None, end: int) -> int:
    """How far a name's own acts go: to what is said, which tells of others."""
    if spoke is None:
        return end
    if not _SPOKE_AFTER.match(text, spoke.end()):
        return spoke.start()
    said = text.find("ว่า", spoke.end(), end)
    return said if said >= 0 else end


def _acts(text: str, story: Story, group: Group, end: int) -> Iterator[Deed]:
    """What is done in the clause: who presides or hands over does not receive."""
    start = group.window[0]
    gave = _gives(text, story, group)
    presided, presented = (
        _near(story, _find_cue(text, act, start, end)) for act in ("presided", "presented")
    )
    if gave:
        yield from _all(group, "presented", gave, group.members[-1].end)
    elif presented:
        bare = _HANDED_BARE.match(presented[0])
        yield from _all(group, "presented", group.start, presented.end(), at_ceremony=not bare)
    if presided:
        yield from _all(group, "presided", group.start, presided.end())
    examines = [m for m in group.members if m.full and _EXAMINER_ROLE.search(m.person.role or "")]
    for member in examines:
        yield Deed(member.person, "examined", member.start, member.end)
    if not (gave or presided or presented or examines):
        yield from _takes_part(text, story, group, end)


def _takes_part(text: str, story: Story, group: Group, end: int) -> Iterator[Deed]:
    if received := _near(story, _find_cue(text, "received", group.window[0], end)):
        yield from _all(group, "received", group.start, received.end())
        return
    hosted = _HOSTED.match(text, group.window[0], end)
    if hosted and story.headline:
        yield from _all(group, "other", group.start, hosted.end())
    attended = _find_cue(text, "other", group.window[0], end) if story.headline else None
    if attended and _ATTENDING.search(text, max(0, group.start - 12), group.start):
        yield from _all(group, "other", group.start, attended.end())


def _gives(text: str, story: Story, group: Group) -> int | None:
    """Where `จาก` stands before the name of the one who hands over, in a clause that receives."""
    giver = _GIVER.search(text, max(0, group.start - 12), group.start)
    if giver and _find_cue(text, "received", max(0, group.start - NEAR), group.start):
        return giver.start() if story.headline or story.told_in(group.start - NEAR, group.start) else None
    return None


def _find_cue(text: str, action: Action, start: int, end: int) -> re.Match[str] | None:
    return _CUES[action].search(text, start, end)


def _near(story: Story, match: re.Match[str] | None) -> re.Match[str] | None:
    told = match and (story.headline or story.told_in(match.start() - NEAR, match.end() + NEAR))
    return match if told else None


def _tied_speeches(text: str, story: Story, speeches: list[Deed], acts: list[Deed]) -> Iterator[Deed]:
    """The speeches that tell of a won award, and in a text about the award all: each belongs to its story."""
    won = tuple(
        place
        for place in story.places
        if _WON.search(text, max(0, place - 100), place)
        and not any(act.start <= place < act.end + 60 for act in acts if act.action != "other")
    )
    speaking = Story(won, headline=False)
    end = len(text)
    for speech, later in zip(reversed(speeches), [None, *reversed(speeches)], strict=False):
        if later and later.person.name != speech.person.name:
            end = later.start
        if story.headline or speaking.told_in(speech.start, min(end, speech.end + LONGEST_SPEECH)):
            yield speech


def _all(group: Group, action: Action, start: int, end: int, *, at_ceremony: bool = True) -> Iterator[Deed]:
    for member in group.members:
        yield Deed(member.person, action, min(start, member.start), max(end, member.end), at_ceremony)


def _without_idle(deeds: dict[tuple[str, Action], Deed]) -> Iterator[Deed]:
    """Somebody who does anything else is not `other` besides."""
    active = {name for name, action in deeds if action != "other"}
    yield from (deed for (name, action), deed in deeds.items() if action != "other" or name not in active)


def _record(reading: Reading, deed: Deed) -> PersonRecord:
    person = deed.person
    return PersonRecord(
        name=person.name,
        prefix=person.prefix,
        role=person.role,
        organisation=_organisation(reading, person),
        action=deed.action,
        rule=f"persons.{deed.action}",
        confidence=_CONFIDENCE[deed.action],
        **reading.quote(deed.start, deed.end),
    )


def _organisation(reading: Reading, person: Person) -> str | None:
    """The full name of the body that the role names."""
    if not person.role:
        return None
    mentions = reading.mentions_in(person.role_start, person.role_start + len(person.role))
    return mentions[0].name if mentions else None
