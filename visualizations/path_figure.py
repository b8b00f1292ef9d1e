"""The path between two things: a body, person, work or award at each end, and what joins them."""

from collections.abc import Mapping

from visualizations.analytics import NoPathError, Step, find_path
from visualizations.cells import Rows
from visualizations.layout import place_in_line
from visualizations.network import Graph, assemble, thing_of, whole_network
from visualizations.network_page import write_network_page
from visualizations.subject import UnknownThingError, read_subject

QUESTIONS = ("path-things", "path-links")


def write_path_figure(answers: Mapping[str, Rows], **ends: str) -> str:
    """The page of the shortest path from `from` to `to`; raises UnknownThingError for an end not held.

    Where nothing joins them, the page shows the two and says so.
    """
    graph = whole_network(answers["path-things"], answers["path-links"])
    start, end = (_find(graph, ends[name]) for name in ("from", "to"))
    try:
        steps = find_path(graph, start, end)
    except NoPathError:
        steps = [Step(thing_of(graph, start), ()), Step(thing_of(graph, end), ())]
    path = assemble((step.thing for step in steps), (link for step in steps for link in step.links))
    first, last = steps[0].thing, steps[-1].thing
    heading = {
        "title": f"เส้นทางจาก{first.name} ถึง{last.name}",
        "english": " to ".join(filter(None, (first.english, last.english))) or None,
        "notes": _notes(steps),
        "questions": QUESTIONS,
    }
    return write_network_page(
        path, place_in_line(list(path)), frozenset({start, end}), heading, name_links=True
    )


def _find(graph: Graph, given: str) -> str:
    found = read_subject(given)
    if found not in graph:
        raise UnknownThingError(given)
    return found


def _notes(steps: list[Step]) -> list[str]:
    if len(steps) > 1 and not any(step.links for step in steps):
        return ["ไม่พบเส้นทางในแหล่งข้อมูล: สองสิ่งนี้ยังไม่มีสิ่งใดเชื่อมถึงกันในกราฟนี้"]
    return [
        f"เส้นทางที่สั้นที่สุดมี {len(steps) - 1} ช่วง (ผ่านปีหรือเหตุการณ์ก็ต่อเมื่อไม่มีทางอื่น เพราะสิ่งเหล่านั้นเชื่อมทุกอย่างในปีเดียวกัน)"
    ]
