"""The confined child: what it may not do, and that whatever becomes of it costs one document only."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.readers.confinement import DOCUMENTS_A_CELL, Confinement, confined
from ingest.readers.refusal import Refusal, RefusedInputError

HOSTILE = """
import os, signal, socket, subprocess, time
from ingest.readers.refusal import refuse
from queries.frames import pack

def measure(data): return {"bytes": len(data), "process": os.getpid(), "pair": (1, "ก")}
def refuse_it(data): raise refuse("", "is unwanted", "keep it")
def break_off(data): raise KeyError("x")
def sleep(data): time.sleep(100)
def spin(data):
    while True: pass
def spin_in_c(data): return sum(range(10**12))
def grow(data): return len(bytes(10**10))
def grow_bit_by_bit(data):
    held = []
    while True: held.append(bytes(10**6))
def crash(data): os.kill(os.getpid(), signal.SIGSEGV)
def leave(data): os._exit(0)
def nest(data): return nest(data)
def connect(data): socket.create_connection(("127.0.0.1", int(data)), 2)
def write(data): open(data, "wb").write(b"x")
def read(data): return open(data).read()
def remove(data): os.remove(data)
def run(data): return subprocess.run(["/bin/true"]).returncode
def handles(data):
    found = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
    return [os.readlink(handle) for handle in found if os.path.lexists(handle)]
def answer(data):
    for number in range(3, 32):
        try: socket.socket(fileno=number).sendall(data)
        except OSError: pass
    time.sleep(100)
def say_nothing_of_json(data): return {1, 2}
"""


@pytest.fixture(scope="module")
def confinement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confinement]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.py").write_text(HOSTILE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *filter(None, sys.path)]))
        ours = Confinement()
        ours.run("hostile:measure", b"", 60)
        yield ours
        ours.close()


def refusal_of(confinement: Confinement, function: str, data: bytes = b"", seconds: float = 10) -> Refusal:
    with pytest.raises(RefusedInputError) as caught:
        confinement.run(f"hostile:{function}", data, seconds)
    return caught.value.refusal


def can(call: str) -> bool:
    """Whether the kernel allows what a cell needs for this."""
    code = f"import sys; from queries.isolation import leave_files, leave_network; sys.exit(not {call})"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def until(happens: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not happens() and time.monotonic() < end:
        time.sleep(0.01)
    return happens()


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_answer_is_what_json_can_say(confinement: Confinement) -> None:
    answer = confinement.run("hostile:measure", b"x" * 5_000_000, 10)
    assert answer["bytes"] == 5_000_000
    assert answer["pair"] == [1, "ก"]


def test_a_child_reads_many_documents_and_is_then_replaced(confinement: Confinement) -> None:
    seen = [confinement.run("hostile:measure", b"", 10)["process"] for _ in range(3 * DOCUMENTS_A_CELL)]
    assert 3 <= len(set(seen)) <= 4
    assert os.getpid() not in seen


def test_a_child_that_waited_longer_than_a_document_may_take_reads_the_next(confinement: Confinement) -> None:
    first = confinement.run("hostile:measure", b"", 0.5)
    time.sleep(2)
    assert confinement.run("hostile:measure", b"", 10)["process"] == first["process"]


def test_no_document_is_blamed_for_a_child_that_ended_while_it_waited(confinement: Confinement) -> None:
    process = confinement.run("hostile:measure", b"", 10)["process"]
    os.kill(process, signal.SIGKILL)
    assert until(lambda: not is_alive(process))
    assert confinement.run("hostile:measure", b"abc", 10)["bytes"] == 3


def test_what_the_function_refuses_is_refused_with_its_words(confinement: Confinement) -> None:
    assert refusal_of(confinement, "refuse_it") == Refusal("", "is unwanted", "keep it")


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ("break_off", "damaged"),
        ("sleep", "longer than 0.5 seconds"),
        ("spin", "longer than 0.5 seconds"),
        ("spin_in_c", "longer than 0.5 seconds"),
        ("grow", "too much memory"),
        ("crash", "breaks its reader"),
        ("leave", "breaks its reader"),
        ("nest", "nested too deeply"),
        ("say_nothing_of_json", "damaged"),
        ("no_such_function", "damaged"),
    ],
)
def test_every_end_is_a_refusal_in_bounded_time_and_the_next_is_read(
    confinement: Confinement, function: str, reason: str
) -> None:
    began = time.monotonic()
    refusal = refusal_of(confinement, function, seconds=0.5)
    assert time.monotonic() - began < 30
    assert reason in refusal.reason
    assert refusal.mend
    assert confinement.run("hostile:measure", b"abc", 10)["bytes"] == 3


def test_memory_that_grows_bit_by_bit_ends_at_the_limit(confinement: Confinement) -> None:
    assert "memory" in refusal_of(confinement, "grow_bit_by_bit").reason


def test_a_child_that_was_killed_is_gone(confinement: Confinement) -> None:
    process = confinement.run("hostile:measure", b"", 10)["process"]
    refusal_of(confinement, "sleep", seconds=0.2)
    assert not is_alive(process)


@pytest.mark.parametrize(
    "answer", [b"\xff" * 100, b"D\0\0\0\4{{{{Z\0\0\0\0", b"D\xff\xff\xff\xff", b"E\0\0\0\2{}Z\0\0\0\0"]
)
def test_a_child_that_was_taken_over_can_answer_nonsense_only(
    confinement: Confinement, answer: bytes
) -> None:
    reason = refusal_of(confinement, "answer", answer, seconds=2).reason
    assert "nonsense" in reason or "breaks its reader" in reason or "time or memory" in reason


def test_no_address_is_reached_this_machines_own_included(confinement: Confinement) -> None:
    if not can("leave_network()"):
        pytest.skip("the kernel lets nobody leave the network here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        refusal_of(confinement, "connect", str(server.getsockname()[1]).encode())
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_file_is_written_read_or_removed_and_no_program_run(
    confinement: Confinement, tmp_path: Path
) -> None:
    if not can("leave_files([])"):
        pytest.skip("the kernel has no Landlock")
    secret = tmp_path / "secret"
    secret.write_text("a", encoding="utf-8")
    for function in ("write", "read", "remove"):
        assert "PermissionError" in refusal_of(confinement, function, os.fsencode(secret)).reason
    assert "PermissionError" in refusal_of(confinement, "write", os.fsencode(tmp_path / "new")).reason
    assert "PermissionError" in refusal_of(confinement, "run").reason
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert secret.read_text(encoding="utf-8") == "a"


def test_no_handle_of_ours_is_inherited(confinement: Confinement, tmp_path: Path) -> None:
    with (tmp_path / "open").open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        held = confinement.run("hostile:handles", b"", 10)
    assert sorted(name.partition(":")[0] for name in held) == ["/dev/null"] * 3 + ["socket"]


def test_the_refusal_names_the_input() -> None:
    with pytest.raises(RefusedInputError) as caught:
        confined("ingest.readers.pdf:read_pages", b"nothing", name="a/b.pdf")
    assert caught.value.refusal.path == "a/b.pdf"


def test_a_forked_process_has_a_child_of_its_own() -> None:
    def read_badly() -> str:
        with pytest.raises(RefusedInputError) as caught:
            confined("ingest.readers.docx:read_paragraphs", b"", name="a")
        return caught.value.refusal.reason

    told = read_badly()
    if (process := os.fork()) == 0:
        os._exit(0 if read_badly() == told else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert read_badly() == told


def test_the_child_ends_with_us_however_we_end(confinement: Confinement) -> None:
    code = (
        "import sys\nfrom ingest.readers.confinement import Confinement\n"
        "ours = Confinement()\nprint(ours.run('hostile:measure', b'', 60)['process'], flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=-1, stdout=-1, cwd=Path(__file__).parents[2]
    ) as reader:
        assert reader.stdout
        cell = int(reader.stdout.readline())
        assert is_alive(cell)
        reader.send_signal(signal.SIGKILL)
    assert until(lambda: not is_alive(cell))
