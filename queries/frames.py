"""What goes over the sockets between the server and its workers: a kind, a length, and so many bytes."""

import json
import marshal
import struct
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

READY, DIED, SPAWN, SUCCEED, ENTRIES = b"R", b"X", b"S", b"F", b"J"  # zygote
HELLO, ASK, LOOK, WRITE, PART, DATA, END, ERROR = b"P", b"Q", b"L", b"U", b"T", b"D", b"Z", b"E"  # worker
WORN = b"worn"
"""The payload of an END when the process has grown and should not be asked again."""
PIECE_BYTES = 64 * 1024

_HEAD = struct.Struct("!cI")


class Connection(Protocol):
    """A blocking socket, or what reads from one."""

    def recv(self, length: int, /) -> bytes: ...


class Frame(NamedTuple):
    """One message; its payload is JSON, or for DATA a piece of the answer."""

    kind: bytes
    payload: bytes

    def read(self) -> dict[str, Any]:
        """The payload as a mapping."""
        fields: dict[str, Any] = json.loads(self.payload)
        return fields


def pack_request(kind: bytes, fields: dict[str, Any]) -> bytes:
    """The bytes of a frame for a worker, which trusts the server: quicker than JSON, and as short."""
    payload = marshal.dumps(fields)
    return _HEAD.pack(kind, len(payload)) + payload


def read_request(frame: Frame) -> dict[str, Any]:
    """The fields of such a frame."""
    fields: dict[str, Any] = marshal.loads(frame.payload)  # noqa: S302 - it comes from the server
    return fields


def pack(kind: bytes, payload: bytes | bytearray | Mapping[str, Any] = b"") -> bytes:
    """The bytes of a frame."""
    if not isinstance(payload, bytes | bytearray):
        payload = json.dumps(payload).encode()
    return _HEAD.pack(kind, len(payload)) + payload


class FrameBuffer:
    """Bytes as they come in, frames as they get whole."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """Add a piece; gives the frames that it completes."""
        held, place = self._held + piece, 0
        while len(held) - place >= _HEAD.size:
            kind, length = _HEAD.unpack_from(held, place)
            start = place + _HEAD.size
            if len(held) < start + length:
                break
            place = start + length
            yield Frame(kind, held[start:place])
        self._held = held[place:]


def read_frames(connection: Connection) -> Iterator[Frame]:
    """The frames from a blocking socket until it is closed, each with one look where it has come whole."""
    buffer = FrameBuffer()
    while piece := connection.recv(PIECE_BYTES):
        yield from buffer.feed(piece)


def read_frame(connection: Connection, most: int | None = None) -> Frame | None:
    """Wait for one frame on a blocking socket; None at the end of the stream.

    A payload of more than `most` bytes counts as the end: a process that strangers took over might send it.
    """
    head = _read_exactly(connection, _HEAD.size)
    if head is None:
        return None
    kind, length = _HEAD.unpack(head)
    if most is not None and length > most:
        return None
    payload = _read_exactly(connection, length)
    return None if payload is None else Frame(kind, payload)


def _read_exactly(connection: Connection, length: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(length - len(pieces))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)
