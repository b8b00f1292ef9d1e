"""What a worker codes, any client's library reads; without its end it is no answer."""

import gzip
import sys
from collections.abc import Callable, Mapping

import brotli
import pytest

from queries.codings import CODINGS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = ("ส่วนราชการ " * 5000).encode()
DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
    "identity": bytes,
}


def coded(name: str) -> tuple[bytes, bytes]:
    coder = CODINGS[name]()
    pieces = [coder.code(TEXT[at : at + 8192]) for at in range(0, len(TEXT), 8192)]
    return b"".join(pieces), coder.finish()


@pytest.mark.parametrize("name", CODINGS)
def test_a_coded_answer_is_what_it_was(name: str) -> None:
    assert DECODERS[name](b"".join(coded(name))) == TEXT


@pytest.mark.parametrize("name", [name for name in CODINGS if name != "identity"])
def test_a_coded_answer_is_smaller_and_no_answer_without_its_end(name: str) -> None:
    begun, rest = coded(name)
    assert len(begun + rest) < len(TEXT) / 10
    with pytest.raises((EOFError, brotli.error, zstd.ZstdError)):
        DECODERS[name](begun)
