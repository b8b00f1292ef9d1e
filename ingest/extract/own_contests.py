"""Contests of one house that carry the award's name: what their texts tell is not of this award."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from ingest.extract.reading import Reading
from ingest.extract.story import load_words

WORDS: Final = load_words(Path(__file__).with_suffix(".yml"))
HEAD: Final = 700
"""Characters in which a text says what it is about."""

_CONTEST = re.compile(WORDS["contest"])
_OF_THE_SCHEME = re.compile(WORDS["of_the_scheme"])


@lru_cache(maxsize=1)
def is_own_contest(reading: Reading) -> bool:
    """Whether a text is about a department's own contest (`จัดประกวดรางวัลเลิศรัฐภายใน`, `Mini เลิศรัฐ`)."""
    held = _CONTEST.search(reading.text, 0, HEAD)
    return held is not None and not _OF_THE_SCHEME.search(
        reading.text, max(0, held.start() - 40), held.start()
    )
