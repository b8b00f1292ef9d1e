"""English lists of winners are read the same in whatever order and layout they tell body, terms and work."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.records import Document

Told = list[tuple[Any, ...]]
Layout = Callable[[str, str], str]

HEADING = "The Ministry of Agriculture and Cooperatives won two Public Sector Excellence Awards in 2023"
OWN = "The Department of Fisheries received two Public Sector Excellence Awards in 2023"
FIRST = {
    "body": "the Rice Department",
    "branch": "Public Service branch",
    "type": "Service Innovation category",
    "level": "Outstanding level",
    "work": "“Leaf Doctor”",
}
SECOND = {
    "body": "the Department of Fisheries",
    "branch": "Participatory Governance branch",
    "type": "Effective Change category",
    "level": "Good level",
    "work": "“Net Council”",
}
TOLD: Told = [
    ("ricethailand", 2566, "นวัตกรรมการบริการ", "ดีเด่น", "Leaf Doctor"),
    ("dof", 2566, "สัมฤทธิผลประชาชนมีส่วนร่วม", "ดี", "Net Council"),
]
THIRD = ("ldd", 2566, "พัฒนาการบริการ", "ดี", "Soil Bus")
ORDERS = [
    "body branch type level work",
    "branch type level work body",
    "branch type level body work",
    "work body branch type level",
    "body work branch type level",
    "work branch type level body",
    "body type level work",
    "work body type level",
    "level type work body",
    "body work type level",
    "body work level type",
    "type level body work",
    "level type body work",
    "type body work level",
]
OWN_ORDERS = [
    "branch type level work",
    "work branch type level",
    "branch level type work",
    "level branch type work",
    "level type work",
    "work level type",
    "type work level",
]


def capital(words: str) -> str:
    return words[0].upper() + words[1:]


LAYOUTS: dict[str, Callable[[str, str, str], str]] = {
    "numbered lines": lambda head, one, two: f"{head}:\n1. {capital(one)}\n2. {capital(two)}",
    "dashes": lambda head, one, two: f"{head}, as follows:\n- {capital(one)}\n- {capital(two)}",
    "bullets with semicolons": lambda head, one, two: f"{head}:\n• {capital(one)};\n• {capital(two)}.",
    "numbers in a sentence": lambda head, one, two: f"{head}: (1) {one}; and (2) {two}.",
    "numbers without signs": lambda head, one, two: f"{head}, namely 1) {one} 2) {two}.",
    "a sentence": lambda head, one, two: f"{head}: {one}; {two}.",
}
SIGNS = {"commas": ", ", "dashes": " – ", "bars": " | "}


def read_awards(text: str) -> Told:
    awards = extract(Document(key="a", text=text, sha256="0" * 64, language="en"), load_names()).awards
    return [
        (award.recipient_id or award.recipient, award.edition_year_be, award.type, award.level, award.project)
        for award in awards
    ]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_points_may_tell_body_terms_and_work_in_any_order(layout: str, sign: str, order: str) -> None:
    one, two = (SIGNS[sign].join(award[slot] for slot in order.split()) for award in (FIRST, SECOND))
    assert read_awards(LAYOUTS[layout](HEADING, one, two)) == TOLD


@pytest.mark.parametrize("order", OWN_ORDERS)
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_so_may_the_points_of_one_body(layout: str, sign: str, order: str) -> None:
    one, two = (SIGNS[sign].join(award[slot] for slot in order.split()) for award in (FIRST, SECOND))
    assert read_awards(LAYOUTS[layout](OWN, one, two)) == [("dof", *award[1:]) for award in TOLD]


PHRASES = [
    "{level} level in {type} for {work}",
    "{level} in {type} for {work}",
    "the {level} level in {small} for {work}",
    "{level} level, {type}, with {work}",
    "one {level} award in {type} for {work}",
    "the {level} award for {work} in {type}",
    "the {type} award, {level} level, for {work}",
]
SHORT = [
    *PHRASES,
    "{work} in {type} ({level} level)",
    "{work} ({type}, {level})",
    "{work}, {level} level, {type}",
]
VALUES = (
    {"level": "Outstanding", "type": "Service Innovation", "work": "“Leaf Doctor”"},
    {"level": "Good", "type": "Effective Change", "work": "“Net Council”"},
    {"level": "Good", "type": "Service Development", "work": "“Soil Bus”"},
)
TELLINGS: dict[str, Callable[[str, str, str], str]] = {
    "verb told once": lambda one, two, three: (
        f"The Rice Department won {one}, the Department of Fisheries {two}, and the Land Development "
        f"Department {three} at the 2023 Public Sector Excellence Awards."
    ),
    "a verb each": lambda one, two, three: (
        f"At the 2023 Public Sector Excellence Awards the Rice Department won {one}, while the Department "
        f"of Fisheries received {two}. The Land Development Department took {three}."
    ),
}
LINES: dict[str, Callable[[str, str, str], str]] = {
    "lines": lambda one, two, three: (
        "Winners of the 2023 Public Sector Excellence Awards:\n"
        f"Rice Department: {one}\nDepartment of Fisheries: {two}\nLand Development Department: {three}"
    ),
    "bullets": lambda one, two, three: (
        "The following agencies won Public Sector Excellence Awards in 2023:\n"
        f"- Rice Department – {one}\n- Department of Fisheries – {two}\n"
        f"- Land Development Department – {three}"
    ),
}


def phrased(phrase: str) -> list[str]:
    return [phrase.format(small=value["type"].lower(), **value) for value in VALUES]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("telling", TELLINGS)
def test_each_body_of_a_sentence_has_its_own_award(telling: str, phrase: str) -> None:
    one, two, three = phrased(phrase)
    assert read_awards(TELLINGS[telling](one, two, three)) == [*TOLD, THIRD]


@pytest.mark.parametrize("phrase", SHORT)
@pytest.mark.parametrize("layout", LINES)
def test_a_body_at_the_head_of_its_line_has_what_the_line_tells(layout: str, phrase: str) -> None:
    one, two, three = phrased(phrase)
    assert read_awards(LINES[layout](one, two, three)) == [*TOLD, THIRD]


GROUPED = {
    "by branch": """Winners of the Public Sector Excellence Awards 2023

Public Service
- Rice Department, “Leaf Doctor”, Service Innovation, Outstanding

Participatory Governance
- Department of Fisheries, “Net Council”, Effective Change, Good

Public Service
- Land Development Department, “Soil Bus”, Service Development, Good
""",
    "by level": """Winners of the Public Sector Excellence Awards 2023

Outstanding level
1. Rice Department – “Leaf Doctor” – Service Innovation

Good level
1. Department of Fisheries – “Net Council” – Effective Change
2. Land Development Department – “Soil Bus” – Service Development
""",
    "by body": """The winners of the 2023 Public Sector Excellence Awards are:

Rice Department
- Service Innovation, Outstanding level: “Leaf Doctor”

Department of Fisheries
- Effective Change, Good level: “Net Council”

Land Development Department
- Service Development, Good level: “Soil Bus”
""",
}


@pytest.mark.parametrize("grouped", GROUPED)
def test_headings_of_groups_hold_for_their_points(grouped: str) -> None:
    assert read_awards(GROUPED[grouped]) == [*TOLD, THIRD]


def test_the_number_of_the_next_point_is_no_category() -> None:
    text = f"{OWN}: 1) “Leaf Doctor”, Outstanding level, Service Innovation category 2) PMQA (Category 3)."
    assert [(award[2], award[4]) for award in read_awards(text)] == [
        ("นวัตกรรมการบริการ", "Leaf Doctor"),
        ("PMQA รายหมวด", None),
    ]


TABLES = {
    "numbers": (
        "No. | Agency | Work | Type | Level",
        "1 | Rice Department | Leaf Doctor | Service Innovation | Outstanding",
        "2 | Department of Fisheries | Net Council | Effective Change | Good",
    ),
    "a work like a body": (
        "No. | Agency | Work | Type | Level",
        "1 | Rice Department | Leaf Doctor Centre | Service Innovation | Outstanding",
        "2 | Department of Fisheries | Net Watch Council | Effective Change | Good",
    ),
    "no numbers": (
        "Agency | Type | Level | Work",
        "Rice Department | Service Innovation | Outstanding | “Leaf Doctor”",
        "Department of Fisheries | Effective Change | Good | “Net Council”",
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_in_text_is_a_list(table: str) -> None:
    text = "Winners of the 2023 Public Sector Excellence Awards\n\n" + "\n".join(TABLES[table]) + "\n"
    awards = read_awards(text)
    assert [award[:4] for award in awards] == [award[:4] for award in TOLD]
    assert all(award[4] for award in awards)
