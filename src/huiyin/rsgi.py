"""The application that the server runs, in granian's own interface: Django's pages in threads, streams beside them in the event loop.

Why not ASGI or plain WSGI: docs/decisions/0017-streams-behind-the-same-port.md.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings

from huiyin.wsgi import application as pages  # makes Django ready, which what follows needs

# isort: split
from huiyin.incidents.live.streams import Streams, is_stream

IN_MEMORY = 1_000_000  # bytes: a larger body waits in a file, a larger answer leaves in pieces
LONGEST = (settings.FILES_MAX_COUNT + 1) * settings.FILES_MAX_BYTES  # what the largest form can hold, and some more

# Of what is sent there nothing waits in a file: a plain text on disk could be found by whoever runs the machine. So less is taken.
SEALED, LONGEST_SEALED = "/sealed-report/", 3 * settings.FILES_MAX_BYTES

_threads = ThreadPoolExecutor(int(os.environ.get("HUIYIN_THREADS", "4")), thread_name_prefix="page")
_streams = Streams(pages)


class Application:
    """What the server calls for each request."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Streams end when the server is told to stop: it waits for every answer that has begun.

        The server listens to the signal in its loop, by the descriptor that wakes it; a handler of our own beside that takes nothing away.
        """

        def told(_number: int, _frame: object) -> None:
            loop.call_soon_threadsafe(_streams.hub.end)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, told)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if is_stream(scope):
            await _streams(environ(scope), protocol)
        else:
            await _whole(scope, protocol)


application = Application()


async def _whole(scope: Any, protocol: Any) -> None:
    """A page: its request is taken in here, however slowly it comes, and only then holds a thread."""
    said = scope.headers.get("content-length", "")
    if said.isdigit() and int(said) <= IN_MEMORY:  # no more than that comes: the server counts
        body = BytesIO(await protocol())
        await _in_a_thread(environ(scope, body, len(body.getbuffer())), protocol)
        return
    sealed = scope.path.startswith(SEALED)
    with BytesIO() if sealed else SpooledTemporaryFile(IN_MEMORY) as long:
        length = 0
        async for chunk in protocol:
            length += len(chunk)
            if length > (LONGEST_SEALED if sealed else LONGEST):
                protocol.response_empty(413, [])
                return
            long.write(chunk)
        long.seek(0)
        await _in_a_thread(environ(scope, long, length), protocol)


async def _in_a_thread(request: dict[str, Any], protocol: Any) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(_threads, _page, request, protocol, loop)


def environ(scope: Any, body: IO[bytes] | None = None, length: int = 0) -> dict[str, Any]:
    """The request as WSGI says it."""
    host, _colon, port = scope.server.rpartition(":")
    said: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body or BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # would read like the header with a hyphen that a proxy sets
        key = f"HTTP_{name.upper().replace('-', '_')}"
        said[key] = f"{said[key]},{value}" if key in said else value
    said["CONTENT_TYPE"] = said.pop("HTTP_CONTENT_TYPE", "")
    said.pop("HTTP_CONTENT_LENGTH", None)
    said["CONTENT_LENGTH"] = str(length)  # as it came, in pieces or not
    return said


def _page(request: dict[str, Any], protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
    """In a thread: one page, in one piece unless it is long."""
    said: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Any:
        said.append((int(status[:3]), headers))

    answer: Any = pages(request, start)
    try:
        chunks = iter(answer)
        begun, ended = _up_to(IN_MEMORY, chunks)
        if ended:
            protocol.response_bytes(*said[0], begun)
        else:
            asyncio.run_coroutine_threadsafe(_in_pieces(*said[0], protocol, begun, chunks), loop).result()
    finally:
        answer.close()


def _up_to(size: int, chunks: Iterable[bytes]) -> tuple[bytes, bool]:
    """The beginning, and whether it is all."""
    taken = bytearray()
    for chunk in chunks:
        taken += chunk
        if len(taken) > size:
            return bytes(taken), False
    return bytes(taken), True


async def _in_pieces(
    status: int, headers: list[tuple[str, str]], protocol: Any, begun: bytes, chunks: Iterable[bytes]
) -> None:
    transport = protocol.response_stream(status, headers)
    for chunk in itertools.chain([begun], chunks):
        await transport.send_bytes(chunk)
