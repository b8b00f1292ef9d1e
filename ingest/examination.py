"""What is right and what is wrong with the sources and with a version, told line by line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.canonical import untidy
from ingest.checks import check
from ingest.collection import Collection
from ingest.faults import TableError
from ingest.shapes import Finding, check_shapes, count_findings
from ingest.shipped import SOURCES_FOLDER, read_sources, shipped_fingerprint
from queries.catalogue import catalogue
from queries.engine import EmbeddedEngine, read_dump
from queries.journal import Journal
from queries.versions import Home, Version, verify


class ExaminationError(ValueError):
    """The facts have errors, which have been told; the message counts them."""


def examine(home: Home) -> Iterator[str]:
    """What is right and what is wrong, line by line; raises what keeps the facts or the version from use."""
    yield from examine_sources()
    if home.current_name() is None:
        yield "version: none yet; run `lertrat build`"
    else:
        yield from examine_version(home.current())
        journal = Journal(home.journal)
        yield f"journal: {len(journal.after(0))} writes, {len(journal.whole().added):,} lines hold"


def examine_sources(folder: Path = SOURCES_FOLDER) -> Iterator[str]:
    """What the tables of facts hold, and every warning and error; raises ExaminationError after the last."""
    try:
        sources = read_sources(folder)
        collection = Collection.of_sources(sources)
        warnings = [str(fault) for fault in check(collection)]
    except TableError as error:
        yield from (f"error: {fault}" for fault in error.faults)
        told = f"{len(error.faults)} errors in the facts: mend the cells, then run `lertrat check` again"
        raise ExaminationError(told) from None
    warnings += [f"{path}: not in canonical form; run `lertrat tidy`" for path in untidy(folder)]
    held = f"{len(sources)} sources, {len(collection.rows()):,} rows"
    yield f"facts: {held}, 0 errors, {len(warnings)} warnings"
    yield from (f"  warning: {warning}" for warning in warnings)


def examine_version(version: Version) -> Iterator[str]:
    """Whether dump, store, shapes and questions are as they should be; raises what says that they are not."""
    manifest = verify(version)
    signature = f"{manifest.quads:,} quads, sha256 {manifest.sha256[:16]}..."
    yield f"version {manifest.name}: dump and store hold {signature} as the manifest says"
    if manifest.more.get("shipped") != shipped_fingerprint():
        yield "  warning: the facts have changed since; run `lertrat build`"
    quads = list(read_dump(version.dump))
    yield from _told(check_shapes(quads))
    engine = EmbeddedEngine.of_quads(quads)  # those of the store too, as was just verified
    for question in catalogue().values():
        engine.answer(question.bind(**question.example))
    yield f"questions: all {len(catalogue())} answer"


def _told(findings: Iterable[Finding]) -> Iterator[str]:
    counts = Counter(finding.severity for finding in findings)
    yield f"shapes: 0 violations, {counts['Warning']} warnings, {counts['Info']} notes"
    for (severity, message), times in sorted(count_findings(findings).items()):
        yield f"  {severity.lower()}: {times} x {message}"
