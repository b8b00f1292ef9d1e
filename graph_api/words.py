"""The words of the interface in a reader's language, from words.yml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph_api.languages import Language

WORDS_FILE = Path(__file__).with_name("words.yml")


class Words:
    """`words("page.empty")` in one language; some may be missing from `get` and `column`."""

    def __init__(self, language: Language, words: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        self.language = language
        self._words = words

    def __call__(self, path: str, **values: object) -> str:
        """The words at `section.name`, with `{held}` and the like filled in; raises KeyError."""
        section, _, name = path.partition(".")
        return self._words[section][name][self.language].format(**values)

    def get(self, section: str, name: str) -> str | None:
        """The words of a section, or None."""
        found = self._words[section].get(name)
        return found[self.language] if found else None

    def column(self, variable: str) -> str:
        """The heading of a variable."""
        return self.get("columns", variable) or variable


@cache
def words_in(language: Language) -> Words:
    """All words in one language."""
    return Words(language, _read(WORDS_FILE))


def _read(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    sections: dict[str, dict[Any, dict[str, str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: {str(key): words for key, words in section.items()} for name, section in sections.items()}
