"""The overview: ministries as tiles, their bodies within, each as large as the awards it holds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from visualizations.cells import Rows, concept_name, key, number, sorted_rows
from visualizations.cells import address as address_in
from visualizations.drawing import BRANCH_SIGNS, LINES, Sign
from visualizations.network import Graph, Thing, body_network, links_from, thing_of
from visualizations.page import Cell, Part, Table, cell, link, write_page
from visualizations.tiling import Tile, tile

QUESTIONS = ("ministries", "ministries-placements", "wins-by-year-announced")
WIDTH, LEAST_HEIGHT, MOST_HEIGHT, HEIGHT_OF_BODY = 1040, 680, 1800, 5
HEADING, BORDER, STRIPE, LINE = 27, 4, 20, 19
ROOM_FOR_NAME, ROOM_FOR_SHORT = (84, 64), (36, 44)  # a smaller tile has its name in the tooltip and the table
MINISTRY = concept_name("body-kind", "ministry")
FOLLOWED = (
    "organisational",
    "supervision",
)  # territory is no way to a ministry: its awards are not the ministry's
APART = "ส่วนภูมิภาค ท้องถิ่น และหน่วยงานที่ไม่สังกัดกระทรวง"


@dataclass(slots=True)
class Holder:
    """A body with its awards by branch, and how it stands under its ministry (None: it is the ministry)."""

    body: Thing
    placement: str | None
    held: dict[str | None, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.held.values())

    @property
    def told(self) -> str:
        """`บริการภาครัฐ 4 · การบริหารราชการแบบมีส่วนร่วม 2`."""
        return " · ".join(
            f"{sign.name} {self.held[b]}" for b, sign in BRANCH_SIGNS.items() if self.held.get(b)
        )


@dataclass(slots=True)
class Ministry:
    """A ministry (None: the bodies that have none) and the holders of awards that belong to it."""

    body: Thing | None
    holders: list[Holder] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.body.name if self.body else APART

    @property
    def total(self) -> int:
        return sum(holder.total for holder in self.holders)


@dataclass(frozen=True, slots=True)
class Stripe:
    """One branch of a body's awards, at the foot of its tile."""

    x: float
    y: float
    width: float
    height: float
    sign: Sign
    label: str


def write_ministries_figure(answers: Mapping[str, Rows]) -> str:
    """The page of the overview."""
    ministries = read_ministries(answers["ministries"], answers["ministries-placements"])
    bodies = sum(len(ministry.holders) for ministry in ministries)
    height = min(MOST_HEIGHT, max(LEAST_HEIGHT, HEIGHT_OF_BODY * bodies))
    held = {branch for ministry in ministries for holder in ministry.holders for branch in holder.held}
    page = {
        "title": "รางวัลเลิศรัฐที่มีในระบบ แยกตามกระทรวงและหน่วยงาน",
        "english": "Awards held, by ministry and body",
        "notes": [
            f"มีในระบบ {sum(ministry.total for ministry in ministries)} รางวัล{_announced(answers)}",
            "นับตามการสังกัดปัจจุบันแบบส่วนราชการและแบบกำกับดูแล ไม่นับจังหวัดและท้องถิ่นเป็นของกระทรวง ขนาดตามจำนวนรางวัล",
            "ระบบยังมีเพียงส่วนหนึ่งของรางวัลที่ประกาศ จึงยังเทียบกระทรวงต่อกระทรวงไม่ได้",
        ],
        "questions": QUESTIONS,
        "signs": [sign for branch, sign in BRANCH_SIGNS.items() if branch in held],
        "lines": [LINES[kind] for kind in FOLLOWED],
        "width": WIDTH,
        "height": height,
        "groups": _groups(ministries, height),
        "tables": [_table(ministries)],
    }
    return write_page("tiles.html", page)


def _announced(answers: Mapping[str, Rows]) -> str:
    """What was announced in the editions of which a source tells it; of sources that disagree the least."""
    least: dict[int, int] = {}
    for row in answers["wins-by-year-announced"]:
        year, value = number(row, "year_be"), number(row, "value")
        if year is not None and value is not None:
            least[year] = min(value, least.get(year, value))
    if not least:
        return ""
    return f" · แหล่งข้อมูลระบุว่าประกาศอย่างน้อย {sum(least.values()):,} รางวัลใน {len(least)} ปีที่พบตัวเลข"


def read_ministries(held: Rows, placements: Rows) -> list[Ministry]:
    """The ministries that hold awards, the most first; a body belongs to the first ministry on its way up."""
    graph = body_network(placements, [])
    found: dict[str | None, Ministry] = {}
    for holder in _read_holders(graph, held):
        top, placement = climb(graph, holder.body.address)
        holder.placement = placement
        body = thing_of(graph, top) if top else None
        found.setdefault(top, Ministry(body)).holders.append(holder)
    for ministry in found.values():
        ministry.holders.sort(key=lambda holder: (-holder.total, holder.body.order))
    return sorted(
        found.values(), key=lambda ministry: (ministry.body is None, -ministry.total, ministry.name)
    )


def _read_holders(graph: Graph, rows: Rows) -> list[Holder]:
    held: dict[str, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for row in sorted_rows(rows):
        node, branch = address_in(row, "node"), key(row, "branch")
        if node is not None and node in graph:
            held[node][branch if branch in BRANCH_SIGNS else None] += number(row, "held") or 0
    return [Holder(thing_of(graph, node), None, dict(counts)) for node, counts in held.items()]


def climb(graph: Graph, node: str) -> tuple[str | None, str | None]:
    """The ministry above a body and how it stands there; organisational ways come before supervision."""
    placement, seen = None, {node}
    while thing_of(graph, node).body_kind != MINISTRY:
        step = _step_up(graph, node, seen)
        if step is None:
            return None, placement
        node, kind = step
        seen.add(node)
        placement = "supervision" if "supervision" in (kind, placement) else kind
    return node, placement


def _step_up(graph: Graph, node: str, seen: set[str]) -> tuple[str, str] | None:
    ways = sorted(
        (FOLLOWED.index(found.kind), target)
        for target, found in links_from(graph, node)
        if found.kind in FOLLOWED and target not in seen
    )
    return (ways[0][1], FOLLOWED[ways[0][0]]) if ways else None


def _groups(ministries: list[Ministry], height: int) -> list[dict[str, Any]]:
    shown = [ministry for ministry in ministries if ministry.total]
    shown.sort(key=lambda ministry: -ministry.total)
    places = tile([ministry.total for ministry in shown], Tile(0, 0, WIDTH, height))
    return [_group(ministry, place) for ministry, place in zip(shown, places, strict=True)]


def _group(ministry: Ministry, place: Tile) -> dict[str, Any]:
    holders = [holder for holder in ministry.holders if holder.total]
    inner = tile([holder.total for holder in holders], place.shrink(HEADING, BORDER))
    return {
        **_rounded(place),
        "label": f"{ministry.name} {ministry.total}" if place.width > ROOM_FOR_SHORT[0] else "",
        "title": f"{ministry.name}: {ministry.total}",
        "tiles": [
            _body_tile(holder, where.shrink(2, 2)) for holder, where in zip(holders, inner, strict=True)
        ],
    }


def _body_tile(holder: Holder, place: Tile) -> dict[str, Any]:
    return {
        **_rounded(place),
        "dashes": LINES[holder.placement].dashes if holder.placement in LINES else (),
        "label": _tile_label(holder.body, place),
        "count": f"{holder.total} รางวัล",
        "title": f"{holder.body.name}: {holder.told}",
        "room": BORDER + LINE * max(0, int((place.height - STRIPE - BORDER) // LINE)),
        "parts": _stripes(holder, place),
    }


def _tile_label(body: Thing, place: Tile) -> str:
    if place.width >= ROOM_FOR_NAME[0] and place.height >= ROOM_FOR_NAME[1]:
        return body.name
    short = place.width >= ROOM_FOR_SHORT[0] and place.height >= ROOM_FOR_SHORT[1]
    return (body.abbreviation or "") if short else ""


def _stripes(holder: Holder, place: Tile) -> list[Stripe]:
    height = min(STRIPE, place.height / 2)
    stripes: list[Stripe] = []
    x = place.x
    for branch, sign in BRANCH_SIGNS.items():
        count = holder.held.get(branch, 0)
        if count:
            width = place.width * count / holder.total
            label = f"{sign.name[0]} {count}" if width > 26 and height == STRIPE else ""
            y = round(place.y + place.height - height, 1)
            stripes.append(Stripe(round(x, 1), y, round(width, 1), round(height, 1), sign, label))
            x += width
    return stripes


def _rounded(place: Tile) -> dict[str, float]:
    return {name: round(value, 1) for name, value in place._asdict().items()}


def _table(ministries: list[Ministry]) -> Table:
    names = [sign.name for sign in BRANCH_SIGNS.values()]
    return Table(
        "จำนวนรางวัลในภาพ",
        ("กระทรวง", "หน่วยงาน", "สังกัดแบบ", *names, "รวม", "ที่อยู่"),
        [_row(ministry, holder) for ministry in ministries for holder in ministry.holders],
    )


def _row(ministry: Ministry, holder: Holder) -> list[Cell]:
    english = Part(holder.body.english, lang="en") if holder.body.english else None
    return [
        cell(ministry.name),
        cell(holder.body.name, english),
        cell(LINES[holder.placement].name if holder.placement in LINES else ""),
        *(cell(str(holder.held.get(branch, 0))) for branch in BRANCH_SIGNS),
        cell(str(holder.total)),
        cell(link(None, holder.body.address)),
    ]
