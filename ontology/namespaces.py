"""Every namespace that Lertrat speaks, once: no other Python file spells an IRI."""

from pyoxigraph import NamedNode

BASE = "https://w3id.org/lertrat/"


class Namespace(str):
    """The start of IRIs; `ORG.unitOf` and `ORG["unitOf"]` are terms in it."""

    def __getattr__(self, local_name: str) -> NamedNode:
        if local_name.startswith("__"):
            raise AttributeError(local_name)
        node = self.__dict__[local_name] = NamedNode(self + local_name)  # made once: it is asked for often
        return node

    def term(self, local_name: str) -> NamedNode:
        """The term of a name that Python cannot spell, or that `str` already has (`title`)."""
        return NamedNode(self + local_name)


LR = Namespace(BASE + "ontology#")
ID = Namespace(BASE + "id/")
GRAPH = Namespace(BASE + "graph/")
GENID = Namespace(BASE + ".well-known/genid/")

RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
SCHEMA = Namespace("https://schema.org/")
VANN = Namespace("http://purl.org/vocab/vann/")
VOID = Namespace("http://rdfs.org/ns/void#")
SH = Namespace("http://www.w3.org/ns/shacl#")
WD = Namespace("http://www.wikidata.org/entity/")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
QB = Namespace("http://purl.org/linked-data/cube#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
LDQD = Namespace("http://www.w3.org/2016/05/ldqd#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
CPOV = Namespace("http://data.europa.eu/m8g/")
WDP = Namespace("http://www.wikidata.org/prop/direct/")
ROR = Namespace("https://ror.org/")
ISNI = Namespace("https://isni.org/isni/")
GEONAMES = Namespace("https://sws.geonames.org/")
WHOSONFIRST = Namespace("https://spelunker.whosonfirst.org/id/")

PREFIXES: dict[str, str] = {
    "lr": LR,
    "id": ID,
    "graph": GRAPH,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "owl": OWL,
    "skos": SKOS,
    "org": ORG,
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "schema": SCHEMA,
    "vann": VANN,
    "void": VOID,
    "sh": SH,
    "wd": WD,
    "geo": GEO,
    "skosxl": SKOSXL,
    "qb": QB,
    "dqv": DQV,
    "ldqd": LDQD,
    "dcat": DCAT,
    "vs": VS,
    "cpov": CPOV,
    "wdt": WDP,
}
