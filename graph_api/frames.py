"""Where the pages of the documentation stand and lead: at a server's addresses, or in a folder of files."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote

from graph_api.cells import link_to
from graph_api.reader import Reader

START = "index"
"""The page that lists the others."""


class Place(NamedTuple):
    """A page, and where on it something stands."""

    page: str
    anchor: str = ""


class Link(NamedTuple):
    """An address that is safe to follow, or none; `outside` leads to another site."""

    href: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Frame(ABC):
    """What stands around the page `here`; `places` has all that is documented, by IRI."""

    template: ClassVar[str]
    places: Mapping[str, Place]
    here: str

    def to(self, iri: str) -> Link:
        """Where a thing is documented, else where it is told of elsewhere."""
        place = self.places.get(iri)
        if place is None:
            return self.elsewhere(iri)
        mark = f"#{quote(place.anchor, safe='')}" if place.anchor else ""
        return Link(mark if mark and place.page == self.here else self.page(place.page) + mark)

    @abstractmethod
    def elsewhere(self, iri: str) -> Link:
        """The address of what is not documented here."""

    @abstractmethod
    def page(self, name: str) -> str:
        """The address of a page."""

    @abstractmethod
    def file(self, name: str) -> str:
        """The address of the ontology's files and of its picture."""

    @abstractmethod
    def look(self, name: str) -> str:
        """The address of a stylesheet or of the site's sign."""

    @property
    def values(self) -> dict[str, Any]:
        """What the template of the frame needs beside it."""
        return {}


@dataclass(frozen=True, slots=True)
class Served(Frame):
    """A page of the site, in the frame of all its pages."""

    template: ClassVar[str] = "base.html"
    reader: Reader

    def elsewhere(self, iri: str) -> Link:
        """A page of the site, or another site."""
        href, outside = link_to(iri)
        return Link(href if outside else self.reader.link(href), outside)

    def page(self, name: str) -> str:
        """An address that keeps the reader's language."""
        return self.reader.link("/docs" if name == START else f"/docs/{name}")

    def file(self, name: str) -> str:
        """Beside the pages."""
        return f"/docs/{name}"

    def look(self, name: str) -> str:
        """With the files of the site."""
        return f"/static/{name}"

    @property
    def values(self) -> dict[str, Any]:
        """As for every page of the site."""
        reader = self.reader
        return {"words": reader.words, "language": reader.language, "reader": reader, "link": reader.link}


@dataclass(frozen=True, slots=True)
class Exported(Frame):
    """A file in a folder that is read without a server: all links are relative."""

    template: ClassVar[str] = "documentation/frame.html"

    def elsewhere(self, iri: str) -> Link:
        """Another site only: there are no pages of things beside this one."""
        href, outside = link_to(iri)
        return Link(href, outside) if outside else Link("")

    def page(self, name: str) -> str:
        """Relative to this page."""
        return self.file(f"{name}.html")

    def file(self, name: str) -> str:
        """Relative to this page."""
        return "../" * self.here.count("/") + name

    def look(self, name: str) -> str:
        """Beside the start page."""
        return self.file(name)
