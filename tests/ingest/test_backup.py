"""Backups: what comes back is what was there, whatever happens meanwhile; damage and malice do not."""

import json
import sqlite3
import stat
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ingest.backup import write_backup
from ingest.backup_contents import LIST, BackupError, open_backup
from ingest.build import forget, ingest
from ingest.given import Given
from ingest.register import open_register
from ingest.restoring import mend, restore
from queries.engine import write_dump, write_store
from queries.search import SearchIndex, write_index
from queries.versions import BrokenVersionError, Home, HomeError, Version, find_damaged_files, verify

NODE = NamedNode("http://example.org/x")
NEWS = "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”"


def add_version(home: Home, *words: str, **more: str | int) -> Version:
    """A small version with all its parts."""
    quads = [Quad(NODE, NODE, Literal(word)) for word in words]
    with home.new_version() as new:
        write_dump(quads, new.dump)
        write_store(new.store_folder, quads)
        write_index(new.search, [])
        new.docket.write_text('{"items": []}', encoding="utf-8")
        new.facts.update(lertrat="0.1.0", rules="r", sources=("a", "b"), documents=3, more=more)
    assert new.finished
    return new.finished


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a small version, and something of all that outlives versions."""
    home = Home(tmp_path / "home").create()
    with open_register(home.register) as register:
        register.commit()
    for path in (home.ledger, home.judgements, home.judged_names, home.tokens):
        path.write_text(f"a,{path.name}\n1,2\n", encoding="utf-8")
    (home.journal / "2026").mkdir()
    (home.journal / "2026" / "0001.log").write_bytes(b"INSERT\0\xff")
    (home.journal / "0002.log").write_bytes(b"")
    add_version(home, *(f"word {number}" for number in range(500)))
    return home


def held(home: Home) -> dict[str, bytes]:
    """What outlives versions, and the current dump and docket, byte by byte."""
    version = home.current()
    files = {path: path.relative_to(home.path).as_posix() for path in home.path.rglob("*") if path.is_file()}
    left = {
        path: name for path, name in files.items() if not name.startswith(("versions/", "current", "lock"))
    }
    return {name: _content(path) for path, name in left.items()} | {
        "dump": version.dump.read_bytes(),
        "docket": version.docket.read_bytes(),
    }


def _content(path: Path) -> bytes:
    """The bytes of a file; of a register what it says, since SQLite counts changes in the file."""
    if path.suffix != ".sqlite":
        return path.read_bytes()
    with closing(sqlite3.connect(path)) as register:
        return "\n".join(register.iterdump()).encode()


def flip(path: Path, place: int) -> bytes:
    """Flip one bit of the byte at `place`; gives what was there before."""
    before = path.read_bytes()
    changed = bytearray(before)
    changed[place] ^= 1 << (place % 8)
    path.write_bytes(changed)
    return before


def paths_of(version: Version) -> list[Path]:
    """The files in which a bit can be flipped, within the version."""
    return sorted(
        path.relative_to(version.path)
        for path in version.path.rglob("*")
        if path.is_file() and path.stat().st_size
    )


def test_what_is_restored_into_a_new_home_is_what_was_there(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    fresh = Home(tmp_path / "fresh")
    restored = restore(fresh, backup)
    assert fresh.current() == restored
    assert held(fresh) == held(home)
    assert restored.manifest.facts == home.current().manifest.facts
    assert verify(restored).quads == 500
    assert stat.S_IMODE(fresh.tokens.stat().st_mode) == 0o600


def test_a_real_home_goes_on_where_it_was(own_home: Home, tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text(NEWS, encoding="utf-8")
    ingest(own_home, Given([str(news)]))
    fresh = Home(tmp_path / "fresh")
    restored = restore(fresh, write_backup(own_home, tmp_path))
    assert held(fresh) == held(own_home)
    with (
        closing(SearchIndex(restored.search)) as index,
        closing(SearchIndex(own_home.current().search)) as old,
    ):
        assert index.find("โฉนด") == old.find("โฉนด") != []
    ingest(fresh, Given([str(news)]))
    assert fresh.current() == restored  # it was read before
    forget(fresh, [str(news)])
    assert fresh.current().manifest.quads < restored.manifest.quads


def test_the_same_home_makes_the_same_backup_and_a_folder_gets_one_by_its_time(
    home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    named, dated = write_backup(home, tmp_path / "one.zip"), write_backup(home, folder)
    assert named.read_bytes() == dated.read_bytes()
    assert [path.name for path in folder.iterdir()] == [dated.name]
    assert stat.S_IMODE(dated.stat().st_mode) == 0o600


def test_a_backup_that_fails_leaves_the_earlier_one_and_nothing_else(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    before = write_backup(home, folder / "backup.zip").read_bytes()
    flip(home.current().dump, 100)
    with pytest.raises(BackupError, match=r"dump\.nq .* is damaged; `lertrat check`"):
        write_backup(home, folder / "backup.zip")
    assert [path.read_bytes() for path in folder.iterdir()] == [before]


def test_a_damaged_register_is_not_backed_up(home: Home, tmp_path: Path) -> None:
    home.register.write_bytes(home.register.read_bytes()[:5000])
    with pytest.raises(BackupError, match=r"damaged|cannot be copied"):
        write_backup(home, tmp_path / "backup.zip")


def test_a_backup_while_texts_are_read_has_the_register_as_it_was(home: Home, tmp_path: Path) -> None:
    before = _content(home.register)
    with home.writing(), open_register(home.register) as register:
        register._ask("INSERT INTO facts VALUES ('half', 'done')")
        backup = write_backup(home, tmp_path / "backup.zip")
    fresh = Home(tmp_path / "fresh")
    restore(fresh, backup)
    assert _content(fresh.register) == before


def test_a_version_goes_with_the_register_that_it_was_made_of(home: Home, tmp_path: Path) -> None:
    """A build switches first, and keeps its texts a moment later: the backup waits for that moment."""
    connection = sqlite3.connect(home.register, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT OR REPLACE INTO facts VALUES ('state', 'after')")
    add_version(home, "a", texts="after")
    thread = threading.Thread(target=write_backup, args=(home, tmp_path / "backup.zip"))
    thread.start()
    time.sleep(0.5)
    connection.execute("COMMIT")
    connection.close()
    thread.join()
    fresh = Home(tmp_path / "fresh")
    assert restore(fresh, tmp_path / "backup.zip").manifest.more["texts"] == "after"
    with open_register(fresh.register) as register:
        assert register.state == "after"


def test_one_flipped_bit_in_any_file_of_a_version_is_found_and_mended(home: Home, tmp_path: Path) -> None:
    good = held(home)
    backup = write_backup(home, tmp_path / "backup.zip")
    for path in paths_of(home.current()):
        version = home.current()
        flip(version.path / path, (version.path / path).stat().st_size // 2)
        with pytest.raises(BrokenVersionError, match=r"damaged|no readable"):
            verify(Version(version.path))
        mended = _mend(home, path, backup)
        assert held(home) == good
        verify(mended)


def _mend(home: Home, path: Path, backup: Path) -> Version:
    """From the dump what can be made of it; the rest from the backup."""
    if path.parent.name == "store" or path.suffix == ".sqlite":
        return mend(home)
    with pytest.raises(BrokenVersionError, match="lertrat build"):
        mend(home)
    return restore(home, backup)


def test_no_bit_of_a_manifest_can_change(home: Home) -> None:
    version = home.current()
    manifest = version.path / "manifest.json"
    for place in range(manifest.stat().st_size):
        before = flip(manifest, place)
        with pytest.raises(BrokenVersionError):
            verify(Version(version.path))
        manifest.write_bytes(before)
    verify(Version(version.path))


def test_a_missing_file_of_a_version_is_found(home: Home) -> None:
    version = home.current()
    (version.store_folder / "CURRENT").unlink()
    version.docket.unlink()
    assert find_damaged_files(version) == ["docket.json", "store/CURRENT"]
    with pytest.raises(BrokenVersionError, match=r"docket\.json, store/CURRENT"):
        verify(version)


def test_a_manifest_from_before_there_were_seals_is_read(home: Home) -> None:
    version = home.current()
    path = version.path / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    del fields["files"], fields["seal"]
    path.write_text(json.dumps(fields), encoding="utf-8")
    assert verify(Version(version.path)).quads == 500
    assert verify(mend(home)).seal


def test_one_flipped_bit_in_a_backup_is_refused_or_changes_nothing(home: Home, tmp_path: Path) -> None:
    backup, fresh = write_backup(home, tmp_path / "backup.zip"), Home(tmp_path / "fresh")

    def read() -> dict[str, bytes]:
        with open_backup(backup, fresh) as opened:
            opened.check()
            return {name: b"".join(opened.pieces(name)) for name in opened.listed.files}

    good, refused = read(), 0
    for place in range(0, backup.stat().st_size, 5):
        before = flip(backup, place)
        try:
            assert read() == good
        except BackupError:
            refused += 1
        backup.write_bytes(before)
    assert refused > 100


def test_a_backup_that_was_cut_off_is_refused(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    whole = backup.read_bytes()
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        backup.write_bytes(whole[:length])
        with pytest.raises(BackupError, match="damaged, or no backup"):
            restore(Home(tmp_path / "fresh"), backup)
    assert not (tmp_path / "fresh").exists()


Change = Callable[[dict[str, bytes | None]], None]


def repack(backup: Path, change: Change) -> None:
    """Change what a backup holds, and let its list say so: what somebody with a purpose would do."""
    with zipfile.ZipFile(backup) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            if content is None:
                member.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(member, b"/etc/passwd" if content is None else content)


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/cron.d/x", "journal/../../outside", "journal/.hidden", "version/store/CURRENT",
     "versions/x/dump.nq", "C:\\outside", "journal\\..\\outside", "lock", "current", "journal",
     "ledger.csv/x"],
)  # fmt: skip
def test_a_file_that_is_no_part_of_a_home_is_refused(home: Home, tmp_path: Path, name: str) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")

    def smuggle(files: dict[str, bytes | None]) -> None:
        listed = json.loads(files[LIST] or b"")
        listed["files"][name] = {"size": 1, "sha256": "0"}
        files[LIST] = json.dumps(listed).encode()
        files[name] = b"x"

    repack(backup, smuggle)
    with pytest.raises(BackupError, match="no part of a home"):
        restore(Home(tmp_path / "fresh"), backup)
    assert not (tmp_path / "fresh").exists()


def test_a_link_is_refused(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    repack(backup, lambda files: files.update({"ledger.csv": None}))
    with pytest.raises(BackupError, match=r"ledger\.csv"):
        restore(Home(tmp_path / "fresh"), backup)


def test_what_would_fill_the_disk_is_refused_before_it_is_unpacked(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")

    def swell(files: dict[str, bytes | None]) -> None:
        listed = json.loads(files[LIST] or b"")
        files["journal/0003.log"] = bytes(300 << 20)
        listed["files"]["journal/0003.log"] = {"size": 300 << 20, "sha256": "0"}
        files[LIST] = json.dumps(listed).encode()

    repack(backup, swell)
    with pytest.raises(BackupError, match="it would grow"):
        restore(Home(tmp_path / "fresh"), backup)
    assert not (tmp_path / "fresh").exists()


def test_a_file_that_the_list_does_not_know_is_refused(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    repack(backup, lambda files: files.update({"journal/0003.log": b"x"}))
    with pytest.raises(BackupError, match=r"does not hold what its backup\.json says"):
        restore(Home(tmp_path / "fresh"), backup)


def test_a_home_that_has_others_keeps_them(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    home.judgements.write_text("a later judgement\n", encoding="utf-8")
    later = add_version(home, "later")
    with pytest.raises(BackupError, match=r"judgements\.csv .*--only-version"):
        restore(home, backup)
    assert home.current() == later
    restored = restore(home, backup, only_version=True)
    assert home.current() == restored
    assert restored.manifest.quads == 500
    assert home.judgements.read_text(encoding="utf-8") == "a later judgement\n"


def test_a_text_of_ones_own_that_the_backup_lacks_is_not_overlooked(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    (home.journal / "0003.log").write_bytes(b"later")
    with pytest.raises(BackupError, match=r"journal/0003\.log"):
        restore(home, backup)


def test_a_version_does_not_go_where_the_journal_is_shorter_than_its_own(home: Home, tmp_path: Path) -> None:
    (home.journal / "0000000001.json").write_text("{}", encoding="utf-8")
    add_version(home, "written", journal=1)
    backup, other = write_backup(home, tmp_path / "backup.zip"), Home(tmp_path / "other")
    before = add_version(other, "other")
    with pytest.raises(BackupError, match=r"first 1 writes .* has 0"):
        restore(other, backup, only_version=True)
    assert (other.current(), other.versions()) == (before, [before])
    assert restore(Home(tmp_path / "fresh"), backup).manifest.more["journal"] == 1


def test_a_home_that_is_being_written_to_is_not_restored(home: Home, tmp_path: Path) -> None:
    backup = write_backup(home, tmp_path / "backup.zip")
    with home.writing(), pytest.raises(HomeError, match="another lertrat is writing"):
        restore(Home(home.path), backup)
