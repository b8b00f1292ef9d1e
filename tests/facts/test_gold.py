"""The awards of the gold of the real texts are those that the shipped facts hold of them."""

import json
from collections import Counter
from pathlib import Path

from ingest.collection import Collection
from ingest.rows import AwardRow
from ingest.shipped import SOURCES_FOLDER, read_source
from ontology.iri import Kind
from ontology.vocabulary import scheme

Told = tuple[object, ...]


def name(kind: Kind, key: str | None) -> str | None:
    return scheme(kind)[key].name if key else None


def rows() -> Counter[Told]:
    """What the rows of each text tell of awards."""
    sources = [read_source(SOURCES_FOLDER / folder) for folder in ("seeds", "press")]
    return Counter(
        (
            *(document, row.status, row.edition, name("branch", row.branch), name("type", row.type)),
            *(row.pmqa_category, name("level", row.level), row.project),
        )
        for row in Collection.of_sources(sources).of(AwardRow)
        for document in row.documents
    )


def gold(folder: Path) -> Counter[Told]:
    """What the gold of each text tells of awards."""
    fields = ("status", "edition_year_be", "branch", "type", "pmqa_category", "level", "project")
    return Counter(
        (path.stem.replace("tg-", "thaigov-"), *(award[field] for field in fields))
        for path in folder.glob("*.json")
        for award in json.loads(path.read_text(encoding="utf-8"))["awards"]
    )


def test_the_awards_of_the_gold_are_those_of_the_facts(corpus: Path) -> None:
    expected, found = gold(corpus / "dev" / "gold"), rows()
    assert expected.total() == 158
    assert expected - found == Counter()
    assert found - expected == Counter()
