"""Each idea has one place: what the house forbids elsewhere is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, parse

from ontology.namespaces import LR, Namespace

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "queries", "ingest", "visualizations", "graph_api")
FILES = sorted(
    [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")] + [ROOT / "lertrat.py"]
)
QUESTIONS = sorted((ROOT / "queries").rglob("*.rq"))
TERMS = {
    quad.subject.value
    for quad in parse(path=ROOT / "ontology" / "lertrat.ttl")
    if isinstance(quad.subject, NamedNode)
}

every_file = pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])


def texts(path: Path) -> Iterator[str]:
    """The string constants of a file that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@every_file
def test_the_first_line_says_why_a_file_exists(path: Path) -> None:
    assert re.match(r'"""\S.{15,}', path.read_text(encoding="utf-8"))


@every_file
def test_a_file_has_at_most_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@every_file
def test_sparql_stands_in_rq_files_only(path: Path) -> None:
    found = [
        text
        for text in texts(path)
        if re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^.]*\{|\bPREFIX\s+\w*:\s*<", text)
    ]
    assert not found


@every_file
def test_an_iri_is_spelled_in_one_place(path: Path) -> None:
    if place(path) == "ontology/namespaces.py":
        return
    found = [text for text in texts(path) if re.search(r"https?://[\w-]+\.[\w.-]+", text)]
    assert not found


@every_file
def test_the_store_has_one_door(path: Path) -> None:
    if place(path) == "queries/engine.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "pyoxigraph"
        for alias in node.names
    }
    uses = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "pyoxigraph"
    }
    assert "Store" not in names | uses


@every_file
def test_the_environment_has_one_reader(path: Path) -> None:
    if place(path) in ("graph_api/settings.py", "queries/keeper.py"):  # the keeper hands it on
        return
    assert not re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))


@every_file
def test_buddhist_years_are_reckoned_in_one_place(path: Path) -> None:
    if place(path) == "ontology/thai.py":
        return
    assert not re.search(r"\b543\b", path.read_text(encoding="utf-8"))


@every_file
def test_every_term_of_ours_in_a_file_is_defined(path: Path) -> None:
    used = set(re.findall(r"\bLR\.([A-Za-z]\w*)", path.read_text(encoding="utf-8"))) - set(dir(Namespace))
    used |= set(re.findall(r"\bLR\.term\(\"(\w+)\"\)", path.read_text(encoding="utf-8")))
    assert {LR + name for name in used - {"term"}} <= TERMS


@pytest.mark.parametrize("path", QUESTIONS, ids=[str(p.relative_to(ROOT)) for p in QUESTIONS])
def test_every_term_of_ours_in_a_question_is_defined(path: Path) -> None:
    assert {LR + name for name in re.findall(r"\blr:(\w+)", path.read_text(encoding="utf-8"))} <= TERMS
