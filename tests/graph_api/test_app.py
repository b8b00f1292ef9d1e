"""The server as a whole: its headers, languages, errors, versions and how it starts."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import product
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from lxml import html
from pyoxigraph import Literal, Quad

from graph_api.errors import register_errors
from graph_api.server import ServerError, addresses, serve
from graph_api.settings import Settings
from ontology.iri import iri
from ontology.namespaces import ORG, RDF, SKOS
from queries.versions import Home
from tests.graph_api.server_process import PATIENCE, running_server

Serving = Callable[..., AbstractContextManager[httpx.Client]]
AddVersion = Callable[[Home, list[Quad]], str]

PAGES = ("/", "/page/body/tisi", "/search?q=สมอ", "/questions", "/sparql-form", "/page/ontology", "/nothing")
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def text_of(page: httpx.Response) -> str:
    return " ".join(html.document_fromstring(page.content).text_content().split())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_forbids_scripts_frames_and_other_sites(site: httpx.Client, path: str) -> None:
    headers = site.get(path, headers=BROWSER).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_from_elsewhere(site: httpx.Client, path: str) -> None:
    page = html.document_fromstring(site.get(path, headers=BROWSER).content)
    assert not page.xpath("//script | //iframe | //*[@style] | //style")
    assert all(
        address.startswith("/") for address in page.xpath("//img/@src | //link[@rel!='alternate']/@href")
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_landmarks_one_heading_and_labelled_fields(site: httpx.Client, path: str) -> None:
    page = html.document_fromstring(site.get(path, headers=BROWSER).content)
    assert [len(page.xpath(f"//{name}")) for name in ("main", "h1", "footer")] == [1, 1, 1]
    fields = page.xpath("//input[@type!='hidden'] | //input[not(@type)] | //select | //textarea")
    assert {field.get("id") for field in fields} <= set(page.xpath("//label/@for"))
    assert all(cell.get("scope") for cell in page.xpath("//th"))


@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [
        ("/", "", "th"),
        ("/", "de-DE,de;q=0.9", "th"),
        ("/", "en-GB,en;q=0.8,th;q=0.5", "en"),
        ("/", "th;q=0.2,en;q=0.9", "en"),
        ("/?l=th", "en", "th"),
        ("/?l=xx", "en", "en"),
        ("/?l=en", "th;q=broken", "en"),
    ],
)
def test_the_address_goes_before_the_browser_and_thai_before_all_others(
    site: httpx.Client, address: str, accepts: str, language: str
) -> None:
    page = site.get(address, headers={"accept-language": accepts})
    assert html.document_fromstring(page.content).get("lang") == language
    assert page.headers["content-language"] == language


def test_links_keep_the_language_that_the_address_asked_for(site: httpx.Client) -> None:
    page = html.document_fromstring(site.get("/page/body/tisi?l=en").content)
    links = page.xpath("//main//a[starts-with(@href, '/page/')]/@href")
    assert links
    assert all("l=en" in link for link in links)


def test_a_label_without_the_readers_language_says_which_it_is(site: httpx.Client) -> None:
    page = html.document_fromstring(site.get("/page/body/tisi?l=en").content)
    award = page.xpath("//a[starts-with(@href, '/page/award/')]")[0]
    assert award.xpath("bdi/@lang") == ["th"]
    assert award.getnext().text == "th"


def test_health_tells_the_version_and_its_size(site: httpx.Client, shipped_home: Home) -> None:
    manifest = shipped_home.current().manifest
    assert site.get("/health").json() == {"status": "ok", "version": manifest.name, "quads": manifest.quads}


def test_a_head_request_has_the_headers_and_no_body(site: httpx.Client) -> None:
    whole, head = site.get("/page/body/tisi"), site.head("/page/body/tisi")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_what_has_not_changed_is_not_sent_again(site: httpx.Client) -> None:
    tag = site.get("/page/body/tisi").headers["etag"]
    again = site.get("/page/body/tisi", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert site.get("/page/body/tisi?l=en", headers={"if-none-match": tag}).status_code == 200


def test_nobody_writes_here(site: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = site.request(method, "/page/body/tisi", content=b"x", headers=BROWSER)
        assert answer.status_code == 405
        assert "อ่านได้อย่างเดียว" in text_of(answer)


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/page/body/nobody", "/page/nokind/tisi", "/page/body/TISI", "/page/body/a%0d%0ab",
     "/page/graph/document/none", "/id/body/nobody", "/data/body/nobody.ttl", "/data/body/tisi.exe",
     "/picture/body/nobody", "/picture/nothing", "/questions/nothing", "/api/nothing", "/api/nothing.csv"],
)  # fmt: skip
def test_what_is_unknown_is_so_in_two_languages(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in text_of(answer)
    assert "the graph has nothing of that name" in text_of(answer)


def test_a_program_gets_its_errors_as_problems(site: httpx.Client) -> None:
    answer = site.get("/page/body/nobody", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    "name",
    ["..%2fapp.py", "..%2f..%2fpyproject.toml", "%2e%2e/app.py", "....//app.py", "%2fetc%2fpasswd",
     "..%5capp.py", "lertrat.css%00.py", "C:%5cwindows%5cwin.ini", "%5c%5chost%5cshare", ".", "%c0%ae%c0%ae"],
)  # fmt: skip
def test_no_spelling_of_a_path_leaves_the_web_folder(site: httpx.Client, name: str) -> None:
    answer = site.get(f"/static/{name}")
    assert answer.status_code == 404
    assert b"import" not in answer.content


def test_the_small_files_are_there(site: httpx.Client) -> None:
    assert site.get("/static/lertrat.css").headers["content-type"].startswith("text/css")
    assert site.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert "Disallow: /page/person/" in site.get("/robots.txt").text


@pytest.mark.parametrize(
    "path",
    ["/api/body?body=%00", "/api/body?body=javascript:alert(1)%20x", "/search?q=" + "x" * 300,
     "/api/coverage?edition=abc", "/page/body/tisi?l=%ff", "/data/ontology.zip",
     "/sparql-form?query=" + "%7B" * 500],
)  # fmt: skip
def test_no_error_tells_of_paths_or_traces(site: httpx.Client, path: str) -> None:
    for accept in ("text/html", "application/json"):
        answer = site.get(path, headers={"accept": accept})
        assert answer.status_code < 500
        assert not re.search(r"Traceback|File \"|/work|site-packages|\.py\b", answer.text)


def test_a_page_that_takes_too_long_says_so(shipped_home: Home, tmp_path: Path) -> None:
    with running_server(shipped_home.path, tmp_path / "errors", deadline=0.1) as server:
        for pid in server.children() - {min(server.children())}:  # the first one makes the others
            os.kill(pid, signal.SIGSTOP)
        answer = httpx.get(f"{server.address}/page/body/tisi", headers=BROWSER, timeout=PATIENCE)
    assert answer.status_code == 504
    assert "นานเกินไป" in text_of(answer)


def test_an_unforeseen_failure_has_a_reference_for_the_log_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    site = FastAPI()
    register_errors(site)

    @site.get("/fails")
    async def fail() -> None:
        raise RuntimeError("/secret/path")

    async def ask(accept: str) -> httpx.Response:
        transport = httpx.ASGITransport(site, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/fails", headers={"accept": accept})

    problem = asyncio.run(ask("application/json"))
    assert problem.status_code == 500
    assert problem.json()["reference"] in caplog.text
    page = asyncio.run(ask("text/html"))
    assert re.search(r"รหัสอ้างอิง [0-9a-f]{8}", text_of(page))
    assert "secret" not in problem.text + page.text


OURS = ("127.0.0.1", "Lertrat.example:80", "a.lertrat.example", "[::1]:8000")
NOT_OURS = (
    "evil.example",
    "lertrat.example.evil",
    "evil@lertrat.example",
    "lertrat.example/evil",
    "[::1",
    "x:y",
)


def test_only_allowed_hosts_are_answered(shipped_home: Home, serving: Serving) -> None:
    names = "127.0.0.1, lertrat.example, *.lertrat.example, ::1"
    with serving(shipped_home.path, allowed_hosts=names) as client:
        for host in OURS:
            assert client.get("/health", headers={"host": host}).status_code == 200
        for host, path in product(NOT_OURS, ("/health", "/sparql?query=ASK%7B%7D")):
            forged = client.get(path, headers={"host": host})
            assert (forged.status_code, forged.headers["content-type"]) == (400, "application/problem+json")
            assert "evil" not in forged.text


def test_search_finds_inside_words_and_by_abbreviation(site: httpx.Client) -> None:
    for words in ("มาตรฐานผลิตภัณฑ์", "สมอ", "TISI"):
        found = site.get("/search", params={"q": words}, headers={"accept": "application/json"}).json()
        assert "/page/body/tisi" in [hit["page"] for hit in found["results"]]
    assert 'href="/page/body/tisi"' in site.get("/search?q=สมอ", headers=BROWSER).text


def test_search_answers_as_json_by_its_address_too(site: httpx.Client) -> None:
    found = site.get("/search.json?q=สมอ", headers=BROWSER)
    assert found.headers["content-type"] == "application/json"
    assert found.json()["results"][0]["kind"] == "body"


def test_search_says_when_it_finds_nothing(site: httpx.Client) -> None:
    assert "ไม่พบสิ่งที่ตรงกับคำนี้" in text_of(site.get("/search?q=ฯฯqqzz"))


def test_the_form_answers_with_a_table_and_sends_other_formats_to_the_endpoint(site: httpx.Client) -> None:
    query = "SELECT ?x WHERE { VALUES ?x { 1946 } }"
    assert "1,946" in text_of(site.get("/sparql-form", params={"query": query}))
    sent = site.get("/sparql-form", params={"query": query, "format": "csv"})
    assert sent.status_code == 303
    assert site.get(sent.headers["location"]).text == "x\r\n1946\r\n"


def test_the_form_says_what_is_wrong_with_a_query(site: httpx.Client) -> None:
    page = html.document_fromstring(site.get("/sparql-form", params={"query": "SELECT ?x WHERE {"}).content)
    assert page.xpath("//*[@role='alert']")[0].text_content().startswith("line 1")
    assert page.xpath("//textarea")[0].text == "SELECT ?x WHERE {"


def test_a_form_refuses_what_the_endpoint_refuses(site: httpx.Client) -> None:
    answer = site.get(
        "/sparql-form", params={"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}
    )
    assert html.document_fromstring(answer.content).xpath("//*[@role='alert']")


def _body(name: str) -> list[Quad]:
    node = iri("body", "one")
    return [Quad(node, RDF.type, ORG.Organization), Quad(node, SKOS.prefLabel, Literal(name, language="th"))]


def wait_for(client: httpx.Client, version: str) -> None:
    for _ in range(1200):
        if client.get("/health").json()["version"] == version:
            return
        time.sleep(0.05)
    pytest.fail("the server never took up the new version")


def test_a_new_version_is_taken_up_whole_while_serving(
    tmp_path: Path, serving: Serving, add_version: AddVersion
) -> None:
    home = Home(tmp_path)
    add_version(home, _body("ก่อนหน้า"))
    with serving(home.path) as client:
        before = client.get("/page/body/one")
        assert "ก่อนหน้า" in before.text
        wait_for(client, add_version(home, _body("ภายหลัง")))
        page = client.get("/page/body/one", headers={"if-none-match": before.headers["etag"]})
        assert page.status_code == 200
        assert "ภายหลัง" in page.text
        assert client.get("/search.json?q=ภายหลัง").json()["results"][0]["key"] == "one"
        assert not client.get("/search.json?q=ก่อนหน้า").json()["results"]


def test_a_version_that_does_not_load_leaves_the_old_one_serving(
    tmp_path: Path, serving: Serving, add_version: AddVersion
) -> None:
    home = Home(tmp_path)
    good = add_version(home, _body("ก่อนหน้า"))
    broken = home.versions_folder / "20990101T000000Z-00000000"
    shutil.copytree(home.versions_folder / good, broken)
    (broken / "search.sqlite").unlink()
    with serving(home.path) as client:
        home.switch(broken.name)
        time.sleep(0.5)
        assert client.get("/health").json()["version"] == good
        assert "ก่อนหน้า" in client.get("/page/body/one").text
        assert client.get("/search.json?q=ก่อนหน้า").json()["results"]


def test_a_taken_port_is_one_clear_message(shipped_home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"in use.*--port {port + 1}"):
            serve(Settings(home=shipped_home.path, port=port), tell=lambda _: None)


def test_the_server_starts_says_where_it_is_and_ends_in_good_order(shipped_home: Home) -> None:
    program = (
        "import sys; from graph_api.server import serve; from graph_api.settings import Settings\n"
        "serve(Settings(home=sys.argv[1], port=0), tell=lambda line: print(line, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(shipped_home.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline().split()[-1]
    for _ in range(1200):
        with contextlib.suppress(httpx.ConnectError):
            assert httpx.get(f"{address}health", timeout=60).json()["status"] == "ok"
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


def test_a_home_without_a_graph_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="lertrat build"):
        serve(Settings.model_validate({"home": tmp_path, "port": 0}), tell=lambda _: None)


def test_the_server_says_where_to_look() -> None:
    told = "\n".join(addresses(Settings(port=8000), 8000))
    for address in ("8000/", "/page/body/tisi", "/sparql", "/picture/body/tisi", "lertrat ingest"):
        assert address in told
