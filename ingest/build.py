"""The pipeline: shipped sources and kept texts -> a checked dataset -> a new version, whole or not at all."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version as installed_version
from pathlib import Path

from ingest.assembly import Assembled, Progress, Read, assemble
from ingest.bodies import load_names
from ingest.docket import docket_of, write_docket
from ingest.given import Given
from ingest.intake import Advance, Intake, Rules, add_documents, add_found, renew, take_in
from ingest.labels import search_entries
from ingest.ledger import Ledger
from ingest.records import Document
from ingest.register import Reading, Register, open_register
from ingest.report import Report
from ingest.review import Review
from ingest.shapes import check_shapes
from ingest.shipped import LEDGER, read_sources, reading_version, rules_version, shipped_fingerprint
from ingest.texts import forget_older_texts, older_texts
from queries.engine import read_dump, write_dump, write_store
from queries.journal import Journal
from queries.search import write_index
from queries.versions import Home, HomeError, NewVersion

Change = Callable[[Register, Rules], Intake]


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
    return _change(home, lambda register, rules: add_documents(register, texts, rules), tell, needed=True)


def ingest(
    home: Home,
    given: Given,
    tell: Progress = lambda _: None,
    advance: Advance = lambda *_: None,
) -> Report:
    """Read what is new or changed of what is given; make a new version where it, or the facts, changed.

    A file that changed gives what it says now, in place of what it said. Failing is as in `build`.
    """

    def change(register: Register, rules: Rules) -> Intake:
        rules = replace(rules, columns=given.columns)
        intake = take_in(register, given.paths, rules, advance)
        add_found(register, given.followed(), rules, intake)
        return intake

    return _change(home, change, tell)


def forget(home: Home, names: Iterable[str], tell: Progress = lambda _: None) -> Report:
    """Let go of files, all files in folders, or documents by their keys, with all that rests on them alone.

    Keys that were minted stay in the ledger. Raises HomeError for what is not held.
    """
    return _change(home, lambda register, _: _forget(register, names), tell)


def _forget(register: Register, names: Iterable[str]) -> Intake:
    for name in names:
        whole = os.path.normpath(Path(name).absolute())
        if not register.forget_path(whole) + register.forget_key(name):
            told = "no text is held of this file or folder, or by this key (a key ends a document's address)"
            raise HomeError(f"{name}: {told}")
    register.sweep()
    return Intake()


def _change(home: Home, change: Change, tell: Progress, *, needed: bool = False) -> Report:
    """Change what is held and make a version of it: both or neither."""
    with home.writing(), open_register(home.register) as register:
        tell("looking for what changed")
        rules = Rules(reading_version(), load_names())
        renew(register, rules)
        add_documents(register, older_texts(home.texts), rules)
        intake = change(register, rules)
        if not needed and _is_made_of(home, register):
            register.commit()  # what was only touched
            return Report.unchanged(home.current().manifest, intake)
        with _switched_back(home):
            made, new, warnings = _make(home, register, tell)
            register.commit()
        forget_older_texts(home.texts)
    return Report.of(new, made, intake, warnings)


def _is_made_of(home: Home, register: Register) -> bool:
    """Whether the current version is what a build would make of the texts that are held."""
    return is_current(home) and home.current().manifest.more.get("texts") == register.state


@contextmanager
def _switched_back(home: Home) -> Iterator[None]:
    """What fails within the block leaves the version that was current before."""
    before = home.current_name()
    try:
        yield
    except BaseException:
        if before and home.current_name() != before:
            home.switch(before)
        raise


def _make(home: Home, register: Register, tell: Progress) -> tuple[Assembled, NewVersion, list[str]]:
    with home.new_version() as new:
        tell("reading the sources")
        ledger = Ledger.read(LEDGER, home.ledger)
        held, review = list(register.readings()), Review.of(home)
        documents = [reading.document for reading in held]
        made = assemble(read_sources(), documents, ledger, tell, read=_known(held), review=review)
        tell(f"checking and writing {len(made.quads):,} quads")
        with ThreadPoolExecutor(1) as beside:  # the check needs no Python, and takes as long as the writing
            checked = beside.submit(check_shapes, made.quads)
            _write(made, new, register, Journal(home.journal))
            new.facts["more"]["judged"] = review.fingerprint()
            write_docket(new.docket, docket_of(made, documents))
            findings = checked.result()
        _keep_ledger(home, made.ledger)
    warnings = [*made.warnings, *(found for found in findings if found.severity == "Warning")]
    return made, new, [str(warning) for warning in warnings]


def _known(held: Iterable[Reading]) -> Read:
    """What was found in each text, as the register has it."""
    found = {reading.document.sha256: reading.findings for reading in held}
    return lambda text, _: found[text.sha256]


def _write(made: Assembled, new: NewVersion, register: Register, journal: Journal) -> None:
    written, last = journal.whole(), journal.last()
    write_dump(made.quads, new.dump, written)
    write_store(new.store_folder, read_dump(new.dump) if written else made.quads)
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
            "texts": register.state,
            "journal": last,
            **register.count()._asdict(),
        },
    )


def _keep_ledger(home: Home, ledger: Ledger) -> None:
    """A key that was given out is never lost: the ledger is on disk before the version that uses it."""
    unfinished = home.ledger.with_suffix(".new")
    unfinished.write_text(ledger.added_to(Ledger.read(LEDGER)).write(), encoding="utf-8")
    unfinished.replace(home.ledger)
