"""A real HTTP server on this machine, in the place of one outside: it notes what it is asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Outside:
    """`asked`: method and path of each request, in order; `headers`: names of all that came along.

    `/elsewhere` is answered with another address, `/broken` with an error.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Outside:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Nobody is there any more."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name that the library asks for
                outside.asked.append(f"{self.command} {self.path}")
                outside.headers.extend(self.headers)
                status = {"/elsewhere": 302, "/broken": 500}.get(self.path, 200)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"{outside.address}/reached")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                """Silence."""

        return Handler
