"""From the tables of a document to the awards that they list: one function, and what it calls."""

from ingest.tabular.findings import TableFindings
from ingest.tabular.lists import find_in_tables

__all__ = ["TableFindings", "find_in_tables"]
