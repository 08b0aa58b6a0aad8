"""A mail server small enough to read: takes what is sent, or answers with the refusal that a test asks for."""

from __future__ import annotations

import email
import socketserver
import threading
from email.message import EmailMessage
from email.policy import default


class MailServer(socketserver.ThreadingTCPServer):
    """`refusals`: answer for a recipient, instead of taking it. `taken`: (recipient, message) in the order of arrival.

    `most`: connections at once, further ones are sent away. `sessions`: how many were let in.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[tuple[str, EmailMessage]] = []
        self.refusals: dict[str, str] = {}
        self.most, self.sessions, self.open = 100, 0, 0
        self.counting = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with self.server.counting:
            let_in = self.server.open < self.server.most
            self.server.open += let_in
            self.server.sessions += let_in
        if not let_in:
            self._say("421 too many connections")
            return
        try:
            self._talk()
        finally:
            with self.server.counting:
                self.server.open -= 1

    def _talk(self) -> None:
        self._say("220 test")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].rstrip(">")
                self._say(self.server.refusals.get(recipient, "250 ok"))
            elif verb == "DATA":
                self._say("354 go on")
                self._take(recipient)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, recipient: str) -> None:
        data = b""
        while (line := self.rfile.readline()) != b".\r\n":
            data += line.removeprefix(b".")  # RFC 5321, 4.5.2
        self.server.taken.append((recipient, email.message_from_bytes(data, policy=default)))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
