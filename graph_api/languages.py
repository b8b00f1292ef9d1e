"""Which language a reader gets: what the address asks for, else what the browser prefers, else Thai; pure."""

from typing import Literal, get_args

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def choose_language(asked: str | None, accept_language: str | None) -> Language:
    """The language for `?l=` and an Accept-Language header; others are passed over."""
    wanted = [asked or "", *_preferred(accept_language or "")]
    return next((language for want in wanted for language in LANGUAGES if want == language), "th")


def other_language(language: Language) -> Language:
    """The language that the switch offers."""
    return "en" if language == "th" else "th"


def _preferred(header: str) -> list[str]:
    """The languages of an Accept-Language header without their regions, best first."""
    weighed = [_weigh(part) for part in header[:500].split(",")]
    return [tag for tag, quality in sorted(weighed, key=lambda found: -found[1]) if quality > 0]


def _weigh(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    written = parameter.partition("q=")[2].strip() or "1"
    try:
        return tag.strip().lower().partition("-")[0], float(written)
    except ValueError:
        return "", 0.0
