"""Names stay whole, short and free of hidden signs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizations.lettering import clean, clusters, shorten, wrap

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E, categories=("L", "M", "N")))


@given(st.text())
def test_no_hidden_sign_gets_through(text: str) -> None:
    assert not {unicodedata.category(sign) for sign in clean(text)} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@given(st.text())
def test_a_clean_text_is_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(), st.integers(1, 40))
def test_a_short_name_has_at_most_so_many_clusters(text: str, length: int) -> None:
    assert len(clusters(shorten(text, length))) <= length


@given(THAI, st.integers(4, 30), st.integers(1, 3))
def test_a_label_has_at_most_so_many_lines(text: str, width: int, lines: int) -> None:
    assert len(wrap(text, width, lines).split("\n")) <= lines


@given(st.lists(st.sampled_from(["ผู้", "เที่", "กำ", "ป้", "โรง", "น้ำ", " "]), max_size=40))
def test_no_line_begins_with_a_mark(parts: list[str]) -> None:
    lines = wrap("ก" + "".join(parts), 8, 5).split("\n")
    assert not any(unicodedata.category(line[0]) == "Mn" or line[0] in "ะาำ" for line in lines if line)


def test_a_label_breaks_at_a_space_near_the_end() -> None:
    assert wrap("สถาบันพัฒนา องค์กรชุมชน", 14, 2) == "สถาบันพัฒนา\nองค์กรชุมชน"


def test_a_zero_width_sign_between_words_leaves_no_gap() -> None:
    assert clean("กรม\u200bศุลกากร") == "กรมศุลกากร"


def test_what_is_left_out_is_told() -> None:
    assert shorten("กระทรวงการคลัง", 5) == "กระทร…"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\u0000", "\u2028"])
def test_an_override_of_direction_is_dropped(sign: str) -> None:
    assert sign not in clean(f"กรม{sign}ศุลกากร")
