"""The settings: from the environment, overridden by the command line, wrong ones named."""

from pathlib import Path

import pytest

from graph_api.settings import Settings, SettingsError


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERTRAT_PORT", "9000")
    monkeypatch.setenv("LERTRAT_HOME", "/srv/graph")
    settings = Settings.from_environment()
    assert (settings.port, settings.home) == (9000, Path("/srv/graph"))


def test_an_override_goes_before_the_environment_unless_it_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERTRAT_PORT", "9000")
    assert Settings.from_environment(port=8080).port == 8080
    assert Settings.from_environment(port=None).port == 9000


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERTRAT_PORT", "")
    assert Settings.from_environment().port == Settings().port


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "many"), ("DEADLINE", "0"), ("PUBLIC_BASE", "https://example.org/path")]
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"LERTRAT_{name}", value)
    with pytest.raises(SettingsError, match=f"LERTRAT_{name}"):
        Settings.from_environment()


def test_the_limits_of_the_workers_come_from_the_settings() -> None:
    limits = Settings(workers=3, memory_mb=100, deadline=2).limits()
    assert (limits.size, limits.memory_bytes, limits.deadline) == (3, 100 << 20, 2)
