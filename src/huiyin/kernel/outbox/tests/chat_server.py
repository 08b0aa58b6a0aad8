"""A chat service's robots, small enough to read: answer 200 whatever comes, with the number in the body, as the services do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class ChatServer(ThreadingHTTPServer):
    """`secret`: what it signs with; `number`: the answer to the next ones; `status`: of HTTP; `heard`: texts by path."""

    daemon_threads = True

    def __init__(self, kind: str, secret: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kind, self.secret, self.number, self.status = kind, secret, 0, 200
        self.heard: list[tuple[str, str]] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def right(self, query: dict[str, list[str]], body: dict[str, Any]) -> bool:
        """Whether it is signed, by the rule of each service."""
        if self.kind == "wecom" or not self.secret:
            return True
        if self.kind == "dingtalk":
            stamp, given = query.get("timestamp", [""])[0], query.get("sign", [""])[0]
            made = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        else:
            stamp, given = str(body.get("timestamp", "")), str(body.get("sign", ""))
            made = hmac.new(f"{stamp}\n{self.secret}".encode(), digestmod=hashlib.sha256).digest()
        return base64.b64encode(made).decode() == given

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        parts, feishu = urlsplit(self.path), self.server.kind == "feishu"
        wrong = {"wecom": 93000, "dingtalk": 310000, "feishu": 19021}[self.server.kind]
        number = self.server.number or (0 if self.server.right(parse_qs(parts.query), body) else wrong)
        if not number and self.server.status == 200:
            said = body["content"]["text"] if feishu else body["text"]["content"]
            self.server.heard.append((self.path, said))
        names = ("code", "msg") if feishu else ("errcode", "errmsg")
        answer = json.dumps({names[0]: number, names[1]: f"about {self.path}"}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: Any) -> None:
        """Nothing on the screen."""
