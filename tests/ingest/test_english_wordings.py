"""However an English sentence says that a body won, was chosen or applied, it tells the same award."""

from typing import Any

import pytest

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.records import Document

ONE = ("dof", 2566, "นวัตกรรมการบริการ", None, "ดีเด่น", "Net Watch", "won")
VERBS = [
    *("won", "has won", "received", "was awarded", "was presented with", "earned", "took home", "bagged"),
    *(
        "clinched",
        "has been honoured with",
        "was named a winner of",
        "has been named the winner of",
        "picked up",
    ),
    *(
        "was recognised with",
        "was rewarded with",
        "collected",
        "scooped",
        "landed",
        "captured",
        "was conferred",
    ),
    *("has been selected to receive", "accepted", "obtained", "achieved", "was granted", "walked away with"),
    *("is proud to announce that it has won", "carried off", "snatched", "was one of the recipients of"),
    *("came home from Bangkok with", "triumphed at", "was honoured at", "won recognition at", "had taken"),
]
AWARDS = [
    *("the 2023 Public Sector Excellence Award", "a Public Sector Excellence Award (PSEA) 2023"),
    *("the Lertrat Award 2023", "the 2023 PSEA", "one of the 2023 Public Sector Excellence Awards"),
    *("the Public Sector Excellence Award of B.E. 2566", "a Public Sector Excellence Award for 2023"),
]
TAILS = [
    ", Public Service category, Service Innovation type, Outstanding level, for its project “Net Watch”.",
    " in the Public Service branch, Service Innovation category, at the Outstanding level, for “Net Watch”.",
    ", Outstanding level, in the category of service innovation, Public Service branch, for “Net Watch”.",
    " for “Net Watch” (Public Service, Service Innovation, Outstanding).",
    " for “Net Watch” (Public Service, service innovation, Outstanding).",
    " for “Net Watch”, which was rated outstanding in the service innovation category.",
    ". Its work “Net Watch” won at the Outstanding level in the category of Service Innovation.",
    " with “Net Watch”, its entry for Service Innovation, at the Outstanding level.",
    " in service innovation at the Outstanding level. The award recognises “Net Watch”.",
]
OF_A_WORK = [
    *("“Net Watch” by {body} won", "“Net Watch”, a project of {body}, won", "“Net Watch” ({body}) won"),
    *("The project “Net Watch” from {body} took home", "“Net Watch”, developed by {body}, earned"),
]
GIVEN = [
    *("was won by", "went to", "was awarded to", "was presented to", "has been given to", "was conferred on"),
    *("was bestowed upon", "goes to", "was taken by", "was collected by", "fell to", "was picked up by"),
]
PASSIVE = [
    "The 2023 PSEA in Service Innovation, Outstanding level, {given} {body} for {work}.",
    "An Outstanding award in Service Innovation {given} {body} for {work} at the 2023 PSE Awards.",
    "In the 2023 PSE Awards, the Outstanding level in service innovation {given} {body} for {work}.",
]
GIVERS = [
    "The OPDC presented {body} with the 2023 PSEA in Service Innovation, Outstanding level, for {work}.",
    "The OPDC awarded the 2023 PSEA in Service Innovation, Outstanding level, to {body} for {work}.",
    "The OPDC gave {body} its 2023 PSEA in Service Innovation (Outstanding) for {work}.",
    "The OPDC has named {body} a winner of the 2023 PSEA in Service Innovation (Outstanding) for {work}.",
]


def read_awards(text: str) -> list[tuple[Any, ...]]:
    awards = extract(Document(key="a", text=text, sha256="0" * 64, language="en"), load_names()).awards
    return [
        (
            *(award.recipient_id or award.recipient, award.edition_year_be, award.type),
            *(award.pmqa_category, award.level, award.project, award.status),
        )
        for award in awards
    ]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("verb", VERBS)
def test_any_verb_of_winning_tells_the_award(verb: str, tail: str) -> None:
    assert read_awards(
        f"The Department of Fisheries {verb} the 2023 Public Sector Excellence Awards{tail}"
    ) == [ONE]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("award", AWARDS)
def test_so_does_any_name_of_it(award: str, tail: str) -> None:
    assert read_awards(f"The Department of Fisheries received {award}{tail}") == [ONE]


@pytest.mark.parametrize("work", OF_A_WORK)
@pytest.mark.parametrize("award", AWARDS)
def test_a_work_may_be_what_won(award: str, work: str) -> None:
    told = work.format(body="the Department of Fisheries")
    assert read_awards(f"{told} {award}, Outstanding level, in service innovation.") == [ONE]


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("passive", PASSIVE)
def test_an_award_may_be_told_before_its_winner(passive: str, given: str) -> None:
    text = passive.format(given=given, body="the Department of Fisheries", work="“Net Watch”")
    assert read_awards(text) == [ONE]


@pytest.mark.parametrize("given", GIVERS)
def test_who_gives_it_may_be_the_subject(given: str) -> None:
    assert read_awards(given.format(body="the Department of Fisheries", work="“Net Watch”")) == [ONE]


BODIES = {
    "the Faculty of Nursing, Mahidol University": "คณะพยาบาลศาสตร์ มหาวิทยาลัยมหิดล",
    "Mahidol University's Faculty of Nursing": "คณะพยาบาลศาสตร์ มหาวิทยาลัยมหิดล",
    "the Faculty of Nursing at Mahidol University": "คณะพยาบาลศาสตร์ มหาวิทยาลัยมหิดล",
    "the Faculty of Harbour Studies, Mahidol University": "Faculty of Harbour Studies, Mahidol University",
    "the Chiang Rai Provincial Public Health Office": "สำนักงานสาธารณสุขจังหวัดเชียงราย",
    "the Provincial Public Health Office of Chiang Rai": "สำนักงานสาธารณสุขจังหวัดเชียงราย",
    "Chiang Rai's Provincial Health Office": "สำนักงานสาธารณสุขจังหวัดเชียงราย",
    "Chiang Rai Province’s public health office": "สำนักงานสาธารณสุขจังหวัดเชียงราย",
    "the Public Health Office of Chiang Rai Province": "สำนักงานสาธารณสุขจังหวัดเชียงราย",
    "Chiang Rai Provincial Agricultural Office": "สำนักงานเกษตรจังหวัดเชียงราย",
    "Chiang Rai Province": "prov-chiang-rai",
    "Lamphun Hospital": "โรงพยาบาลลำพูน",
    "Ban Mai Community Hospital": "Ban Mai Community Hospital",
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "told",
    [
        "{Body} won the 2023 PSEA in Service Innovation, Outstanding level, for “Net Watch”.",
        "“Net Watch” by {body} won the 2023 PSEA in Service Innovation, Outstanding level.",
        "The 2023 PSEA in Service Innovation, Outstanding level, went to {body} for “Net Watch”.",
    ],
)
def test_units_win_under_their_own_names(told: str, body: str) -> None:
    text = told.format(body=body, Body=body[0].upper() + body[1:])
    assert read_awards(text) == [(BODIES[body], *ONE[1:])]


def test_a_hospital_of_a_faculty_wins_itself() -> None:
    (award,) = read_awards(
        "Srinagarind Hospital, Faculty of Medicine, Khon Kaen University, won the PSEA in Open Governance."
    )
    assert award[0] == "srinagarind"


def test_a_province_and_its_office_have_each_its_own() -> None:
    text = (
        "Nan Province and Lamphun Hospital were honoured at the 2023 Public Sector Excellence Awards.\n\n"
        "The vice governor collected the province's award for PMQA, Category 4.\n\n"
        "The province's health office won the Good level in Service Innovation for “Boat Clinic”."
    )
    told = [(award[0], award[3], award[5]) for award in read_awards(text)]
    assert ("prov-nan", 4, None) in told
    assert ("สำนักงานสาธารณสุขจังหวัดน่าน", None, "Boat Clinic") in told


@pytest.mark.parametrize(
    "text",
    [
        "Trat and Nan provinces won PSE Awards in 2023: Trat a Good in Open Governance for “Reef Eye”, Nan "
        "an Outstanding in Effective Change for “Clear Smoke”.",
        "Two provinces won PSE Awards in 2023 – Trat Province a Good in Open Governance for “Reef Eye” and "
        "Nan Province an Outstanding in Effective Change for “Clear Smoke”.",
    ],
)
def test_provinces_may_be_told_without_the_word(text: str) -> None:
    assert [(award[0], award[4], award[5]) for award in read_awards(text)] == [
        ("prov-trat", "ดี", "Reef Eye"),
        ("prov-nan", "ดีเด่น", "Clear Smoke"),
    ]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        (
            "The Rice Department won the PSEA in Service Innovation for its Paddy4All application.",
            "Paddy4All",
        ),
        (
            "At the PSEA, “Leaf Aid”, sent in by the Rice Department, was chosen in Service Innovation.",
            "Leaf Aid",
        ),
        ("Awarded in Service Innovation at the PSEA was “Leaf Aid” from the Rice Department.", "Leaf Aid"),
    ],
)
def test_a_work_is_found_in_many_places(text: str, work: str) -> None:
    assert [(award[0], award[2], award[5]) for award in read_awards(text)] == [
        ("ricethailand", "นวัตกรรมการบริการ", work)
    ]


FOUR = ("dof", 2566, "PMQA 4.0", None, "ก้าวหน้า", None, "won")
THIRD = ("dof", 2566, "PMQA รายหมวด", 3, None, None, "won")


@pytest.mark.parametrize(
    "told",
    [
        "{body} won the 2023 Public Sector Excellence Award for PMQA 4.0 at the Advance level.",
        "{body} won the Advance level of PMQA 4.0 at the 2023 Public Sector Excellence Awards.",
        "{body}’ Advance-level PMQA 4.0 award was its first at the 2023 Public Sector Excellence Awards.",
        "{body} reached the Advance level of PMQA 4.0 and won a 2023 Public Sector Excellence Award.",
        "{body} earned an Advance in PMQA 4.0 in the 2023 Public Sector Excellence Awards.",
        "The PMQA 4.0 award at the Advance level went to {body} at the 2023 PSE Awards.",
        "{body} won the 2023 Lertrat Award: PMQA 4.0, Advance.",
    ],
)
def test_pmqa_four_has_its_level(told: str) -> None:
    assert read_awards(told.format(body="The Department of Fisheries")) == [FOUR]


@pytest.mark.parametrize(
    "told",
    [
        "{body} won the 2023 Public Sector Excellence Award for PMQA Category 3.",
        "{body} received the Public Sector Excellence Award 2023, PMQA Category 3 (Customer Focus).",
        "The first is {body}’ award for PMQA Category 3 at the 2023 Public Sector Excellence Awards.",
        "The PMQA award for Category 3 was won by {body} at the 2023 Public Sector Excellence Awards.",
        "{body} won the 2023 Public Sector Excellence Award in PMQA, category three.",
        "{body} took the third category of PMQA at the 2023 Public Sector Excellence Awards.",
    ],
)
def test_a_category_may_be_told_in_words(told: str) -> None:
    assert read_awards(told.format(body="the Department of Fisheries")) == [THIRD]


STATUSES = {
    "finalist": [
        *(
            "has been named a finalist for",
            "was shortlisted for",
            "is among the finalists of",
            "is competing in",
        ),
        *(
            "made the shortlist of",
            "is in the final of",
            "passed the first round of",
            "has been nominated for",
        ),
    ],
    "applied": ["has applied for", "submitted an application for", "has entered", "is applying for"],
    "expected": ["will receive", "is set to receive", "will be presented with", "is expected to receive"],
}


@pytest.mark.parametrize(
    ("status", "verb"), [(status, verb) for status in STATUSES for verb in STATUSES[status]]
)
@pytest.mark.parametrize("tail", [" with its project “Net Watch”.", ". Its project is “Net Watch”."])
def test_what_is_not_won_yet_has_its_status(status: str, verb: str, tail: str) -> None:
    text = f"The Department of Fisheries {verb} the 2023 PSE Awards in Service Innovation{tail}"
    assert read_awards(text) == [("dof", 2566, "นวัตกรรมการบริการ", None, None, "Net Watch", status)]


BOTH = [
    ("dof", 2564, "นวัตกรรมการบริการ", None, "ดี", "Pond Map", "won"),
    ("dof", 2566, "พัฒนาการบริการ", None, "ดีเด่น", "Net Watch", "won"),
]
NOW = (
    "the 2023 Public Sector Excellence Award in Service Development at the Outstanding level for “Net Watch”"
)
THEN = "the Good level in Service Innovation for “Pond Map”"


@pytest.mark.parametrize(
    "text",
    [
        f"The Department of Fisheries won {NOW}. It had won {THEN} in 2021.",
        f"The Department of Fisheries won {NOW}. Two years earlier, in 2021, it had taken {THEN}.",
        f"The Department of Fisheries won {NOW}, following its 2021 award in Service Innovation, Good level, "
        "for “Pond Map”.",
        "Public Sector Excellence Awards won by the Department of Fisheries:\n"
        "2021: Service Innovation, Good level, “Pond Map”\n"
        "2023: Service Development, Outstanding level, “Net Watch”",
        "The Department of Fisheries received PSE Awards in B.E. 2564 for “Pond Map” (Service "
        "Innovation, Good) and in B.E. 2566 for “Net Watch” (Service Development, Outstanding).",
    ],
)
def test_each_edition_of_a_text_keeps_its_own(text: str) -> None:
    assert sorted(read_awards(text)) == BOTH


def test_last_year_is_the_one_before_that_of_the_text() -> None:
    text = (
        "The Department of Fisheries won the 2023 Public Sector Excellence Award in Service Innovation. "
        "Last year the department won the Advance level of PMQA 4.0."
    )
    assert [(award[1], award[2]) for award in read_awards(text)] == [
        (2566, "นวัตกรรมการบริการ"),
        (2565, "PMQA 4.0"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The PSE Awards are given every year to bodies such as the Department of Fisheries. There are three "
        "categories: Public Service, Participatory Governance and Public Sector Management Quality.",
        "The Department of Fisheries' award committee met on the PSE Awards in Service Innovation.",
        "The Department of Fisheries reached the Advance level in its PMQA 4.0 assessment. The Public Sector "
        "Excellence Awards were not entered.",
        "Officials of the Department of Fisheries learned how to win the PSEA: service innovation.",
    ],
)
def test_what_tells_of_the_scheme_alone_is_no_award(text: str) -> None:
    assert read_awards(text) == []
