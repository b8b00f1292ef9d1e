"""Awards in English texts: short texts of our own with and without awards, and what a rule must not do."""

import json
import sys
import tarfile
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.extract.english.awards import find_english_awards
from ingest.extract.english.lines import join_lines
from ingest.extract.english.sentences import find_sentences
from ingest.extract.english.years import find_years
from ingest.extract.reading import read
from ingest.readers import read_bytes
from ingest.records import AwardRecord, Document

CASES = Path(__file__).parent / "english"
KEYS = ("recipient_id", "edition_year_be", "branch", "type", "pmqa_category", "level", "project", "status")


def document(text: str, language: str = "en") -> Document:
    return Document(key="case", text=text, sha256="", language=language)


def awards_of(text: str) -> tuple[AwardRecord, ...]:
    return extract(document(text), load_names()).awards


def told(award: AwardRecord) -> dict[str, Any]:
    """What an award tells, without what it leaves open."""
    return {key: value for key in KEYS if (value := getattr(award, key)) is not None and value != "won"}


def cases(name: str) -> list[Any]:
    read_cases = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in read_cases]


def assert_exact(text: str, expected: list[dict[str, Any]]) -> None:
    assert sorted(map(told, awards_of(text)), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("case", [*cases("awards.yml"), *cases("press.yml")])
def test_a_text_gives_exactly_its_awards(case: dict[str, Any]) -> None:
    assert_exact(case["text"], case["awards"])


@pytest.mark.parametrize("case", cases("awards.yml"))
def test_lines_that_were_broken_by_hand_give_the_same(case: dict[str, Any]) -> None:
    broken = "\n".join(textwrap.fill(line, 72) for line in case["text"].split("\n"))
    assert_exact(broken, case["awards"])


@pytest.mark.parametrize("case", [*cases("no_awards.yml"), *cases("no_press.yml")])
def test_a_text_without_an_award_is_given_none(case: dict[str, Any]) -> None:
    assert awards_of(case["text"]) == ()


@pytest.mark.xfail(strict=True, reason="no rule reads these yet")
@pytest.mark.parametrize("case", cases("not_yet.yml"))
def test_what_is_not_read_yet(case: dict[str, Any]) -> None:
    assert_exact(case["text"], case["awards"])


@pytest.mark.parametrize(
    "name",
    [
        *("Public Sector Excellence Award", "public sector excellence awards", "PSEA", "PSE Awards"),
        *("State Excellence Award", "Excellent State Award", "Excellent Government Award", "Lert Rath Award"),
        *(
            "Lertrat prize",
            "“Lert Rat” award",
            "Public  Sector\nExcellence Award",
            "Public Sec\u00adtor Excellence Award",
        ),
    ],
)
def test_an_english_text_is_read_by_any_name_of_the_award(name: str) -> None:
    (award,) = awards_of(f"The Revenue Department won the 2021 {name} in Service Innovation.")
    assert (award.recipient_id, award.type) == ("rd", "นวัตกรรมการบริการ")


def test_english_rules_read_english_documents_only() -> None:
    text = "กรมสรรพากร The Revenue Department won the Public Sector Excellence Award in Service Innovation"
    assert extract(document(text, "th"), load_names()).awards == ()


def test_a_reader_says_that_a_text_is_english() -> None:
    text = "The Revenue Department won the 2021 Lertrat Award in Service Innovation."
    read_text = read_bytes("news.txt", text.encode())
    assert [award.recipient_id for award in extract(read_text, load_names()).awards] == ["rd"]


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("The Revenue Department", "rd"),
        ("Comptroller General’s Department", "cgd"),
        ("The Department of Labor Protection and Welfare", "dlpw"),
        ("The Department of Public Works and Town and Country Planning", "dpt"),
        ("The Office of the Permanent Secretary for Public Health", "ops-moph"),
        ("The Office of the Permanent Secretary of the Ministry of Labour", "ops-mol"),
        ("Mr. Somchai Jaidee, Permanent Secretary of Interior,", "ops-moi"),
        ("The Governor of Lamphun", "prov-lamphun"),
        ("Chiang Mai Provincial Office", "prov-chiang-mai"),
        ("Thailand Post Distribution", "thailandpost-distribution"),
        ("The Department of Health, Ministry of Public Health,", "anamai"),
        ("Dr. Anan Suksai of the Department of Health", "anamai"),
        ("The Office of the Civil Service Commission", "ocsc"),
    ],
)
def test_a_body_is_known_by_the_names_that_the_press_uses(written: str, body: str) -> None:
    (award,) = awards_of(f"{written} won the 2022 Public Sector Excellence Award in Open Governance.")
    assert award.recipient_id == body


def test_an_office_in_a_province_has_its_thai_name() -> None:
    (award,) = awards_of("Nan Provincial Health Office won the PSEA 2020 in Open Governance.")
    assert (award.recipient, award.recipient_id) == ("สำนักงานสาธารณสุขจังหวัดน่าน", None)


def test_an_organisation_that_nobody_lists_keeps_its_own_name() -> None:
    (award,) = awards_of("Ban Mai Community Hospital won the 2021 Lertrat Award in Service Development.")
    assert (award.recipient, award.recipient_id) == ("Ban Mai Community Hospital", None)


def test_bodies_that_share_an_award_are_partners() -> None:
    (award,) = awards_of(
        "The Department of Fisheries, together with the Royal Thai Navy, won the PSEA in Open Governance."
    )
    assert (award.recipient_id, award.partners) == ("dof", ("กองทัพเรือ",))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("the 2023 Lertrat Award", [2566]),
        ("the Lertrat Award for the year 2023", [2566]),
        ("the Lertrat Award B.E. 2565 (2022)", [2565]),
        ("the Lertrat Award B.E. 2023", [2566]),
        ("won in 2018 and again in 2021", [2561, 2564]),
        ("on 12 September 2022 it received the Lertrat Award", []),
        ("on September 12, 2022, it received it", []),
        ("its plan for 2023–2027", []),
    ],
)
def test_a_year_is_an_edition_but_never_one_of_a_date(text: str, years: list[int]) -> None:
    assert [sign.number for sign in find_years(text)] == years


def test_a_sentence_does_not_end_behind_a_shortened_word() -> None:
    text = "Mr. A. Jaidee of Thai Co., Ltd. won. It was B.E. 2565."
    starts = find_sentences(text).starts
    assert [text[start : start + 6] for start in starts] == ["Mr. A.", "It was"]


def test_joining_lines_moves_no_sign() -> None:
    text = "The Department of Health won the Public Sector\nExcellence Award.\n- Good\n\nEnd"
    joined = join_lines(text)
    assert len(joined) == len(text)
    assert "Public Sector Excellence Award.\n- Good\n\nEnd" in joined


def test_the_english_texts_of_the_corpus_are_read_as_well_as_measured(corpus: Path) -> None:
    """Their gold is of an earlier shape (types as written), so only what tells an award apart is compared."""
    keys = ("recipient", "edition_year_be", "pmqa_category", "level", "project")
    found = wanted = right = 0
    for path in sorted((corpus / "retold").glob("*-en.txt")):
        gold = json.loads((corpus / "retold" / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        ours = [tuple(getattr(award, key) for key in keys) for award in awards_of(path.read_text("utf-8"))]
        theirs = [tuple(award[key] for key in keys) for award in gold["awards"]]
        found, wanted = found + len(ours), wanted + len(theirs)
        right += len(set(ours) & set(theirs))
    assert wanted == 11
    assert right >= 9
    assert found <= 10


@pytest.mark.parametrize("archive", ["hard-negatives.tar.xz", "news-sample.tar.xz"])
def test_real_english_news_of_other_things_is_given_none(corpus: Path, archive: str) -> None:
    if not (corpus / archive).exists():
        pytest.skip(f"no {archive} in the corpus")
    given = []
    with tarfile.open(corpus / archive) as tar:
        for member in tar:
            if member.name.endswith(".txt") and (file := tar.extractfile(member)):
                news = read_bytes(member.name, file.read())
                if news.language == "en" and find_english_awards(read(news, load_names())):
                    given.append(member.name)
    assert given == []


PIECES = st.sampled_from(
    [
        *("won", "was awarded", "goes to", "applied for", "aims to win", "shortlisted", "both works were in"),
        *(
            "Public Sector Excellence Award",
            "Lertrat",
            "PMQA 4.0",
            "Category 2 and 3",
            "Good level",
            "(Excellent)",
        ),
        *(
            "Service Innovation",
            "in the Public Service branch",
            "2023",
            "in 2021",
            "B.E. 2565",
            "two",
            "respectively",
        ),
        *("The Revenue Department", "Governor of Phrae", "Nan Hospital", "OPDC", "DDC", "Ministry of Labour"),
        *(
            "“",
            "”",
            '"',
            "'",
            "(",
            ")",
            "1) ",
            "- ",
            "\n",
            "\n\n",
            ". ",
            ", ",
            " and ",
            " for ",
            "\u00a0",
            "เลิศรัฐ",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=60).map(" ".join))
def test_any_text_gives_exact_words_at_their_place(text: str) -> None:
    text = "Public Sector Excellence Award " + text
    for record in awards_of(text):
        assert text[record.start : record.end] == record.evidence


HOSTILE = [
    *(
        "won ",
        "Public Sector Excellence Award ",
        "Department of ",
        "for A ",
        "is an award that ",
        "PMQA ",
        "also ",
    ),
    *(
        "“A”, ",
        "“",
        '"',
        "'",
        "A-A'",
        "- ",
        "\n",
        "\n- ",
        "Category 1, ",
        "one in ",
        "2023 ",
        "e-A ",
        "Good, ",
        " ",
    ),
    *(
        "Faculty of A ",
        "Faculty of Nursing, Mahidol University ",
        "Nan Health Office ",
        "the province's award ",
    ),
    *("Nan's Outstanding ", "came from A to a ", "Service Innovation, good ", "Rice Department: “A”, Good; "),
    *(
        "Rice Department – Good – “A”\n",
        "category 2) ",
        "in the same category ",
        "last year ",
        "is to be A, ",
    ),
    *("both works were in Open Governance. ", "won “A” and “B” respectively, ", "Work: a\n", "Mr. ", "A\n"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Work is counted in calls, not in seconds, which a busy machine would spoil."""
    assert calls(piece * 1000) < 2.6 * calls(piece * 500) + 1000


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_sign_makes_a_long_text_take_minutes(piece: str) -> None:
    """The generous limit is for patterns that would go over the same signs again and again.

    What 100,000 signs keep busy for a minute costs five seconds here, where a tenth of that is usual;
    work is counted, not the time that a busy machine leaves us.
    """
    text = HEAD + piece * (30_000 // len(piece))
    began = time.process_time()
    awards_of(text)
    assert time.process_time() - began < 5


HEAD = "The Department of Health won the Public Sector Excellence Award 2023 "


def calls(text: str) -> int:
    """How many calls the finder of awards makes for a text."""
    reading = read(document(HEAD + text), load_names())
    count = 0

    def count_call(*_: object) -> None:
        nonlocal count
        count += 1

    find_english_awards(read(document(HEAD), load_names()))  # what is made once is made now
    sys.setprofile(count_call)
    try:
        find_english_awards(reading)
    finally:
        sys.setprofile(None)
    return count
