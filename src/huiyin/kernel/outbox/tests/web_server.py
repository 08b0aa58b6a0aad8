"""A gateway by HTTP small enough to read: takes what is posted, or answers what a test asks for."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class WebServer(ThreadingHTTPServer):
    """`answers`: status for a number, 0 drops the connection after reading. `taken`: what was posted, with its headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[dict[str, Any], dict[str, str]]] = []
        self.asked = 0
        self.answers: dict[str, int] = {}
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send?app=1"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: WebServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked += 1
        status = self.server.answers.get(body["to"], 200)
        if status in (0, 200):
            self.server.taken.append((body, dict(self.headers)))
        if status == 0:
            self.close_connection = True
            return
        said = json.dumps({"about": body["to"]}).encode()  # a gateway quotes the number in its answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: Any) -> None:
        """Nothing on the screen."""
