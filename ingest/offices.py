"""The office that a role names, by the words with which it begins; and whether it is held for another."""

import re
from functools import cache

from ontology.vocabulary import Concept, scheme

_ACTING = re.compile(r"(?:ผู้)?(?:รักษาราชการแทน|รักษาการ(?:ในตำแหน่ง|แทน)?|ปฏิบัติ(?:หน้าที่|ราชการ)แทน|ทำการแทน)\s*")


@cache
def _openings() -> tuple[tuple[str, Concept], ...]:
    """Every way to write an office, the longest first."""
    ways = ((surface, concept) for concept in scheme("office").concepts for surface in concept.surfaces)
    return tuple(sorted(ways, key=lambda way: (-len(way[0]), way[0])))


def read_office(role: str | None) -> tuple[Concept | None, bool]:
    """`รักษาการอธิบดีกรมที่ดิน` -> (director-general, acting); an office that the scheme lacks is None."""
    if not role:
        return None, False
    acting = _ACTING.search(role)
    words = role[acting.end() :] if acting else role
    found = next((concept for surface, concept in _openings() if words.startswith(surface)), None)
    return found, acting is not None
