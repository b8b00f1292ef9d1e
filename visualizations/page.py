"""The offline page: one file that asks nothing of any other machine and lets no label run."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ontology.namespaces import BASE
from visualizations.lettering import clean

TEMPLATES = Path(__file__).parent / "templates"
# In JSON these only stand inside strings, where the escape means the same; in HTML they could end the block.
_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a cell; `href` only ever is an address of the web."""

    text: str
    href: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The content of a picture for those who do not see it; `anchor` begins the id of each row."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    anchor: str = ""


def cell(*parts: str | Part | None) -> Cell:
    """A cell of these lines; empty ones are left out."""
    return Cell(tuple(Part(part) if isinstance(part, str) else part for part in parts if part))


def link(text: str | None, address: str | None) -> Part | None:
    """`text` that leads to `address` where that is an http or https address; else the bare text."""
    shown = clean(text or address or "")
    return Part(shown, href=web_address(address)) if shown else None


def web_address(value: str | None) -> str | None:
    """`value` if it is an http or https address with a host and without hidden signs; else None."""
    if value is None or clean(value) != value or " " in value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def write_page(template: str, page: Mapping[str, Any], data: Any = None, scripts: Sequence[str] = ()) -> str:
    """The HTML of `templates/<template>`. `page` needs title, english, notes, tables and questions.

    `data` becomes a JSON block, `scripts` are inlined, and the policy names the hash of each.
    """
    style = page_style()
    return (
        _environment()
        .get_template(template)
        .render(
            page={"dataset": BASE, "noindex": False, **page},
            policy=write_policy(scripts, style),
            style=Markup(style),  # noqa: S704 - a file of ours
            data=Markup(write_json(data)),  # noqa: S704 - escaped by `write_json`
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - ours and vis-network's
        )
    )


def write_policy(scripts: Sequence[str], style: str) -> str:
    """The Content-Security-Policy of a page: its own scripts and style, by their hashes, and nothing else."""
    hashes = " ".join(map(_hash, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def write_json(data: Any) -> str:
    """`data` as JSON that no HTML parser can leave; the same data gives the same text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).translate(_ESCAPES)


def page_style() -> str:
    """The style of every page."""
    return _read("page.css")


@cache
def network_scripts() -> tuple[str, str]:
    """vis-network as pyvis ships it, and our own few lines."""
    library = files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text(encoding="utf-8")
    return library.replace("//# sourceMappingURL=", "// "), _read("network.js")  # the map is not here


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
