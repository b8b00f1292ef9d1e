"""What each group of rules and the registry bring: the score of the extractor with one of them taken out.

    python benchmarks/ablation.py TEXTS GOLD --scorer score.py [--agencies agencies.csv]

TEXTS holds .txt files, GOLD a .json file each. The scorer is a program of its own, called with the folder of
the gold, a file of answers (one JSON object a document) and `--json`; it prints `strict` and `identified`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ingest.bodies import load_names
from ingest.extract import awards, editions, extract, recipients
from ingest.extract.items import Walk
from ingest.extract.works import _Works
from ingest.readers import read_document
from ingest.records import Document
from ingest.tabular import lists
from queries.candidates import ABBREVIATIONS
from queries.names import Names
from queries.near_names import NearNames

Patches = list[tuple[object, str, Callable[..., Any]]]


def _nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def _only(kinds: set[str]) -> Names:
    full = load_names()
    return Names([entry for entry in full.entries if entry.kind in kinds], (), full.parents)


WITHOUT: dict[str, tuple[Patches, Callable[[], Names]]] = {
    "nothing taken out": ([], load_names),
    "the registry": ([], lambda: Names([])),
    "aliases, abbreviations, field offices": ([], lambda: _only({"name"})),
    "abbreviations": ([], lambda: _only({e.kind for e in load_names().entries} - ABBREVIATIONS)),
    "misspelt and cut names": ([(NearNames, "find", _nothing)], load_names),
    "what the text says of its abbreviations": (
        [(Names, "_in_context", lambda _, mention, *__: mention), (Names, "_strangers", lambda *_: {})],
        load_names,
    ),
    "list numbers": ([(Walk, "_number", _nothing)], load_names),
    "lists that go on behind a paragraph": ([(Walk, "_resume", _nothing)], load_names),
    "works without quotes": (
        [
            (_Works, name, _nothing)
            for name in ("_before_verbs", "_named_before", "_explained", "_behind_terms", "_points")
        ],
        load_names,
    ),
    "tables in plain text": ([(lists, "find_grids", _nothing)], load_names),
    "totals are no awards": ([(awards, "find_individuated", lambda _, __, items: items)], load_names),
    "one award told twice is one": ([(awards, "join", list)], load_names),
    "the only work of a text": ([(awards, "with_only_work", lambda told, _: told)], load_names),
    "the winner from before the award": ([(recipients, "_find_unnamed", lambda *_: None)], load_names),
    "the year from the text around": ([(editions, "_edition_around", lambda *_: None)], load_names),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--agencies", type=Path)
    given = parser.parse_args()
    documents = [read_document(path) for path in sorted(given.texts.glob("*.txt"))]
    print(f"{'without':45}{'strict':>8}{'identified':>12}")
    for name, (patches, names) in WITHOUT.items():
        result = _score(_answers(documents, patches, names()), given)
        print(f"{name:45}{result['strict']['f1']:8.3f}{result['identified']['f1']:12.3f}")


def _answers(documents: list[Document], patches: Patches, names: Names) -> str:
    with ExitStack() as stack:
        for owner, name, replacement in patches:
            stack.enter_context(patch.object(owner, name, replacement))
        found = (extract(document, names).model_copy(update={"doc": document.name}) for document in documents)
        return "".join(findings.model_dump_json() + "\n" for findings in found)


def _score(answers: str, given: argparse.Namespace) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(answers)
        file.flush()
        command = [sys.executable, given.scorer, given.gold, file.name, "--json"]
        command += ["--agencies", given.agencies] if given.agencies else []
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    result: dict[str, Any] = json.loads(told)
    return result


if __name__ == "__main__":
    main()
