"""The home's versions: each is made once, never written to again, and one of them is current."""

import datetime
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from queries.disk import sync_folder
from queries.engine import EmbeddedEngine, find_damaged_indexes

STORE, DUMP, SEARCH, MANIFEST = "store", "dump.nq", "search.sqlite", "manifest.json"
DOCKET = "docket.json"
_UNFINISHED = ".new-"
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%SZ"


class HomeError(RuntimeError):
    """Something is wrong with the home; the message says what mends it."""


class HomeMissingError(HomeError):
    """There is no home, or no version in it."""


class HomeBusyError(HomeError):
    """Another process is writing to the home."""


class BrokenVersionError(HomeError):
    """A version that is not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version says of itself; `sha256` is of its dump, `quads` counts the dump's lines.

    `files` has the SHA-256 of every other file of the version, by its path within, `seal` that of the
    manifest with an empty seal. Versions from before there were seals have neither.
    """

    name: str
    created: str
    quads: int
    sha256: str
    lertrat: str = ""
    rules: str = ""
    sources: tuple[str, ...] = ()
    documents: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""

    def write(self) -> str:
        """The text of the manifest, with its seal."""
        unsealed = _write_json(replace(self, seal=""))
        return _write_json(replace(self, seal=hashlib.sha256(unsealed.encode()).hexdigest()))

    @property
    def facts(self) -> dict[str, Any]:
        """What a version of the same quads says of itself too."""
        return {name: getattr(self, name) for name in ("lertrat", "rules", "sources", "documents", "more")}


def _write_json(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n"


@dataclass
class VersionFolder:
    """Where the parts of a version stand."""

    path: Path

    @property
    def store_folder(self) -> Path:
        """The Oxigraph store, closed for good: open it read-only."""
        return self.path / STORE

    @property
    def dump(self) -> Path:
        """All quads as sorted N-Quads: the backup."""
        return self.path / DUMP

    @property
    def search(self) -> Path:
        """The text index over labels."""
        return self.path / SEARCH

    @property
    def docket(self) -> Path:
        """What can be judged: each finding of a rule, and what contradicts."""
        return self.path / DOCKET


class Version(VersionFolder):
    """One finished version: a store, its dump, the search index and the manifest."""

    @property
    def name(self) -> str:
        """Its name, which sorts by the time it was made."""
        return self.path.name

    @cached_property
    def manifest(self) -> Manifest:
        """What it says of itself; raises BrokenVersionError where that cannot be read."""
        return read_manifest(self.path / MANIFEST, self.name)


def read_manifest(path: Path, name: str) -> Manifest:
    """The manifest of the version `name`; raises BrokenVersionError where it cannot be read."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**{**fields, "sources": tuple(fields.get("sources", ()))})
    except (OSError, ValueError, TypeError) as error:
        raise BrokenVersionError(
            f"the version {name} has no readable {MANIFEST}; `lertrat build` makes a new version"
        ) from error


@dataclass
class NewVersion(VersionFolder):
    """A version in the making: write the store, the dump and the index into it, then set `facts`."""

    facts: dict[str, Any] = field(default_factory=dict)
    """What goes into the manifest besides name, time, quads and checksum: lertrat, rules, sources ..."""
    finished: Version | None = None
    """The version, after the `with` block ended well."""


class Home:
    """The folder where a graph lives: its versions, and what outlives them (texts, journal, ledger ...)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.versions_folder = path / "versions"
        self.texts = path / "texts"
        self.register = path / "texts.sqlite"
        self.logs = path / "logs"
        self.journal = path / "journal"
        self.tokens = path / "tokens.csv"
        self.ledger = path / "ledger.csv"
        self.judgements = path / "judgements.csv"
        self.judged_names = path / "judged-names.csv"
        self._pointer = path / "current"
        self._lock = FileLock(path / "lock")

    def create(self) -> "Home":
        """Make the folders that are missing; gives itself."""
        for folder in (self.versions_folder, self.logs, self.journal):
            folder.mkdir(parents=True, exist_ok=True)
        return self

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the home for writing; raises HomeBusyError at once if another process holds it.

        Blocks of one `Home` may stand in each other.
        """
        self.create()
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise HomeBusyError(
                f"another lertrat is writing to {self.path}; wait until it is done, or end it, and try again"
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def versions(self) -> list[Version]:
        """All finished versions, the oldest first."""
        if not self.versions_folder.is_dir():
            return []
        found = [path for path in self.versions_folder.iterdir() if _NAME.fullmatch(path.name)]
        return [Version(path) for path in sorted(found)]

    def current_name(self) -> str | None:
        """The name of the current version as it stands in the file: cheap enough to be asked every second."""
        try:
            return self._pointer.read_text(encoding="utf-8", errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def current(self) -> Version:
        """The current version; raises HomeMissingError where there is none."""
        name = self.current_name()
        if name is None:
            raise HomeMissingError(f"there is no graph in {self.path} yet; run `lertrat build`")
        return self._find(name)

    def switch(self, name: str) -> Version:
        """Make `name` the current version, at one instant for every reader."""
        version = self._find(name)
        with tempfile.NamedTemporaryFile("w", dir=self.path, prefix=".current-", delete=False) as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self._pointer)
        sync_folder(self.path)
        return version

    def _find(self, name: str) -> Version:
        version = Version(self.versions_folder / name)
        if _NAME.fullmatch(name) and version.path.is_dir():
            return version
        have = ", ".join(version.name for version in self.versions()[-3:])
        mend = f"`lertrat versions use NAME` switches to one of: {have}" if have else "run `lertrat build`"
        raise HomeMissingError(f"there is no version {name!r} in {self.path}; {mend}")

    @contextmanager
    def new_version(self) -> Iterator[NewVersion]:
        """A new folder to fill; it becomes the current version when the block ends well, else it vanishes.

        The block writes `store_folder` and `dump`. Raises HomeBusyError; whatever goes wrong, readers keep
        the version they had.
        """
        with self.writing():
            self._sweep()
            new = NewVersion(Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.versions_folder)))
            try:
                yield new
                new.finished = self._finish(new)
            except BaseException:  # a full disk and Ctrl-C too
                shutil.rmtree(new.path, ignore_errors=True)
                raise

    def _finish(self, new: NewVersion) -> Version:
        digest, quads = measure_dump(new.dump)
        created = self._next_time()
        target = self.versions_folder / f"{created:{_TIME}}-{digest[:8]}"
        manifest = Manifest(
            name=target.name,
            created=created.isoformat(timespec="seconds"),
            quads=quads,
            sha256=digest,
            files=measure_files(new),
            **new.facts,
        )
        _write_synced(new.path / MANIFEST, manifest.write())
        _check_store(new.store_folder, quads)
        new.path.chmod(0o755)
        new.path.rename(target)
        sync_folder(self.versions_folder)
        return self._switch_or_remove(target)

    def _switch_or_remove(self, target: Path) -> Version:
        try:
            return self.switch(target.name)
        except BaseException:
            if self.current_name() != target.name:
                shutil.rmtree(target, ignore_errors=True)
            raise

    def _next_time(self) -> datetime.datetime:
        """Now, or a second after the newest version if that is later: names sort in the order of building."""
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        last = self.versions()[-1:]
        times = [datetime.datetime.strptime(version.name[:16] + "+0000", f"{_TIME}%z") for version in last]
        return max([now, *(time + datetime.timedelta(seconds=1) for time in times)])

    def _sweep(self) -> None:
        """Remove what an earlier process left unfinished when it was killed."""
        for path in self.versions_folder.glob(_UNFINISHED + "*"):
            shutil.rmtree(path, ignore_errors=True)
        for path in self.path.glob(".current-*"):
            path.unlink(missing_ok=True)

    def prune(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` versions, never the current one; gives the removed names."""
        with self.writing():
            current = self.current_name()
            older = self.versions()[: max(0, len(self.versions()) - keep)]
            removed = [version for version in older if version.name != current]
            for version in removed:
                shutil.rmtree(version.path)
        return [version.name for version in removed]


def verify(version: Version) -> Manifest:
    """Compare each file with the manifest, and every index of the store with the dump.

    Raises BrokenVersionError with what differs, and the mend.
    """
    manifest = verify_manifest(version)
    verify_dump(version)
    if damaged := find_damaged_files(version):
        raise BrokenVersionError(f"{version.name} is damaged ({', '.join(damaged)}); {_MEND}")
    _check_store(version.store_folder, manifest.quads)
    if damaged := find_damaged_indexes(version.store_folder, version.dump):
        raise BrokenVersionError(f"the store of {version.name} is damaged ({', '.join(damaged)}); {_MEND}")
    return manifest


def verify_manifest(version: Version) -> Manifest:
    """The manifest, where it is as it was written; raises BrokenVersionError."""
    manifest = version.manifest
    written = (version.path / MANIFEST).read_text(encoding="utf-8")
    if manifest.seal and (written != manifest.write() or manifest.name != version.name):
        raise BrokenVersionError(f"the {MANIFEST} of {version.name} is damaged; {_MEND}")
    return manifest


def verify_dump(version: Version) -> None:
    """Compare the dump with the manifest; raises BrokenVersionError."""
    manifest = version.manifest
    try:
        digest, quads = measure_dump(version.dump)
    except OSError as error:
        raise BrokenVersionError(f"the dump of {version.name} cannot be read; {_MEND}") from error
    if (digest, quads) != (manifest.sha256, manifest.quads):
        raise BrokenVersionError(
            f"the dump of {version.name} is damaged: {quads} quads with sha256 {digest[:8]}..., "
            f"the manifest says {manifest.quads} with {manifest.sha256[:8]}...; {_MEND}"
        )


def find_damaged_files(version: Version) -> list[str]:
    """The files beside dump and manifest that are not as they were written, by their paths within."""
    found = measure_files(version)
    return [name for name, digest in version.manifest.files.items() if found.get(name) != digest]


def measure_files(folder: VersionFolder) -> dict[str, str]:
    """The SHA-256 (hexadecimal) of every file but dump and manifest, by its path within."""
    paths = sorted(path for path in folder.path.rglob("*") if path.is_file())
    named = {path.relative_to(folder.path).as_posix(): path for path in paths}
    return {name: digest_of(path) for name, path in named.items() if name not in (DUMP, MANIFEST)}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_MEND = (
    "`lertrat restore --mend` makes store and index anew from the dump, `lertrat restore BACKUP` brings all "
    "back; or switch to another version (`lertrat versions use NAME`), or run `lertrat build`"
)


def _check_store(folder: Path, quads: int) -> None:
    """Raises BrokenVersionError unless the store opens and holds so many quads."""
    try:
        held = len(EmbeddedEngine.on_disk(folder))
    except (OSError, RuntimeError) as error:
        raise BrokenVersionError(f"the store in {folder} does not open; {_MEND}") from error
    if held != quads:
        raise BrokenVersionError(f"the store in {folder} holds {held} quads, its dump {quads}; {_MEND}")


def measure_dump(dump: Path) -> tuple[str, int]:
    """The SHA-256 (hexadecimal) and the number of lines of a dump."""
    digest, lines = hashlib.sha256(), 0
    with dump.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            lines += piece.count(b"\n")
    return digest.hexdigest(), lines


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
