"""Who judged findings in a home -> an agent and an activity of the graph, beside those of every build."""

from pyoxigraph import NamedNode

from ingest.merge import Acceptance
from ingest.terms import Facts, date, digest, english, facts, thai
from ontology.iri import iri
from ontology.namespaces import DCTERMS, PROV, RDF, SKOS


def reviewer(acceptance: Acceptance) -> NamedNode:
    """The person who judged, by the name that they gave themselves."""
    return iri("agent", f"reviewer-{digest(acceptance.who)}")


def review_run(acceptance: Acceptance) -> NamedNode:
    """What a person judged on one day."""
    return iri("run", f"review-{digest(f'{acceptance.who} {acceptance.day}')}")


def review_facts(acceptance: Acceptance) -> Facts:
    """Who judged, and when."""
    who, run = reviewer(acceptance), review_run(acceptance)
    names = (thai(acceptance.who), english(acceptance.who))
    yield from facts(who, {RDF.type: PROV.Agent, SKOS.prefLabel: names})
    labels = (
        thai(f"การตรวจโดย {acceptance.who} เมื่อ {acceptance.day}"),
        english(f"Review by {acceptance.who} on {acceptance.day}"),
    )
    yield from facts(
        run,
        {
            RDF.type: PROV.Activity,
            SKOS.prefLabel: labels,
            PROV.wasAssociatedWith: who,
            DCTERMS.date: date(acceptance.day),
        },
    )
