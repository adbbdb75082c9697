#!/usr/bin/python3
"""Users of a running hub, changed by `tickhub user` beside it: the real program, over real sockets."""
import http.client
import json
import os
import pathlib
import subprocess
import time
import unittest

from hub_process import Hub, PATIENCE

PROGRAM = os.environ["TICKHUB_PROGRAM"]
PASSWORD = "correct horse battery"

CONFIG = """
hub: {name: guarded, log: {level: debug}}
listeners:
  web:
    address: 127.0.0.1:0
    access:
      - {path: /stream, roles: [viewer]}
      - {path: /stream, topics: [trades], roles: [trader]}
users: {file: users.yaml}
sinks:
  public: {plugin: sse_broadcaster, settings: {listener: web}}
  admin: {plugin: admin_notifier, settings: {listener: web}}
routes:
  - {from: hub, to: admin}
"""


def user(hub, *words, typed=""):
    file = pathlib.Path(hub.folder.name) / "users.yaml"
    return subprocess.run([PROGRAM, "user", *words, "--file", str(file)], input=typed, text=True, capture_output=True,
                          check=True, timeout=PATIENCE)


class Client:
    def __init__(self, hub):
        self.port = hub.ports["web"]

    def ask(self, method, path, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, headers or {})
        return connection.getresponse()

    def log_in(self, name, password=PASSWORD):
        return self.ask("POST", "/login", {"Content-Type": "application/json"},
                        json.dumps({"user": name, "password": password}))

    def token(self, name, password=PASSWORD):
        answer = self.log_in(name, password)
        assert answer.status == 200, answer.status
        return json.loads(answer.read())["token"]

    def with_token(self, token, path="/stream?topics=trades,ticker", method="GET"):
        return self.ask(method, path, {"Authorization": "Bearer " + token})


def lines_until(stream, wanted):
    """What comes up to the line that begins so; fails when the stream ends before."""
    seen = []
    for line in stream:
        seen.append(line.decode().rstrip("\n"))
        if seen[-1].startswith(wanted):
            return seen
    raise AssertionError(f"no {wanted!r} in {seen}")


class Authentication(unittest.TestCase):
    def setUp(self):
        self.hub = Hub(CONFIG)
        user(self.hub, "add", "asha", "--role", "trader", "--account", "A1", "--stdin", typed=PASSWORD)
        user(self.hub, "add", "bob", "--stdin", typed=PASSWORD)
        user(self.hub, "add", "root", "--role", "admin", "--stdin", typed=PASSWORD)
        self.hub.__enter__()
        self.addCleanup(self.hub.__exit__)
        self.client = Client(self.hub)

    def eventually(self, holds):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline)

    def log(self):
        return "".join(self.hub.log)

    def test_revoking_ends_the_live_streams_of_a_user_within_a_second(self):
        bob, asha = self.client.token("bob"), self.client.token("asha")
        stream, other = self.client.with_token(bob), self.client.with_token(asha)
        lines_until(stream, "event: hello")
        lines_until(other, "event: hello")
        user(self.hub, "revoke", "bob")
        revoked = time.monotonic()
        lines_until(stream, "event: token_revoked")
        self.assertLess(time.monotonic() - revoked, 1.0)
        stream.read()  # to its end
        self.assertEqual(self.client.with_token(bob).status, 401)
        self.assertEqual(self.client.with_token(asha, "/nothing").status, 404)
        self.assertEqual(self.client.log_in("bob").status, 200)

    def test_what_a_role_may_have_holds_for_paths_and_for_topics(self):
        bob = self.client.with_token(self.client.token("bob"))
        self.assertIn('"code":"forbidden_topic","topic":"trades"', lines_until(bob, 'data: {"code"')[-1])
        self.assertEqual(self.client.with_token(self.client.token("bob"), "/admin/stream").status, 403)
        self.assertEqual(self.client.with_token(self.client.token("root"), "/admin/stream").status, 200)

    def test_users_are_added_changed_and_removed_while_the_hub_runs(self):
        user(self.hub, "add", "eve", "--stdin", typed=PASSWORD)
        self.eventually(lambda: "users.yaml was read again" in self.log())
        token = self.client.token("eve")
        user(self.hub, "passwd", "eve", "--stdin", typed="another password")
        self.eventually(lambda: self.client.with_token(token, "/nothing").status == 401)
        token = self.client.token("eve", "another password")
        user(self.hub, "remove", "eve")
        self.eventually(lambda: self.client.with_token(token, "/nothing").status == 401)
        self.assertEqual(self.client.log_in("eve", "another password").status, 401)

    def test_a_new_key_leaves_tokens_alone_unless_they_are_to_end(self):
        token = self.client.token("bob")
        user(self.hub, "rotate-key")
        self.eventually(lambda: "read again" in self.log())
        self.assertEqual(self.client.with_token(token, "/nothing").status, 404)
        renewed = json.loads(self.client.with_token(token, "/renew", "POST").read())["token"]
        self.assertNotEqual(renewed.split(".")[0], token.split(".")[0])
        stream = self.client.with_token(renewed)
        user(self.hub, "rotate-key", "--end-sessions")
        lines_until(stream, "event: token_revoked")
        self.assertEqual(self.client.with_token(token, "/nothing").status, 401)

    def test_a_users_file_that_breaks_or_opens_up_leaves_the_users_of_before(self):
        file = pathlib.Path(self.hub.folder.name) / "users.yaml"
        good = file.read_text()
        for breakage in (lambda: file.write_text(good + "x: ["), lambda: file.chmod(0o644), file.unlink):
            told = self.log().count("[users_unreadable]")
            breakage()
            self.eventually(lambda: self.log().count("[users_unreadable]") > told)
            self.assertEqual(self.client.log_in("bob").status, 200)
        self.assertIn("chmod 600", self.log())
        self.assertNotIn("argon2id", self.log())

    def test_tokens_outlive_a_restart_of_the_hub(self):
        token = self.client.token("bob")
        self.hub.stop()
        self.hub.__enter__()
        self.assertEqual(Client(self.hub).with_token(token, "/nothing").status, 404)

    def test_no_secret_is_ever_logged(self):
        file = pathlib.Path(self.hub.folder.name) / "users.yaml"
        token = self.client.token("bob")
        self.client.log_in("bob", "wrong " + PASSWORD)
        self.client.log_in(PASSWORD, "x" * 20)  # typed into the wrong field
        self.client.ask("GET", "/stream?token=" + token)
        self.client.ask("GET", "/stream", {"Authorization": "Bearer " + token + "x"})
        self.client.ask("POST", "/login", {"Content-Type": "application/json"}, '{"password": "' + PASSWORD)
        lines_until(self.client.with_token(token), "event: hello")
        renewed = json.loads(self.client.with_token(token, "/renew", "POST").read())["token"]
        self.client.with_token(renewed, "/logout", "POST").read()
        user(self.hub, "rotate-key")
        self.eventually(lambda: "read again" in self.log())
        keys = pathlib.Path(str(file) + ".keys").read_text()
        metrics = self.client.ask("GET", "/metrics").read().decode()
        self.hub.stop()
        told = self.log() + metrics
        secrets = [PASSWORD, *token.split("."), *renewed.split("."), "$argon2id$"]
        secrets += [line.split('"')[1] for line in keys.splitlines() if "secret:" in line]
        self.assertGreaterEqual(len(secrets), 10)
        for secret in secrets:
            self.assertNotIn(secret, told)


class Refusals(unittest.TestCase):
    def check(self, hub):
        return subprocess.run([PROGRAM, "check", str(hub.config)], text=True, capture_output=True, check=False,
                              timeout=PATIENCE)

    def test_a_hub_without_its_users_file_is_refused_and_makes_no_key(self):
        hub = Hub(CONFIG)
        self.addCleanup(hub.folder.cleanup)
        refused = self.check(hub)
        self.assertEqual(refused.returncode, 78)
        self.assertIn("`tickhub user add` makes it", refused.stderr)
        user(hub, "add", "bob", "--stdin", typed=PASSWORD)
        self.assertEqual(self.check(hub).returncode, 0)
        self.assertFalse((pathlib.Path(hub.folder.name) / "users.yaml.keys").exists())


if __name__ == "__main__":
    unittest.main()
