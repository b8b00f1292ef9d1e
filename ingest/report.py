"""What a change of the home came to, for people: texts, awards, unknown bodies, contradictions, skipped."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.assembly import Assembled
from ingest.intake import Intake
from ingest.merge import Merged
from queries.versions import Manifest, NewVersion

NAMES_TOLD = 5
"""Unknown names that are told; all of them wait for a person in the graph."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: its version, and how many things of which standing are in it."""

    version: str
    quads: int
    documents: int
    intake: Intake
    renewed: bool = False
    """Whether there is a new version; the counts below are 0 where there is none."""
    reviewed: int = 0
    """Kept texts that people had read before: their reading stands."""
    awards: int = 0
    candidacies: int = 0
    waiting: int = 0
    unknown: tuple[str, ...] = ()
    """Names of recipients that the registry does not have, the most frequent first."""
    contradictions: int = 0
    warnings: tuple[str, ...] = ()
    """What the facts or the shapes warn of."""

    @classmethod
    def unchanged(cls, manifest: Manifest, intake: Intake) -> "Report":
        """Nothing new was found: the current version stays."""
        return cls(manifest.name, manifest.quads, manifest.documents, intake)

    @classmethod
    def of(cls, new: NewVersion, made: Assembled, intake: Intake, warnings: Sequence[str]) -> "Report":
        merged, won = made.merged, sum(award.record.status == "won" for award in made.merged.settled)
        return cls(
            version=new.finished.name if new.finished else "",
            quads=len(made.quads),
            documents=made.documents,
            intake=intake,
            renewed=True,
            reviewed=made.reviewed_texts,
            awards=won,
            candidacies=len(merged.settled) - won,
            waiting=len(merged.waiting),
            unknown=unknown_recipients(merged),
            contradictions=len(merged.contradictions()),
            warnings=tuple(warnings),
        )

    @property
    def added(self) -> tuple[str, ...]:
        """Keys of the texts that are new and tell of the award."""
        return tuple(self.intake.added)

    def told(self) -> Iterator[str]:
        """Lines for people."""
        yield from (f"warning: {warning}" for warning in self.warnings)
        yield from (f"skipped: {refusal}" for refusal in self.intake.refused)
        yield from self._texts_told()
        if not self.renewed:
            yield f"nothing new: version {self.version} stays, {self.quads:,} quads"
            return
        yield (
            f"version {self.version}: {self.quads:,} quads, {self.documents} documents, "
            f"{self.awards} awards, {self.candidacies} candidacies, {self.waiting} waiting for a person"
        )
        if self.reviewed:
            yield f"texts that people had read before, whose reading stands: {self.reviewed}"
        if self.unknown:
            named = ", ".join(self.unknown[:NAMES_TOLD]) + (", ..." if len(self.unknown) > NAMES_TOLD else "")
            yield f"unknown bodies: {len(self.unknown)} ({named}); `lertrat review --bodies`"
        if self.contradictions:
            yield f"contradictions: {self.contradictions}; `lertrat review --contradictions` shows both sides"

    def _texts_told(self) -> Iterator[str]:
        intake = self.intake
        if intake.texts or intake.unchanged or intake.refused:
            yield (
                f"texts: {intake.texts:,} read, {len(intake.added):,} new ones tell of the award, "
                f"{intake.idle:,} tell nothing of it; {intake.unchanged:,} files unchanged, "
                f"{len(intake.refused):,} skipped"
            )


def unknown_recipients(merged: Merged) -> tuple[str, ...]:
    names = Counter(t.record.recipient for t in merged.waiting if t.record.winner is None)
    return tuple(name for name, _ in names.most_common())
