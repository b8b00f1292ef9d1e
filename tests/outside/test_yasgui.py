"""Yasgui in a browser, on a page of another site: the endpoint lets it in, and its table shows the rows."""

import functools
import json
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import html

from tests.outside.questions import SELECT, TEXTS
from tests.production import Production
from tests.programs import BROWSER_FLAGS, BROWSERS, install_from_npm, need, run

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "yasgui"
Open = Callable[..., Any]


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, and no word of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the class above
        """Say nothing."""


@pytest.fixture(scope="module")
def other_site(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a site with Yasgui: another port is another origin."""
    folder = install_from_npm(FOLDER, pytestconfig.cache)
    site = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


@pytest.fixture
def open_page(other_site: str, production: Production, tmp_path: Path) -> Open:
    """Opens the site's page with a query of the endpoint: what became of its DOM."""
    browser = need(*BROWSERS)

    def run_browser(method: str = "POST", query: str = SELECT) -> Any:
        asked = urlencode({"endpoint": production.sparql, "query": query, "method": method})
        done = run(browser, *BROWSER_FLAGS, f"--user-data-dir={tmp_path}", f"{other_site}/page.html?{asked}")
        return html.document_fromstring(done.stdout.decode())

    return run_browser


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui_on_another_site_shows_our_rows(open_page: Open, method: str) -> None:
    cells = {cell.text_content().strip() for cell in open_page(method).iterfind(".//td")}
    assert all(any(text in cell for cell in cells) for text in TEXTS)


def test_a_script_on_another_site_may_ask_and_see_the_tag(open_page: Open) -> None:
    told = json.loads(open_page().get_element_by_id("fetched").text_content())
    assert {row["name"]["value"] for row in told["posted"]["results"]["bindings"]} == TEXTS
    assert told["etag"].startswith(('"', "W/"))


def test_yasgui_shows_why_a_query_is_refused(open_page: Open) -> None:
    shown = open_page(query="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert "SERVICE is not allowed here" in shown.get_element_by_id("yasgui").text_content()
