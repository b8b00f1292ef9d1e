"""A pattern that is tried only where it can begin gives what `re` gives."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import counts, cues, other_awards, person_names, reading, works
from ingest.extract.scanning import Scan

USED = {
    "names": person_names._FULL,
    "short names": person_names._SHORT_NAMES,
    "other awards": other_awards._schemes(),
    "cues": cues.status_cue(),
    "works": works._openings(),
    "years": reading._YEAR,
    **{rule.name: rule.pattern for rule in counts._rules()},
}
MADE_UP = [
    *(
        "abc|abd",
        "a?b",
        "(?:a|b)?c",
        "a*b",
        "a+b",
        "(?:ab)+c",
        "(?:ab){2,3}",
        "[abc]d",
        "[^a]b",
        ".b",
        "(?i:ski)x",
    ),
    *(
        r"\d+a",
        r"\s?a",
        r"\wa|b",
        r"(?<!a)b",
        r"(?<=a)b|c",
        r"(?=a)ab",
        r"\ba",
        "^a",
        "a$",
        "(a)b\\1",
        "ก|กข",
        r"\\a|b",
    ),
    *(
        "(?P<x>a|bc)d|(?P<y>b)",
        "a{0}b",
        "a??b",
        "(?:)",
        "|a",
        "(?:a|)b",
        "[a-d][0-9]",
        "(?:a|ab)(?:c|bcd)",
        "abcdefgh|x",
    ),
]
SIGNS = st.text(alphabet="abcdABCDsSkKiIſ\u212a\u0130\u0131x01 9\n\\กข", max_size=30)


@settings(deadline=None, max_examples=100)
@given(text=SIGNS)
@pytest.mark.parametrize("pattern", MADE_UP)
def test_every_kind_of_pattern_gives_what_re_gives(pattern: str, text: str) -> None:
    expected = [(m.span(), m.lastgroup) for m in re.finditer(pattern, text)]
    assert [(m.span(), m.lastgroup) for m in Scan(pattern).finditer(text)] == expected


@settings(deadline=None, max_examples=20)
@given(data=st.data())
@pytest.mark.parametrize("name", USED)
def test_the_patterns_in_use_give_what_re_gives(name: str, data: st.DataObject) -> None:
    scan = USED[name]
    words = sorted(set(re.findall(r"[ก-๎]{2,}|[A-Za-z]{2,}", scan.pattern.pattern)))
    pieces = st.sampled_from(words) | st.sampled_from([" ", "\n", "1", "12", "2566", "ก", "“", ",", "."])
    text = "".join(data.draw(st.lists(pieces, max_size=30)))
    expected = [(m.span(), m.lastgroup) for m in scan.pattern.finditer(text)]
    assert [(m.span(), m.lastgroup) for m in scan.finditer(text)] == expected


def test_what_is_written_in_the_texts_is_found(corpus: Path) -> None:

    for path in sorted((corpus / "dev" / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for scan in USED.values():
            assert [m.span() for m in scan.finditer(text)] == [m.span() for m in scan.pattern.finditer(text)]
