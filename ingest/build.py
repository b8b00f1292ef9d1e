"""The pipeline: shipped sources and kept texts -> a checked dataset -> a new version, whole or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version as installed_version

from ingest.assembly import Assembled, Progress, assemble
from ingest.docket import docket_of, write_docket
from ingest.labels import search_entries
from ingest.ledger import Ledger
from ingest.records import Document
from ingest.review import Review
from ingest.shapes import check_shapes
from ingest.shipped import LEDGER, read_sources, rules_version, shipped_fingerprint
from ingest.texts import forget_texts, keep_texts, kept_texts
from queries.engine import write_dump, write_store
from queries.search import write_index
from queries.versions import Home, NewVersion


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: its version, and how many things of which standing are in it."""

    version: str
    quads: int
    documents: int
    added: tuple[str, ...]
    """Keys of the texts that were new."""
    reviewed: int
    """Kept texts that people had read before: their reading stands."""
    awards: int
    candidacies: int
    waiting: int
    contradictions: int
    """Pairs of records that stand side by side, of which not both can be right."""
    warnings: tuple[str, ...]
    """What the facts or the shapes warn of."""

    def told(self, given: int) -> Iterator[str]:
        """Lines for people; `given` is how many texts the build was given."""
        yield from (f"warning: {warning}" for warning in self.warnings)
        if given:
            known = given - len(self.added)
            yield f"texts added: {len(self.added)}; held already: {known}; read by people: {self.reviewed}"
        yield (
            f"version {self.version}: {self.quads:,} quads, {self.documents} documents, "
            f"{self.awards} awards, {self.candidacies} candidacies, {self.waiting} waiting for a person"
        )
        if self.contradictions:
            yield f"{self.contradictions} contradictions: `lertrat review --contradictions` shows both sides"


def is_current(home: Home) -> bool:
    """Whether the current version was made of what the project ships now, and of all that people judged."""
    if home.current_name() is None:
        return False
    made_of = home.current().manifest.more
    judged = made_of.get("judged") == Review.of(home).fingerprint()
    return judged and made_of.get("shipped") == shipped_fingerprint()


def build(home: Home, tell: Progress = lambda _: None, texts: Sequence[Document] = ()) -> Report:
    """Make a new version of `home` with its kept texts and these new ones, and switch to it.

    Whatever fails - a source, a shape, the disk - the home stays as it was, and `texts` are not kept.
    """
    with _keeping(home) as kept, home.new_version() as new:
        kept.extend(keep_texts(home.texts, texts))
        tell("reading the sources")
        ledger = Ledger.read(LEDGER, home.ledger)
        held, review = list(kept_texts(home.texts)), Review.of(home)
        made = assemble(read_sources(), held, ledger, tell, review)
        tell(f"checking {len(made.quads):,} quads")
        findings = check_shapes(made.quads)
        tell("writing the version")
        _write(made, new)
        new.facts["more"]["judged"] = review.fingerprint()
        write_docket(new.docket, docket_of(made, held))
        _keep_ledger(home, made.ledger)
    warnings = [*made.warnings, *(found for found in findings if found.severity == "Warning")]
    return _report(new, made, kept, warnings)


@contextmanager
def _keeping(home: Home) -> Iterator[list[Document]]:
    """Texts kept within the block are forgotten again when it fails."""
    kept: list[Document] = []
    try:
        yield kept
    except BaseException:
        forget_texts(home.texts, kept)
        raise


def _write(made: Assembled, new: NewVersion) -> None:
    write_dump(made.quads, new.dump)
    write_store(new.store_folder, made.quads)
    write_index(new.search, search_entries(made.quads))
    new.facts.update(
        lertrat=installed_version("lertrat"),
        rules=rules_version(),
        sources=made.sources,
        documents=made.documents,
        more={
            "waiting": len(made.merged.waiting),
            "contradictions": len(made.merged.contradictions()),
            "rejected": len(made.rejected),
            "shipped": shipped_fingerprint(),
        },
    )


def _keep_ledger(home: Home, ledger: Ledger) -> None:
    """A key that was given out is never lost: the ledger is on disk before the version that uses it."""
    unfinished = home.ledger.with_suffix(".new")
    unfinished.write_text(ledger.added_to(Ledger.read(LEDGER)).write(), encoding="utf-8")
    unfinished.replace(home.ledger)


def _report(new: NewVersion, made: Assembled, kept: Sequence[Document], warnings: Sequence[object]) -> Report:
    won = sum(award.record.status == "won" for award in made.merged.settled)
    return Report(
        version=new.finished.name if new.finished else "",
        quads=len(made.quads),
        documents=made.documents,
        added=tuple(document.key for document in kept),
        reviewed=made.reviewed_texts,
        awards=won,
        candidacies=len(made.merged.settled) - won,
        waiting=len(made.merged.waiting),
        contradictions=len(made.merged.contradictions()),
        warnings=tuple(map(str, warnings)),
    )
