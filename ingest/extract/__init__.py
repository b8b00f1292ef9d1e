"""From a press text to what it states: one function, and the finders it calls."""

from ingest.extract.awards import find_awards
from ingest.extract.cues import is_worth_reading
from ingest.extract.reading import read
from ingest.records import Document, Findings
from ontology.thai import normalise_in_place
from queries.names import Names


def extract(document: Document, names: Names) -> Findings:
    """Everything that `document` states about the award; every record carries its exact words and their place.

    Texts that never speak of it cost one search; no text raises.
    """
    if not is_worth_reading(normalise_in_place(document.text).text):
        return Findings(doc=document.key)
    reading = read(document, names)
    return Findings(doc=document.key, awards=find_awards(reading))
