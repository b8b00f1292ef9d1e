"""Dates and years for people, in both eras; the calendar's arithmetic is ontology.thai's; pure."""

import datetime
from collections.abc import Callable

from graph_api.languages import Language
from ontology.namespaces import XSD
from ontology.thai import MONTH_NAMES_TH, to_buddhist_era, write_date

_MONTHS_EN = tuple("January February March April May June July August September October November December".split())  # fmt: skip


def write_day(written: str, language: Language) -> str:
    """`2023-09-07` as `7 กันยายน 2566 (ค.ศ. 2023)` or `7 September 2023 (B.E. 2566)`; raises ValueError."""
    day = datetime.date.fromisoformat(written)
    if language == "th":
        return f"{write_date(day)} (ค.ศ. {day.year})"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year} (B.E. {to_buddhist_era(day.year)})"


def write_month(written: str, language: Language) -> str:
    """`2018-12` as `ธันวาคม 2561 (ค.ศ. 2018)`; raises ValueError."""
    first = datetime.date.fromisoformat(f"{written}-01")
    if language == "th":
        return f"{MONTH_NAMES_TH[first.month - 1]} {to_buddhist_era(first.year)} (ค.ศ. {first.year})"
    return f"{_MONTHS_EN[first.month - 1]} {first.year} (B.E. {to_buddhist_era(first.year)})"


def write_year(written: str, language: Language) -> str:
    """`2018` as `พ.ศ. 2561 (ค.ศ. 2018)`; raises ValueError."""
    year = int(written)
    if language == "th":
        return f"พ.ศ. {to_buddhist_era(year)} (ค.ศ. {year})"
    return f"{year} (B.E. {to_buddhist_era(year)})"


WRITERS: dict[str, Callable[[str, Language], str]] = {
    XSD.date.value: write_day,
    XSD.gYearMonth.value: write_month,
    XSD.gYear.value: write_year,
}
