"""Archives: members come as a stream, in little memory, and no bomb gets further than its first megabytes."""

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import Refusal, RefusedInputError, read_paths
from ingest.readers.archives import read_tar, read_zip
from ingest.records import Document

NEWS = "กรมทดสอบได้รับรางวัล\n".encode()
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tgz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": zstd.compress,
}


def write_tar(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def write_zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def read(tmp_path: Path, name: str, data: bytes) -> list[Document | Refusal]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_paths([path]))


def refusal_in(found: list[Document | Refusal]) -> Refusal:
    (refusal,) = (item for item in found if isinstance(item, Refusal))
    return refusal


def stems(found: list[Document | Refusal]) -> list[str | None]:
    return [item.name if isinstance(item, Document) else "refused" for item in found]


MEMBERS = (("in/a.txt", NEWS), ("ข่าว 2.txt", NEWS + b"2"), ("in/deep/c.txt", NEWS + b"3"))


@pytest.mark.parametrize("suffix", PACKERS)
def test_every_text_of_a_tar_is_read_in_its_order(tmp_path: Path, suffix: str) -> None:
    assert stems(read(tmp_path, f"x.{suffix}", PACKERS[suffix](write_tar(*MEMBERS)))) == ["a", "ข่าว 2", "c"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_text_of_a_zip_is_read_in_its_order(tmp_path: Path, method: int) -> None:
    assert stems(read(tmp_path, "x.zip", write_zip(*MEMBERS, method=method))) == ["a", "ข่าว 2", "c"]


@pytest.mark.parametrize("suffix", [*PACKERS, "zip"])
def test_an_archive_on_standard_input_is_known_by_its_first_bytes(suffix: str) -> None:
    data = write_zip(*MEMBERS) if suffix == "zip" else PACKERS[suffix](write_tar(*MEMBERS))
    assert stems(list(read_paths(["-"], io.BytesIO(data)))) == ["a", "ข่าว 2", "c"]


def test_lines_and_folders_are_read_inside_too(tmp_path: Path) -> None:
    lines = b'{"text": "a"}\n{"text": 1}\n{"text": "b"}\n'
    (tmp_path / "y.zip").write_bytes(write_zip(("news.jsonl", lines)))
    found = list(read_paths([tmp_path]))
    assert stems(found) == ["news-1", "refused", "news-3"]
    assert refusal_in(found).path.endswith("y.zip/news.jsonl:2")


@pytest.mark.parametrize("write", [write_tar, write_zip])
@pytest.mark.parametrize("name", ["../../up.txt", "/etc/up.txt", "C:\\up.txt", "a/../up.txt"])
def test_a_name_is_only_a_name(tmp_path: Path, write: Callable[..., bytes], name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    suffix = "tar" if write is write_tar else "zip"
    (document,) = read(folder, f"x.{suffix}", write((name, NEWS)))
    assert isinstance(document, Document)
    assert [path.name for path in tmp_path.rglob("*")] == ["in", f"x.{suffix}"]


@pytest.mark.parametrize("write", [write_tar, write_zip])
@pytest.mark.parametrize("inner", ["a.zip", "a.tar.gz", "a.tgz", "a.tar"])
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, write: Callable[..., bytes], inner: str) -> None:
    suffix = "tar" if write is write_tar else "zip"
    found = read(tmp_path, f"x.{suffix}", write((inner, write_zip(("b.txt", NEWS))), ("c.txt", NEWS)))
    assert stems(found) == ["refused", "c"]
    assert "archive in an archive" in refusal_in(found).reason


@pytest.mark.parametrize("write", [write_tar, write_zip])
def test_one_bad_member_costs_nobody_else(tmp_path: Path, write: Callable[..., bytes]) -> None:
    bad = (("b.exe", b"MZ"), ("c.txt", b"\x89PNG"), ("d.txt", bytes(10_000_001)))
    suffix = "tar" if write is write_tar else "zip"
    found = read(tmp_path, f"x.{suffix}", write(("a.txt", NEWS), *bad, ("e.txt", NEWS)))
    assert stems(found) == ["a", "refused", "refused", "refused", "e"]
    assert all(item.path.count("/x.") == 1 for item in found if isinstance(item, Refusal))


@pytest.mark.parametrize("write", [write_tar, write_zip])
def test_hidden_members_are_passed_over(tmp_path: Path, write: Callable[..., bytes]) -> None:
    suffix = "tar" if write is write_tar else "zip"
    assert stems(read(tmp_path, f"x.{suffix}", write(("__MACOSX/a.txt", NEWS), ("b/.c.txt", NEWS)))) == []


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo("a.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert stems(read(tmp_path, "x.tar", held.getvalue())) == ["refused"] * 4


def test_an_old_thai_name_is_read_as_thai(tmp_path: Path) -> None:
    held = write_zip(("ABC.txt", NEWS)).replace(b"ABC.txt", "ข่าว".encode("cp874")[:3] + b".txt")
    assert stems(read(tmp_path, "x.zip", held)) == ["ข่า"]


def test_a_locked_or_strangely_packed_member_is_refused(tmp_path: Path) -> None:
    locked = bytearray(write_zip(("a.txt", NEWS)))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal_in(read(tmp_path, "x.zip", bytes(locked))).reason
    strange = write_zip(("a.txt", NEWS), method=zipfile.ZIP_LZMA)
    assert "method" in refusal_in(read(tmp_path, "y.zip", strange)).reason


def test_a_member_without_a_name_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a", NEWS)
    unnamed = bytearray(packed.getvalue())
    entry = unnamed.rindex(b"PK\x01\x02")
    unnamed[entry + 46 : entry + 47] = b"\x00"  # names end at their first zero sign
    (refusal,) = zipped(bytes(unnamed))
    assert isinstance(refusal, Refusal)
    assert "no name" in str(refusal)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_broken_off_archive_gives_what_was_whole_and_is_refused(tmp_path: Path, suffix: str) -> None:
    data = PACKERS[suffix](write_tar(*((f"{number}.txt", NEWS * 4000) for number in range(9))))
    found = read(tmp_path, f"x.{suffix}", data[: len(data) * 2 // 3])
    assert "damaged" in refusal_in(found).reason


# Bombs


def header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info.tobuf(tarfile.GNU_FORMAT)


class Endless(io.RawIOBase):
    """Headers of folders without end."""

    block = header("a", 0, tarfile.DIRTYPE) * 100

    def read(self, size: int = -1, /) -> bytes:
        return self.block


BOMBS: dict[str, Callable[[], Iterator[object]]] = {
    "a header of a gigabyte": lambda: tar(header("a", 1 << 30, tarfile.XHDTYPE) + bytes(50_000_000)),
    "a name of a gigabyte": lambda: tar(header("a", 1 << 30, tarfile.GNUTYPE_LONGNAME) + bytes(50_000_000)),
    "eight gigabytes": lambda: tar(gzip.compress(header("a.txt", 1 << 33) + bytes(130_000_000), 1)),
    "packed zeros": lambda: tar(lzma.compress(header("a.bin", 1 << 33) + bytes(200_000_000), preset=0)),
    "a negative size": lambda: tar(header("a", 0).replace(b"00000000000\0", b"\xff" * 12, 1)),
    "a window of four gigabytes": lambda: tar(wide_window()),
    "a list of members of two gigabytes": lambda: zipped(
        write_zip(("a.txt", NEWS))[:-10] + b"\xff\xff\xff\x7f" + bytes(6)
    ),
    "members that share their bytes": lambda: zipped(overlapping()),
}


def tar(data: bytes) -> Iterator[object]:
    return read_tar("x", io.BytesIO(data))


def zipped(data: bytes) -> Iterator[object]:
    return read_zip("x", io.BytesIO(data))


def wide_window() -> bytes:
    packed = bytearray(lzma.compress(NEWS, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]))
    packed[packed.index(b"\x21\x01") + 2] = 40  # the code of four gigabytes
    return bytes(packed)


def overlapping() -> bytes:
    """Every entry of the list of members leads to the same nine megabytes of zeros."""
    whole = write_zip(("a.txt", bytes(9_000_000)))
    start = whole.index(b"PK\x01\x02")
    entry, end = whole[start : whole.index(b"PK\x05\x06")], whole[whole.index(b"PK\x05\x06") :]
    count = 5_000
    sizes = count.to_bytes(2, "little") * 2 + (len(entry) * count).to_bytes(4, "little")
    return whole[:start] + entry * count + end[:8] + sizes + end[16:]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_bounded_time_and_memory(name: str) -> None:
    found = BOMBS[name]()
    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(RefusedInputError) as caught:
        for _ in found:
            pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.refusal.mend
    assert time.monotonic() - began < 90
    assert most < 60_000_000


def test_members_without_end_are_refused_in_bounded_time() -> None:
    began = time.monotonic()
    with pytest.raises(RefusedInputError, match="members"):
        list(read_tar("x", Endless()))  # type: ignore[arg-type]
    assert time.monotonic() - began < 90


MOST = """
import sys, tracemalloc
from pathlib import Path
from ingest.readers import read_paths

def most_for(path):
    tracemalloc.start()
    for _ in read_paths([path]): pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most

print(*[most_for(Path(path)) for path in sys.argv[1:]])
"""


def test_memory_stays_flat_over_a_long_archive(tmp_path: Path) -> None:
    """In a process of its own: here the threads that other tests left would be measured too."""
    paths = [tmp_path / f"{count}.tar.gz" for count in (10, 50, 300)]
    for path in paths:
        members = ((f"{number}.txt", NEWS * 400) for number in range(int(path.name.partition(".")[0])))
        path.write_bytes(gzip.compress(write_tar(*members)))
    done = subprocess.run([sys.executable, "-c", MOST, *paths], capture_output=True, text=True, check=True)
    _, few, many = map(int, done.stdout.split())
    assert many < few + 2_000_000  # all of them have 8 million


SMALL = {"tar": write_tar(*MEMBERS), "zip": write_zip(*MEMBERS)} | {
    suffix: pack(write_tar(*MEMBERS)) for suffix, pack in PACKERS.items()
}


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SMALL)), st.data())
def test_a_damaged_archive_is_read_or_refused(suffix: str, data: st.DataObject) -> None:
    damaged = bytearray(SMALL[suffix])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    reader = read_zip if suffix == "zip" else read_tar
    try:
        outcome = [type(item).__name__ for item in reader("x", io.BytesIO(bytes(damaged)))]
    except RefusedInputError as error:
        outcome = [error.refusal.mend]
    assert all(outcome)
