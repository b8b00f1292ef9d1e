"""What people judged in a home, as a build applies it: findings, and names that the registry did not know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.collection import Collection
from ingest.judgements import JudgedName, Judgement, read_home_rows
from ingest.judging import Judged, Judgements, apply_judgements
from ingest.merge import Telling, judge
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
        known_names = self.last_names()
        named = [_with_known_name(telling, known_names, names) for telling in tellings]
        return apply_judgements(named, judgements, texts, names, known)


def _with_known_name(
    telling: Telling, known_names: Mapping[str, JudgedName], names: Mapping[str, str]
) -> Telling:
    """A finding whose winner was unknown, with the body that people said it is, or that it is none."""
    record = telling.record
    said = None if record.winner else known_names.get(match_key(record.recipient))
    if said is None:
        return telling
    if said.judgement == "no-body" or said.body is None:
        return replace(telling, judgement="proposed", doubt="people say that the recipient is no body")
    update = {"recipient_id": said.body, "recipient": names.get(said.body, record.recipient)}
    return judge(record.model_copy(update=update), telling.standing)


NOTHING_REVIEWED = Review()
