"""The shapes catch what they are for."""

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from ingest.shapes import ShapesError, check_shapes
from ontology.namespaces import PREFIXES

PROLOGUE = "".join(f"@prefix {name}: <{start}> .\n" for name, start in PREFIXES.items())
EDITION = 'id:e a lr:Edition ; skos:prefLabel "ปี"@th ; lr:yearBE 2566 ; lr:yearCE 2023 .'
LEVELS = (
    "id:s a skos:ConceptScheme ."
    ' id:l1 a skos:Concept ; skos:prefLabel "ดี"@th ; skos:inScheme id:s .'
    ' id:l2 a skos:Concept ; skos:prefLabel "ดีเด่น"@th ; skos:inScheme id:s .'
)
EVIDENCE = (
    'id:d a lr:Document ; skos:prefLabel "ข่าว"@th .'
    " id:v a lr:Evidence ; prov:wasQuotedFrom id:d ; prov:wasGeneratedBy id:r ."
)
AWARD = (
    'id:a a lr:Award ; skos:prefLabel "รางวัล"@th ; lr:recipient id:b ;'
    " lr:hasEvidence id:v ; lr:judgement id:j ; lr:edition id:e"
)
WHOLE = f"{EDITION} {LEVELS} {EVIDENCE} {AWARD} ; lr:level id:l1 ."


def quads(turtle: str) -> list[Quad]:
    return list(parse(PROLOGUE + turtle, format=RdfFormat.TURTLE))


def test_a_whole_award_keeps_them() -> None:
    check_shapes(quads(WHOLE))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("lr:recipient id:b ;", "", "exactly one recipient"),
        ("lr:recipient id:b ;", "lr:recipient id:b , id:c ;", "exactly one recipient"),
        ("lr:hasEvidence id:v ;", "", "needs evidence"),
        ("lr:level id:l1", "lr:level id:l1 , id:l2", "at most one level"),
        ("lr:level id:l1", "lr:stage id:l1", "a won award has no stage"),
        ("lr:judgement id:j ;", "", "exactly one judgement"),
        ("prov:wasQuotedFrom id:d ;", "", "quoted from exactly one document"),
        ("lr:yearBE 2566 ;", "lr:yearBE 66 ;", "needs one Buddhist year"),
        ('lr:yearBE 2566 ;', 'lr:yearBE "2566" ;', "needs one Buddhist year"),
        ('skos:prefLabel "ปี"@th ;', 'skos:prefLabel "ปี"@th , "อีกปี"@th ;', "no more than one a language"),
        (" ; skos:inScheme id:s . id:l2", " . id:l2", "belongs to a scheme"),
    ],
)  # fmt: skip
def test_a_fault_is_caught_and_told(before: str, after: str, told: str) -> None:
    assert before in WHOLE
    with pytest.raises(ShapesError, match=told):
        check_shapes(quads(WHOLE.replace(before, after)))
