"""One award followed through the house: from a text on the disk to the answer that a client gets."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import JSON, SPARQLWrapper

from ontology.namespaces import LR, PREFIXES

TEXT = (
    "กรมที่ดิน คว้ารางวัลเลิศรัฐ ปี 65\n"
    "เมื่อวันที่ ๑๒ กันยายน ๒๕๖๕ อธิบดีกรมที่ดิน เข้ารับรางวัลเลิศรัฐ ประจำปี ๒๕๖๕"
    " สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”\n"
    "ที่มา : https://example.org/news/1\n"
)
PROLOGUE = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items())
WINS = (Path(__file__).parent / "wins_with_source.rq").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the shipped facts and one text, started by the command as a person would."""
    folder = tmp_path_factory.mktemp("journey")
    (folder / "land.txt").write_text(TEXT, encoding="utf-8")
    environment = os.environ | {"LERTRAT_HOME": str(folder / "home")}
    subprocess.run(
        [sys.executable, "-m", "lertrat", "ingest", folder / "land.txt"], env=environment, check=True
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "lertrat", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> str:
    """The address, as soon as it answers."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health"):
                return address
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server ended before it answered")


def ask(address: str, text: str) -> list[dict[str, str]]:
    """The rows that an independent client gets."""
    client = SPARQLWrapper(f"{address}/sparql")
    client.setReturnFormat(JSON)
    client.setQuery(text)
    answer: Any = client.queryAndConvert()
    return [{name: cell["value"] for name, cell in row.items()} for row in answer["results"]["bindings"]]


def wins(address: str, body: str, year_be: int) -> list[dict[str, str]]:
    return ask(
        address,
        PROLOGUE + WINS.replace("BODY", f"id:body/{body}".replace("/", "\\/")).replace("YEAR", str(year_be)),
    )


def test_three_awards_of_2566_are_found_with_their_source(address: str) -> None:
    found = wins(address, "tisi", 2566)
    assert [(row["type"], row.get("category")) for row in found] == [
        ("PMQA 4.0", None),
        ("PMQA รายหมวด", "2"),
        ("PMQA รายหมวด", "6"),
    ]
    assert {row["source"] for row in found} == {"https://w3id.org/lertrat/id/source/seed-000"}


def test_the_thirteen_awards_of_a_ministry_are_found_by_recipient(address: str) -> None:
    counts = {body: len(wins(address, body, 2567)) for body in ("ops-msdhs", "dsdw", "dcy", "dwf")}
    assert counts == {"ops-msdhs": 8, "dsdw": 3, "dcy": 1, "dwf": 1}


def test_a_text_of_ones_own_is_answered_with_its_words(address: str) -> None:
    (award,) = wins(address, "dol", 2565)
    assert award["quote"] in TEXT
    assert "โฉนดถึงบ้าน" in award["quote"]
    assert award["address"] == "https://example.org/news/1"


def test_the_award_is_linked_data_that_another_library_reads(address: str) -> None:
    (award,) = wins(address, "dol", 2565)
    path = award["award"].removeprefix("https://w3id.org/lertrat")
    graph = Graph().parse(f"{address}{path}", format="turtle")  # rdflib asks for Turtle and follows the 303
    recipient = URIRef("https://w3id.org/lertrat/id/body/dol")
    assert (URIRef(award["award"]), URIRef(LR.recipient.value), recipient) in graph


def test_the_page_of_the_body_shows_the_award(address: str) -> None:
    with urllib.request.urlopen(f"{address}/page/body/dol?l=th") as page:
        assert "โฉนดถึงบ้าน" in page.read().decode()
