"""What a server can be told from outside: the only reader of the environment."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from queries.generation import Limits
from queries.home_option import DEFAULT_HOME
from queries.precheck import Bounds

PREFIX = "LERTRAT_"
_HOST = r"(?:\*|(?:\*\.)?[^*,\s]+)"
Readers = Literal["local", "public", "off"]
"""Who may read the figures of a server."""


class SettingsError(ValueError):
    """A setting that cannot be; the message names the variable."""


class Settings(BaseModel):
    """All settings; each is also the environment variable LERTRAT_ and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = DEFAULT_HOME
    """The folder of the graph's versions, texts and judgements."""
    host: str = "127.0.0.1"
    """The address to listen on; only this machine reaches the default."""
    port: int = Field(default=8000, ge=0, le=65535)
    public_base: str | None = Field(default=None, pattern=r"^https?://[^/\s]+$")
    """Where the public sees the server, such as `https://example.org`; without it links stay relative."""
    allowed_hosts: str = Field(default="*", pattern=rf"^\s*{_HOST}(?:\s*,\s*{_HOST})*\s*$")
    """Host names that are answered, separated by commas: `*.example.org` is all below, `*` all."""
    workers: int = Field(default=8, ge=1, le=64)
    """Queries at work at the same time; processes are forked as they are needed."""
    reserved_workers: int = Field(default=2, ge=0)
    """Of these, so many are kept for the pages (one is always left to `/sparql`)."""
    client_workers: int = Field(default=2, ge=1)
    """Queries of one network at work at the same time; those of this machine are not counted."""
    deadline: float = Field(default=10.0, gt=0, le=3600)
    """Seconds a query may take."""
    queue: int = Field(default=32, ge=1)
    """Queries that may wait for a worker."""
    queue_seconds: float = Field(default=5.0, gt=0)
    """Seconds a query may wait for a worker."""
    memory_mb: int = Field(default=512, ge=64)
    """Megabytes a query may use beside the graph itself."""
    answer_mb: int = Field(default=256, ge=1)
    """Megabytes an answer may have."""
    answer_rows: int = Field(default=1_000_000, ge=1)
    """Rows or triples an answer may have."""
    queue_a_client: int = Field(default=16, ge=1)
    """Queries of one network that may wait for a worker."""
    query_kb: int = Field(default=64, ge=1, le=1024)
    """Kilobytes the text of a query may have."""
    query_depth: int = Field(default=128, ge=1, le=256)
    """How deep brackets may be nested in a query."""
    query_patterns: int = Field(default=100, ge=1, le=1000)
    """Triple patterns a query may have."""
    service_hosts: str = ""
    """Hosts (`host` or `host:port`, separated by commas) that SERVICE and LOAD may ask; without any, none."""
    writes: bool = False
    """Whether holders of tokens may write (SPARQL updates, the graph store)."""
    write_anywhere: bool = False
    """Whether they may write to any graph, not only below `graph/user/`: for a home made for writing."""
    requests: int = Field(default=1000, ge=1)
    """Requests that may be at work at the same time; further ones are told to come back later."""
    memory_quads: int = Field(default=3_000_000, ge=0)
    """Up to so many quads the graph is held in memory, above it is read from disk."""
    poll_seconds: float = Field(default=2.0, gt=0)
    """How often the server looks whether there is a new version."""

    # to run it for others
    trusted_proxies: str = "127.0.0.1,::1"
    """Addresses and networks of proxies that are believed about their clients, separated by commas."""
    share_a_second: float = Field(default=1.0, gt=0)
    """Seconds of work a second that one network of clients may take on average."""
    share_burst: float = Field(default=120.0, gt=0)
    """Seconds of work that one network of clients may take at once."""
    metrics: Readers = "local"
    """Who may read `/metrics`: `local` (this machine alone), `public` or `off`."""
    log: Literal["text", "json", "off"] = "text"
    """What is told on standard error: `text` for people, `json` for programs (an object a line), or `off`."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """From which level on: `warning` is what is slow, killed or lost, `info` starts, stops and new versions,
    `debug` every request."""
    slow_seconds: float = Field(default=2.0, gt=0)
    """Seconds from which on a request is told of as slow."""
    drain_seconds: float = Field(default=0.0, ge=0, le=600)
    """Seconds that a server goes on answering once it is told to stop, while `/health/ready` says 503."""
    grace_seconds: int = Field(default=5, ge=0, le=3600)
    """Seconds that answers on their way may take when the server stops."""

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for part in filter(None, map(str.strip, value.split(","))):
            ip_network(part)
        return value

    @classmethod
    def from_environment(cls, **overrides: Any) -> Self:
        """The settings of the environment; overrides that are not None go first. Raises SettingsError."""
        named = {name: os.environ.get(PREFIX + name.upper()) for name in cls.model_fields}
        given = {name: value for name, value in named.items() if value} | {
            name: value for name, value in overrides.items() if value is not None
        }
        try:
            return cls(**given)
        except ValidationError as error:
            raise SettingsError(_explain(error)) from error

    def hosts(self) -> list[str]:
        """The host names that are answered; where the public sees the server is one of them."""
        named = [host.strip().lower() for host in self.allowed_hosts.split(",")]
        public = urlsplit(self.public_base).hostname if self.public_base else None
        return [*named, public] if public else named

    def limits(self) -> Limits:
        """What the worker pool is built with."""
        return Limits(
            size=self.workers,
            reserved=self.reserved_workers,
            at_once=self.client_workers,
            queue=self.queue,
            queue_seconds=self.queue_seconds,
            deadline=self.deadline,
            memory_bytes=self.memory_mb << 20,
            max_bytes=self.answer_mb << 20,
            memory_quads=self.memory_quads,
            max_rows=self.answer_rows,
            queue_a_client=self.queue_a_client,
            bounds=self._bounds(),
        )

    def _bounds(self) -> Bounds:
        hosts = frozenset(filter(None, map(str.strip, self.service_hosts.split(","))))
        return Bounds(
            bytes=self.query_kb << 10, depth=self.query_depth, patterns=self.query_patterns, hosts=hosts
        )


def _explain(error: ValidationError) -> str:
    return "; ".join(
        f"{PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg']}" for problem in error.errors()
    )
