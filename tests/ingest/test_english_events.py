"""Ceremonies, counts and persons of English texts, on short texts of our own."""

import datetime

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.records import Document, Findings

HALL = "Royal Jubilee Ballroom, IMPACT Muang Thong Thani, Nonthaburi"


def read(text: str) -> Findings:
    return extract(Document(key="case", text=text, sha256="", language="en"), load_names())


@pytest.mark.parametrize(
    "told",
    [
        "The ceremony was held on 7 September 2023 at the {}.",
        "Deputy Prime Minister Mana Jaidee chaired the award ceremony on September 7, 2023 at {}.",
        "Mr. Anan Suksom, Director, collected the plaque on Thursday (7 Sep) at the {}, on behalf of all.",
    ],
)
def test_a_ceremony_has_its_day_and_place(told: str) -> None:
    text = "The Department of Health won the 2023 Public Sector Excellence Award in Open Governance. "
    (ceremony,) = read(text + told.format(HALL)).ceremonies
    assert (ceremony.edition_year_be, ceremony.date) == (2566, datetime.date(2023, 9, 7))
    assert ceremony.venue == HALL


@pytest.mark.parametrize(
    "told",
    [
        "The plaques were handed over on 7 September 2023 at {}.",
        "The awards were presented on Thursday at {}.",
        "More than 200 people attended the event on Thursday at {}.",
    ],
)
def test_a_hand_over_is_a_ceremony_without_the_word(told: str) -> None:
    text = "NAN, 10 September 2023 – Nan Province won the 2023 PSEA in Open Governance. "
    (ceremony,) = read(text + told.format(HALL)).ceremonies
    assert (ceremony.date, ceremony.venue) == (datetime.date(2023, 9, 7), HALL)


def test_a_day_behind_the_name_of_the_award_is_that_of_its_ceremony() -> None:
    text = "The Rice Department collected two prizes at the State Excellence Awards on 13 September 2019."
    (ceremony,) = read(text).ceremonies
    assert (ceremony.edition_year_be, ceremony.date) == (2562, datetime.date(2019, 9, 13))


def test_who_presides_and_who_hands_over_belong_to_the_ceremony() -> None:
    (ceremony,) = read(
        "Mr. Anan Suksom received the 2022 Lertrat Award from Mr. Chai Deesom on 12 September 2022. "
        "Dr. Mana Odton presided over the event."
    ).ceremonies
    assert (ceremony.presider, ceremony.presenter) == ("Mana Odton", "Chai Deesom")


@pytest.mark.parametrize(
    "text",
    [
        "On 12 May 2024 the office held a workshop for applicants to the Public Sector Excellence Awards.",
        "Mr. Anan Suksom chaired the final of the in-house Lertrat contest on 12 May 2024 at IMPACT Forum.",
        "Mr. Somkiat Lertrat received the Citizen Award on 12 May 2024 at IMPACT Forum.",
    ],
)
def test_other_events_are_no_ceremony(text: str) -> None:
    assert read(text).ceremonies == ()


@pytest.mark.parametrize(
    ("told", "what", "scope", "value"),
    [
        ("The Rice Department won two Public Sector Excellence Awards.", "recipient_total", "recipient", 2),
        ("It has collected three 2023 Lertrat Awards.", "recipient_total", "recipient", 3),
        ("For the PSEA 2022, 1,204 works were entered.", "entries", "edition", 1204),
        ("The OPDC reviewed over 900 applications for the PSEA 2022.", "entries", "edition", 900),
        ("At the PSEA 2022, 240 awards were given.", "awards", "edition", 240),
        ("It is one of six provinces to win the Lertrat Award in Open Governance.", "winners", "type", 6),
        ("The Rice Department has entered four projects for the Lertrat Award.", "entries", "recipient", 4),
        ("It came home with three Public Sector Excellence Awards.", "recipient_total", "recipient", 3),
        ("The PSEA is near: it will compete again in 2025 with six works.", "entries", "recipient", 6),
        ("For the PSEA, five other agencies in Nan were also honoured.", "winners", "edition", 5),
        ("At the PSEA, more than 300 guests attended the ceremony.", "attendees", "edition", 300),
    ],
)
def test_a_number_is_told_of_what_it_counts(told: str, what: str, scope: str, value: int) -> None:
    (count,) = read(told).counts
    assert (count.what, count.scope.split(":")[0], count.value) == (what, scope, value)


def test_a_total_is_split_by_branch() -> None:
    text = (
        "At the PSEA, 60 awards were given, 40 of them in public service and 20 in participatory governance."
    )
    told = [(count.scope, count.value) for count in read(text).counts]
    assert told == [("edition", 60), ("branch:บริการภาครัฐ", 40), ("branch:การบริหารราชการแบบมีส่วนร่วม", 20)]


def test_the_awards_of_another_scheme_are_not_counted() -> None:
    assert read("The PSEA went to others; MEA won four SOE Awards in Bangkok.").counts == ()


@pytest.mark.parametrize(
    ("told", "name", "role"),
    [
        ("Dr. Anan Suksom, M.D., Hospital Director, received the award.", "Anan Suksom", "Hospital Director"),
        (
            "Mr. Chai Deesom, director of the institute, received it.",
            "Chai Deesom",
            "director of the institute",
        ),
        ("Director-General Anan Suksom received the award.", "Anan Suksom", "Director-General"),
        ("PEA Governor Mana Jaidee accepted the award.", "Mana Jaidee", "PEA Governor"),
        ("Its President, Somchai Isara Na Ayudhya, received it.", "Somchai Isara Na Ayudhya", "President"),
    ],
)
def test_an_office_is_told_in_many_ways(told: str, name: str, role: str) -> None:
    text = f"The agency won the Public Sector Excellence Award 2023. {told}"
    assert [(p.name, p.role, p.action) for p in read(text).persons] == [(name, role, "received")]


@pytest.mark.parametrize(
    ("told", "deeds"),
    [
        (
            "The award was accepted on behalf of the agency by Ms. Malee Suksom, Deputy Director.",
            {("Malee Suksom", "received")},
        ),
        (
            "The ceremony was held online, with Deputy Prime Minister Mana Odton as chairman.",
            {("Mana Odton", "presided")},
        ),
        (
            "Asst. Prof. Dr. Anan Suksom, Director of Nan Hospital, together with Ms. Malee Jaidee, nurse, "
            'accepted the award. "We walk," said Dr. Anan.',
            {("Anan Suksom", "received"), ("Malee Jaidee", "received"), ("Anan Suksom", "spoke")},
        ),
        (
            "Vice Governor Anan Suksom collected the plaque from Deputy Prime Minister Mana Odton. "
            '"Our hills are steep," he said.',
            {("Anan Suksom", "received"), ("Anan Suksom", "spoke"), ("Mana Odton", "presented")},
        ),
        (
            "NIA Secretary General Anan Suksom received the award. “They feel it,” Mr. Anan said.",
            {("Anan Suksom", "received"), ("Anan Suksom", "spoke")},
        ),
        ('"Start small," said lecturer Dr Malee Suksom.', {("Malee Suksom", "spoke")}),
    ],
)
def test_everybody_does_what_is_told(told: str, deeds: set[tuple[str, str]]) -> None:
    persons = read(
        f"Nan Hospital won the 2022 Public Sector Excellence Award in Open Governance. {told}"
    ).persons
    assert {(person.name, person.action) for person in persons} == deeds


def test_words_in_a_paragraph_that_names_nobody_are_nobody_s() -> None:
    persons = read(
        "Mr. Anan Suksom, Director, received the 2022 Lertrat Award.\n"
        'The province will go on. "We have the data," he said.'
    ).persons
    assert [person.action for person in persons] == ["received"]
