"""Each picture is one page: drawn from its answers, refused clearly, the same bytes each time."""

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from lxml import html

from ontology.iri import iri
from queries.engine import EmbeddedEngine, Term
from queries.query import UnboundParameterError, UnknownParameterError
from visualizations.pictures import (
    PICTURES,
    UnknownPictureError,
    UnknownThingError,
    draw,
    policy,
    questions,
    render,
)

EXAMPLES: Mapping[str, dict[str, str]] = {
    "body": {"body": "mind"},
    "wins-by-year": {},
    "ministries": {},
    "path": {"from": "person/somchai", "to": "diw"},
}


def parse(text: str) -> Any:
    return html.document_fromstring(text)


def text_of(page: str) -> str:
    return str(parse(page).text_content())


def tables_of(page: str) -> list[list[list[str]]]:
    """The cells of each table of a page, row by row."""
    return [
        [[cell.text_content() for cell in row.iterchildren("td")] for row in table.iter("tr")][1:]
        for table in parse(page).iter("table")
    ]


def test_there_is_an_example_of_every_picture() -> None:
    assert EXAMPLES.keys() == PICTURES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_picture_has_a_table_with_its_content(engine: EmbeddedEngine, name: str) -> None:
    tables = tables_of(draw(name, engine.rows, **EXAMPLES[name]))
    assert all(rows for rows in tables)
    assert tables


@pytest.mark.parametrize("name", EXAMPLES)
def test_rows_in_another_order_give_the_same_bytes(engine: EmbeddedEngine, name: str) -> None:
    def shuffled(text: str) -> list[dict[str, Term]]:
        rows = engine.rows(text)
        random.Random(7).shuffle(rows)  # noqa: S311 - no secret
        return rows

    assert draw(name, shuffled, **EXAMPLES[name]) == draw(name, engine.rows, **EXAMPLES[name])


@pytest.mark.parametrize("name", EXAMPLES)
def test_asking_first_and_drawing_later_gives_the_same_page(engine: EmbeddedEngine, name: str) -> None:
    answers = {asked: engine.rows(text) for asked, text in questions(name, **EXAMPLES[name]).items()}
    assert render(name, answers, **EXAMPLES[name]) == draw(name, engine.rows, **EXAMPLES[name])


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_has_a_title_a_source_and_one_language(engine: EmbeddedEngine, name: str) -> None:
    page = parse(draw(name, engine.rows, **EXAMPLES[name]))
    assert page.get("lang") == "th"
    assert page.findtext(".//h1/bdi")
    assert "ที่มา" in page.find(".//footer").text_content()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_server_can_send_the_policy_that_the_page_carries(engine: EmbeddedEngine, name: str) -> None:
    carried = "//meta[@http-equiv='Content-Security-Policy']/@content"
    assert parse(draw(name, engine.rows, **EXAMPLES[name])).xpath(carried) == [policy(name)]


def test_an_unknown_picture_is_refused_with_those_there_are(engine: EmbeddedEngine) -> None:
    with pytest.raises(UnknownPictureError, match="body, wins-by-year, ministries, path"):
        draw("pie", engine.rows)


@pytest.mark.parametrize("given", ["nobody", "NOT A KEY", "planet/mars", "", "> } UNION {", "tisi/"])
def test_an_unknown_body_is_refused(engine: EmbeddedEngine, given: str) -> None:
    with pytest.raises(UnknownThingError, match="nothing here is called"):
        draw("body", engine.rows, body=given)


def test_a_person_is_no_body(engine: EmbeddedEngine) -> None:
    with pytest.raises(UnknownThingError):
        draw("body", engine.rows, body="person/somchai")


def test_an_unknown_end_of_a_path_is_refused(engine: EmbeddedEngine) -> None:
    with pytest.raises(UnknownThingError, match="nobody"):
        draw("path", engine.rows, **{"from": "tisi", "to": "nobody"})


def test_a_missing_parameter_is_named(engine: EmbeddedEngine) -> None:
    with pytest.raises(UnboundParameterError, match="'to'"):
        draw("path", engine.rows, **{"from": "tisi"})


def test_an_extra_parameter_is_named(engine: EmbeddedEngine) -> None:
    with pytest.raises(UnknownParameterError, match="'colour'"):
        draw("ministries", engine.rows, colour="red")


@pytest.mark.parametrize("given", ["tisi", "body/tisi", iri("body", "tisi").value])
def test_a_body_is_given_by_key_by_kind_and_key_or_by_address(engine: EmbeddedEngine, given: str) -> None:
    assert draw("body", engine.rows, body=given) == draw("body", engine.rows, body="tisi")


def test_a_province_does_not_credit_its_ministry(engine: EmbeddedEngine) -> None:
    page = text_of(draw("body", engine.rows, body="mind"))
    assert "ของส่วนราชการในสังกัด 2 · ของหน่วยงานในกำกับ 1 · ของพื้นที่และส่วนภูมิภาค (ไม่นับเป็นของหน่วยงานนี้) 2" in page


def test_a_page_that_names_a_person_is_not_for_search_engines(engine: EmbeddedEngine) -> None:
    robots = "//meta[@name='robots']/@content"
    assert parse(draw("path", engine.rows, **EXAMPLES["path"])).xpath(robots) == ["noindex"]
    assert parse(draw("body", engine.rows, body="mind")).xpath(robots) == []


def test_in_the_overview_a_province_stands_apart(engine: EmbeddedEngine) -> None:
    (rows,) = tables_of(draw("ministries", engine.rows))
    ministries = {row[1]: row[0] for row in rows}
    assert ministries["สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม"] == "กระทรวงอุตสาหกรรม"
    assert "ไม่สังกัดกระทรวง" in ministries["จังหวัดระยอง"]


def test_held_stands_beside_announced_and_sources_that_disagree_side_by_side(engine: EmbeddedEngine) -> None:
    assert "มีในระบบ 3 จาก 238 หรือ 240 ที่ประกาศ" in text_of(draw("wins-by-year", engine.rows))


def test_an_award_without_a_year_is_counted_apart(engine: EmbeddedEngine) -> None:
    (rows,) = tables_of(draw("wins-by-year", engine.rows))
    assert [(row[0], row[5]) for row in rows] == [
        ("พ.ศ. 2567 (ค.ศ. 2024)", "3"),
        ("พ.ศ. 2566 (ค.ศ. 2023)", "1"),
        ("ไม่ระบุปี", "1"),
    ]


def test_where_nothing_joins_two_things_the_page_says_so(engine: EmbeddedEngine) -> None:
    rows = engine.rows

    def without_links(text: str) -> list[dict[str, Term]]:
        return [] if "?link" in text else rows(text)

    assert "ไม่พบเส้นทาง" in text_of(draw("path", without_links, **{"from": "tisi", "to": "diw"}))


def test_a_network_over_the_cap_says_what_it_leaves_out(engine: EmbeddedEngine) -> None:
    answers = {asked: engine.rows(text) for asked, text in questions("body", body="mind").items()}
    template = next(row for row in answers["body-network"] if "parent" in row)
    crowd = [template | {"node": iri("body", f"crowd-{number}")} for number in range(700)]
    page = render("body", answers | {"body-network": [*answers["body-network"], *crowd]}, body="mind")
    assert "ภาพนี้แสดง 600 สิ่งที่สำคัญที่สุดจากทั้งหมด 713" in text_of(page)
    assert len(tables_of(page)[0]) == 713


def test_questions_go_to_the_engine_as_they_are() -> None:
    asked: list[str] = []

    def listen(text: str) -> list[dict[str, Term]]:
        asked.append(text)
        return []

    with pytest.raises(UnknownThingError):
        draw("body", listen, body="tisi")
    assert asked == list(questions("body", body="tisi").values())


def test_many_awards_are_drawn_without_lines_to_their_years(engine: EmbeddedEngine) -> None:
    answers = {asked: engine.rows(text) for asked, text in questions("body", body="mind").items()}
    template = next(row for row in answers["body-network-awards"] if "edition" in row)
    crowd = [template | {"award": iri("award", f"crowd-{number}")} for number in range(60)]
    many = render("body", answers | {"body-network-awards": crowd}, body="mind")
    few = render("body", answers | {"body-network-awards": crowd[:6]}, body="mind")
    assert ("ellipse" in drawn_shapes(many), "ellipse" in drawn_shapes(few)) == (False, True)
    assert "ภาพจึงไม่ลากเส้นไปยังปี" in text_of(many)


def drawn_shapes(page: str) -> set[str]:
    (block,) = parse(page).xpath("//script[@type='application/json']")
    return {node["shape"] for node in json.loads(block.text)["nodes"]}


def test_each_branch_has_a_shape_of_its_own(engine: EmbeddedEngine) -> None:
    assert {"square", "triangle", "diamond", "dot"} <= drawn_shapes(draw("body", engine.rows, body="mind"))


def test_each_kind_of_placement_has_a_line_of_its_own(engine: EmbeddedEngine) -> None:
    (block,) = parse(draw("body", engine.rows, body="mind")).xpath("//script[@type='application/json']")
    edges = [edge for edge in json.loads(block.text)["edges"] if edge["to"] == iri("body", "mind").value]
    assert len({str(edge["dashes"]) for edge in edges}) == 3
