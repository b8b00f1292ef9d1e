"""Who did what in the award's story: received, presided, presented, spoke, examined or was there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.extract.deed_words import (
    ACTS_BEFORE,
    AIM_BEHIND,
    ANOTHER_PRESIDES,
    ATTENDING,
    CAME,
    CUES,
    EXAMINER_ROLE,
    GIVER,
    HANDED_BARE,
    HELD_EVENT,
    HOSTED,
    INSTEAD_OF,
    LINE_BEGINS,
    MEETING,
    NO_AWARD_FROM,
    NOT_WON,
    OTHER_SUBJECT,
    RECEIVING,
    SELF_RECEIVED,
    SENT,
    SENT_BY,
    SENT_SPEAKER,
    SHOWED,
    SPOKE_AFTER,
    SPOKE_AT_ONCE,
    SPOKE_ON,
    SPOKE_RIGHT_BEHIND,
    STOOD_FOR,
    TOLD_THAT,
    WON,
)
from ingest.extract.english.quoting import find_said
from ingest.extract.own_contests import is_own_contest
from ingest.extract.person_names import Person, PersonMention, find_mentions
from ingest.extract.person_rows import (
    AT_ONCE,
    Group,
    Listing,
    behind_head,
    find_groups,
    find_listings,
    head_of_row,
    listing_at,
    titled_by_list,
)
from ingest.extract.reading import Reading
from ingest.extract.story import Story, find_story
from ingest.records import Action, PersonRecord

NEAR: Final = 250
"""Characters around a verb in which a text about other things must name the award."""
PARAGRAPH: Final = 600
"""Characters before a verb, in its line, in which the award may be named, too."""
BEFORE: Final = 80
"""Characters before a name in which a verb leads to it (`มอบโดย`)."""
VERB: Final = 100
"""Characters between a name and the verb of its speech."""
TOLD_BEFORE: Final = 250
"""Characters before a speaker in which the award is told that the words are about."""
LONGEST_SPEECH: Final = 2_000
"""Characters behind a speaker's last naming that still count as the speaker's words."""

FIRST_WORDS: Final = 250
"""Characters of a speech in which it says what it is about."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of one person, and the words that tell it."""

    person: Person
    action: Action
    start: int
    end: int
    at_ceremony: bool = True
    """False for a hand-over that may be a department's own (`ได้มอบรางวัลเลิศรัฐให้แก่ผู้แทน`)."""


def find_persons(reading: Reading) -> tuple[PersonRecord, ...]:
    """Everybody who acts in the award's story, one record an action; none in a text without the award."""
    story = find_story(reading)
    if story is None or is_own_contest(reading):
        return ()
    return tuple(_record(reading, deed) for deed in find_deeds(reading, story))


@lru_cache(maxsize=1)
def find_deeds(reading: Reading, story: Story) -> tuple[Deed, ...]:
    """What everybody did, each action of a person once, in order; places are in normal form."""
    deeds: dict[tuple[str, Action], Deed] = {}
    for deed in find_tellings(reading, story):
        deeds.setdefault((deed.person.name, deed.action), deed)
    return tuple(_without_idle(deeds))


@lru_cache(maxsize=1)
def find_tellings(reading: Reading, story: Story) -> list[Deed]:
    """Every telling of what somebody did, in order; a headline tells it first, with no day or place."""
    found = _find_deeds(reading.text, story, find_mentions(reading))
    return sorted(found, key=lambda deed: deed.start)


def _find_deeds(text: str, story: Story, mentions: list[PersonMention]) -> Iterator[Deed]:
    listings = [item for item in find_listings(text) if _is_near(story, item.place, item.start)]
    speeches: list[Deed] = []
    acts: list[Deed] = []
    for group in find_groups(text, mentions):
        found = list(_deeds_of_row(text, story, listings, group, speeches))
        speeches += (deed for deed in found if deed.action == "spoke")
        acts += (deed for deed in found if deed.action != "spoke")
    speeches += (Deed(one.person, "spoke", one.start, end) for one, end in find_said(text, mentions))
    yield from acts
    yield from _tied_speeches(text, story, sorted(speeches, key=lambda deed: deed.start), acts)


def _deeds_of_row(
    text: str, story: Story, listings: list[Listing], group: Group, speeches: list[Deed]
) -> Iterator[Deed]:
    """What a heading says of a row, and what is told behind it; else what the list over it tells."""
    told = _told_by_list(text, listings, group)
    yield from told
    if told and told[0].action in {"examined", "received"}:
        return
    own = list(_own_deeds(text, story, group, speeches, told))
    yield from own
    listing = listing_at(listings, group.start)
    if not own and not told and listing and listing.action == "received":
        yield from _all(group, "received", group.start, group.start)


def _told_by_list(text: str, listings: list[Listing], group: Group) -> list[Deed]:
    """What the heading says of a row: of examiners anywhere in the list, of others right behind it."""
    listing = listing_at(listings, group.start)
    if listing is None:
        return []
    if listing.action == "examined":
        return list(_all(titled_by_list(text, group, listing), "examined", group.start, group.start))
    if group.start > listing.start + AT_ONCE:
        return []
    row = group if listing.action == "received" else head_of_row(text, group)
    return list(_all(row, listing.action, group.start, group.start))


def _own_deeds(
    text: str, story: Story, group: Group, speeches: list[Deed], told: list[Deed]
) -> Iterator[Deed]:
    """What is told behind a row; who a heading calls the giver or the presider does not receive."""
    rest = behind_head(text, group) if told else None
    for deed in _deeds_of(text, story, rest or group, speeches):
        if rest or not told or deed.action not in {"received", "other"}:
            yield deed


def _deeds_of(text: str, story: Story, group: Group, speeches: list[Deed]) -> Iterator[Deed]:
    start, end = group.window
    other = OTHER_SUBJECT.search(text, start, end)
    end = other.start() if other else end
    if INSTEAD_OF.search(text, max(0, group.start - 14), group.start):
        return
    if SENT_BY.search(text, max(0, group.start - 20), group.start):
        yield from _by_order(text, story, group, speeches, end)
        return
    if _near(story, SENT_SPEAKER.match(text, start, end)) and speeches:
        yield from _all(group, "other", group.start, end)
        if cue := _find_cue(text, "received", start, end):
            yield Deed(speeches[-1].person, "received", group.start, cue.end())
        return
    if _near(story, SENT.match(text, start, end)):
        yield from _all(group, "other", group.start, end)
        return
    spoke = _find_speech(text, start, end) or SPOKE_ON.search(text, start, end)
    yield from _acts(text, story, group, _end_of_clause(text, spoke, end))
    if spoke:
        if received := _near(story, SELF_RECEIVED.match(text, spoke.end(), end)):
            yield from _all(group, "received", group.start, received.end())
        yield from _all(group, "spoke", group.start, spoke.end())


def _by_order(text: str, story: Story, group: Group, speeches: list[Deed], end: int) -> Iterator[Deed]:
    """`ได้รับมอบหมายจากนาย ก ให้เป็นผู้แทนเข้ารับรางวัล`: who speaks has received it, and not who sent."""
    received = _near(story, _find_cue(text, "received", group.window[0], end))
    if received:
        yield from _all(group, "other", group.start, received.end())
        if speeches:
            yield Deed(speeches[-1].person, "received", group.start, received.end())


def _find_speech(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb of speech near behind a name; a weak one only right behind it."""
    spoke = _find_cue(text, "spoke", start, min(end, start + VERB))
    if spoke and not _has_subject_in(text[start : spoke.start()]):
        spoke = None
    at_once = SPOKE_AT_ONCE.search(text, start, min(end, start + 20))
    if at_once and (at_once.start() > start + AT_ONCE or not _has_subject_in(text[start : at_once.start()])):
        at_once = None
    return spoke or at_once or SPOKE_RIGHT_BEHIND.match(text, start, end)


def _has_subject_in(between: str) -> bool:
    """Whether a name is the subject of a verb; where a line ends between them, the next has its own."""
    _, broken, line = between.rpartition("\n")
    return not broken or LINE_BEGINS.fullmatch(line) is not None


def _end_of_clause(text: str, spoke: re.Match[str] | None, end: int) -> int:
    """How far a name's own acts go: to what is said, which tells of others."""
    if spoke is None:
        return end
    if not (SPOKE_AFTER.search(spoke[0]) or SPOKE_AFTER.match(text, spoke.end())):
        return spoke.start()
    said = text.find("ว่า", spoke.end(), end)
    return said if said >= 0 else end


def _acts(text: str, story: Story, group: Group, end: int) -> Iterator[Deed]:
    """What is done in the clause: who presides or hands over does not receive."""
    if examined := _near(story, _find_cue(text, "examined", group.window[0], end)):
        yield from _all(group, "examined", group.start, examined.end())
        return
    led = dict(_led_to(text, story, group))
    presided = _near(story, _find_cue(text, "presided", group.window[0], end))
    presented = _near(story, _find_handing(text, group.window[0], end))
    for action, place in led.items():
        yield from _all(group, action, place, group.members[-1].end)
    if presented and "presented" not in led:
        bare = HANDED_BARE.match(presented[0])
        yield from _all(group, "presented", group.start, presented.end(), at_ceremony=not bare)
    if presided and ANOTHER_PRESIDES.search(text, group.window[0], presided.start()):
        presided = None
    if presided and not story.headline and MEETING.match(text, presided.end()):
        presided = _told_of_the_award(text, story, presided)
    if presided and "presided" not in led:
        yield from _all(group, "presided", group.start, presided.end())
    examines = [m for m in group.members if m.full and EXAMINER_ROLE.search(m.person.role or "")]
    for member in examines:
        yield Deed(member.person, "examined", member.start, member.end)
    if not (led or presided or presented or examines):
        yield from _takes_part(text, story, group, end)


def _told_of_the_award(text: str, story: Story, presided: re.Match[str]) -> re.Match[str] | None:
    """A meeting, in a text about other things, if its line names the award."""
    line = text.find("\n", presided.end(), presided.end() + NEAR)
    return presided if story.told_in(presided.start(), line if line >= 0 else presided.end() + NEAR) else None


def _led_to(text: str, story: Story, group: Group) -> Iterator[tuple[Action, int]]:
    """What a verb before the name says that the person did (`มอบโดย`, `chaired by`), and where it stands."""
    first = max(0, group.start - BEFORE)
    for action, pattern in ACTS_BEFORE.items():
        if match := _near(story, pattern.search(text, first, group.start)):
            yield action, match.start()
    giver = _gives(text, story, group)
    if giver is not None:
        yield "presented", giver


def _takes_part(text: str, story: Story, group: Group, end: int) -> Iterator[Deed]:
    start = group.window[0]
    came = CAME.match(text, start, end) if story.headline else None
    stood_for = STOOD_FOR.search(text, start, end) if story.headline else None
    if received := came or stood_for or _near(story, _find_cue(text, "received", start, end)):
        yield from _all(group, "received", group.start, received.end())
        return
    hosted = HOSTED.match(text, start, end)
    if hosted and (story.headline or EXAMINER_ROLE.search(text, hosted.end(), hosted.end() + BEFORE)):
        yield from _all(group, "other", group.start, hosted.end())
    attended = _find_cue(text, "other", start, end) if story.headline else None
    if attended and ATTENDING.search(text, max(0, group.start - 12), group.start):
        yield from _all(group, "other", group.start, attended.end())


def _gives(text: str, story: Story, group: Group) -> int | None:
    """Where `จาก` stands before the name of the one who hands over, in a line that receives."""
    giver = GIVER.search(text, max(0, group.start - 14), group.start)
    if giver is None or NO_AWARD_FROM.search(text, max(0, giver.start() - 14), giver.start()):
        return None
    line = max(text.rfind("\n", 0, giver.start()) + 1, giver.start() - NEAR)
    begun = max(text.rfind("\n", 0, giver.start()) + 1, giver.start() - PARAGRAPH)
    told = story.headline or story.told_in(begun, group.start)
    return giver.start() if told and RECEIVING.search(text, line, group.start) else None


def _find_handing(text: str, start: int, end: int) -> re.Match[str] | None:
    """The words of handing over, but for those that say what an event was held for."""
    found = CUES["presented"].finditer(text, start, end)
    return next((m for m in found if not (HANDED_BARE.match(m[0]) and _is_held_for(text, m))), None)


def _is_held_for(text: str, handing: re.Match[str]) -> bool:
    return HELD_EVENT.search(text, max(0, handing.start() - 50), handing.start()) is not None


def _find_cue(text: str, action: Action, start: int, end: int) -> re.Match[str] | None:
    return CUES[action].search(text, start, end)


def _near(story: Story, match: re.Match[str] | None) -> re.Match[str] | None:
    """A verb that the award is named near to: within reach, or before it in the same line."""
    if match is None or _is_near(story, match.start(), match.end()):
        return match
    line = max(match.string.rfind("\n", 0, match.start()), match.start() - PARAGRAPH)
    return match if story.told_in(line, match.start()) else None


def _is_near(story: Story, start: int, end: int) -> bool:
    return story.headline or story.told_in(start - NEAR, end + NEAR)


def _tied_speeches(text: str, story: Story, speeches: list[Deed], acts: list[Deed]) -> Iterator[Deed]:
    """The speeches that tell of a won award, and in a text about the award all: each belongs to its story."""
    won = tuple(
        place
        for place in story.places
        if WON.search(text, max(0, place - 100), place)
        and not (NOT_WON.search(text, max(0, place - 20), place) or AIM_BEHIND.match(text, place))
        and not any(act.start <= place < act.end + 60 for act in acts if act.action != "other")
    )
    speaking = Story(won, headline=False)
    received = {act.person.name for act in acts if act.action == "received"}
    everybody = story.headline or any(act.action == "examined" for act in acts)
    end = len(text)
    for speech, later in zip(reversed(speeches), [None, *reversed(speeches)], strict=False):
        if later and later.person.name != speech.person.name:
            end = later.start
        tied = everybody or speech.person.name in received
        if tied or _tells_of(text, speaking, speech, end) or _looks_back(text, story, speech):
            yield speech


def _tells_of(text: str, speaking: Story, speech: Deed, end: int) -> bool:
    """Whether the award is told in a speech, or right before it in its line; showing a work is no telling."""
    if SHOWED.search(text, speech.start, speech.end) and not TOLD_THAT.match(text, speech.end):
        return False
    line = max(text.rfind("\n", 0, speech.start), speech.start - TOLD_BEFORE)
    if text[: speech.start].rstrip().endswith("”"):  # what is said stands before who says it
        line = min(line, max(text.rfind("“", 0, speech.start), speech.start - LONGEST_SPEECH))
    return speaking.told_in(line, min(end, speech.end + LONGEST_SPEECH))


def _looks_back(text: str, story: Story, speech: Deed) -> bool:
    """Whether a speech begins with the award that was named right before it (`รางวัลนี้ไม่ได้มาเพราะ ...`)."""
    told = story.told_in(speech.start - PARAGRAPH, speech.start)
    return told and text.find("รางวัล", speech.end, speech.end + FIRST_WORDS) >= 0


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
        **reading.quote(deed.start, deed.end),
    )


def _organisation(reading: Reading, person: Person) -> str | None:
    """The full name of the body that the role names."""
    if not (person.role and person.role_start):
        return None
    mentions = reading.mentions_in(person.role_start, person.role_start + len(person.role))
    return mentions[0].name if mentions else None
