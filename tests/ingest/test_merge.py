"""One award told by many documents is one award; what contradicts or may mean two waits."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.likeness import same_title
from ingest.merge import Telling, judge, link_candidacies, merge
from ingest.precedence import Standing
from ingest.records import AwardRecord


def record(**fields: object) -> AwardRecord:
    given_fields = {"recipient": "กรมหนึ่ง", "recipient_id": "one", "edition_year_be": 2566, **fields}
    return AwardRecord.model_validate(given_fields)


def told(document: str, judgement: str = "machine", **fields: object) -> Telling:
    return Telling(record(**fields), document, judgement)  # type: ignore[arg-type]


def test_four_documents_that_tell_one_award_make_one_award() -> None:
    merged = merge(told(f"d{n}", type="PMQA 4.0", level="ก้าวหน้า") for n in range(4))
    assert [len(award.tellings) for award in merged.settled] == [4]


def test_two_awards_of_one_document_stay_two() -> None:
    merged = merge([told("d", type="PMQA 4.0"), told("d", type="PMQA รายหมวด", pmqa_category=1)])
    assert len(merged.settled) == 2


def test_the_same_words_twice_in_one_document_are_two_awards_because_it_individuates_them() -> None:
    assert len(merge([told("d", start=1), told("d", start=9)]).settled) == 2


def test_a_vaguer_telling_joins_the_only_award_it_can_mean() -> None:
    merged = merge([told("d1", type="PMQA 4.0", level="ก้าวหน้า"), told("d2")])
    assert [len(award.tellings) for award in merged.settled] == [2]
    assert merged.settled[0].record.level == "ก้าวหน้า"


def test_a_vaguer_telling_that_may_mean_two_awards_waits() -> None:
    merged = merge([told("d1", type="PMQA 4.0"), told("d1", type="PMQA รายหมวด"), told("d2")])
    assert len(merged.settled) == 2
    assert [telling.doubt for telling in merged.waiting] == ["it may mean any of 2 awards"]


def test_a_title_decides_between_two_awards() -> None:
    first, second = told("d1", project="คลินิกน้ำใจชุมชน"), told("d1", project="ถนนปลอดภัยทุกคืน")
    merged = merge([first, second, told("d2", project="ถนนปลอดภัย ทุกคืน")])
    assert sorted(len(award.tellings) for award in merged.settled) == [1, 2]


def test_another_level_for_the_same_work_waits_as_a_contradiction() -> None:
    merged = merge(
        [told("d1", project="คลินิกน้ำใจชุมชน", level="ดี"), told("d2", project="คลินิกน้ำใจชุมชน", level="ดีเด่น")]
    )
    assert len(merged.settled) == 1
    assert merged.waiting[0].doubt == "it contradicts an award of the same work"


def test_what_a_person_reviewed_is_never_overruled() -> None:
    reviewed = told("z", "reviewed", project="คลินิกน้ำใจชุมชน", level="ดีเด่น")
    machine = told("a", project="คลินิกน้ำใจชุมชน", level="ดี", type="นวัตกรรมการบริการ", branch="บริการภาครัฐ")
    merged = merge([machine, reviewed])
    assert [award.record.level for award in merged.settled] == ["ดีเด่น"]
    assert merged.waiting == [
        Telling(machine.record, "a", "proposed", "it contradicts an award of the same work")
    ]


def test_pmqa_without_more_is_a_vaguer_word_for_its_kinds() -> None:
    merged = merge([told("d1", type="PMQA", level="ก้าวหน้า"), told("d2", type="PMQA 4.0")])
    assert [award.record.type for award in merged.settled] == ["PMQA 4.0"]


def test_each_telling_what_the_other_does_not_is_no_reason_to_join() -> None:
    """The body may have won both: one text tells a type, the other a title, none tells both."""
    merged = merge(
        [
            told("d1", branch="บริการภาครัฐ", type="พัฒนาการบริการ"),
            told("d2", branch="บริการภาครัฐ", project="คลินิกน้ำใจชุมชน"),
        ]
    )
    assert [len(award.tellings) for award in merged.settled] == [1]
    assert [telling.doubt for telling in merged.waiting] == ["each tells what the other does not"]
    assert merged.waiting[0].about == (merged.settled[0],)


def test_what_reviewed_texts_contradict_stands_side_by_side_and_is_told() -> None:
    one = told("d1", "reviewed", project="คลินิกน้ำใจชุมชน", level="ดี")
    other = told("d2", "reviewed", project="คลินิกน้ำใจชุมชน", level="ดีเด่น")
    merged = merge([one, other])
    assert len(merged.settled) == 2
    assert [pair.fields for pair in merged.contradictions()] == [("level",)]


def test_what_waits_because_it_contradicts_is_told_with_both_sides() -> None:
    merged = merge(told(d, project="คลินิกน้ำใจชุมชน", level=level) for d, level in (("d1", "ดี"), ("d2", "ดีเด่น")))
    (pair,) = merged.contradictions()
    assert (pair.one.document, pair.other.document, pair.fields) == ("d1", "d2", ("level",))


def test_two_awards_of_one_document_do_not_contradict_each_other() -> None:
    merged = merge(
        [told("d1", project="คลินิกน้ำใจชุมชน", level="ดี"), told("d1", project="คลินิกน้ำใจชุมชน", level="ดีเด่น")]
    )
    assert merged.contradictions() == []


@pytest.mark.parametrize(
    "changed", [{"edition_year_be": 2565}, {"recipient_id": "two"}, {"status": "finalist"}]
)
def test_another_edition_body_or_standing_is_another_thing(changed: dict[str, object]) -> None:
    assert len(merge([told("d1", type="PMQA 4.0"), told("d2", type="PMQA 4.0", **changed)]).settled) == 2


def test_a_candidacy_is_linked_to_the_award_it_led_to() -> None:
    merged = merge([told("d1", type="PMQA 4.0", status="finalist"), told("d2", type="PMQA 4.0")])
    links = link_candidacies(merged.settled)
    assert [(merged.settled[a].record.status, merged.settled[b].record.status) for a, b in links.items()] == [
        ("finalist", "won")
    ]


@pytest.mark.parametrize(
    ("fields", "doubt"),
    [
        ({"recipient_id": None}, "the recipient is not in the registry"),
        ({"edition_year_be": None}, "the edition is not told"),
        ({"confidence": 0.5}, "the rule is not sure (0.50)"),
    ],
)
def test_a_doubtful_finding_waits_and_says_why(fields: dict[str, object], doubt: str) -> None:
    telling = judge(record(**fields), Standing(3, "2023-09-07", "d"))
    assert (telling.judgement, telling.doubt) == ("proposed", doubt)


def test_titles_are_the_same_whatever_their_quotes_and_spaces() -> None:
    assert same_title("“คลินิก น้ำใจ”", "คลินิกน้ำใจ")
    assert not same_title("โครงการแก้หนี้ครู จังหวัดเลย", "โครงการแก้หนี้ครู จังหวัดตาก")


def test_a_head_word_and_a_translation_in_brackets_make_no_other_title() -> None:
    assert same_title("งานซ่อมถนนปลอดภัยทุกคืน (Safe Roads)", "ซ่อมถนนปลอดภัยทุกคืน")
    assert not same_title("ซ่อมถนนปลอดภัยทุกคืน (จังหวัดเลย)", "ซ่อมถนนปลอดภัยทุกคืน (จังหวัดตาก)")


def test_the_second_phase_of_a_work_is_not_its_third() -> None:
    assert not same_title("โครงการซ่อมถนนปลอดภัยทุกคืน ระยะที่ ๒", "โครงการซ่อมถนนปลอดภัยทุกคืน ระยะที่ ๓")


TELLINGS = st.builds(
    told,
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(["reviewed", "machine"]),
    type=st.sampled_from([None, "PMQA 4.0", "PMQA รายหมวด", "PMQA"]),
    level=st.sampled_from([None, "ก้าวหน้า"]),
    project=st.sampled_from([None, "คลินิกน้ำใจชุมชน", "ถนนปลอดภัยทุกคืน"]),
    start=st.integers(0, 3),
)


@settings(deadline=None)
@given(st.lists(TELLINGS, max_size=6), st.randoms())
def test_the_order_of_the_texts_does_not_matter(tellings: list[Telling], random: object) -> None:
    shuffled = sorted(tellings, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = merge(tellings), merge(shuffled)
    assert [a.tellings for a in one.settled] == [a.tellings for a in other.settled]
    assert one.waiting == other.waiting
    assert one.contradictions() == other.contradictions()


@settings(deadline=None)
@given(st.lists(TELLINGS, max_size=6))
def test_no_telling_is_lost(tellings: list[Telling]) -> None:
    merged = merge(tellings)
    kept = list(itertools.chain.from_iterable(award.tellings for award in merged.settled))
    assert len(kept) + len(merged.waiting) == len(tellings)
