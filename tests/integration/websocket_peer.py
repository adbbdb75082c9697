"""A WebSocket client that can say what no library would; what it hears is read by wsproto, which has none of our ideas.

Debian's python3-wsproto beside the standard library.
"""
import base64
import hashlib
import os
import socket
import struct

from wsproto.frame_protocol import FrameProtocol, Opcode

from hub_process import PATIENCE

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
FIN, RSV1, RSV2, RSV3 = 0x80, 0x40, 0x20, 0x10
_MASK = bytes.fromhex("37fa213d")


def frame(opcode, payload=b"", first=FIN):
    """A client's frame, masked; `first` are the bits FIN and RSV."""
    if len(payload) < 126:
        length = bytes([0x80 | len(payload)])
    elif len(payload) <= 0xFFFF:
        length = struct.pack("!BH", 0x80 | 126, len(payload))
    else:
        length = struct.pack("!BQ", 0x80 | 127, len(payload))
    mask = (_MASK * (len(payload) // 4 + 1))[:len(payload)]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")).to_bytes(len(payload), "big")
    return bytes([first | opcode]) + length + _MASK + masked


def pieces(opcode, parts):
    """One message in as many frames as there are parts."""
    last = len(parts) - 1
    return b"".join(frame(opcode if i == 0 else CONTINUATION, part, FIN if i == last else 0)
                    for i, part in enumerate(parts))


def closing(code, reason=b""):
    """A close frame."""
    return frame(CLOSE, struct.pack("!H", code) + reason)


def upgrade(path="/echo", key="dGhlIHNhbXBsZSBub25jZQ==", more=""):
    """The request that begins a WebSocket."""
    return (f"GET {path} HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{more}\r\n").encode()


class Raw:
    """A socket, and what has come from it."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data, chop=None):
        """All of it; in sends of `chop` bytes each when that is given."""
        for at in range(0, len(data), chop or len(data) or 1):
            self.socket.sendall(data[at:at + (chop or len(data))])

    def read_head(self):
        """The head of a response, and what has come behind it."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(4096)
            if not more:
                raise AssertionError(f"the connection ended within the head: {data!r}")
            data += more
        head, rest = data.split(b"\r\n\r\n", 1)
        return head.decode(), rest

    def read_to_end(self):
        """What comes until the server ends the connection; that it is reset fails the test."""
        data = b""
        while more := self.socket.recv(65536):
            data += more
        return data


class Peer(Raw):
    """An open WebSocket."""

    def __init__(self, port, path="/echo", more=""):
        super().__init__(port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.send(upgrade(path, key, more))
        self.head, rest = self.read_head()
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        assert self.head.startswith("HTTP/1.1 101 "), self.head
        assert f"Sec-WebSocket-Accept: {accept.decode()}\r\n" in self.head + "\r\n", self.head
        self._parser = FrameProtocol(client=True, extensions=[])
        self._parser.receive_bytes(rest)

    def next(self):
        """The next of what the server says: (TEXT, text), (BINARY, bytes), (PING, bytes), (PONG, bytes), (CLOSE, code)
        or, for a close without a code, (CLOSE, 1005). Frames are put together to messages."""
        parts = []
        while True:
            for got in self._parser.received_frames():
                if got.opcode in (Opcode.PING, Opcode.PONG):
                    return int(got.opcode), bytes(got.payload)
                if got.opcode is Opcode.CLOSE:
                    return CLOSE, int(got.payload[0])
                parts.append(got.payload)
                if got.message_finished:
                    return (TEXT, "".join(parts)) if got.opcode is Opcode.TEXT else (BINARY, b"".join(parts))
            data = self.socket.recv(65536)
            if not data:
                return None, "the connection ended without a close frame"
            self._parser.receive_bytes(data)
