"""What the SPARQL endpoint says of itself to programs that ask it without a query."""

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph_api.negotiation import Format
from graph_api.representations import write_triples
from ontology.namespaces import SD

_FILE = (Path(__file__).parent / "service-description.ttl").read_bytes()


def describe_service(base: str, writable: bool, format_: Format) -> bytes:
    """The description of the endpoint at `base` + `/sparql`."""
    endpoint = NamedNode(f"{base}/sparql")
    triples = [quad.triple for quad in parse(_FILE, RdfFormat.TURTLE, base_iri=endpoint.value)]
    if writable:
        triples.append(Triple(endpoint, SD.supportedLanguage, SD.SPARQL11Update))
    return write_triples(triples, format_)
