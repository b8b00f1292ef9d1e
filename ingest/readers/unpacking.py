"""A compressed stream read as it comes, in little memory, and no further than a bomb would be recognised."""

import bz2
import io
import lzma
import sys
import zlib
from typing import BinaryIO, Final, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_UNPACKED: Final = 8_000_000_000
"""Bytes; fourteen times the largest archive of news that is known."""
MOST_EXPANSION: Final = 200
"""Times its packed size; text shrinks to a tenth, a hundredth at the most."""
UNSUSPICIOUS: Final = 64_000_000
"""Bytes up to which the expansion does not matter."""
WINDOW_BYTES: Final = 256 * 1024 * 1024
"""A stream that asks for more memory than this to be unpacked is refused."""

PIECE_BYTES: Final = 256 * 1024
"""So much is read and unpacked at a time."""

_ZSTD_WINDOW = 27  # its binary logarithm: 128 MB


class BombError(ValueError):
    """A stream that unpacks to more than any archive of texts would."""


DAMAGE: Final = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstd.ZstdError)
"""What reading a damaged or hostile stream raises."""


class _Decompressor(Protocol):
    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...


class _Stored:
    """No compression at all."""

    eof, unused_data = False, b""

    def __init__(self) -> None:
        self._rest = b""

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        self._rest += data
        piece, self._rest = self._rest[:max_length], self._rest[max_length:]
        return piece

    @property
    def needs_input(self) -> bool:
        return not self._rest


class _Gzip:
    """zlib under the interface of the others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


def _decompressor(head: bytes) -> _Decompressor:
    if head.startswith(b"\x1f\x8b"):
        return _Gzip()
    if head.startswith(b"BZh"):
        return bz2.BZ2Decompressor()
    if head.startswith(b"\xfd7zXZ"):
        return lzma.LZMADecompressor(memlimit=WINDOW_BYTES)
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW})
    return _Stored()


class Unpacked(io.RawIOBase):
    """The unpacked bytes of `packed`, whatever it is packed with.

    `allowance` is how many more bytes may be read, for a caller who knows what must come; None: no bound.
    Reading raises BombError beyond the bounds, and one of DAMAGE for what cannot be unpacked.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._piece = packed.read(PIECE_BYTES)
        self._decompressor = _decompressor(self._piece)
        self._taken, self._given = len(self._piece), 0
        self.allowance: int | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes (at most a piece), empty at the end."""
        found = b""
        while not found and not self._is_over():
            found = self._decompressor.decompress(
                self._piece, min(size, PIECE_BYTES) if size > 0 else PIECE_BYTES
            )
            self._piece = b""
        self._count(len(found))
        return found

    def _is_over(self) -> bool:
        """Get the next piece where one is needed; whether there is none."""
        if self._decompressor.eof:
            self._piece = self._decompressor.unused_data or self._take()
            if not self._piece.strip(b"\0"):
                return True
            self._decompressor = _decompressor(self._piece)
        elif self._decompressor.needs_input and not self._piece:
            self._piece = self._take()
            if not self._piece and not isinstance(self._decompressor, _Stored):
                raise EOFError("it ends too early")
            return not self._piece
        return False

    def _take(self) -> bytes:
        piece = self._packed.read(PIECE_BYTES)
        self._taken += len(piece)
        return piece

    def _count(self, given: int) -> None:
        self._given += given
        if self._given > MOST_UNPACKED:
            raise BombError(f"unpacks to more than {MOST_UNPACKED // 1_000_000:,} MB")
        if self._given > UNSUSPICIOUS + MOST_EXPANSION * self._taken:
            raise BombError(f"unpacks to more than {MOST_EXPANSION} times its size")
        if self.allowance is not None:
            self.allowance -= given
            if self.allowance < 0:
                raise BombError("has a header larger than any that people made")
