"""Debian's nginx as a child of the test, in front of a hub, with nothing of it outside a temporary folder."""
import getpass
import os
import pathlib
import socket
import subprocess
import tempfile

# In the foreground, with one worker; without a master nginx 1.22 crashes over an inherited socket. The location's
# settings are the test's; buffering is never turned off.
CONFIG = """
daemon off;
worker_processes 1;
user {user};
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; "" ""; }}
    upstream hub {{ server 127.0.0.1:{hub}; keepalive 4; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://hub;
            {settings}
        }}
    }}
}}
"""

AS_IT_COMES = ""  # HTTP/1.0 to the hub, buffered
AS_RECOMMENDED = """
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;"""


class Nginx:
    """Runs until the block ends. It inherits the listening socket, as in its own upgrades: so the system chooses the
    port, and a client can connect at once."""

    def __init__(self, hub_port, settings):
        self.hub_port = hub_port
        self.settings = settings

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tickhub-nginx-")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            config = pathlib.Path(self.folder.name) / "nginx.conf"
            config.write_text(CONFIG.format(folder=self.folder.name, hub=self.hub_port, port=self.port,
                                            settings=self.settings, user=getpass.getuser()), encoding="utf-8")
            self.process = subprocess.Popen(
                ["/usr/sbin/nginx", "-p", self.folder.name, "-c", config], pass_fds=[listener.fileno()],
                env={**os.environ, "NGINX": f"{listener.fileno()};"})
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()
