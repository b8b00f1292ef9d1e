"""Every kind of thing has its page, and the page says what the sources say, no more."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from lxml import html
from lxml.html import HtmlElement
from pyoxigraph import Literal, Quad

from graph_api.languages import LANGUAGES
from graph_api.panels import PANELS, panels_of
from graph_api.words import words_in
from ontology.iri import KINDS, Identity, graph_iri, identify, iri
from ontology.namespaces import LR, SKOS
from queries.catalogue import catalogue
from queries.engine import EmbeddedEngine
from queries.versions import Home


def read(site: httpx.Client, path: str) -> HtmlElement:
    answer = site.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200, path
    return html.document_fromstring(answer.content)


def panel(page: HtmlElement, name: str) -> HtmlElement:
    return page.xpath(f"//section[h2[@id='{name}']]")[0]


def rows(page: HtmlElement, name: str) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        for row in panel(page, name).xpath(".//tbody/tr")
    ]


@pytest.fixture(scope="module")
def things(engine: EmbeddedEngine) -> dict[str, Identity]:
    """One thing of every kind that the dataset has."""
    found = (
        identify(row["thing"].value)
        for row in engine.rows("SELECT DISTINCT ?thing { ?thing ?p ?o } ORDER BY ?thing")
    )
    return {identity.kind: identity for identity in found if identity}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_thing_has_a_page(
    site: httpx.Client, things: dict[str, Identity], kind: str, language: str
) -> None:
    page = read(site, f"/page/{kind}/{things[kind].key}?l={language}")
    assert page.xpath("//h1")[0].text_content().strip()
    assert page.xpath("//section")
    assert page.xpath("string(//p[@class='kind'])") == words_in(language)(f"kinds.{kind}")  # type: ignore[arg-type]


def _links(page: HtmlElement) -> Iterator[str]:
    yield from (str(link) for link in page.xpath("//a/@href") if link.startswith("/"))


def test_no_link_of_a_page_leads_nowhere(site: httpx.Client) -> None:
    starts = ("/", "/page/body/tisi", "/page/award/2566-tisi-1", "/page/source/seed-000", "/questions")
    links = {link.partition("#")[0] for start in starts for link in _links(read(site, start))}
    assert len(links) > 50
    assert [link for link in sorted(links) if site.get(link).status_code not in (200, 303)] == []


def test_every_question_of_the_pages_is_on_a_page() -> None:
    shown = {panel.question for panels in PANELS.values() for panel in panels}
    shown |= {panel.question for panel in panels_of("any other kind")}
    others = {"home-", "thing-", "graph-", "ontology-", "coverage-total", "form-start"}
    asked = {question.name for question in catalogue().values() if question.folder == "pages"}
    assert {name for name in asked - shown if not name.startswith(tuple(others))} == set()
    assert shown <= asked


def test_a_body_has_its_names_codes_and_each_kind_of_placement(site: httpx.Client) -> None:
    page = read(site, "/page/body/tisi?l=th")
    facts = panel(page, "body-facts").text_content()
    for said in (
        "สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม",
        "Thai Industrial Standards Institute",
        "สมอ.",
        "TISI",
        "22007",
    ):
        assert said in facts
    assert rows(page, "body-placements")[0][:3] == ["สังกัดราชการ", "กระทรวงอุตสาหกรรม", "กระทรวงอุตสาหกรรม"]
    assert "พ.ศ. 2512 (ค.ศ.\u00a01969)" in facts


def test_a_body_has_its_awards_and_says_how_far_they_reach(site: httpx.Client) -> None:
    page = read(site, "/page/body/tisi?l=th")
    awards = rows(page, "body-awards")
    assert len(awards) == 3
    assert {row[1] for row in awards} == {"คุณภาพการบริหารจัดการภาครัฐ"}
    assert "/ ประกาศราว" in panel(page, "body-awards").xpath("string(p[@class='reach'])")


def test_a_body_tells_renames_before_and_after(site: httpx.Client, engine: EmbeddedEngine) -> None:
    pairs = engine.rows(
        "PREFIX org: <http://www.w3.org/ns/org#> SELECT ?before ?after"
        " { ?change org:originalOrganization ?before ; org:resultingOrganization ?after } LIMIT 1"
    )
    before, after = (identify(pairs[0][side].value) for side in ("before", "after"))
    assert before
    assert after
    for body in (before, after):
        links = panel(read(site, f"/page/body/{body.key}"), "body-changes").xpath(".//a/@href")
        assert {f"/page/body/{before.key}", f"/page/body/{after.key}"} <= set(links)


def test_a_body_leads_to_its_picture_and_its_data(site: httpx.Client) -> None:
    links = set(read(site, "/page/body/tisi").xpath("//a/@href"))
    assert {"/picture/body/tisi", "/data/body/tisi.ttl", "/data/body/tisi.jsonld"} <= links


def test_an_award_shows_the_exact_words_their_place_and_who_accepted_them(
    site: httpx.Client, engine: EmbeddedEngine
) -> None:
    page = read(site, "/page/award/2566-tisi-1")
    row = engine.rows(
        catalogue()["thing-evidence"].bind(thing=catalogue()["thing-evidence"].example["thing"])
    )[0]
    shown = panel(page, "thing-evidence")
    assert shown.xpath("string(.//blockquote)").strip() == row["exact"].value
    assert shown.xpath(f".//a[@href='{row['page'].value}'][contains(@rel, 'noopener')]")
    assert shown.xpath(".//a[@href='/page/source/seed-000']")
    assert "บรรณาธิการเลิศรัฐ" in shown.text_content()


def test_an_award_tells_the_ceremony_of_its_edition(site: httpx.Client) -> None:
    page = read(site, "/page/award/2566-tisi-1")
    assert panel(page, "award-ceremony").xpath(".//a/@href")[0] == "/page/event/2566-ceremony"
    assert "7 กันยายน 2566" in panel(page, "award-ceremony").text_content()


def test_an_edition_sets_what_is_held_beside_what_was_announced(
    site: httpx.Client, engine: EmbeddedEngine
) -> None:
    found = engine.rows(catalogue()["edition-coverage"].bind(edition="2566"))
    page = read(site, "/page/edition/2566?l=th")
    line = " ".join(page.xpath("string(//p[@class='coverage'])").split())
    assert line == f"{found[0]['held'].value} พบในระบบ / {found[0]['announced'].value} ประกาศ"
    assert panel(page, "edition-coverage").xpath(".//li/a[starts-with(@href, '/page/source/')]")


def test_an_edition_of_unknown_size_says_not_found_and_never_never(site: httpx.Client) -> None:
    page = read(site, "/page/edition/2560?l=en")
    assert "not found in the sources" in page.xpath("string(//p[@class='coverage'])")
    assert "never" not in page.text_content().lower()


def test_sources_that_disagree_stand_side_by_side_with_the_settled_one_first(site: httpx.Client) -> None:
    claims = rows(read(site, "/page/event/2566-ceremony?l=en"), "thing-claims")
    times = [row for row in claims if row[0] == "start time"]
    assert [row[1] for row in times] == ["13:00 shown first", "14:00 differs", "14:20 differs"]
    assert all(row[2] for row in times)


def test_the_presider_is_not_the_presenter(site: httpx.Client) -> None:
    people = rows(read(site, "/page/event/2566-ceremony?l=en"), "event-people")
    parts = {row[0] for row in people}
    assert {"Presided", "Presented", "Received"} <= parts
    assert len([row for row in people if row[0] == "Presided"]) == 1


def test_dates_are_told_in_both_eras(site: httpx.Client) -> None:
    time = read(site, "/page/event/2566-ceremony?l=en").xpath("//time[@datetime='2023-09-07']")[0]
    assert time.text_content() == "7 September 2023 (B.E.\u00a02566)"


def test_people_are_kept_out_of_search_engines(site: httpx.Client, things: dict[str, Identity]) -> None:
    for kind in ("person", "participation"):
        answer = site.get(f"/page/{kind}/{things[kind].key}")
        assert answer.headers["x-robots-tag"] == "noindex"
        assert html.document_fromstring(answer.content).xpath("//meta[@name='robots'][@content='noindex']")
    assert "x-robots-tag" not in site.get("/page/body/tisi").headers


def test_a_source_tells_its_claims_and_what_rests_on_it(site: httpx.Client) -> None:
    page = read(site, "/page/source/seed-000")
    assert panel(page, "source-uses").xpath(".//a[@href='/page/award/2566-tisi-1']")
    assert panel(page, "source-claims").xpath(".//a[@href='/page/award/2566-tisi-1']")
    assert panel(page, "source-facts").xpath(".//a[@href='/page/graph/document/seed-000']")


def test_the_name_of_a_term_leads_to_its_place_in_the_vocabulary(site: httpx.Client) -> None:
    page = read(site, "/page/ontology")
    link = page.xpath("//tr[@id='recipient']//a/@href")[0]
    assert link == "/page/ontology#recipient"


def test_a_list_that_is_cut_says_so(site: httpx.Client) -> None:
    note = "Only the first 200 statements are shown"
    assert (
        note in panel(read(site, "/page/placement-kind/organisational?l=en"), "thing-mentions").text_content()
    )
    assert note not in read(site, "/page/placement/tisi-1?l=en").text_content()


def test_the_home_page_tells_every_edition_and_ministry(site: httpx.Client, engine: EmbeddedEngine) -> None:
    links = set(read(site, "/").xpath("//main//a/@href"))
    for question, name in (("home-editions", "edition"), ("home-ministries", "ministry")):
        for row in engine.rows(catalogue()[question].bind()):
            identity = identify(row[name].value)
            assert identity
            assert f"/page/{identity.kind}/{identity.key}" in links


def test_the_things_of_a_picture_lead_to_their_pages_here(site: httpx.Client) -> None:
    links = html.document_fromstring(site.get("/picture/body/tisi").content).xpath("//a/@href")
    ours = [link for link in links if "/id/" in link]
    assert "/id/award/2566-tisi-1" in ours
    assert all(link.startswith("/id/") for link in ours)


def test_a_finding_that_waits_has_a_page_that_says_so(
    tmp_path: Path,
    add_version: Callable[[Home, list[Quad]], str],
    serving: Callable[..., AbstractContextManager[httpx.Client]],
) -> None:
    home, finding = Home(tmp_path), iri("award", "proposed-1")
    label = Quad(finding, SKOS.prefLabel, Literal("รางวัลที่รอตรวจ", language="th"), graph_iri("proposed"))
    add_version(home, [label, Quad(finding, LR.doubt, Literal("ไม่รู้ปี"), graph_iri("proposed"))])
    with serving(home.path) as client:
        page = read(client, "/page/award/proposed-1?l=en")
        listed = read(client, "/page/graph/proposed")
    assert page.xpath("string(//h1)") == "รางวัลที่รอตรวจ"
    assert page.xpath("string(//section[1]/h2)").startswith("Not settled")
    assert "ไม่รู้ปี" in panel(page, "thing-proposed").text_content()
    assert listed.xpath("//tbody//a[@href='/page/award/proposed-1']")


def test_a_picture_has_the_policy_that_it_names_and_no_frames(site: httpx.Client) -> None:
    answer = site.get("/picture/body/tisi")
    assert answer.status_code == 200
    named = html.document_fromstring(answer.content).xpath(
        "//meta[@http-equiv='Content-Security-Policy']/@content"
    )
    assert answer.headers["content-security-policy"] == f"{named[0]}; frame-ancestors 'none'"
    assert "'unsafe" not in named[0]
