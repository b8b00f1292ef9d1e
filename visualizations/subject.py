"""The thing that a picture is of: a key, `kind/key` or an address becomes one address, or a clear refusal."""

from ontology.iri import KINDS, BadKeyError, identify, iri


class UnknownThingError(LookupError):
    """A picture was wanted of something that the graph does not hold."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"nothing here is called {given[:80]!r}; give a body's key such as tisi, or kind/key"
        )


def read_subject(given: str) -> str:
    """The address of `tisi`, `person/somchai` or `https://...`; raises UnknownThingError for what is none."""
    if identify(given):
        return given
    kind, slash, key = given.rpartition("/")
    for known in KINDS:
        if known == (kind if slash else "body"):
            try:
                return iri(known, key).value
            except BadKeyError:
                break
    raise UnknownThingError(given)
