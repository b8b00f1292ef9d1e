"""Small lists of winners that tests write: the branches by name, rows as CSV, what is read in them."""

from collections.abc import Callable, Sequence

SERVICE = "บริการภาครัฐ"
TOGETHER = "การบริหารราชการแบบมีส่วนร่วม"
QUALITY = "คุณภาพการบริหารจัดการภาครัฐ"
Winners = Callable[[str, bytes], set[tuple[object, ...]]]


def sheet(*rows: Sequence[str]) -> bytes:
    """A CSV of these rows."""
    return "\n".join(",".join(row) for row in rows).encode()
