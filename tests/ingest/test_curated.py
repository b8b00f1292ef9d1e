"""What people wrote of an award stands: its key, what it may mean, the work that it is for."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph

from ingest.assembly import Assembled, assemble
from ingest.ledger import Ledger
from ingest.shipped import read_sources
from ontology.iri import graph_iri, iri
from ontology.namespaces import DCTERMS, LR, RDF, SKOS

HEADER = "award,edition,recipient,branch,type,level,project,project_key,status,led_to,may_mean,documents"


def made_of(folder: Path, *rows: str, ledger: str = "") -> Assembled:
    """The dataset of the small facts with these rows of awards."""
    facts = shutil.copytree(Path(__file__).parent / "facts", folder / "facts")
    (facts / "made-up" / "awards.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    (facts / "ledger.csv").write_text(ledger, encoding="utf-8")
    return assemble(read_sources(facts), [], Ledger.read(facts / "ledger.csv") if ledger else Ledger())


def awards(made: Assembled) -> set[str]:
    settled = (q for q in made.quads if q.graph_name == DefaultGraph())
    found = (q.subject for q in settled if (q.predicate, q.object) == (RDF.type, LR.Award))
    return {str(node).rpartition("/")[2].rstrip(">") for node in found}


def test_rows_with_one_key_are_one_award_with_two_documents(tmp_path: Path) -> None:
    made = made_of(
        tmp_path,
        "2566-dtide-1,2566,dtide,,PMQA 4.0,ก้าวหน้า,,,won,,,news",
        "2566-dtide-1,2566,dtide,บริการภาครัฐ,,,น้ำขึ้นให้รีบตัก,,won,,,page",
    )
    assert awards(made) == {"2566-dtide-1"}
    evidence = [
        q for q in made.quads if q.predicate == LR.hasEvidence and q.subject == iri("award", "2566-dtide-1")
    ]
    assert len(evidence) == 2


def test_the_edition_that_one_document_tells_is_that_of_the_award(tmp_path: Path) -> None:
    made = made_of(
        tmp_path,
        "2566-dtide-1,,dtide,,PMQA 4.0,,,,won,,,news",
        "2566-dtide-1,2566,dtide,,,,,,won,,,page",
    )
    settled = {q.object for q in made.quads if q.predicate == LR.edition and "award/" in str(q.subject)}
    assert settled == {iri("edition", "2566")}


def test_a_row_that_may_mean_one_of_several_awards_counts_as_none_and_waits(tmp_path: Path) -> None:
    made = made_of(
        tmp_path,
        "2566-dtide-1,2566,dtide,,PMQA 4.0,ก้าวหน้า,,,won,,,news",
        "2566-dtide-2,2566,dtide,บริการภาครัฐ,,,น้ำขึ้นให้รีบตัก,,won,,,news",
        ",2566,dtide,,,,,,won,,2566-dtide-1 2566-dtide-2,page",
    )
    assert awards(made) == {"2566-dtide-1", "2566-dtide-2"}
    (waiting,) = made.merged.waiting
    assert waiting.doubt == "it means one of 2566-dtide-1, 2566-dtide-2"
    meant = {
        q.object for q in made.quads if q.predicate == LR.mayMean and q.graph_name == graph_iri("proposed")
    }
    assert meant == {iri("award", "2566-dtide-1"), iri("award", "2566-dtide-2")}


def test_a_candidacy_leads_to_the_award_that_people_wrote(tmp_path: Path) -> None:
    made = made_of(
        tmp_path,
        "2566-dtide-1,2566,dtide,,PMQA 4.0,,,,won,,,news",
        "2566-dtide-2,2566,dtide,บริการภาครัฐ,,,,,won,,,news",
        "2566-dtide-1,2566,dtide,,,,,,finalist,2566-dtide-2,,page",
    )
    led = [(q.subject, q.object) for q in made.quads if q.predicate == LR.ledTo]
    assert led == [(iri("candidacy", "2566-dtide-1"), iri("award", "2566-dtide-2"))]


def test_two_titles_of_one_work_are_two_names_of_it(tmp_path: Path) -> None:
    made = made_of(
        tmp_path,
        "2566-dtide-1,2566,dtide,บริการภาครัฐ,,,น้ำขึ้นให้รีบตัก,tide-work,won,,,news",
        "2567-dtide-1,2567,dtide,บริการภาครัฐ,,,โครงการตักน้ำ,tide-work,won,,,page",
    )
    work = iri("project", "tide-work")
    names = {
        str(q.object)
        for q in made.quads
        if q.subject == work and q.predicate in (SKOS.prefLabel, SKOS.altLabel)
    }
    assert names == {'"น้ำขึ้นให้รีบตัก"@th', '"โครงการตักน้ำ"@th'}


def test_an_award_above_the_branches_is_no_award_of_a_branch(tmp_path: Path) -> None:
    made = made_of(
        tmp_path,
        ",2566,dtide,,เลิศรัฐยอดเยี่ยม,,,,won,,,news",
        ",2566,dtide,บริการภาครัฐ,,,,,won,,,page",
    )
    assert len(awards(made)) == 2


@pytest.mark.parametrize("kind", ["award", "project"])
def test_a_key_that_was_replaced_leads_to_the_other_for_ever(tmp_path: Path, kind: str) -> None:
    ledger = (
        "kind,key,edition,recipient,branch,type,pmqa_category,level,project,replaced_by\n"
        f"{kind},undated-dtide-1,,dtide,,,,,,2566-dtide-1\n"
    )
    made = made_of(tmp_path, "2566-dtide-1,2566,dtide,,PMQA 4.0,,,,won,,,news", ledger=ledger)
    led = [(q.subject, q.object) for q in made.quads if q.predicate == DCTERMS.isReplacedBy]
    assert (iri(kind, "undated-dtide-1"), iri(kind, "2566-dtide-1")) in led  # type: ignore[arg-type]
