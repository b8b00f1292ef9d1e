"""From a press text to what it states: one function, and the finders it calls."""

from ingest import tabular  # it reads its cells with our terms: a module, not yet its names
from ingest.extract.awards import find_awards
from ingest.extract.ceremonies import find_ceremonies
from ingest.extract.confidence import DOUBTS, with_confidence
from ingest.extract.counts import find_counts
from ingest.extract.cues import is_worth_reading
from ingest.extract.english.awards import find_english_awards
from ingest.extract.english.ceremonies import find_english_ceremonies, find_english_persons
from ingest.extract.english.counts import find_english_counts
from ingest.extract.english.cues import names_the_award
from ingest.extract.other_awards import find_other_awards
from ingest.extract.persons import find_persons
from ingest.extract.reading import read
from ingest.records import Document, Findings, Record
from queries.names import Names


def extract(document: Document, names: Names) -> Findings:
    """Everything that `document` states about the award; each record carries its exact words and place.

    A text that never speaks of the award costs one search. No text raises.
    """
    english = document.language == "en"
    if not (is_worth_reading(document.text) or (english and names_the_award(document.text))):
        return Findings(doc=document.key)
    listed = tabular.find_in_tables(document, names)
    reading = read(listed.without_used(document), names)
    found = Findings(
        doc=document.key,
        awards=listed.with_awards_of(find_english_awards(reading) if english else find_awards(reading)),
        ceremonies=listed.with_ceremonies_of(
            find_english_ceremonies(reading) if english else find_ceremonies(reading)
        ),
        persons=find_english_persons(reading) if english else find_persons(reading),
        counts=listed.with_counts_of(find_english_counts(reading) if english else find_counts(reading)),
        other_awards=find_other_awards(reading),
    )
    return with_confidence(_with_pages(document, found))


def _with_pages(document: Document, found: Findings) -> Findings:
    """The same findings; those of a document with pages tell theirs."""
    if not document.pages:
        return found
    return found.model_copy(update={kind: _on_pages(document, getattr(found, kind)) for kind in DOUBTS})


def _on_pages(document: Document, records: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(
        record.model_copy(update={"where": f"page {document.page_of(record.start)}"})
        if record.where is None and record.start is not None
        else record
        for record in records
    )
