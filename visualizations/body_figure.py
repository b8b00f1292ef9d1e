"""The network of a body: what stands above it and below it, and the awards, works and years of all these."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from visualizations.cells import Rows, address, number, sorted_rows, text
from visualizations.layout import Point, place
from visualizations.network import (
    AWARD_KINDS,
    Graph,
    body_network,
    keep_most_important,
    links_to,
    thing_of,
    things,
)
from visualizations.network_page import write_network_page
from visualizations.page import Part, link
from visualizations.roll_up import FORMER, OWN, Held, count_by_way, count_by_year, roll_up
from visualizations.subject import UnknownThingError, read_subject

QUESTIONS = ("body-network", "body-network-awards", "body-network-sources", "body-network-announced")
CAP = 600
YEARS_CAP = 40  # lines from more awards than these to their years would grey the picture
ROLL_UP_NAMES = {
    OWN: "ของหน่วยงานเอง",
    "organisational": "ของส่วนราชการในสังกัด",
    "supervision": "ของหน่วยงานในกำกับ",
    "territory": "ของพื้นที่และส่วนภูมิภาค (ไม่นับเป็นของหน่วยงานนี้)",
    FORMER: "ของหน่วยงานที่เคยสังกัด (ไม่นับเป็นของหน่วยงานนี้)",
}
MEMBER_NAMES = {"organisational": "ส่วนราชการ", "supervision": "ในกำกับ", "territory": "พื้นที่และส่วนภูมิภาค"}


def write_body_figure(answers: Mapping[str, Rows], *, body: str) -> str:
    """The page of the network of `body`; raises UnknownThingError where the graph does not hold it."""
    focus = read_subject(body)
    full = body_network(answers["body-network"], answers["body-network-awards"])
    if focus not in full:
        raise UnknownThingError(body)
    shown = keep_most_important(full, focus, CAP)
    held = roll_up(full, focus)
    middle = thing_of(full, focus)
    heading = {
        "title": f"เครือข่ายของ{middle.name}",
        "english": middle.english and f"The network of {middle.english}",
        "notes": [
            *_members_notes(full, focus),
            *_roll_up_notes(held),
            *_coverage_notes(held, answers),
            *_cap_notes(full, shown),
            *_years_notes(shown),
        ],
        "questions": QUESTIONS,
    }
    return write_network_page(
        shown,
        _without_tangle(shown, place(shown, focus)),
        frozenset({focus}),
        heading,
        full=full,
        sources=_sources(answers["body-network-sources"]),
    )


def _sources(rows: Rows) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for row in sorted_rows(rows):
        award, page = address(row, "award"), address(row, "page")
        told_by = link(text(row, "publisher") or page or address(row, "document"), page)
        if award and told_by and told_by not in found[award]:
            found[award].append(told_by)
    return found


def _members_notes(graph: Graph, focus: str) -> list[str]:
    """How many bodies stand directly below today, by the kind of placement."""
    now = {(found.kind, source) for source, found in links_to(graph, focus) if not found.until}
    members = Counter(kind for kind, _ in now)
    told = [f"{name} {members[kind]}" for kind, name in MEMBER_NAMES.items() if members[kind]]
    return ["หน่วยงานที่อยู่ใต้โดยตรงในปัจจุบัน: " + " · ".join(told)] if told else []


def _roll_up_notes(held: list[Held]) -> list[str]:
    counts = count_by_way(held)
    told = [f"{name} {counts[way]}" for way, name in ROLL_UP_NAMES.items() if counts[way]]
    return ["รางวัลที่มีในระบบ: " + (" · ".join(told) if told else "ยังไม่พบในแหล่งข้อมูล")]


def _coverage_notes(held: list[Held], answers: Mapping[str, Rows]) -> list[str]:
    """Held beside announced, for each edition of which a source tells the body's total."""
    announced: dict[int, set[int]] = defaultdict(set)
    for row in answers["body-network-announced"]:
        year, value = number(row, "year_be"), number(row, "value")
        if year is not None and value is not None:
            announced[year].add(value)
    counts = count_by_year(held)
    return [
        f"ปี พ.ศ. {year}: มีในระบบ {counts[year]} จาก {_either(values)} รางวัลที่แหล่งข้อมูลระบุ"
        for year, values in sorted(announced.items(), reverse=True)
    ]


def _either(values: set[int]) -> str:
    return " หรือ ".join(map(str, sorted(values)))


def _has_tangle(graph: Graph) -> bool:
    return sum(thing.kind in AWARD_KINDS for thing in things(graph)) > YEARS_CAP


def _without_tangle(graph: Graph, places: dict[str, Point]) -> dict[str, Point]:
    """The places without those of the years, where there are too many lines to them."""
    if not _has_tangle(graph):
        return places
    return {node: point for node, point in places.items() if thing_of(graph, node).kind != "edition"}


def _years_notes(graph: Graph) -> list[str]:
    return ["รางวัลมีมาก ภาพจึงไม่ลากเส้นไปยังปี ปีอยู่ในป้ายของแต่ละรางวัล"] if _has_tangle(graph) else []


def _cap_notes(full: Graph, shown: Graph) -> list[str]:
    if len(shown) == len(full):
        return []
    return [
        f"ภาพนี้แสดง {len(shown)} สิ่งที่สำคัญที่สุดจากทั้งหมด {len(full)}: หน่วยงานที่มีรางวัลและรางวัลใหม่ก่อน ตารางด้านล่างมีครบ"
    ]
