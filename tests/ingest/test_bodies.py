"""Names of the shipped registry as texts write them, and registries with a broken row."""

import datetime
from pathlib import Path

import pytest

from ingest.bodies import load_names, settle
from ingest.faults import TableError

ABOUT = (
    "title: a registry\npublisher: us\naddresses: [here]\nlicence: CC0-1.0\ndate: 2026-01-01\nnote: small\n"
    "expect: {bodies: {exactly: 1}}\n"
)
BODIES = "id,kind,name_th,evidence\n"
ALIASES = "body,surface,kind,documents,risk\n"
SHARES = "abbreviation,body,definitions,share,basis\n"
OFFICES = "name_prefix,abbreviation_prefix,parent,note\n"


@pytest.mark.parametrize(
    ("surface", "body"),
    [
        ("กรมสรรพากร", "rd"),
        ("สมอ.", "tisi"),
        ("สป.พม.", "ops-msdhs"),
        ("ปลัด พม.", "ops-msdhs"),
        ("สำนักงานปลัดกระทรวง พม.", "ops-msdhs"),
        ("สำนักงานปลัดกระทรวง พม. (สป.พม.)", "ops-msdhs"),
        ("สำนักงานปลัดกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์", "ops-msdhs"),
        ("กรมกิจการเด็กและเยาวชน (ดย.)", "dcy"),
        ("สำนักงานส่งเสริมเศรษฐกิจดิจิทัล หรือ ดีป้า", "depa"),
        ("กรมการพัฒนา ชุมชน", "cdd"),
        ("จังหวัดเลย", "prov-loei"),
        ("จ.เลย", "prov-loei"),
        ("โรงพยาบาลสุรินทร์", "hosp-surin"),
        ("รพ.สุรินทร์", "hosp-surin"),
    ],
)
def test_a_name_is_settled(surface: str, body: str) -> None:
    assert settle(surface, load_names())[0] == body


@pytest.mark.parametrize("surface", ["กพร.", "สป.", "กรมที่ไม่มีอยู่จริง", "", "และ", "สำนักงานพัฒนาชุมชนจังหวัดเลย"])
def test_what_can_be_two_bodies_or_none_stays_unknown(surface: str) -> None:
    assert settle(surface, load_names())[0] is None


def test_candidates_say_why() -> None:
    _, candidates = settle("กพร.", load_names())
    assert {"dsd", "dpim"} <= {candidate.body for candidate in candidates}
    assert all(candidate.reason for candidate in candidates)


def test_a_name_means_the_body_of_its_time() -> None:
    names = load_names()
    assert settle("สศช.", names, datetime.date(2017, 6, 1))[0] != "nesdc"
    assert names.resolve("สศช.", datetime.date(2022, 6, 1))[0].body == "nesdc"


def write_registry(folder: Path, bodies: str = "", aliases: str = "") -> Path:
    (folder / "source.yml").write_text(ABOUT, encoding="utf-8")
    (folder / "bodies.csv").write_text(BODIES + bodies, encoding="utf-8")
    (folder / "aliases.csv").write_text(ALIASES + aliases, encoding="utf-8")
    (folder / "ambiguous_abbreviations.csv").write_text(SHARES, encoding="utf-8")
    (folder / "field_offices.csv").write_text(OFFICES, encoding="utf-8")
    return folder


def test_an_alias_of_no_body_is_told_with_the_mend(tmp_path: Path) -> None:
    folder = write_registry(tmp_path, "rd,department,กรมสรรพากร,knowledge\n", "xx,กรม X,alias,1,\n")
    with pytest.raises(
        TableError, match=r"aliases\.csv, line 2, column body: no such body; add it to bodies\.csv.*'xx'"
    ):
        load_names(folder)


def test_a_registry_of_ones_own_is_read(tmp_path: Path) -> None:
    folder = write_registry(tmp_path, "rd,department,กรมสรรพากร,knowledge\n", "rd,สรรพากร,alias,1,\n")
    assert settle("สรรพากร", load_names(folder))[0] == "rd"
