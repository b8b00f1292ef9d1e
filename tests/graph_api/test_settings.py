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
    ("name", "value"),
    [
        ("PORT", "many"),
        ("DEADLINE", "0"),
        ("PUBLIC_BASE", "https://example.org/path"),
        ("ALLOWED_HOSTS", "a*.example"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"LERTRAT_{name}", value)
    with pytest.raises(SettingsError, match=f"LERTRAT_{name}"):
        Settings.from_environment()


def test_the_limits_of_the_workers_come_from_the_settings() -> None:
    limits = Settings(workers=3, memory_mb=100, deadline=2).limits()
    assert (limits.size, limits.memory_bytes, limits.deadline) == (3, 100 << 20, 2)


def test_where_the_public_sees_the_server_is_a_host_that_is_answered() -> None:
    settings = Settings(allowed_hosts="Lertrat.example, 192.0.2.1", public_base="https://awards.example:8443")
    assert settings.hosts() == ["lertrat.example", "192.0.2.1", "awards.example"]
    assert Settings(public_base="https://awards.example").hosts() == ["*", "awards.example"]


@pytest.mark.parametrize("value", ["proxy.example", "10.0.0.0/99", "10.0.0.1/8", "127.0.0.1;10.0.0.1", "*"])
def test_a_proxy_is_named_by_address_or_network(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LERTRAT_TRUSTED_PROXIES", value)
    with pytest.raises(SettingsError, match="LERTRAT_TRUSTED_PROXIES"):
        Settings.from_environment()
