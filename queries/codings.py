"""Content codings of HTTP: an answer is made smaller where it is made, in the worker."""

import sys
import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY = "identity"


class Coder(NamedTuple):
    """Two functions: a piece in, bytes (maybe none yet) out; and the rest at the end."""

    code: Callable[[bytes], bytes]
    finish: Callable[[], bytes]


def _gzip() -> Coder:
    coder = zlib.compressobj(4, wbits=31)
    return Coder(coder.compress, coder.flush)


def _zstd() -> Coder:
    coder = zstd.ZstdCompressor(level=3)
    return Coder(coder.compress, coder.flush)


def _brotli() -> Coder:
    coder = brotli.Compressor(quality=4)
    return Coder(coder.process, coder.finish)


CODINGS: Mapping[str, Callable[[], Coder]] = {
    "zstd": _zstd,
    "br": _brotli,
    "gzip": _gzip,
    IDENTITY: lambda: Coder(lambda piece: piece, bytes),  # not copied: large answers feel it
}
"""What a client can ask for; of equally wanted ones the first is taken."""
