#!/usr/bin/python3
"""TLS on the real program: what `check` says of its files, curl, Python's ssl, WebSockets, resume, and a reload."""
import asyncio
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import unittest

from hub_process import Hub, PATIENCE

PROGRAM = os.environ["TICKHUB_PROGRAM"]
BUILD = pathlib.Path(PROGRAM).resolve().parents[1]

CONFIG = """
hub: {{name: secure, plugins: ["{build}/test_plugins", "{build}/template"]}}
listeners: {{web: {{address: 127.0.0.1:0, tls: {{certificate: {folder}/web.pem, key: {folder}/web.key}}}}}}
feeds: {{market: {{plugin: my_feed, settings: {{symbol: A, every: 5ms}}}}}}
sinks:
  public: {{plugin: sse_broadcaster, settings: {{listener: web}}}}
  admin: {{plugin: admin_notifier, settings: {{listener: web, path: /admin/stream}}}}
  echo: {{plugin: echo_sink, settings: {{listener: web}}}}
routes:
  - {{from: market, to: public}}
  - {{from: hub, to: admin}}
  - {{from: hub, to: echo}}
"""


class Tls(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="tickhub-tls-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.certificate = self.folder / "web.pem"
        self.key = self.folder / "web.key"
        self.make("first")
        self.text = CONFIG.format(build=BUILD, folder=self.folder)

    def make(self, organisation, days=365):
        """A new pair for localhost; each file comes into place whole."""
        fresh = [path.with_suffix(path.suffix + ".new") for path in (self.certificate, self.key)]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-days", str(days), "-subj", f"/O={organisation}/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", fresh[0], "-keyout", fresh[1]],
            check=True, capture_output=True)
        fresh[1].chmod(0o600)
        fresh[1].rename(self.key)
        fresh[0].rename(self.certificate)

    def trusting(self):
        return ssl.create_default_context(cafile=self.certificate)

    def connect(self, hub, context=None):
        plain = socket.create_connection(("127.0.0.1", hub.port), timeout=PATIENCE)
        return (context or self.trusting()).wrap_socket(plain, server_hostname="localhost")

    def organisation(self, connection):
        return next(value for ((name, value),) in connection.getpeercert()["subject"] if name == "organizationName")

    def get(self, connection, path):
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return connection.recv(65536)

    def check(self):
        file = self.folder / "hub.yaml"
        file.write_text(self.text)
        return subprocess.run([PROGRAM, "check", file], capture_output=True, text=True, timeout=PATIENCE)

    def events(self, stream):
        """(id, name, data) of each event of an answer without chunks."""
        event = {}
        for line in stream:
            line = line.decode().rstrip("\r\n")
            if line:
                name, _, value = line.partition(": ")
                event[name] = value
            elif "data" in event:
                yield event.get("id"), event.get("event"), json.loads(event["data"])
                event = {}

    def stream(self, connection, headers=""):
        connection.sendall(f"GET /stream?topics=ticker HTTP/1.0\r\nHost: a\r\n{headers}\r\n".encode())
        return self.events(connection.makefile("rb"))

    def test_check_and_run_refuse_what_cannot_be_served_with_at_its_place(self):
        self.assertEqual(self.check().returncode, 0)
        self.key.chmod(0o644)
        told = self.check()
        self.assertEqual(told.returncode, 78)
        place = self.text.split("\n")[2]
        self.assertIn(f"hub.yaml:3:{place.index('key: ') + 6}: the key ", told.stderr)
        self.assertIn("is open to every user of this machine: chmod o=", told.stderr)
        run = subprocess.run([PROGRAM, "run", self.folder / "hub.yaml"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual((run.returncode, run.stderr), (78, told.stderr))

    def test_check_warns_of_a_certificate_that_soon_ends(self):
        self.make("short", days=3)
        told = self.check()
        self.assertEqual(told.returncode, 0)
        self.assertRegex(told.stderr, r"^warning: \S+hub.yaml:3:\d+: the certificate expires in 2 days, on ")

    def test_curl_is_served(self):
        with Hub(self.text) as hub:
            got = subprocess.run(
                ["curl", "--silent", "--show-error", "--cacert", self.certificate, "--write-out", " %{http_version}",
                 f"https://localhost:{hub.port}/healthz"], capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual((got.stdout, got.stderr), ("ok\n 1.1", ""))
            plain = subprocess.run(["curl", "--silent", f"http://localhost:{hub.port}/healthz"],
                                   capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(plain.stdout, "this port speaks TLS: use https:// or wss://\n")
            self.assertEqual(hub.stop(), 0)

    def test_a_stream_is_resumed_over_tls(self):
        with Hub(self.text) as hub:
            with self.connect(hub) as connection:
                for number, (last, _, _) in enumerate(self.stream(connection)):
                    if last and number > 5:
                        break
            with self.connect(hub) as connection:
                names = []
                for _, name, data in self.stream(connection, f"Last-Event-ID: {last}\r\n"):
                    names.append(name)
                    if name == "ticker":
                        break
            self.assertEqual(names[0], "hello")
            self.assertIn("resume", names)

    def test_a_websocket_says_everything_back_over_tls(self):
        import websockets

        async def talk(port):
            async with websockets.connect(f"wss://localhost:{port}/echo", ssl=self.trusting()) as client:
                for text in ("short", "long " * 40_000):
                    await client.send(text)
                    self.assertEqual(await asyncio.wait_for(client.recv(), PATIENCE), text)

        with Hub(self.text) as hub:
            asyncio.run(talk(hub.port))

    def test_certificates_are_replaced_while_the_hub_runs(self):
        with Hub(self.text) as hub, self.connect(hub) as old:
            self.assertEqual(self.organisation(old), "first")
            admin = self.connect(hub)
            admin.sendall(b"GET /admin/stream HTTP/1.0\r\nHost: a\r\n\r\n")
            notices = (data for _, name, data in self.events(admin.makefile("rb")) if name == "notice")

            def next_of_certificates():
                return next(n for n in notices if n["code"].startswith("certificate_"))

            self.assertTrue(self.get(old, "/healthz").endswith(b"ok\n"))
            self.make("second", days=3)
            self.assertEqual(next_of_certificates()["code"], "certificate_loaded")
            self.assertEqual(next_of_certificates()["code"], "certificate_expires")
            with self.connect(hub) as fresh:
                self.assertEqual(self.organisation(fresh), "second")
                shown = self.get(fresh, "/metrics").decode()
            self.assertRegex(shown, r'tickhub_http_certificate_expiry_seconds\{listener="web"\} \d')
            self.assertRegex(shown, r'tickhub_http_tls_handshakes_total\{outcome="completed"\} 3')

            good = self.certificate.read_text()
            self.certificate.write_text("nothing")
            hub.process.send_signal(signal.SIGHUP)
            told = next_of_certificates()
            self.assertEqual(told["code"], "certificate_not_loaded")
            self.assertIn("keeps the certificate that it has", told["text"])
            trusting_second = ssl.create_default_context(cadata=good)
            with self.connect(hub, trusting_second) as fresh:
                self.assertEqual(self.organisation(fresh), "second")
            self.assertTrue(self.get(old, "/healthz").endswith(b"ok\n"))
            admin.close()
            old.close()
            self.assertEqual(hub.stop(), 0)
        self.assertTrue(any(re.search(r"\[certificate_loaded\]", line) for line in hub.log))

    def test_a_hub_without_tls_ends_when_its_terminal_goes(self):
        with Hub(re.sub(r", tls: \{[^}]*\}", "", self.text)) as hub:
            hub.process.send_signal(signal.SIGHUP)
            self.assertEqual(hub.process.wait(timeout=PATIENCE), 0)


if __name__ == "__main__":
    unittest.main()
