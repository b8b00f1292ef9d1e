"""The concept schemes as Python reads them: each way to write a concept leads to it alone."""

from pathlib import Path

import pytest

from ontology.iri import KINDS
from ontology.thai import match_key
from ontology.vocabulary import CONCEPTS_FOLDER, UnknownConceptError, scheme

SCHEMES = sorted(path.stem for path in CONCEPTS_FOLDER.glob("*.ttl"))
every_scheme = pytest.mark.parametrize("kind", SCHEMES)


@every_scheme
def test_a_scheme_is_a_kind_of_thing(kind: str) -> None:
    assert kind in KINDS
    assert scheme(kind).concepts  # type: ignore[arg-type]


@every_scheme
def test_no_two_concepts_are_written_alike(kind: str) -> None:
    owners: dict[str, str] = {}
    for concept in scheme(kind).concepts:  # type: ignore[arg-type]
        for surface in set(map(match_key, concept.surfaces)):
            assert owners.setdefault(surface, concept.key) == concept.key, f"{surface} is written for two"


def test_a_variant_names_its_concept() -> None:
    assert scheme("type").named("สัมฤทธิ์ผลประชาชนมีส่วนร่วม").key == "effective-change"


def test_a_type_knows_its_branch() -> None:
    assert scheme("type")["covid-response"].branch == "service"


def test_an_unknown_label_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownConceptError, match="ดีเด่น"):
        scheme("level").named("ดีที่สุด")


def test_the_folder_holds_nothing_but_schemes() -> None:
    assert {path.suffix for path in Path(CONCEPTS_FOLDER).iterdir()} == {".ttl"}
