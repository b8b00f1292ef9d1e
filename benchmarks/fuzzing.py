"""Fuzzes every reader and the extractor, guided by what their code runs through (atheris).

    pip install atheris~=3.0
    python3 benchmarks/fuzzing.py [SECONDS] [TARGET ...]

Each TARGET (default: all) is given changed bytes for so many SECONDS (default 20), in a process of its own,
with 5 seconds and 1 GB for one input. Readers of the main process may refuse, and nothing else; those that
run confined may raise anything, as the cell answers for it: a fault of theirs is a crash, a hang, a gigabyte.
All that the extractor finds must stand in the text. An input that makes a fault is kept in the folder that is
told.
"""

import importlib
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tests" / "ingest" / "texts"
CONFINED = {
    "html": "ingest.readers.html:read_article",
    "html tables": "ingest.readers.html_grids:read_html_grids",
    "docx": "ingest.readers.docx:read_paragraphs",
    "docx tables": "ingest.readers.tables:tell_docx",
    "xlsx": "ingest.readers.tables:tell_xlsx",
    "csv": "ingest.readers.tables:tell_csv",
    "pdf": "ingest.readers.pdf:read_pages",
    "pdf tables": "ingest.readers.tables:tell_pdf",
}
LIMITS = ("-timeout=5", "-rss_limit_mb=1024", "-max_len=65536", "-print_final_stats=0", "-verbosity=0")
DOCUMENT = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{}</w:body></w:document>"
TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


def confined(reference: str) -> Callable[[bytes], None]:
    """What a cell does with a document, without the cell."""
    module, _, name = reference.partition(":")
    read = getattr(importlib.import_module(module), name)

    def run(data: bytes) -> None:
        with suppress(Exception):
            read(data)

    return run


def read_plainly(suffix: str) -> Callable[[bytes], None]:
    """A file that the main process reads by itself."""
    from ingest.readers import read_bytes
    from ingest.readers.refusal import RefusedInputError

    def run(data: bytes) -> None:
        with suppress(RefusedInputError):
            read_bytes(f"fuzzed{suffix}", data)

    return run


def unpack(name: str) -> Callable[[bytes], None]:
    """An archive, to its last member."""
    from ingest.readers import RefusedInputError, archives

    read = {"zip": archives.read_zip, "tar": archives.read_tar}[name]

    def run(data: bytes) -> None:
        with suppress(RefusedInputError):
            for _ in read("fuzzed", io.BytesIO(data)):
                pass

    return run


def find_in_text() -> Callable[[bytes], None]:
    """The whole extractor: all that it finds stands in the text, word for word."""
    from ingest.bodies import load_names
    from ingest.extract import extract
    from ingest.records import Document

    names = load_names()

    def run(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for language in ("th", "en"):
            found = extract(Document(key="fuzzed", text=text, sha256="", language=language), names)
            for record in (*found.awards, *found.ceremonies, *found.persons, *found.counts):
                if text[record.start : record.end] != record.evidence:
                    raise ValueError(f"evidence that does not stand in the text: {record}")

    return run


def targets() -> dict[str, Callable[[], Callable[[bytes], None]]]:
    """What can be fuzzed; each is made only in its own process."""
    return {
        "txt": lambda: read_plainly(".txt"),
        "jsonl": lambda: read_plainly(".jsonl"),
        "zip": lambda: unpack("zip"),
        "tar": lambda: unpack("tar"),
        "extract": find_in_text,
        **{name: partial(confined, reference) for name, reference in CONFINED.items()},
    }


def write_seeds(folder: Path) -> None:
    """Small documents of every kind, to begin with."""
    folder.mkdir()
    texts = sorted(TEXTS.glob("*.txt"))[:12]
    for text in texts:
        (folder / text.name).write_bytes(text.read_bytes())
    words = texts[0].read_text(encoding="utf-8")[:400]
    with ZipFile(folder / "docx", "w", ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", DOCUMENT.format(TABLE.format(words)))
    (folder / "html").write_text(f"<table><tr><td>{words}</td></tr></table>", encoding="utf-8")
    (folder / "jsonl").write_text('{"text": "รางวัลเลิศรัฐ", "published": "2023-09-08"}', encoding="utf-8")
    (folder / "csv").write_bytes("หน่วยงาน;ผลงาน;ระดับ\nกรมการข้าว;ข้าวไทย;ดี\n".encode("cp874"))
    (folder / "pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>"
    )


def fuzz_here(name: str, folder: str, found: str, seconds: str) -> None:
    """Fuzz one target in this process, until the time is over or a fault is found."""
    import atheris

    with atheris.instrument_imports(include=["ingest", "ontology", "queries"]):
        run = targets()[name]()
    arguments = [sys.argv[0], *LIMITS, f"-max_total_time={seconds}", f"-artifact_prefix={found}/", folder]
    atheris.Setup(arguments, run)
    atheris.Fuzz()


def main() -> None:
    """Fuzz each target in turn; ends with 1 where one has a fault."""
    if sys.argv[1:2] == ["--here"]:
        sys.path.insert(0, str(ROOT))
        fuzz_here(*sys.argv[2:])
        return
    seconds = sys.argv[1] if len(sys.argv) > 1 else "20"
    work, faults = Path(tempfile.mkdtemp(prefix="lertrat-fuzzing-")), 0
    for name in sys.argv[2:] or list(targets()):
        seeds, found = work / f"seeds of {name}", work / name
        write_seeds(seeds)
        found.mkdir()
        command = [sys.executable, __file__, "--here", name, str(seeds), str(found), seconds]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        inputs = len(list(seeds.iterdir()))
        faults += ended.returncode != 0
        told = "no fault" if ended.returncode == 0 else f"FAULT, see {found}\n{ended.stderr[-1500:]}"
        sys.stdout.write(f"{name:12} {inputs:6,} inputs that run through something new: {told}\n")
        sys.stdout.flush()
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
