"""The pipeline: shipped sources and kept texts -> a checked dataset -> a new version, whole or not at all."""

from importlib.metadata import version as installed_version

from ingest.assembly import RULES, Progress, assemble
from ingest.labels import search_entries
from ingest.ledger import Ledger
from ingest.shapes import check_shapes
from ingest.shipped import LEDGER, read_sources
from ingest.texts import kept_texts
from queries.engine import write_dump, write_store
from queries.search import write_index
from queries.versions import Home, NewVersion


def build(home: Home, tell: Progress = lambda _: None) -> str:
    """Make a new version of `home` and switch to it; gives its name. Whatever fails, the home stays as it was."""
    with home.new_version() as new:
        tell("reading the sources")
        ledger = Ledger.read(LEDGER, home.ledger)
        made = assemble(read_sources(), list(kept_texts(home.texts)), ledger, tell)
        tell(f"checking {len(made.quads):,} quads")
        check_shapes(made.quads)
        tell("writing the version")
        write_dump(made.quads, new.dump)
        write_store(new.store_folder, made.quads)
        write_index(new.search, search_entries(made.quads))
        new.facts.update(
            lertrat=installed_version("lertrat"), rules=RULES, sources=made.sources, documents=made.documents
        )
        _keep_ledger(home, made.ledger)
    return _name(new)


def _keep_ledger(home: Home, ledger: Ledger) -> None:
    """A key that was given out is never lost: the ledger is on disk before the version that uses it."""
    unfinished = home.ledger.with_suffix(".new")
    unfinished.write_text(ledger.added_to(Ledger.read(LEDGER)).write(), encoding="utf-8")
    unfinished.replace(home.ledger)


def _name(new: NewVersion) -> str:
    if new.finished is None:
        raise RuntimeError("the version was not finished")  # cannot be: the block ended well
    return new.finished.name
