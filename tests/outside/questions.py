"""What every client asks of the shipped facts, and what it should get."""

TISI = "https://w3id.org/lertrat/id/body/tisi"
PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
NAMES = {
    ("สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม", "th"),
    ("Thai Industrial Standards Institute", "en"),
}
"""The names of a body, each with its language."""
TEXTS = {text for text, _ in NAMES}
SELECT = f"SELECT ?name {{ <{TISI}> <{PREF_LABEL}> ?name }}"
CONSTRUCT = f"CONSTRUCT {{ <{TISI}> <{PREF_LABEL}> ?name }} WHERE {{ <{TISI}> <{PREF_LABEL}> ?name }}"
DESCRIBE = f"DESCRIBE <{TISI}>"
YES = f"ASK {{ <{TISI}> ?p ?o }}"
NO = "ASK { <https://w3id.org/lertrat/id/body/none> ?p ?o }"
AWARDS = """\
PREFIX lr: <https://w3id.org/lertrat/ontology#>
SELECT ?award ?year {
  ?award a lr:Award ; lr:recipient <https://w3id.org/lertrat/id/body/tisi> ; lr:edition/lr:yearBE ?year .
  FILTER(?year = 2566)
} ORDER BY ?award"""
"""The three awards of the body in one edition."""
FOUND = [(f"https://w3id.org/lertrat/id/award/2566-tisi-{n}", 2566) for n in (1, 2, 3)]
BROKEN = "SELECT * {\n ?s ex:p ?o }"
"""A prefix that nothing declares, on line 2."""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) }"
"""More rows than there is time for."""
