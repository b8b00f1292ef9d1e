"""The home after an ingest: the same whatever the order, without what was removed, and whole after a kill."""

import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.build import forget, ingest
from ingest.given import Given
from ingest.ledger import Ledger
from ingest.register import open_register
from queries.versions import Home, HomeError, verify

LAND = "กรมปศุสัตว์ รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “วัคซีนถึงบ้าน”\n"
QUEUES = (
    "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดีเด่น ประเภทพัฒนาการบริการ จากผลงาน “คิวออนไลน์ทั่วไทย”\n"
)
TAX = "กรมสรรพากร รับรางวัลเลิศรัฐ ประจำปี 2564 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “ภาษีถึงบ้าน”\n"
TAX_AGAIN = TAX.replace("\n", " เมื่อวานนี้\n")
NEWS = "กรมที่ดินเปิดให้จองคิวล่วงหน้า ประชาชนพอใจ\n"
FILES = {
    "land.txt": LAND,
    "more/queues.txt": QUEUES,
    "tax.txt": TAX,
    "tax-2.txt": TAX_AGAIN,
    "news.txt": NEWS,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("news")
    (path / "more").mkdir()
    for name, text in FILES.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def at_once(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that got all files in one ingest; tests only read it."""
    home = Home(tmp_path_factory.mktemp("at-once"))
    ingest(home, Given([str(folder)]))
    return home


def facts(home: Home) -> list[str]:
    """The dump's lines, with what a key stands for in place of the number that it was minted with."""
    text = home.current().dump.read_text(encoding="utf-8")
    rows = Ledger.read(home.ledger).rows.values()
    for row in sorted(rows, key=lambda row: len(row.key), reverse=True):
        meant = f"<{row.edition} {row.recipient} {row.branch} {row.type} {row.level} {row.project}>"
        for before, behind in ((f"{row.kind}/{row.key}", ">"), (f"{row.kind}-{row.key}", "-")):
            text = text.replace(before + behind, f"{row.kind} {meant}{behind}")
    return sorted(text.splitlines())


def test_any_order_ends_in_the_same_graph(folder: Path, at_once: Home, tmp_path: Path) -> None:
    home = Home(tmp_path)
    for names in (["tax-2.txt", "more"], ["news.txt", "tax.txt", "land.txt", "tax-2.txt"]):
        ingest(home, Given([str(folder / name) for name in names]))
    assert facts(home) == facts(at_once)


def test_a_second_run_makes_no_version(folder: Path, at_once: Home) -> None:
    before = at_once.current_name()
    report = ingest(at_once, Given([str(folder)]))
    assert (report.renewed, report.intake.unchanged, at_once.current_name()) == (False, len(FILES), before)
    assert any("nothing new" in line for line in report.told())


def test_an_older_version_is_replaced_by_one_of_all_that_is_held(folder: Path, own_home: Home) -> None:
    first = own_home.current().name
    ingest(own_home, Given([str(folder / "land.txt")]))
    newest = own_home.current().manifest.sha256
    own_home.switch(first)
    assert ingest(own_home, Given([str(folder / "land.txt")])).renewed
    assert own_home.current().manifest.sha256 == newest


def test_what_is_removed_takes_along_what_rested_on_it_alone(
    folder: Path, at_once: Home, tmp_path: Path
) -> None:
    home, never = Home(shutil.copytree(at_once.path, tmp_path / "home")), Home(tmp_path / "never")
    keys = set(Ledger.read(home.ledger).rows)
    report = forget(home, [str(folder / "land.txt"), str(folder / "more"), str(folder / "tax.txt")])
    ingest(never, Given([str(folder / "tax-2.txt"), str(folder / "news.txt")]))
    assert home.current().dump.read_bytes() == never.current().dump.read_bytes()
    assert report.renewed
    assert keys <= set(Ledger.read(home.ledger).rows), "keys that were minted stay"
    with pytest.raises(HomeError, match="no text is held"):
        forget(home, ["land.txt"])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """Enough texts for several processes."""
    path = tmp_path_factory.mktemp("many")
    for number in range(600):
        (path / f"{number}.txt").write_text(f"{NEWS}{number}\n" * 20, encoding="utf-8")
    for name, text in FILES.items():
        (path / Path(name).name).write_text(text, encoding="utf-8")
    return path


DYING = """
import os, signal, sys, threading
from pathlib import Path
from ingest.build import ingest
from ingest.given import Given
from queries.versions import Home

home, folder, moment, seconds = sys.argv[1:]

def reach(told, *_):
    if str(told).startswith(moment):
        threading.Timer(float(seconds), os.kill, (os.getpid(), signal.SIGKILL)).start()

ingest(Home(Path(home)), Given([folder]), reach, lambda done, _: reach(f"read {done > 9}"))
"""
"""An ingest that is killed so many seconds after it tells of a moment."""
MOMENTS = {"read True": 0, "joining": 0, "checking": 0.1, "checking and": 0.6}
"""While it reads, joins, and twice while it checks and writes."""


def graph(home: Home) -> tuple[str, dict[str, bytes]]:
    """The current version, with the bytes of its files."""
    version = home.current()
    return version.name, {path.name: path.read_bytes() for path in version.path.rglob("*") if path.is_file()}


def test_kills_at_any_moment_leave_the_last_good_graph_and_the_next_run_makes_all_good(
    many: Path, at_once: Home, own_home: Home
) -> None:
    before = graph(own_home)
    for moment, seconds in MOMENTS.items():
        command = [sys.executable, "-c", DYING, str(own_home.path), str(many), moment, str(seconds)]
        killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
        assert (moment, killed.returncode) == (moment, -signal.SIGKILL)
        assert graph(own_home) == before
    time.sleep(0.1)  # the kernel ends the processes that read
    ingest(own_home, Given([str(many)]))
    verify(own_home.current())
    assert facts(own_home) == facts(at_once)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kilobytes", [20, 90, 15_000])
def test_a_full_disk_at_any_moment_leaves_the_home_as_it_was(
    folder: Path, own_home: Home, kilobytes: int
) -> None:
    before = (graph(own_home), own_home.ledger.read_bytes(), names_in(own_home.versions_folder))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1000, kilobytes * 1000))

    command = [sys.executable, "-m", "lertrat", "ingest", str(folder), "--home", str(own_home.path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr
    assert (graph(own_home), own_home.ledger.read_bytes(), names_in(own_home.versions_folder)) == before
    with open_register(own_home.register) as register:
        assert register.count().texts_kept == 0
