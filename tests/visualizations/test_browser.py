"""Pages in a real browser: the picture is drawn, no label runs, nothing is asked of another machine."""

import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from queries.engine import EmbeddedEngine
from tests.programs import BROWSER_FLAGS, BROWSERS, need
from visualizations.pictures import draw

pytestmark = pytest.mark.browser

FLAGS = (*BROWSER_FLAGS, "--proxy-bypass-list=<-loopback>")
PAYLOAD = (
    "</script><script>document.title='owned'</script><!--"
    "\"'><img src=x onerror=\"document.title='owned'\"><svg onload=\"document.title='owned'\">"
)

Open = Callable[[str], tuple[Any, list[str]]]
EngineOf = Callable[[Callable[[str], str]], EmbeddedEngine]
HOST = re.compile(r"(?:CONNECT |://)([^/:\s]+)")


class Listener:
    """A proxy that answers nobody and remembers the first line of every request."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    self.heard.append(connection.recv(2000).decode("latin-1").partition("\r\n")[0])
                except OSError:
                    continue

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for the next
        self._socket.close()
        self._thread.join(10)


@pytest.fixture
def open_page(tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file: what became of its DOM, and the hosts that the page asked for something.

    A browser asks its maker for things of its own: hosts that the page does not name are not the page's.
    """
    browser = need(*BROWSERS)
    listener = Listener()

    def run(page: str) -> tuple[Any, list[str]]:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        own = (f"--proxy-server=http://127.0.0.1:{listener.port}", f"--user-data-dir={tmp_path}/user")
        command = [browser, *FLAGS, *own, file.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=300, text=True)
        hosts = [host for line in listener.heard for host in HOST.findall(line)]
        return html.document_fromstring(done.stdout), [host for host in hosts if host in page]

    yield run
    listener.close()


def test_a_request_that_leaves_would_be_heard(open_page: Open) -> None:
    _, asked = open_page("<!doctype html><img src='https://page.example/x.png'>")
    assert "page.example" in asked


def test_a_network_is_drawn_and_asks_nothing_of_others(open_page: Open, engine: EmbeddedEngine) -> None:
    page, asked = open_page(draw("body", engine.rows, body="mind"))
    picture = page.get_element_by_id("picture")
    assert picture.get("data-drawn") == "yes"
    assert picture.find(".//canvas") is not None
    assert asked == []


def test_hostile_labels_do_not_run(open_page: Open, engine_of: EngineOf) -> None:
    def spell(text: str) -> str:
        return "https://page.example/x" if text.startswith("http") else text + PAYLOAD

    page, asked = open_page(draw("body", engine_of(spell).rows, body="mind"))
    assert page.findtext(".//title") != "owned"
    assert page.get_element_by_id("picture").get("data-drawn") == "yes"
    assert page.findall(".//img") == []
    assert asked == []
