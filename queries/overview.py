"""What a home holds, and the questions that tell how good it is."""

import shutil

from queries.catalogue import catalogue, find
from queries.versions import Home

COVERAGE = ("awards-held", "awards-announced", "share-held")
"""The metrics that `quality-coverage` tells side by side."""


def describe_home(home: Home) -> list[list[str]]:
    """Which version is current, what it is made of, and what the disk says: names and values."""
    manifest = home.current().manifest
    more = manifest.more
    size = sum(path.stat().st_size for path in home.path.rglob("*") if path.is_file())
    return [
        ["home", str(home.path)],
        ["version", f"{manifest.name} of {len(home.versions())}"],
        ["quads", f"{manifest.quads:,}"],
        ["sources", ", ".join(manifest.sources)],
        ["documents", f"{manifest.documents:,}"],
        [
            "texts kept",
            f"{more.get('texts_kept', 0):,}, {more.get('texts_idle', 0):,} tell nothing of the award",
        ],
        ["findings waiting", f"{more.get('waiting', 0):,}"],
        ["findings rejected", f"{more.get('rejected', 0):,}"],
        ["contradictions", f"{more.get('contradictions', 0):,}"],
        ["disk", f"{size / 1e6:.1f} MB, {shutil.disk_usage(home.path).free / 1e9:.1f} GB free"],
    ]


def describe_versions(home: Home) -> list[list[str]]:
    """A mark of the current one, its name, its quads."""
    current = home.current_name()
    return [["*" if v.name == current else "", v.name, f"{v.manifest.quads:,}"] for v in home.versions()]


def quality_questions() -> list[str]:
    """SPARQL: held against announced by edition, branch and type; then every other measurement."""
    others = [question.name for question in catalogue().values() if question.metric]
    return [
        find("quality-coverage").bind(),
        find("quality").bind(metric=[name for name in others if name not in COVERAGE]),
    ]
