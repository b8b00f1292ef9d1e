"""What operators are told to run is what the program has: settings, commands, addresses, walls."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph_api.operations import LIVE, METRICS, READY
from graph_api.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())
IMAGE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
UNIT = FOLDER / "lertrat.service"
GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")


def settings_in(text: str) -> dict[str, str]:
    """The settings that a text gives a value, by their field."""
    given = re.findall(r"\bLERTRAT_([A-Z_]+)=([^\s`]+)", text)
    return {name.lower(): value.replace("%S", "/var/lib") for name, value in given}


def directives() -> dict[str, list[str]]:
    """What the unit's service says, by directive: some stand more than once."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for line in lines[lines.index("[Service]") + 1 : lines.index("[Install]")]:
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bLERTRAT_([A-Z_]+)", path.read_text(encoding="utf-8")))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_setting_that_is_given_can_be(path: Path) -> None:
    Settings.model_validate(settings_in(path.read_text(encoding="utf-8")))


def test_the_image_is_of_a_plain_name_and_runs_without_rights() -> None:
    stages = re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE)
    assert set(stages) == {"python:3.12-slim"}
    assert re.findall(r"^USER (\d+):\d+$", IMAGE, re.MULTILINE) == ["10001"]
    assert "://" not in re.sub(r"http://127\.0\.0\.1:8000", "", IMAGE)


def test_the_image_has_the_pinned_versions_and_keeps_the_home_outside() -> None:
    assert "--require-hashes -r /src/pins.txt" in IMAGE
    assert f"VOLUME {settings_in(IMAGE)['home']}" in IMAGE
    assert f"127.0.0.1:8000{READY}" in IMAGE
    assert Settings().port == 8000


def test_what_the_image_is_made_of_is_in_its_context() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    wheel = re.search(r"only-include = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wheel
    assert {*re.findall(r'"([^"]+)"', wheel[1]), "pyproject.toml", "pins.txt", "README.md"} <= allowed
    assert {name for name in allowed if not (ROOT / name).exists()} == set()


def test_the_unit_leaves_the_workers_the_two_namespaces_of_their_wall() -> None:
    unit = directives()
    assert set(unit["RestrictNamespaces"][0].split()) == {"user", "net"}
    assert {"AF_UNIX", "AF_INET"} <= set(unit["RestrictAddressFamilies"][0].split())


@pytest.mark.parametrize(
    "line",
    ["DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=",
     "PrivateTmp=yes", "SystemCallFilter=@system-service", "MemoryDenyWriteExecute=yes"],
)  # fmt: skip
def test_the_unit_has_its_walls(line: str) -> None:
    name, _, value = line.partition("=")
    assert directives()[name] == [value]


def test_an_order_to_stop_is_for_the_server_and_gives_it_time() -> None:
    unit = directives()
    assert unit["KillMode"] == ["mixed"]  # workers that hear it too would drop what they answer
    assert int(unit["TimeoutStopSec"][0]) > Settings().grace_seconds + Settings().drain_seconds


def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    program = directives()["ExecStart"][0].split()[0]
    copy = tmp_path / UNIT.name
    copy.write_text(
        UNIT.read_text(encoding="utf-8").replace(program, shutil.which("true") or ""), encoding="utf-8"
    )
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("address", [LIVE, READY, METRICS])
def test_operators_are_told_what_to_watch(address: str) -> None:
    assert f"`{address}`" in GUIDE


def test_every_command_that_operators_are_told_exists() -> None:
    said = GUIDE + UNIT.read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:`|/bin/|exec lertrat )lertrat ([a-z]+)", said))
    help_ = [sys.executable, "-m", "lertrat", "--help"]
    told = subprocess.run(help_, capture_output=True, text=True, check=True).stdout
    assert len(commands) >= 5
    assert {name for name in commands if not re.search(rf"│ {name} ", told)} == set()
