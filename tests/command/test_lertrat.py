"""The command as people call it: what it answers, what it refuses, and with which exit code."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lertrat import app
from queries.versions import Home

AWARD = "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”\n"


@pytest.fixture(scope="session")
def shipped_home(built_home: Home) -> Path:
    """A home that holds the shipped facts; tests only read it."""
    return built_home.path


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lertrat", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_help_has_an_example_for_every_command() -> None:
    commands = [
        "up",
        "build",
        "ingest",
        "forget",
        "extract",
        "serve",
        "sparql",
        "query",
        "draw",
        "export",
        "check",
        "review",
        "tidy",
        "status",
        "docs",
        "versions",
    ]
    for command in commands:
        told = CliRunner().invoke(app, [command, "--help"])
        assert told.exit_code == 0
        assert f"lertrat {command}" in told.stdout.split("Example", 1)[1]


def test_a_question_is_answered(shipped_home: Path) -> None:
    told = run("query", "awards", "body=tisi", "edition=2566", "--format", "csv", "--home", shipped_home)
    assert told.returncode == 0
    assert len(told.stdout.splitlines()) == 4


def test_the_environment_names_the_home(shipped_home: Path) -> None:
    told = run("status", env=os.environ | {"LERTRAT_HOME": str(shipped_home)})
    assert str(shipped_home) in told.stdout


def test_the_checks_of_a_fresh_version_pass(shipped_home: Path) -> None:
    told = run("check", "--home", shipped_home)
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert "0 errors, 0 warnings" in lines[0]
    assert any(line.startswith("shapes: 0 violations, 0 warnings") for line in lines)
    assert lines[-2].startswith("questions: all")
    assert lines[-1] == "journal: 0 writes, 0 lines hold"


def test_what_waits_is_listed_and_written_as_a_table(shipped_home: Path, tmp_path: Path) -> None:
    told = run("review", "--home", shipped_home)
    assert told.returncode == 0
    assert "doubt: it means one of 2563-ops-moj-2, 2563-ops-moj-3" in told.stdout
    table = tmp_path / "waiting.csv"
    assert run("review", "--csv", table, "--home", shipped_home).returncode == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbffinding,judgement,")


def test_a_table_with_a_fault_is_refused_with_its_place_and_mend(shipped_home: Path, tmp_path: Path) -> None:
    table = tmp_path / "waiting.csv"
    table.write_text("finding,judgement\nf-00000000,accept\n", encoding="utf-8")
    told = run("review", "--apply", table, "--home", shipped_home)
    assert (told.returncode, told.stdout) == (1, "")
    assert "waiting.csv, line 2, column finding: nothing of this sign is to be judged" in told.stderr


def test_the_shipped_tables_are_tidy() -> None:
    told = run("tidy")
    assert (told.returncode, told.stderr) == (0, "0 tables changed\n")


def test_the_quality_is_told_by_edition_and_by_metric(shipped_home: Path) -> None:
    told = run("status", "--quality", "--home", shipped_home)
    assert told.returncode == 0
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    assert "2564 55 234 0.235" in lines
    assert any(line.startswith("id:metric/bodies-without-identifier") for line in lines)


def test_the_documentation_is_written_as_files(tmp_path: Path) -> None:
    told = run("docs", "-o", tmp_path / "site")
    assert told.returncode == 0
    assert (tmp_path / "site" / "index.html").exists()


@pytest.mark.parametrize("format_", ["nq", "trig", "jsonld", "ttl", "nt", "rdf"])
def test_the_graph_is_exported(shipped_home: Path, tmp_path: Path, format_: str) -> None:
    out = tmp_path / "graph"
    assert run("export", "--format", format_, "-o", out, "--home", shipped_home).returncode == 0
    assert out.stat().st_size > 500_000


def test_extract_prints_one_line_of_json_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(AWARD, encoding="utf-8")
    (tmp_path / "b.txt").write_text("วันนี้อากาศดี ไม่มีเรื่องรางวัลใด\n", encoding="utf-8")
    told = run("extract", tmp_path)
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert [document["doc"] for document in found] == ["a", "b"]
    assert [award["recipient_id"] for award in found[0]["awards"]] == ["dol"]
    assert found[1]["awards"] == []


def test_extract_calls_a_document_as_its_file_is_called(tmp_path: Path) -> None:
    (tmp_path / "ข่าว 1.txt").write_text(AWARD, encoding="utf-8")
    assert json.loads(run("extract", tmp_path).stdout)["doc"] == "ข่าว 1"


def test_standard_input_is_a_text_too() -> None:
    told = run("extract", "-", input=AWARD)
    award = json.loads(told.stdout)["awards"][0]
    assert AWARD[award["start"] : award["end"]] == award["evidence"]


@pytest.fixture(scope="module")
def ingested(
    built_home: Home, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, subprocess.CompletedProcess[str]]:
    """A home that was given a good and a bad file at once, and what was told; tests only read it."""
    folder = tmp_path_factory.mktemp("ingested")
    home = Home(shutil.copytree(built_home.path, folder / "home"))
    (folder / "good.txt").write_bytes(AWARD.encode("cp874", errors="replace"))
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    return home, run("ingest", folder / "good.txt", folder / "bad.txt", "--home", home.path)


Ingested = tuple[Home, subprocess.CompletedProcess[str]]


def test_an_ingested_text_can_be_asked_for(ingested: Ingested) -> None:
    home, _ = ingested
    told = run("query", "awards", "body=dol", "--format", "csv", "--home", home.path)
    assert "2565" in told.stdout


def test_one_bad_file_among_good_ones_is_told_and_stops_nobody(ingested: Ingested) -> None:
    _, told = ingested
    assert told.returncode == 1
    assert "bad.txt" in told.stderr
    assert "texts: 1 read, 1 new ones" in told.stderr
    assert "1 skipped" in told.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256))),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99),
        ("foreign.txt", "Это новость".encode()),
        ("broken.txt", b"\xe0\xb8\xff\xfe\xfd\x80\x81"),
        ("archive.zip", b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name(
    own_home: Home, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    told = run("ingest", tmp_path / name, "--home", own_home.path)
    assert told.returncode == 1
    assert name in told.stderr
    assert "Traceback" not in told.stderr


def test_a_gigantic_file_is_refused_without_being_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(50_000_000_000)  # a hole: it takes no room on the disk
    told = run("extract", huge)
    assert told.returncode == 1
    assert "huge.txt" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["query", "award"], 1, "awards"),
        (["query", "awards", "bodi=tisi"], 1, "body"),
        (["query", "awards", "edition=soon"], 1, "whole number"),
        (["query", "awards", "tisi"], 2, "key=value"),
        (["query", "awards", "--format", "docx"], 1, "csv"),
        (["draw", "body", "body=nobody"], 1, "nobody"),
        (["draw", "nothing"], 1, "body"),
        (["export", "--format", "docx"], 1, "ttl"),
        (["versions", "use", "yesterday"], 1, "no version"),
        (["sparql", "missing.rq"], 1, "missing.rq"),
        (["serve", "--port", "99999"], 2, "port"),
        (["versions", "use"], 2, "name the version"),
        (["versions", "fly"], 2, "fly"),
        (["fly"], 2, "fly"),
    ],
)
def test_what_cannot_be_done_is_told_in_plain_words(
    shipped_home: Path, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    answer = run(*arguments, cwd=tmp_path, env=os.environ | {"LERTRAT_HOME": str(shipped_home)})
    assert answer.returncode == code
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_syntax_error_has_its_line_and_column(shipped_home: Path) -> None:
    told = run("sparql", "--home", shipped_home, input="SELECT *\nWHERE { ?s ?p }")
    assert told.returncode == 1
    assert "line 2, column" in told.stderr


def test_a_query_never_leaves_the_machine(shipped_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        assert run("sparql", "--home", shipped_home, input=query).returncode == 1
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_port_in_use_is_told_with_the_mend(shipped_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = run("serve", "--port", port, "--home", shipped_home)
    assert told.returncode == 1
    assert port in told.stderr
    assert "--port" in told.stderr


def test_without_a_graph_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    told = run("query", "awards", "--home", tmp_path)
    assert told.returncode == 1
    assert "lertrat build" in told.stderr


def test_versions_are_listed_switched_and_pruned(
    ingested: Ingested, built_home: Home, tmp_path: Path
) -> None:
    home, first = shutil.copytree(ingested[0].path, tmp_path / "home"), built_home.current().name
    assert f"*  {first}" in run("versions", "use", first, "--home", home).stdout
    assert run("query", "awards", "body=dol", "-f", "csv", "--home", home).stdout.count("\n") == 1
    pruned = run("versions", "prune", "--keep", "1", "--home", home)
    assert pruned.returncode == 0
    assert len(Home(home).versions()) == 2, "the current version is never pruned, nor is the newest"


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with Home(tmp_path).writing():
        told = run("build", "--home", tmp_path)
    assert told.returncode == 1
    assert "wait until it is done" in told.stderr


def test_a_user_without_a_folder_of_its_own_names_the_home(own_home: Home) -> None:
    """As in a container that runs under any number."""
    nobody = ["unshare", "--user", "--map-user=4711", "env", "--unset=HOME"]
    if shutil.which(nobody[0]) is None or subprocess.run([*nobody, "true"], check=False).returncode:
        pytest.skip("this system does not let us be a user that it does not know")
    done = subprocess.run(
        [*nobody, sys.executable, "-m", "lertrat", "versions"],
        env=os.environ | {"LERTRAT_HOME": str(own_home.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert own_home.current().name in done.stdout
