"""Who reads: the language of a request, and how its links keep it."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from graph_api.languages import LANGUAGES, Language, choose_language, other_language
from graph_api.words import Words, words_in


@dataclass(frozen=True, slots=True)
class Reader:
    """The language that a request gets; `asked` when its address says so, and links then keep it."""

    language: Language
    asked: bool
    path: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def words(self) -> Words:
        """The words of the interface."""
        return words_in(self.language)

    def link(self, href: str) -> str:
        """A link to a page of ours that keeps the language."""
        if not self.asked or not href.startswith("/"):
            return href
        path, mark, fragment = href.partition("#")
        return f"{path}{'&' if '?' in path else '?'}l={self.language}{mark}{fragment}"

    @property
    def other(self) -> Language:
        """The language that the switch offers."""
        return other_language(self.language)

    @property
    def switch(self) -> str:
        """This page in the other language."""
        kept = [(name, value) for name, value in self.parameters if name != "l"]
        return f"?{urlencode([*kept, ('l', self.other)])}"


def read_reader(request: Request) -> Reader:
    """The reader of a request: `?l=`, else Accept-Language, else Thai."""
    asked = request.query_params.get("l")
    return Reader(
        choose_language(asked, request.headers.get("accept-language")),
        asked in LANGUAGES,
        request.scope["path"],
        tuple(request.query_params.multi_items()),
    )


TheReader = Annotated[Reader, Depends(read_reader)]
