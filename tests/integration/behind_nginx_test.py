#!/usr/bin/python3
"""The hub behind nginx with its default buffering: as it comes, and with the headers that a WebSocket needs."""
import os
import pathlib
import signal
import unittest

from hub_process import PATIENCE, Hub
from nginx_process import AS_IT_COMES, AS_RECOMMENDED, Nginx
from websocket_peer import BINARY, CLOSE, PING, PONG, TEXT, Peer, closing, frame, pieces

PROGRAM = pathlib.Path(os.environ["TICKHUB_PROGRAM"]).resolve()


def with_echo(yaml):
    """The demo, with echo_sink at /echo."""
    yaml = yaml.replace("hub: {name: demo}", f'hub: {{name: demo, plugins: ["{PROGRAM.parents[1]}/test_plugins"]}}')
    return yaml.replace("\nsinks:\n", "\nsinks:\n  echo: {plugin: echo_sink, settings: {listener: web}}\n")


def demo():
    return Hub("config/demo.yaml", program=str(PROGRAM), edit=with_echo)


def read(hub, proxy, path, headers=None):
    """The events that come through the proxy; what only says `retry:` is none."""
    yield from (event for event in hub.events(path, headers, proxy.port) if event.name)


class EventStreams(unittest.TestCase):
    def test_events_arrive_at_once(self):
        # The admin stream says a few hundred bytes and then nothing for seconds: what buffers would hold them back.
        for name, settings in (("as it comes", AS_IT_COMES), ("as recommended", AS_RECOMMENDED)):
            with self.subTest(settings=name), demo() as hub, Nginx(hub.port, settings) as proxy:
                events = read(hub, proxy, "/admin/stream")
                self.assertEqual(next(events).name, "hello")
                events.close()
                events = read(hub, proxy, "/stream?topics=ticker&symbols=TCS")
                self.assertEqual(next(events).name, "hello")
                while next(events).name != "ticker":
                    pass
                events.close()

    def test_a_client_that_comes_back_is_told_what_it_missed(self):
        with demo() as hub, Nginx(hub.port, AS_RECOMMENDED) as proxy:
            events = read(hub, proxy, "/admin/stream")
            hello = next(events)
            events.close()
            events = read(hub, proxy, "/admin/stream", {"Last-Event-ID": hello.id})
            next(events)
            resume = next(events)
            self.assertEqual((resume.name, resume.data["notice"]["recovered"]), ("resume", True))
            events.close()

    def test_a_client_that_leaves_is_let_go(self):
        with demo() as hub, Nginx(hub.port, AS_RECOMMENDED) as proxy:
            before = len(os.listdir(f"/proc/{hub.process.pid}/fd"))
            streams = [read(hub, proxy, "/admin/stream") for _ in range(10)]
            for events in streams:
                next(events)
            for events in streams:
                events.close()
            hub.wait_for(lambda: len(os.listdir(f"/proc/{hub.process.pid}/fd")) <= before + 4, "the end of ten streams")


class WebSockets(unittest.TestCase):
    def test_messages_and_pings_go_both_ways(self):
        with demo() as hub, Nginx(hub.port, AS_RECOMMENDED) as proxy, Peer(proxy.port) as peer:
            peer.send(frame(TEXT, b"Hello") + frame(PING, b"there?"))
            self.assertCountEqual([peer.next(), peer.next()], [(TEXT, "Hello"), (PONG, b"there?")])
            for size in (0, 125, 126, 65535, 65536, 200_000):
                peer.send(frame(BINARY, b"\xfe" * size))
                self.assertEqual(peer.next(), (BINARY, b"\xfe" * size))
            peer.send(pieces(TEXT, [b"in ", b"three ", b"pieces"]))
            self.assertEqual(peer.next(), (TEXT, "in three pieces"))
            peer.send(closing(4000))
            self.assertEqual(peer.next(), (CLOSE, 4000))
            self.assertEqual(peer.read_to_end(), b"")


class Draining(unittest.TestCase):
    def check(self, settings, websocket):
        with demo() as hub, Nginx(hub.port, settings) as proxy:
            events = read(hub, proxy, "/admin/stream")
            self.assertEqual(next(events).name, "hello")
            peer = Peer(proxy.port) if websocket else None
            hub.process.send_signal(signal.SIGTERM)
            names = [event.name for event in events]  # to the stream's end: that it is cut would raise
            self.assertIn("server_shutdown", names)  # what was queued already follows it
            if peer:
                with peer:
                    kind, said = peer.next()
                    self.assertEqual(kind, TEXT)
                    self.assertIn('"event":"server_shutdown","data":{"retry_ms":', said)
                    self.assertEqual(peer.next(), (CLOSE, 1012))
                    peer.send(closing(1012))
                    self.assertEqual(peer.read_to_end(), b"")
            self.assertEqual(hub.process.wait(PATIENCE), 0, "".join(hub.log))  # a second SIGTERM would cut it short

    def test_streams_end_with_a_farewell(self):
        self.check(AS_IT_COMES, websocket=False)

    def test_streams_and_websockets_end_with_a_farewell(self):
        self.check(AS_RECOMMENDED, websocket=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
