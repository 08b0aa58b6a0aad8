"""A mail server and a gateway by HTTP that fail as they are told to, and remember what they took."""

from __future__ import annotations

import email
import json
import socket
import socketserver
import struct
import threading
import time as monotonic
from collections.abc import Callable
from dataclasses import dataclass
from email.policy import default
from typing import Any

LATE = 0.4  # seconds
LONGEST_HANG = 30.0
RUBBISH = b"\x00\xff<html>\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Taken:
    """`key`: under which it came. `at`: the place among all that came, by whichever gateway."""

    at: int
    channel: str
    key: str


def key_of(message_id: str) -> str:
    """The key of a notice, which a mail has as `<key@host>`."""
    return message_id.strip("<>").partition("@")[0]


class GoneError(Exception):
    """The other side is left without another word."""


class Faulty(socketserver.ThreadingTCPServer):
    """`mode`: ok, or one of `plan.MODES`. What hangs goes on when the mode is another one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self, channel: str, handler: type[socketserver.StreamRequestHandler], took: Callable[[str, str], None]
    ) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.channel, self.mode, self._took = channel, "ok", took
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def took(self, key: str) -> None:
        self._took(self.channel, key)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off is what is wanted."""

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: Faulty

    def begin(self) -> None:
        """What is the same for both before a word is said. `GoneError`: none is said."""
        if self.server.mode == "refuse":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise GoneError
        ends = monotonic.monotonic() + LONGEST_HANG
        while self.server.mode == "hang":
            if monotonic.monotonic() > ends:
                raise GoneError
            monotonic.sleep(0.02)

    def say(self, words: bytes) -> None:
        if self.server.mode == "late":
            monotonic.sleep(LATE)
        if self.server.mode == "rubbish":
            words = RUBBISH
        self.wfile.write(words * (2 if self.server.mode == "twice" else 1))

    def handle(self) -> None:
        try:
            self.begin()
            self.talk()
        except GoneError:
            return

    def talk(self) -> None:
        raise NotImplementedError


class MailSession(_Session):
    """SMTP, as far as it is needed."""

    def talk(self) -> None:
        self.say(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            verb = line[:4].upper()
            if verb == b"RCPT":
                self.say(b"451 not now\r\n" if self.server.mode == "later" else b"250 ok\r\n")
            elif verb == b"DATA":
                self.say(b"354 go on\r\n")
                self._take()
            else:
                self.say(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
                if verb == b"QUIT":
                    return

    def _take(self) -> None:
        data = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # it broke off: not taken
            data += line
        self.server.took(key_of(str(email.message_from_bytes(data, policy=default)["Message-ID"])))
        if self.server.mode == "lose":
            raise GoneError
        self.say(b"250 taken\r\n")


class WebSession(_Session):
    """HTTP/1.1 with one body a request."""

    def talk(self) -> None:
        while self.rfile.readline():
            length = 0
            while line := self.rfile.readline().strip():
                name, _colon, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            body = self.rfile.read(length)
            if len(body) < length:
                return
            if self.server.mode == "later":
                self._answer(b"503 Service Unavailable")
                continue
            self.server.took(json.loads(body)["key"])
            if self.server.mode == "lose":
                raise GoneError
            self._answer(b"200 OK")

    def _answer(self, status: bytes) -> None:
        self.say(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\nok")


class Gateways:
    """Both, and what came by them in the order in which it came."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self._lock = threading.Lock()
        self.mail = Faulty("email", MailSession, self._took)
        self.web = Faulty("sms", WebSession, self._took)

    @property
    def toml(self) -> str:
        return f'alarms = ["sms", "email"]\n[sms]\nurl = "http://127.0.0.1:{self.web.port}/"\nseconds = 2\n'

    def heal(self) -> None:
        self.mail.mode = self.web.mode = "ok"

    def stop(self) -> None:
        self.mail.stop()
        self.web.stop()

    def _took(self, channel: str, key: str) -> None:
        with self._lock:
            self.taken.append(Taken(len(self.taken), channel, key))
