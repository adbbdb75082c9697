#!/usr/bin/python3
"""Raw hostile bytes against the real program, HTTP and WebSocket. After each of them it serves others as before."""
import os
import pathlib
import re
import socket
import struct
import unittest

from hub_process import Hub
from websocket_peer import (
    BINARY, CLOSE, CONTINUATION, FIN, PING, PONG, TEXT, Peer, Raw, closing, frame, pieces, upgrade)

PROGRAM = pathlib.Path(os.environ["TICKHUB_PROGRAM"]).resolve()
CONFIG = f"""
hub: {{name: hostile, plugins: ["{PROGRAM.parents[1]}/test_plugins"]}}
listeners: {{web: {{address: 127.0.0.1:0, header_timeout: 300ms, idle_timeout: 1s,
                  connections_per_address: 0, requests_per_second: 0, messages_per_second: 0}}}}
sinks:
  echo: {{plugin: echo_sink, settings: {{listener: web}}}}
  admin: {{plugin: admin_notifier, settings: {{listener: web, path: /admin/stream}}}}
routes: [{{from: hub, to: admin}}]
"""
GET = "GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n"
SMUGGLED = "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n"
# Under a sanitizer memory is not what it is for users: freed blocks are kept for a while.
SANITIZED = "asan" in PROGRAM.parts or "tsan" in PROGRAM.parts


def setUpModule():
    global HUB
    HUB = unittest.enterModuleContext(Hub(CONFIG, program=str(PROGRAM)))


def descriptors():
    return len(os.listdir(f"/proc/{HUB.process.pid}/fd"))


def resident():
    """KiB"""
    with open(f"/proc/{HUB.process.pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def statuses(answers):
    """Of all the responses in these bytes; none of their bodies holds a status line."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]


def reset(raw):
    """Ends the connection as a client that has crashed does."""
    raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.socket.close()


class Hostile(unittest.TestCase):
    def setUp(self):
        self.before = HUB.wait_for(descriptors, "descriptors")

    def tearDown(self):
        self.check_all_gone()
        with Peer(HUB.port) as peer:
            peer.send(frame(TEXT, b"as before") + closing(1000))
            self.assertIn(peer.next(), [(TEXT, "as before"), (CLOSE, 1000)])
        self.check_all_gone()

    def check_all_gone(self):
        HUB.wait_for(lambda: descriptors() <= self.before, "the end of all connections")

    def answers(self, data):
        with Raw(HUB.port) as raw:
            raw.send(data if isinstance(data, bytes) else data.encode("latin-1"))
            return raw.read_to_end()

    def check_refused(self, name, data, *status):
        """One answer, and the connection ends."""
        with self.subTest(name):
            got = statuses(self.answers(data))
            self.assertEqual(len(got), 1)
            self.assertIn(got[0], status)


class Requests(Hostile):
    def test_a_head_that_trickles_in_is_cut_off_with_408(self):
        with Raw(HUB.port) as raw:
            raw.socket.settimeout(0.02)  # the pace of the trickle
            got = b""
            for byte in GET.format("/healthz", "X-Slow: " + "x" * 4000).encode():
                raw.send(bytes([byte]))
                try:
                    got = raw.socket.recv(4096)
                    break
                except TimeoutError:
                    pass
            self.assertEqual(statuses(got), [408])

    def test_requests_that_two_readers_could_split_differently_are_refused_whole(self):
        def post(headers, body=""):
            return f"POST /echo HTTP/1.1\r\nHost: test\r\n{headers}\r\n\r\n{body}{SMUGGLED}"
        chunked = "Transfer-Encoding: chunked"
        for name, data in {
            "two lengths": post("Content-Length: 0\r\nContent-Length: 6"),
            "two lengths in one": post("Content-Length: 0, 6"),
            "a length with a sign": post("Content-Length: +0"),
            "a negative length": post("Content-Length: -1"),
            "a length in hex": post("Content-Length: 0x0"),
            "a length that overflows": post("Content-Length: 18446744073709551616"),
            "length and chunked": post(f"Content-Length: 6\r\n{chunked}", "0\r\n\r\n"),
            "chunked and length": post(f"{chunked}\r\nContent-Length: 6", "0\r\n\r\n"),
            "chunked twice": post(f"{chunked}\r\n{chunked}", "0\r\n\r\n"),
            "not only chunked": post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
            "identity": post("Transfer-Encoding: identity"),
            "something like chunked": post("Transfer-Encoding: xchunked", "0\r\n\r\n"),
            "chunked behind a tab": post("Transfer-Encoding:\x0bchunked", "0\r\n\r\n"),
            "a space before the colon": post("Transfer-Encoding : chunked", "0\r\n\r\n"),
            "a folded line": post("X: y\r\n Transfer-Encoding: chunked", "0\r\n\r\n"),
            "a bare line feed": post("X: y\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            "a bare carriage return": post("X: y\rTransfer-Encoding: chunked", "0\r\n\r\n"),
            "NUL in a value": post("X: y\0z"),
            "a chunk's size with a sign": post(chunked, "+0\r\n\r\n"),
            "a chunk's size in 0x": post(chunked, "0x0\r\n\r\n"),
            "a chunk's size that overflows": post(chunked, "10000000000000000\r\n\r\n"),
            "a chunk that ends with a line feed": post(chunked, "1\nx\n0\n\n"),
            "chunked in HTTP/1.0": post(chunked, "0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0", 1),
            "no host": f"GET / HTTP/1.1\r\n\r\n{SMUGGLED}",
            "two hosts": f"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n{SMUGGLED}",
            "a space in the target": f"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n{SMUGGLED}",
            "HTTP/2's preface": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n" * 8,
        }.items():
            self.check_refused(name, data, 400, 411, 413, 501, 505)

    def test_a_body_behind_a_request_for_a_websocket_is_no_frame_and_no_request(self):
        self.check_refused("a length", upgrade(more="Content-Length: 4\r\n") + b"\x81\x80\0\0" + SMUGGLED.encode(), 400)
        self.check_refused("chunks", upgrade(more="Transfer-Encoding: chunked\r\n") + b"0\r\n\r\n" +
                           SMUGGLED.encode(), 400)
        self.check_refused("a false version, then a request behind it",  # what fools proxies that trust the upgrade
                           upgrade().replace(b"Version: 13", b"Version: 999") + SMUGGLED.encode(), 426)

    def test_no_header_can_be_injected_into_an_answer(self):
        for path in ("/%0d%0aX-Injected:%20yes", "/echo%0d%0aX-Injected:%20yes", "/?a=%0d%0aX-Injected:%20yes"):
            with self.subTest(path):
                answer = self.answers(GET.format(path, "Connection: close\r\n"))
                self.assertNotIn("\nX-Injected", answer.decode())
                self.assertEqual(len(statuses(answer)), 1)
        for name in ("echo.v1\n X-Injected: yes", "echo.v1, a%0d%0aX-Injected: yes", "x" * 3000 + ", echo.v1"):
            with self.subTest(name):
                with Raw(HUB.port) as raw:
                    raw.send(upgrade(more=f"Sec-WebSocket-Protocol: {name}\r\n"))
                    head, _ = raw.read_head()
                    self.assertNotIn("Injected", head)
                    if " 101 " in head:
                        self.assertIn("\r\nSec-WebSocket-Protocol: echo.v1", head)
                    reset(raw)

    def test_whatever_is_too_large_is_refused_by_its_own_status(self):
        post = "POST /echo HTTP/1.1\r\nHost: a\r\n"
        self.check_refused("a URL", GET.format("/" + "x" * 5000, ""), 414)
        self.check_refused("a URL without an end", "GET /" + "x" * 100_000, 414, 431)
        self.check_refused("a header", GET.format("/", f"X: {'y' * 9000}\r\n"), 431)
        self.check_refused("many headers", GET.format("/", "".join(f"X{i}: y\r\n" for i in range(2000))), 431)
        self.check_refused("headers without an end", "GET / HTTP/1.1\r\n" + "a: b\r\n" * 20_000, 431)
        self.check_refused("a method", "G" * 10_000, 400, 414, 431)
        self.check_refused("an announced body", post + "Content-Length: 1000000\r\n\r\n", 413)
        self.check_refused("a body in chunks", post + "Transfer-Encoding: chunked\r\n\r\n" +
                           f"{1000:x}\r\n{'x' * 1000}\r\n" * 100, 413)
        self.check_refused("a chunk's extension", post + "Transfer-Encoding: chunked\r\n\r\n1;" +
                           "x" * 100_000, 400, 413, 431)


class Frames(Hostile):
    def test_ten_thousand_tiny_frames_in_one_write_are_answered_in_their_order(self):
        with Peer(HUB.port) as peer:
            peer.send(b"".join(frame(TEXT, b"%d" % i) for i in range(10_000)))
            for i in range(10_000):
                self.assertEqual(peer.next(), (TEXT, str(i)))

    def test_one_message_in_ten_thousand_fragments_with_a_ping_in_each_gap_is_one_message(self):
        with Peer(HUB.port) as peer:
            peer.send(b"".join(frame(TEXT if i == 0 else CONTINUATION, b"x", 0) + frame(PING) for i in range(10_000)) +
                      frame(CONTINUATION))
            for _ in range(10_000):
                self.assertEqual(peer.next(), (PONG, b""))
            self.assertEqual(peer.next(), (TEXT, "x" * 10_000))

    def test_a_message_beyond_the_limit_is_refused_however_it_is_cut(self):
        for name, data in (("whole", frame(BINARY, b"x" * (2**20 + 1))),
                           ("in pieces", pieces(BINARY, [b"x" * 2**18] * 5)),
                           ("of the greatest length", bytes([FIN | BINARY, 0xFF]) + b"\x7f" + b"\xff" * 7 + b"mask")):
            with self.subTest(name), Peer(HUB.port) as peer:
                peer.send(data)
                self.assertEqual(peer.next(), (CLOSE, 1009))
                self.assertEqual(peer.read_to_end(), b"")


class Cuts(Hostile):
    def test_a_connection_may_be_cut_at_every_byte(self):
        session = (upgrade() + frame(TEXT, b"Hello") + frame(PING, b"p") + pieces(BINARY, [b"a", b"b"]) +
                   frame(BINARY, b"x" * 200) + closing(1000, b"bye"))
        events = GET.format("/admin/stream", "Accept: text/event-stream\r\n").encode()
        for data in (session, events):
            for at in range(len(data) + 1):
                for how in (reset, Raw.__exit__):
                    raw = Raw(HUB.port)
                    raw.send(data[:at])
                    how(raw)
        self.check_all_gone()

    def test_a_websocket_may_be_cut_at_every_byte_once_it_is_open(self):
        frames = frame(TEXT, b"Hello") + frame(PING, b"p") + pieces(TEXT, [b"a", b"\xce", b"\xba"]) + closing(1000)
        for at in range(len(frames) + 1):
            for how in (reset, Raw.__exit__):
                peer = Peer(HUB.port)
                peer.send(frames[:at])
                how(peer)
            with Peer(HUB.port) as peer:  # and with only the sending side shut
                peer.send(frames[:at])
                peer.socket.shutdown(socket.SHUT_WR)
                peer.read_to_end()
        self.check_all_gone()


class Turnover(Hostile):
    def come_and_go(self, times):
        """Four kinds of clients, in turn; those who reset leave no TIME_WAIT behind."""
        for turn in range(times):
            if turn % 4 == 0:
                with Peer(HUB.port) as peer:
                    peer.send(frame(TEXT, b"Hello") + closing(1000))
                    while peer.next()[0] != CLOSE:
                        pass
                    peer.read_to_end()
            elif turn % 4 == 1:
                peer = Peer(HUB.port)
                peer.send(frame(BINARY, b"x" * 100, 0))
                reset(peer)
            elif turn % 4 == 2:
                raw = Raw(HUB.port)
                raw.send(GET.format("/admin/stream", "").encode())
                raw.read_head()
                reset(raw)
            else:
                raw = Raw(HUB.port)
                raw.send(GET.format("/healthz", "").encode())
                raw.read_head()
                reset(raw)

    def test_descriptors_and_memory_are_flat_after_20_000_connects_and_disconnects(self):
        self.come_and_go(4_000)
        self.check_all_gone()
        used = resident()
        self.come_and_go(16_000)
        self.check_all_gone()
        print(f"\nresident: {used} KiB after 4,000, {resident()} KiB after 20,000", flush=True)
        if not SANITIZED:
            self.assertLess(resident() - used, 1024)


if __name__ == "__main__":
    unittest.main(verbosity=2)
