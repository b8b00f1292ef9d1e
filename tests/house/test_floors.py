"""Arrows run down: no package imports what stands above it or beside it, and there is no circle."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BELOW = {
    "ontology": set[str](),
    "queries": {"ontology"},
    "ingest": {"queries", "ontology"},
    "visualizations": {"queries", "ontology"},
    "graph_api": {"visualizations", "queries", "ontology"},
}
ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for package in BELOW for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts
)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_a_file_imports_only_from_its_own_floor_and_below(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.partition(".")[0] for name in imported(path)} & (BELOW.keys() | {"lertrat"})
    assert ours <= BELOW[package] | {package}


def test_no_two_files_import_each_other() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}
    arrows = {name: {other for other in imported(path) if other in names} for name, path in names.items()}
    ready: set[str] = set()
    while free := {name for name, needs in arrows.items() if name not in ready and needs <= ready}:
        ready |= free
    assert not arrows.keys() - ready, "these files stand in a circle"
