"""A question names only what there is: terms of the ontology, and concepts and things of the graph."""

import re
from pathlib import Path

import pytest

import queries
from ontology.namespaces import ID, LR
from queries.engine import EmbeddedEngine

FOLDERS = (Path(queries.__file__).parent, Path(__file__).parent / "competency")
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.rq"))
PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]+):\s*<([^>]*)>", re.MULTILINE)
NAME = re.compile(r"(?<![\w<?:/])([a-z][\w-]*):([A-Za-z0-9][\w.-]*[\w-]|[A-Za-z0-9])")
ADDRESS = re.compile(rf"<({re.escape(ID)}[^>]+|{re.escape(LR)}[^>]+)>")


def named(text: str) -> set[str]:
    """The IRIs of ours that a query names, in full or by a prefix."""
    prefixes = dict(PREFIX.findall(text))
    body = re.sub(r"#(?![^<]*>).*|\"[^\"]*\"", "", PREFIX.sub("", text))
    short = {prefixes[prefix] + name for prefix, name in NAME.findall(body) if prefix in prefixes}
    return {iri for iri in short | set(ADDRESS.findall(body)) if iri.startswith((ID, LR))}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_question_names_only_what_there_is(path: Path, engine: EmbeddedEngine) -> None:
    missing = [
        iri for iri in sorted(named(path.read_text("utf-8"))) if not engine.ask(f"ASK {{ <{iri}> ?p ?o }}")
    ]
    assert missing == []


def test_the_names_of_a_question_are_found_by_prefix_and_in_full() -> None:
    text = f'PREFIX t: <{ID}type/>\nASK {{ ?s ?p t:pmqa-4-0 , <{ID}body/tisi> . ?s ?p "t:no" }} # t:nor'
    assert named(text) == {f"{ID}type/pmqa-4-0", f"{ID}body/tisi"}
