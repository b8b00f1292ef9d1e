"""The words that tell what a person did, as patterns: behind a name, before it, over a list of names."""

import re
from typing import Final

from ingest.extract.english_names import WORDS as ENGLISH
from ingest.extract.person_roles import OFFICE_BEGINS, TITLE, WORDS
from ingest.extract.scanning import Scan
from ingest.extract.story import any_of
from ingest.records import Action


def _english(name: str) -> str:
    """English words, as whole ones."""
    return rf"\b(?:{'|'.join(ENGLISH[name])})(?![A-Za-z])"


def _active(name: str) -> str:
    """English verbs of which the person named before is the subject."""
    return rf"(?<!were )(?<!was )(?<!be ){_english(name)}"


def _cue(name: str) -> re.Pattern[str]:
    return re.compile(any_of(WORDS[name]))


def _guarded_cue(name: str) -> re.Pattern[str]:
    """The sure words of an action, and its bare ones where nothing right before makes them another."""
    guards = _not_behind(f"not_{name}_after")
    to_come = _not_behind(f"not_yet_{name}") if f"not_yet_{name}" in WORDS else ""
    behind = WORDS.get(f"not_{name}_before")
    no_other = f"(?!{any_of(behind)})" if behind else ""
    words = (
        f"{to_come}(?:{any_of(WORDS[name])})|{guards}(?:{any_of(WORDS[name + '_bare'])}|{_NUMBERED[name]})"
    )
    return re.compile(f"(?:{words}){no_other}{_NO_HEADING}|{_active(name)}")


def _not_behind(name: str) -> str:
    """None of these right before; `ที่` does not count where it ends `เจ้าหน้าที่`."""
    return "".join(f"(?<!{'(?<!หน้า)' if word == 'ที่' else ''}{re.escape(word)})" for word in WORDS[name])


def _list_after(heading: str) -> Scan:
    """A heading, and behind it a word that opens a list of names."""
    opened = any_of(WORDS["listed"])
    office = rf"(?:(?:{OFFICE_BEGINS})[^\s()]{{0,70}}\s?\(?)?"
    return Scan(
        rf"(?<!เป็น)(?:{any_of(WORDS[heading])})(?:(?!โดย|ซึ่ง|เป็น)[^\n]){{0,60}}?(?:{opened})\s?"
        rf"(?:\(?\d{{1,2}}\s?[.)]\s?|[-•]\s?)?(?={office}{TITLE})"
    )


def _ends_with(name: str, behind: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(WORDS[name])}){behind}\s?\Z")


def _before(name: str) -> re.Pattern[str]:
    """Words that lead to the name of who did it: Thai ones glued, English ones with an article between."""
    return re.compile(
        rf"(?<!ส่ง)(?:{any_of(WORDS[name])}|{_english(name)}(?:\s(?:its|the|their|his|her))?)[:\s]{{0,2}}\Z"
    )


_NO_HEADING: Final = rf"(?!\s?(?:{any_of(WORDS['listed'])}))"
"""No word that opens a list stands behind: then it is the next person's deed."""
_NO_OTHER_OCCASION: Final = rf"(?!(?:ใน|การ|เปิด|พิธี|งาน){{0,4}}\s?(?:{any_of(WORDS['other_occasions'])}))"
_NUMBERED: Final = {
    "received": r"รับ(?:มอบ)?\s?\d{1,3}\s?(?:รางวัล|เลิศรัฐ|โล่)",
    "presented": r"มอบ\s?\d{1,3}\s?รางวัล",
}
_HANDED_TO: Final = r"มอบ(?:โล่|รางวัล|ถ้วย|เกียรติบัตร|ใบประกาศ|ประกาศ)[^\n]{0,50}?(?:ให้)?(?:แก่|กับ)\s?\Z"
_NO_OTHER_WORD = _not_behind("not_spoke_after")
_NO_MERE_FORM = f"(?!{any_of(WORDS['not_spoke_before'])})"
_SPEECH = f"{_NO_OTHER_WORD}(?:{any_of(WORDS['spoke'])}|{WORDS['tells_that']}){_NO_MERE_FORM}"
_STANDS_FOR_MANY = r"เป็น(?:ตัวแทน|ผู้แทน)[^\n]{1,60}?(?:เข้า|ขึ้น)?รับ(?:มอบ)?(?:รางวัล|โล่)"

CUES: Final[dict[Action, re.Pattern[str]]] = {
    "presided": re.compile(
        f"(?<!เป็น)(?:{any_of(WORDS['presided'])})(?!{any_of(WORDS['not_presided_before'])}){_NO_OTHER_OCCASION}"
        f"{_NO_HEADING}|{_active('presided')}"
    ),
    "presented": _guarded_cue("presented"),
    "received": re.compile(rf"{_guarded_cue('received').pattern}|{_STANDS_FOR_MANY}"),
    "spoke": re.compile(f"{_SPEECH}|{_active('spoke')}"),
    "examined": _cue("examined"),
    "other": _cue("attended"),
}
ACTS_BEFORE: Final[dict[Action, re.Pattern[str]]] = {
    "presented": _before("presented_by"),
    "presided": _before("presided_by"),
    "received": re.compile(rf"{_before('received_by').pattern}|{_HANDED_TO}"),
    "spoke": _before("spoken_by"),
}
HOSTED: Final = re.compile(
    rf"\s?(?:(?:และ|พร้อมด้วย|ตลอดจน)?\s?(?:{any_of(WORDS['people_besides'])})[^\n]{{0,80}}?)?(?:{any_of(WORDS['hosted'])})"
)
"""What a host does, behind the people who are named by their offices alone."""
OTHER_SUBJECT: Final = re.compile(rf"(?:โดย|ซึ่ง|และ)มี\s?(?:ท่าน|ฯพณฯ)?\s?(?={OFFICE_BEGINS})")
"""Here a clause begins in which somebody acts who is told by the office alone."""
CAME: Final = re.compile(rf"\s?(?:{any_of(WORDS['came'])})")
HELD_EVENT: Final = re.compile(r"(?:งาน|พิธี|สัมมนา|เสวนา|ประชุม)[^\s]{0,40}(?:และ|,)\s?\Z")
"""Right before `มอบรางวัล`: it is what the event is for (`งานสัมมนาวิชาการและมอบรางวัล`)."""
HANDED_BARE: Final = re.compile(f"{any_of(WORDS['presented_bare'])}|{_NUMBERED['presented']}")
SPOKE_AT_ONCE: Final = _cue("spoke_at_once")
SPOKE_RIGHT_BEHIND: Final = re.compile(rf"[ ]{{0,2}}(?:ได้|ยัง)?(?:{any_of(WORDS['spoke_right_behind'])})")
SPOKEN_IN_ENGLISH: Final = _english("spoke")
SPOKE_ON: Final = re.compile(
    rf"(?:{any_of(WORDS['goes_on_to_speak'])})\s?(?:{any_of(WORDS['speaks'])})|\b(?:and|He|She)\s(?:also\s)?{SPOKEN_IN_ENGLISH}"
)
SHOWED: Final = re.compile(r"นำเสนอ\Z")
TOLD_THAT: Final = re.compile(r"[^\n“”]{0,40}?ว่า")
SPOKE_AFTER: Final = re.compile(rf"(?:[^\n]{{0,25}}?\s)?(?:{any_of(WORDS['spoke_after'])})")
MEETING: Final = re.compile(r"\s?(?:ใน|การ|เปิด|ที่){0,3}\s?ประชุม")
ANOTHER_PRESIDES: Final = _cue("another_presides")
NOT_WON: Final = re.compile(rf"(?:{any_of(WORDS['not_won'])})\s?(?:รางวัล|[“\"])?\s?\Z")
AIM_BEHIND: Final = re.compile(rf"[ก-๎]{{0,20}}{WORDS['aim_behind']}")
JOINED: Final = re.compile(
    rf"[\s,]*(?:(?:{any_of(WORDS['joins'])}|{_english('joins')})[\s,]*){{0,2}}"
    rf"(?:(?:{OFFICE_BEGINS})[^\n]{{0,40}}?(?:คน|ท่าน|ราย)\s?(?:คือ|ได้แก่|ประกอบด้วย)\s?)?(?:\(?\d{{1,2}}\s?[.)]\s{{0,3}}|[-•]\s{{0,3}})?"
)
CLOSES: Final = re.compile(r"และ(?!คณะ)|and\b|ตลอดจน|รวม(?:ทั้ง|ถึง)")
"""What joins the last of a row."""
NEW_ITEM: Final = re.compile(r"[ ]{0,3}\n\s{0,9}[\d•*–(-]")
LINE_BEGINS: Final = re.compile(r"(?:\s|ได้|ยัง|จึง|ก็)*")
"""What may stand before the verb of a line whose subject is the name above."""
WRAPPED_VERB: Final = re.compile(r"(?:ได้)?(?:เข้าร่วม|เข้ารับ|ขึ้นรับ|ร่วม|รับ|เป็น(?:ผู้แทน|ประธาน|ตัวแทน))")
"""A line that begins so goes on with the sentence before: lines were broken by hand."""
SENTENCE_END: Final = re.compile(r"(?:;|[.](?=\s+(?!(?:He|She)\b)[A-Z“\"(\d]|\s*$))")
GIVER: Final = re.compile(rf"(?:{any_of(WORDS['giver_before'])}|{_english('giver_before')}(?:\sthe)?)\s?\Z")
NO_AWARD_FROM: Final = _ends_with("no_award_from")
RECEIVING: Final = re.compile(
    f"{any_of(WORDS['received'])}|{any_of(WORDS['received_bare'])}|ได้รางวัล|{_english('receiving')}"
)
INSTEAD_OF: Final = re.compile(rf"(?:{any_of(WORDS['instead_of'])}|on behalf of)\s?\Z")
STOOD_FOR: Final = re.compile(r"เป็น(?:ตัวแทน|ผู้แทน)(?=\s*$)")
ATTENDING: Final = _ends_with("attended_before")
WON: Final = re.compile(f"{any_of(WORDS['won'])}|{_english('receiving')}|named")
_WENT = (
    r"(?:เดินทาง(?:ไป|มา|เข้า)?|เข้า|ขึ้น|ร่วม|ไป|มา){1,3}(?:รับ|พิธีรับ|พิธีมอบ)"
    f"(?!{any_of(WORDS['not_received_before'])})"
)
SELF_RECEIVED: Final = re.compile(
    rf"(?:[^\n“\"]{{0,40}}?ว่า)?\s?(?:(?:เมื่อ|วัน|ใน)[^\n]{{0,50}}?\d\s?)?(?:ตน|ตนเอง|ผม|ดิฉัน)?\s?ได้?{_WENT}"
    rf"|[^\n]{{0,40}}?(?<!ภาย)(?:ภาย)?หลัง(?:จาก)?(?:ได้)?(?:{_WENT}|รับ(?:มอบ)?(?:โล่|รางวัล|ถ้วย))"
)
"""Behind the verb of speech: the speaker went to receive it (`เปิดเผยหลังรับโล่`, `กล่าวว่า ตนได้เข้ารับ`)."""
SENT: Final = re.compile(rf"\s?(?:{any_of(WORDS['sent_another'])})(?!แก่|กับ)")
SENT_BY: Final = re.compile(rf"(?:{any_of(WORDS['sent_by'])})\s?(?:ท่าน|ฯพณฯ)?\s?\Z")
SENT_SPEAKER: Final = re.compile(rf"\s?(?:{any_of(WORDS['sent_the_speaker'])})")
EXAMINER_ROLE: Final = re.compile(rf"(?<!อดีต)(?:{any_of(WORDS['examiners'])})")
LIST_TITLE: Final = re.compile(rf"(?:คณะ(?=ผู้))?(?P<title>[^\s]+?)(?=\s|{any_of(WORDS['listed'])})")
"""What the members of a list are called in its heading, without the word for a team."""
LISTS: Final[dict[Action, Scan]] = {
    "examined": _list_after("examiners"),
    "received": _list_after("receivers"),
    "presented": _list_after("givers"),
    "presided": _list_after("presiders"),
}
LIST_END: Final = re.compile(rf"{any_of(WORDS['lists_end'])}|\n")
