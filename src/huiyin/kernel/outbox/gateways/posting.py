"""A kept connection by HTTP over which one thing after another is posted.

`http.client` opens it. What goes and comes over it is written and read here: with `http.client` a post takes five times the
processor, most of it for the headers of an answer, of which only the length is of use (RFC 9112).
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from io import BufferedReader
from typing import Any
from urllib.parse import urlsplit

MOST = 65_536  # bytes of an answer that are read, so that the connection can be used again
_MOST_LINE, _MOST_LINES = 8_192, 100
_FIRST = re.compile(rb"HTTP/1\.([01]) (\d{3})(?: [^\r\n]*)?\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_EMPTY = (b"\r\n", b"\n")


class BadAnswerError(Exception):
    """What came is no answer by HTTP."""


class Line:
    """Opened at the first post, and anew where the other side closed it or said more than we care to read.

    Each part raises `OSError` where the other side is not there, `BadAnswerError` where it does not answer as it must.
    """

    def __init__(self, url: str, seconds: float) -> None:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        self._host = parts.netloc.rpartition("@")[2]
        self._answers: BufferedReader | None = None

    def open(self) -> None:
        self._connection.connect()
        self._answers = self._connection.sock.makefile("rb")

    def close(self) -> None:
        if self._answers is not None:
            self._answers.close()
            self._answers = None
        self._connection.close()

    def post(self, target: str, body: bytes, headers: str = "") -> tuple[int, bytes]:
        """Its status and the first `MOST` bytes of its text. `headers`: further ones, whole lines; like `target`, plain
        ASCII that no stranger wrote."""
        if self._answers is None:
            self.open()
        answers: Any = self._answers
        head = (
            f"POST {target} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: identity\r\n"
            f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        )
        kept = False
        try:
            self._connection.sock.sendall(head.encode("ascii") + body)
            status, said, kept = _answer(answers)
        finally:
            if not kept:
                self.close()
        return status, said


def _answer(answers: BufferedReader) -> tuple[int, bytes, bool]:
    """Status, text, and whether the connection can be used again."""
    while True:
        first = _FIRST.fullmatch(answers.readline(_MOST_LINE))
        if first is None:
            raise BadAnswerError("no status line")
        status, said = int(first[2]), _headers(answers)
        if status >= 200:
            break
    kept = first[1] == b"1" and said.get(b"connection", b"").lower() != b"close"
    if status in (204, 304):
        return status, b"", kept
    if b"transfer-encoding" in said:
        text, whole = _chunks(answers)
        return status, text, kept and whole
    length = said.get(b"content-length", b"")
    if not length.isdigit():
        return status, answers.read(MOST), False  # to its end
    text = answers.read(min(int(length), MOST))
    return status, text, kept and len(text) == int(length)


def _headers(answers: BufferedReader) -> Mapping[bytes, bytes]:
    found = dict[bytes, bytes]()
    for _number in range(_MOST_LINES):
        line = answers.readline(_MOST_LINE)
        if line in _EMPTY:
            return found
        name, colon, value = line.partition(b":")
        if not colon or not line.endswith(b"\n"):
            break
        found[name.lower()] = value.strip()
    raise BadAnswerError("no end of its headers")


def _chunks(answers: BufferedReader) -> tuple[bytes, bool]:
    """The text, and whether that was all of it."""
    text = b""
    while len(text) < MOST:
        size = _CHUNK.fullmatch(answers.readline(_MOST_LINE))
        if size is None:
            raise BadAnswerError("no size of a chunk")
        if int(size[1], 16) == 0:
            _headers(answers)
            return text, True
        text += answers.read(min(int(size[1], 16), MOST))
        if answers.readline(_MOST_LINE) not in _EMPTY:
            break
    return text[:MOST], False
