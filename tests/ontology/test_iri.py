"""A kind and a key make an IRI, and the IRI gives them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.iri import KINDS, BadKeyError, Identity, identify, iri
from ontology.namespaces import BASE

KEYS = st.from_regex(r"[a-z0-9]([a-z0-9._-]{0,20}[a-z0-9])?", fullmatch=True)


@given(st.sampled_from(KINDS), KEYS)
def test_an_iri_gives_back_its_kind_and_key(kind: str, key: str) -> None:
    assert identify(iri(kind, key).value) == Identity(kind, key)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["", "A", "a b", "a/b", "../a", "ก", "-a", "a>", "a#b", "a\n"])
def test_a_key_that_cannot_stand_in_an_iri_is_refused(key: str) -> None:
    with pytest.raises(BadKeyError, match="use a-z"):
        iri("body", key)


@given(st.text())
def test_no_other_text_is_taken_for_one_of_ours(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize("rest", ["id/body/", "id/nothing/x", "id/body/x/y", "body/x", "id/body/x?y"])
def test_a_text_under_the_base_that_names_nothing_is_nothing(rest: str) -> None:
    assert identify(BASE + rest) is None
