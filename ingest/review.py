"""What people judged in a home, as a build applies it: findings, and names that the registry did not know."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from ingest.collection import Collection
from ingest.judgements import JudgedName, Judgement, read_home_rows
from ingest.judging import Judged, Judgements, apply_judgements
from ingest.merge import Telling
from ingest.precedence import standings
from ingest.records import Document
from ingest.rows import AliasRow, DocumentRow
from ingest.terms import digest
from ontology.thai import match_key
from queries.versions import Home


@dataclass(frozen=True, slots=True)
class Review:
    """All judgements of a home."""

    judgements: tuple[Judgement, ...] = ()
    names: tuple[JudgedName, ...] = ()

    @classmethod
    def of(cls, home: Home) -> "Review":
        """What people judged so far; raises TableError where the tables were damaged."""
        findings = read_home_rows(home.judgements, Judgement)
        return cls(tuple(findings), tuple(read_home_rows(home.judged_names, JudgedName)))

    def fingerprint(self) -> str:
        """Eight signs that change with every judgement."""
        return digest("\n".join(row.model_dump_json() for row in (*self.judgements, *self.names)))

    def last_names(self) -> dict[str, JudgedName]:
        """The last word on each name, by what its spellings have in common."""
        return {match_key(row.name): row for row in self.names}

    def aliases(self) -> Iterator[AliasRow]:
        """The names that people gave to bodies, as rows of the registry."""
        for row in self.last_names().values():
            if row.judgement == "alias" and row.body:
                alias = AliasRow(body=row.body, surface=row.name, kind="alias")
                alias._place = row.found_at
                yield alias

    def judge(self, tellings: Sequence[Telling], texts: Sequence[Document], registry: Collection) -> Judged:
        """`tellings` after the judgements; raises TableError with each judgement that cannot be applied."""
        known, names = standings(registry.of(DocumentRow)), registry.body_names()
        judgements = Judgements.checked(self.judgements, names)
        judged = apply_judgements(tellings, judgements, texts, names, known)
        none = {key for key, row in self.last_names().items() if row.judgement == "no-body"}
        judged.tellings = [_without_body(telling, none) for telling in judged.tellings]
        return judged


def _without_body(telling: Telling, none: Set[str]) -> Telling:
    """A finding whose winner has a name that people know for none: it waits, and says so."""
    if telling.record.winner or match_key(telling.record.recipient) not in none:
        return telling
    return replace(telling, judgement="proposed", doubt="people say that the recipient is no body")


NOTHING_REVIEWED = Review()
