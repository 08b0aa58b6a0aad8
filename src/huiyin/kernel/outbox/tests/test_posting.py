"""What other programs answer by HTTP: understood as RFC 9112 has it, and a connection used again only where that is safe."""

from __future__ import annotations

import socket
import threading

import pytest

from huiyin.kernel.outbox.gateways.posting import MOST, BadAnswerError, Line

OK = b"HTTP/1.1 200 OK\r\n"
TWO = OK + b"Content-Length: 2\r\n\r\n{}"


class Answering:
    """Says the next of its answers to each request, over as many connections as it is asked for; then hangs up."""

    def __init__(self, *answers: bytes) -> None:
        self.answers, self.connections, self.asked = list(answers), 0, list[bytes]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self.answers:
            connection, _address = self._listening.accept()
            self.connections += 1
            with connection, connection.makefile("rb") as heard:
                while self.answers and (lines := self._request(heard)):
                    self.asked.append(lines)
                    connection.sendall(self.answers.pop(0))
        self._listening.close()

    def _request(self, heard) -> bytes:
        head = b""
        while (line := heard.readline()) not in (b"\r\n", b""):
            head += line
        return head + heard.read(int(head.partition(b"Content-Length: ")[2].split()[0])) if head else b""


def answers_to(*answers: bytes) -> tuple[list[tuple[int, bytes]], Answering]:
    server = Answering(*answers)
    line = Line(server.url, 5)
    found = [line.post("/send", b"{}") for _answer in answers]
    line.close()
    return found, server


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        (TWO, 200, b"{}"),
        (b"HTTP/1.1 503 away\r\ncontent-length:0\r\n\r\n", 503, b""),
        (b"HTTP/1.1 204\r\n\r\n", 204, b""),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + TWO, 200, b"{}"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\nA: b\r\n\r\n", 200, b"{}"),
    ],
)
def test_an_answer_that_is_whole_leaves_the_connection_for_the_next(answer, status, text):
    found, server = answers_to(answer, TWO)
    assert found == [(status, text), (200, b"{}")]
    assert server.connections == 1
    assert server.asked[0].startswith(b"POST /send HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (OK + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}", b"{}"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", b"{}"),
        (OK + b"Content-Length: %d\r\n\r\n" % (MOST + 1) + b"x" * (MOST + 1), b"x" * MOST),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (MOST + 1) + b"x" * (MOST + 1) + b"\r\n", b"x" * MOST),
    ],
)
def test_after_any_other_the_next_goes_over_a_new_one(answer, text):
    found, server = answers_to(answer, TWO)
    assert found == [(200, text), (200, b"{}")]
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 200 " + b"x" * 10_000,
        OK + b"no header\r\n\r\n",
        OK + b"a: b\r\n" * 200,
        OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
    ],
)
def test_what_is_no_answer_is_none(answer):
    server = Answering(answer)
    with pytest.raises(BadAnswerError):
        Line(server.url, 5).post("/", b"{}")


def test_a_text_without_a_length_ends_with_the_connection():
    server = Answering(OK + b"\r\nall that there is")
    assert Line(server.url, 5).post("/", b"{}") == (200, b"all that there is")
