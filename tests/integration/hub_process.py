"""The real program on free ports, for tests in Python. Standard library only.

    with Hub("config/demo.yaml") as hub:
        hub.get("/readyz")
        for event in hub.events("/stream?topics=ticker"): …
"""
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds: for what must come, however busy the machine is


class Event:
    """One event of a stream: its lines as they came, without chunking."""

    def __init__(self, lines):
        self.lines = lines
        fields = dict(line.split(": ", 1) for line in lines if ": " in line)
        self.name = fields.get("event", "")
        self.id = fields.get("id")
        self.data = json.loads(fields["data"]) if "data" in fields else None


def transcript(events):
    """Per topic the lines that D7 calls deterministic: the epoch is cut from ids, what belongs to one client left out."""
    topics = {}
    for event in events:
        if event.name not in ("hello", "heartbeat", ""):
            lines = [re.sub(r"^id: [0-9a-f]+-", "id: ", line) for line in event.lines]
            topics.setdefault(event.name, []).append("\n".join(lines))
    return topics


class Hub:
    """Runs a config of this tree (or YAML text that refers to `config/` as the working folder) until the block ends."""

    def __init__(self, config, program=None, environment=None, edit=lambda text: text):
        self.program = program or os.environ["TICKHUB_PROGRAM"]
        self.folder = tempfile.TemporaryDirectory(prefix="tickhub-test-")
        folder = pathlib.Path(self.folder.name)
        for entry in (ROOT / "config").iterdir():
            if entry.suffix != ".yaml":
                (folder / entry.name).symlink_to(entry)
        text = (ROOT / config).read_text(encoding="utf-8") if config.endswith(".yaml") else config
        self.config = folder / "hub.yaml"
        self.config.write_text(edit(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:0", text)), encoding="utf-8")
        self.environment = {**os.environ, **(environment or {})}

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.program, "run", str(self.config)], stderr=subprocess.PIPE, text=True, env=self.environment)
        self.log = []
        for line in self.process.stderr:
            self.log.append(line)
            if " is up:" in line:
                break
        else:
            raise AssertionError("the hub did not start:\n" + "".join(self.log))
        address = re.findall(r" (\w+)=https?://\S+:(\d+)", self.log[-1])
        self.ports = {name: int(port) for name, port in address}
        self.reader = threading.Thread(target=self._read_log)
        self.reader.start()
        return self

    def _read_log(self):
        if not self.process.stderr.closed:
            self.log.extend(self.process.stderr)

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()

    @property
    def port(self):
        return next(iter(self.ports.values()))

    def stop(self):
        """SIGTERM; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=PATIENCE)
        self.reader.join()
        self.process.stderr.close()
        return status

    def wait_for(self, condition, what):
        """What condition() answers once it is true; each look asks the hub, so nothing spins idly."""
        deadline = time.monotonic() + PATIENCE
        while not (answer := condition()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{what}: did not come; the hub's log:\n" + "".join(self.log))
        return answer

    def get(self, path):
        """(status, body)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    def metrics(self):
        """name{labels} -> value"""
        lines = self.get("/metrics")[1].splitlines()
        return {key: float(value) for key, value in
                (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))}

    def events(self, path, headers=None, port=None):
        """The events of a stream, as they come, until it ends or the caller has enough; `port` is a proxy's."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            assert answer.status == 200, answer.status
            lines = []
            for raw in answer:
                line = raw.decode().rstrip("\n")
                if line:
                    lines.append(line)
                elif lines:
                    yield Event(lines)
                    lines = []
        finally:
            connection.close()
