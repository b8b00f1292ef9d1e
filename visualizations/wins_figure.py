"""Awards held by edition and branch as bars, each edition beside what sources say was announced."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from visualizations.cells import Rows, address, key, number, sorted_rows, text, years
from visualizations.drawing import BRANCH_SIGNS, Sign
from visualizations.page import Cell, Part, Table, cell, link, write_page
from visualizations.wording import year_name

QUESTIONS = ("wins-by-year", "wins-by-year-announced")
BAR_HEIGHT, FULL = 76, 100.0
NO_YEAR = "ไม่ระบุปี"


@dataclass(slots=True)
class Year:
    """One edition: awards held by branch, the totals that sources state, and who states them."""

    year_be: int | None
    year_ce: int | None
    address: str | None = None
    held: dict[str | None, int] = field(default_factory=dict)
    announced: set[int] = field(default_factory=set)
    told_by: list[Part] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.held.values())

    @property
    def told(self) -> str:
        """`มีในระบบ 13 จาก 238 ที่ประกาศ`; numbers of sources that disagree stand side by side."""
        if not self.announced:
            return f"มีในระบบ {self.total} (ไม่พบจำนวนที่ประกาศ)"
        return f"มีในระบบ {self.total} จาก {' หรือ '.join(map(str, sorted(self.announced)))} ที่ประกาศ"


@dataclass(frozen=True, slots=True)
class BarPart:
    """One branch in a bar; `x` and `width` in percent of the chart."""

    x: float
    width: float
    sign: Sign
    label: str
    title: str


def write_wins_figure(answers: Mapping[str, Rows]) -> str:
    """The page of the bars."""
    found = read_years(answers["wins-by-year"], answers["wins-by-year-announced"])
    held = {_known(branch) for year in found for branch in year.held}
    page = {
        "title": "รางวัลเลิศรัฐที่มีในระบบ แยกตามปีและสาขา",
        "english": "Awards held, by edition and branch, beside the number announced",
        "notes": [
            "ระบบยังมีเพียงส่วนหนึ่งของรางวัลที่ประกาศในแต่ละปี จึงยังเทียบปีต่อปีไม่ได้",
            f"แถบสีใช้มาตราส่วนเดียวกันทุกปี: เต็มแถบคือ {max((year.total for year in found), default=0)} รางวัล",
        ],
        "questions": QUESTIONS,
        "signs": [sign for branch, sign in BRANCH_SIGNS.items() if branch in held],
        "bars": draw_bars(found),
        "height": BAR_HEIGHT * len(found),
        "tables": [_table(found)],
    }
    return write_page("bars.html", page)


def read_years(held: Rows, announced: Rows) -> list[Year]:
    """The editions, newest first; awards without one come last."""
    found: dict[int | None, Year] = {}
    for row in sorted_rows(held):
        year_be, year_ce = years(row)
        year = found.setdefault(year_be, Year(year_be, year_ce, address(row, "edition")))
        count = number(row, "held") or 0
        if count:
            branch = key(row, "branch")
            year.held[branch] = year.held.get(branch, 0) + count
    _add_announced(found, announced)
    return sorted(found.values(), key=lambda year: -(year.year_be or 0))


def _add_announced(found: dict[int | None, Year], rows: Rows) -> None:
    for row in sorted_rows(rows):
        year, value = found.get(number(row, "year_be")), number(row, "value")
        if year is None or value is None:
            continue
        year.announced.add(value)
        page = address(row, "page")
        told_by = link(f"{text(row, 'publisher') or page or 'เอกสาร'}: {value}", page)
        if told_by and told_by not in year.told_by:
            year.told_by.append(told_by)


def draw_bars(found: list[Year]) -> list[dict[str, object]]:
    """A bar for each edition, all on one scale; `share` is held of announced in percent, if that is known."""
    most = max((year.total for year in found), default=0) or 1
    return [
        {
            "y": BAR_HEIGHT * place,
            "label": f"พ.ศ. {year.year_be}" if year.year_be else NO_YEAR,
            "title": year_name(year.year_be, year.year_ce) or NO_YEAR,
            "told": year.told,
            "parts": _parts(year, most),
            "share": _share(year),
        }
        for place, year in enumerate(found)
    ]


def _share(year: Year) -> float | None:
    return (
        round(min(FULL, FULL * year.total / max(year.announced)), 2)
        if max(year.announced, default=0)
        else None
    )


def _parts(year: Year, most: int) -> list[BarPart]:
    parts: list[BarPart] = []
    x = 0.0
    for branch, sign in BRANCH_SIGNS.items():
        count = sum(held for name, held in year.held.items() if _known(name) == branch)
        if count:
            width = round(FULL * count / most, 2)
            parts.append(
                BarPart(round(x, 2), width, sign, f"{sign.name[0]} {count}", f"{sign.name}: {count}")
            )
            x += width
    return parts


def _known(branch: str | None) -> str | None:
    return branch if branch in BRANCH_SIGNS else None


def _table(found: list[Year]) -> Table:
    names = [sign.name for sign in BRANCH_SIGNS.values()]
    columns = ("ปี", *names, "มีในระบบ", "ที่ประกาศ", "แหล่งข้อมูลของจำนวนที่ประกาศ", "ที่อยู่")
    return Table("จำนวนรางวัลในภาพ", columns, [_row(year) for year in found])


def _row(year: Year) -> list[Cell]:
    by_branch = [
        sum(held for name, held in year.held.items() if _known(name) == branch) for branch in BRANCH_SIGNS
    ]
    return [
        cell(year_name(year.year_be, year.year_ce) or NO_YEAR),
        *(cell(str(count)) for count in by_branch),
        cell(str(year.total)),
        cell(" หรือ ".join(map(str, sorted(year.announced))) or "ไม่พบ"),
        cell(*year.told_by),
        cell(link(None, year.address)),
    ]
