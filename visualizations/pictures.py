"""All pictures by name: what each asks, and the page that the answers become."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from queries.catalogue import find
from queries.engine import Term
from queries.query import UnboundParameterError, UnknownParameterError
from visualizations import body_figure, ministries_figure, path_figure, wins_figure
from visualizations.page import network_scripts, page_style, write_policy
from visualizations.subject import UnknownThingError, read_subject

__all__ = [
    "PICTURES",
    "Picture",
    "UnknownPictureError",
    "UnknownThingError",
    "draw",
    "policy",
    "questions",
    "render",
]


class UnknownPictureError(LookupError):
    """No picture has this name; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, what it shows and asks, and what each of its parameters (all needed) means."""

    name: str
    summary: str
    summary_th: str
    write: Callable[..., str] = field(repr=False)
    asks: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    scripted: bool = False


_ENDS = {
    "from": "where the path starts: a body's key, kind/key or an address",
    "to": "where the path ends: a body's key, kind/key or an address",
}
PICTURES: Mapping[str, Picture] = MappingProxyType(
    {
        picture.name: picture
        for picture in (
            Picture(
                "body",
                "The network of a body: its ministry, its bodies, awards, works and years",
                "เครือข่ายของหน่วยงาน: กระทรวง หน่วยงานในสังกัด รางวัล ผลงาน และปี",
                body_figure.write_body_figure,
                body_figure.QUESTIONS,
                {"body": "a body's key such as tisi, or its address"},
                scripted=True,
            ),
            Picture(
                "wins-by-year",
                "Awards held by edition and branch, beside the number announced",
                "รางวัลที่มีในระบบแยกตามปีและสาขา เทียบกับจำนวนที่ประกาศ",
                wins_figure.write_wins_figure,
                wins_figure.QUESTIONS,
            ),
            Picture(
                "ministries",
                "Ministries and their bodies, as large as the awards they hold",
                "กระทรวงและหน่วยงาน ขนาดตามจำนวนรางวัลที่มีในระบบ",
                ministries_figure.write_ministries_figure,
                ministries_figure.QUESTIONS,
            ),
            Picture(
                "path",
                "The shortest path between two bodies, people, works or awards",
                "เส้นทางที่สั้นที่สุดระหว่างหน่วยงาน บุคคล ผลงาน หรือรางวัลสองสิ่ง",
                path_figure.write_path_figure,
                path_figure.QUESTIONS,
                _ENDS,
                scripted=True,
            ),
        )
    }
)


def questions(name: str, **params: str) -> dict[str, str]:
    """The SPARQL texts that the picture `name` needs, by the names under which `render` wants the rows.

    Raises UnknownPictureError, UnknownThingError for a subject that cannot be one, UnknownParameterError and
    UnboundParameterError.
    """
    picture = _find(name, params)
    bound = {param: read_subject(value) for param, value in params.items()}
    return {asked: _ask(asked, bound) for asked in picture.asks}


def render(name: str, answers: Mapping[str, list[dict[str, Term]]], **params: str) -> str:
    """The picture as one HTML page, from the rows that answer `questions`; raises as these, and

    UnknownThingError where the graph does not hold the subject.
    """
    return _find(name, params).write(answers, **params)


def draw(name: str, rows: Callable[[str], list[dict[str, Term]]], **params: str) -> str:
    """The picture as one HTML page; `rows` answers a SELECT. Raises as `questions` and `render`.

    `draw("body", engine.rows, body="tisi")`, `draw("path", engine.rows, **{"from": "tisi", "to": "depa"})`
    """
    answers = {asked: rows(text) for asked, text in questions(name, **params).items()}
    return render(name, answers, **params)


def policy(name: str) -> str:
    """The Content-Security-Policy that the pages of a picture carry, for a server that sends one as a header.

    A page under a stricter header draws nothing: its scripts are known by their hashes only.
    """
    if name not in PICTURES:
        raise _unknown(name)
    return write_policy(network_scripts() if PICTURES[name].scripted else (), page_style())


def _unknown(name: str) -> UnknownPictureError:
    return UnknownPictureError(f"there is no picture {name[:80]!r}; there are {', '.join(PICTURES)}")


def _ask(asked: str, bound: Mapping[str, str]) -> str:
    query = find(asked)
    return query.bind(**{name: value for name, value in bound.items() if name in query.params})


def _find(name: str, params: Mapping[str, str]) -> Picture:
    picture = PICTURES.get(name)
    if picture is None:
        raise _unknown(name)
    known = ", ".join(picture.params) or "none"
    for param in sorted(params.keys() - picture.params.keys()):
        raise UnknownParameterError(
            f"the picture {name!r} has no parameter {param!r}; its parameters: {known}"
        )
    for param in sorted(picture.params.keys() - params.keys()):
        raise UnboundParameterError(f"the picture {name!r} needs {param!r}: {picture.params[param]}")
    return picture
