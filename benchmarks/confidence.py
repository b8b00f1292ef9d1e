"""Fits how much each doubt lowers the confidence of a finding, and shows what figures are worth.

    python benchmarks/confidence.py    # the tables, of the first readings that are kept here
    python benchmarks/confidence.py FOLDER... --scorer score.py --agencies agencies.csv [--keep]

Each FOLDER holds `text/*.txt` and `gold/*.json`. The scorer is a Python file that says which awards
of an answer are those of the gold (`Names(path)`, `pairs(gold, answer, names)`, `similar(name, name)`). The
weights are fitted to all findings; the tables show texts that were left out of a fit, fold by fold. `--write`
keeps the weights in ingest/extract/confidence.yml.

Rules are right more often on the texts that they were mended by than on the next. So what the shipped
weights rest on is kept in first_readings.jsonl: what the rules found in texts that they had not seen, the
first time that they read them. `--keep` adds the findings of FOLDER... to it; do that before any rule is
changed.
"""

import argparse
import importlib.util
import json
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ingest.bodies import load_names
from ingest.extract import extract
from ingest.extract.confidence import DOUBTS, FILE, doubts_of
from ingest.readers import read_document
from ingest.records import Findings

FOLDS, STEPS, RATE = 5, 600, 2.0
PART_OF = 0.5  # how like each other the scorer finds a name and a part of it
PRIOR = 1.0  # the strength with which weights are held near nothing
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
FIRST_READINGS = Path(__file__).parent / "first_readings.jsonl"
HEAD = """\
# The log-odds that a finding is right in all its fields: of one without doubts, and what each doubt adds.
# Fitted by `python benchmarks/confidence.py --write` to first readings. The doubts: confidence.py.
"""
KEYS = {
    "ceremonies": ("edition_year_be", "date"),
    "persons": ("name", "action"),
    "counts": ("what", "value", "scope"),
}


class Case(NamedTuple):
    """A finding: of which text, with which doubts, and whether the gold has it."""

    text: str
    doubts: tuple[str, ...]
    right: bool


class Fit(NamedTuple):
    """Log-odds of a finding without doubts, and what each doubt adds."""

    base: float
    doubts: dict[str, float]

    def probability(self, case: Case) -> float:
        return 1 / (1 + math.exp(-self.base - sum(self.doubts[doubt] for doubt in case.doubts)))


def find_cases(folder: Path, kind: str, findings: dict[str, Findings], scorer: Any, names: Any) -> list[Case]:
    """Every finding of one kind in the texts of a folder."""
    cases = []
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8")).get(kind) or []
        records = getattr(findings[str(folder / path.stem)], kind)
        answer = [record.model_dump(mode="json") for record in records]
        right = (
            _right_awards(gold, answer, scorer, names)
            if kind == "awards"
            else _right(kind, gold, answer, scorer)
        )
        cases += [
            Case(str(folder / path.stem), tuple(doubts_of(kind, record)), place in right)
            for place, record in enumerate(records)
        ]
    return cases


def _right_awards(gold: list[Any], answer: list[Any], scorer: Any, names: Any) -> set[int]:
    return {j for _, j, fields in scorer.pairs(gold, answer, names) if all(fields.values())}


def _right(kind: str, gold: list[Any], answer: list[Any], scorer: Any) -> set[int]:
    """The findings that the gold has too, each of it used once."""
    left, right = list(gold), set()
    for place, one in enumerate(answer):
        meant = next((other for other in left if _same(kind, one, other, scorer)), None)
        if meant is not None:
            left.remove(meant)
            right.add(place)
    return right


def _same(kind: str, one: dict[str, Any], other: dict[str, Any], scorer: Any) -> bool:
    """Whether two findings share what makes them one; names of other schemes are free wording."""
    if kind == "other_awards":
        return bool(scorer.similar(one["name"], other["name"]) >= PART_OF)
    return all(_plain(field, one) == _plain(field, other) for field in KEYS[kind])


def _plain(field: str, one: dict[str, Any]) -> str:
    """Without spaces; of a scope only its kind."""
    words = "".join(str(one.get(field) or "").split())
    return words.partition(":")[0] if field == "scope" else words


def fit(cases: Sequence[Case], doubts: Sequence[str]) -> Fit:
    """Logistic regression by gradient descent; no doubt may make a finding surer."""
    base, weights = 0.0, dict.fromkeys(doubts, 0.0)
    for _ in range(STEPS):
        slope, slopes = 0.0, {doubt: PRIOR * weight for doubt, weight in weights.items()}
        for case in cases:
            error = Fit(base, weights).probability(case) - case.right
            slope += error
            for doubt in case.doubts:
                slopes[doubt] += error
        base -= RATE * slope / len(cases)
        weights = {doubt: min(0.0, w - RATE * slopes[doubt] / len(cases)) for doubt, w in weights.items()}
    return Fit(base, weights)


def left_out(cases: Sequence[Case], doubts: Sequence[str]) -> Iterator[tuple[float, bool]]:
    """Of each finding what is said of it by a fit that has not seen its text, and whether it is right."""
    texts = sorted({case.text for case in cases})
    fold = {text: place % FOLDS for place, text in enumerate(texts)}
    for number in range(FOLDS):
        known = fit([case for case in cases if fold[case.text] != number], doubts)
        yield from ((known.probability(c), c.right) for c in cases if fold[c.text] == number)


def print_reliability(kind: str, told: Sequence[tuple[float, bool]]) -> None:
    """One line a bin: how many findings, what was said of them on average, how many are right."""
    print(f"\n{kind}: {len(told)} findings, {_share([r for _, r in told]):.3f} right; on texts left out:")
    print(f"{'said':>12}{'findings':>10}{'on average':>12}{'right':>8}")
    for low, high in pairwise(BINS):
        held = [(said, right) for said, right in told if low <= said < high]
        if held:
            said, right = _share([s for s, _ in held]), _share([r for _, r in held])
            print(f"{low:>6.2f}-{high:<5.2f}{len(held):>10}{said:>12.3f}{right:>8.3f}")


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def keep(cases: dict[str, list[Case]]) -> None:
    """Add findings to the first readings that are kept."""
    with FIRST_READINGS.open("a", encoding="utf-8") as file:
        for kind, found in cases.items():
            for case in found:
                told = {
                    "kind": kind,
                    "text": Path(case.text).name,
                    "doubts": case.doubts,
                    "right": case.right,
                }
                file.write(json.dumps(told) + "\n")


def kept() -> dict[str, list[Case]]:
    """The first readings that are kept, by kind."""
    cases: dict[str, list[Case]] = {kind: [] for kind in DOUBTS}
    for line in FIRST_READINGS.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        cases[told["kind"]].append(Case(told["text"], tuple(told["doubts"]), told["right"]))
    return cases


def read_folders(folders: Sequence[Path], scorer_file: Path, agencies: Path) -> dict[str, list[Case]]:
    """What the rules find in the texts of folders, by kind."""
    scorer = _load(scorer_file)
    names = scorer.Names(agencies)
    findings = {
        str(folder / path.stem): extract(read_document(path), load_names())
        for folder in folders
        for path in sorted((folder / "text").glob("*.txt"))
    }
    return {
        kind: [case for folder in folders for case in find_cases(folder, kind, findings, scorer, names)]
        for kind in DOUBTS
    }


def main() -> None:
    """Print the tables; with --write keep the weights, with --keep the findings."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--agencies", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.folders and not (given.scorer and given.agencies):
        parser.error("folders need --scorer and --agencies")
    cases = read_folders(given.folders, given.scorer, given.agencies) if given.folders else kept()
    if given.keep and given.folders:
        keep(cases)
    weights = {}
    for kind, doubts in DOUBTS.items():
        print_reliability(kind, list(left_out(cases[kind], list(doubts))))
        base, added = fit(cases[kind], list(doubts))
        weights[kind] = {"base": round(base, 2), "doubts": {name: round(w, 2) for name, w in added.items()}}
    print(f"\n{yaml.safe_dump(weights, sort_keys=False)}")
    if given.write:
        FILE.write_text(HEAD + yaml.safe_dump(weights, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
