"""A role names an office that is held, or held for somebody else."""

import pytest

from ingest.offices import read_office


@pytest.mark.parametrize(
    ("role", "office", "acting"),
    [
        ("อธิบดีกรมที่ดิน", "director-general", False),
        ("รักษาการอธิบดีกรมที่ดิน", "director-general", True),
        ("รองอธิบดีกรมที่ดิน", "deputy-director-general", False),
        ("ปลัดกระทรวงแรงงาน", "permanent-secretary", False),
        ("ผู้อำนวยการสำนัก รักษาราชการแทนรองปลัดกระทรวง", "deputy-permanent-secretary", True),
        ("ผู้รักษาราชการแทนผู้ว่าราชการจังหวัดตาก", "governor", True),
        ("ประธานในพิธี", None, False),
        (None, None, False),
    ],
)
def test_the_office_of_a_role(role: str | None, office: str | None, acting: bool) -> None:
    found, held_for_another = read_office(role)
    assert (found.key if found else None, held_for_another) == (office, acting)
