"""Mints keys for the shipped sources into the shipped ledger: `python -m ingest.minting`."""

import sys

from ingest.assembly import assemble
from ingest.ledger import Ledger
from ingest.shipped import LEDGER, read_sources


def mint() -> tuple[Ledger, int]:
    """The shipped ledger with a key for everything the sources hold, and how many keys are new."""
    before = len(Ledger.read(LEDGER).rows)
    ledger = assemble(read_sources(), [], Ledger.read(LEDGER)).ledger
    return ledger, len(ledger.rows) - before


def main() -> None:
    """Write the ledger; say how many keys were minted."""
    ledger, minted = mint()
    LEDGER.write_text(ledger.write(), encoding="utf-8")
    sys.stdout.write(f"{minted} new keys in {LEDGER.name}\n")


if __name__ == "__main__":
    main()
