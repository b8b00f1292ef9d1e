"""The interface says everything in both languages, and has no word that it never says."""

import re
from pathlib import Path

import pytest

import graph_api
from graph_api.languages import LANGUAGES
from graph_api.words import WORDS_FILE, words_in
from ontology.iri import KINDS

FOLDER = Path(graph_api.__file__).parent
SPOKEN = "\n".join(
    path.read_text(encoding="utf-8") for kind in ("*.html", "*.py") for path in sorted(FOLDER.rglob(kind))
)
FOUND_BY_NAME = ("errors", "columns", "properties", "kinds")
SECTIONS = re.findall(r"(?m)^(\w+):", WORDS_FILE.read_text(encoding="utf-8"))


def paths() -> list[str]:
    """Every `section.name` of the file."""
    section, found = "", []
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        if start := re.match(r"(\w+):", line):
            section = start[1]
        elif name := re.match(r"  ([\w:-]+):(?: |$)", line):
            found.append(f"{section}.{name[1]}")
    return found


@pytest.mark.parametrize("path", paths())
def test_everything_is_said_in_both_languages(path: str) -> None:
    section, _, name = path.partition(".")
    assert all((words_in(language).get(section, name) or "").strip() for language in LANGUAGES)


@pytest.mark.parametrize("path", [path for path in paths() if path.partition(".")[0] not in FOUND_BY_NAME])
def test_no_word_is_left_unsaid(path: str) -> None:
    section, _, name = path.partition(".")
    by_folder = section == "questions" and (FOLDER.parent / "queries" / name).is_dir()
    assert f'"{path}"' in SPOKEN or by_folder


def test_every_kind_of_thing_has_its_name() -> None:
    assert all(words_in(language).get("kinds", kind) for language in LANGUAGES for kind in KINDS)


def test_no_two_sections_have_one_name() -> None:
    assert len(SECTIONS) == len(set(SECTIONS))
