"""A mail server and a gateway by HTTP in processes of their own, that note what they take: a line `key seconds` each.

Both are whole servers that others use too: aiosmtpd, and granian. What they say they took is on disk before they say so, as RFC 5321
6.1 has it of a mail server.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import installation

PATIENCE = 30.0  # seconds until both answer
_MESSAGE_ID = re.compile(rb"^Message-ID: <([0-9a-f]+)@", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gateways:
    """Where they listen, and the files in which they note."""

    mail: int
    web: int
    notes: tuple[Path, Path]

    def taken(self) -> list[tuple[str, float]]:
        """(key, when) of all that came, in the order in which it came."""
        return Since((0, 0), self.notes).more()

    def since_now(self) -> Since:
        return Since(tuple(note.stat().st_size if note.exists() else 0 for note in self.notes), self.notes)


class Since:
    """What comes from a moment on. Each look reads what is new alone: whoever looks must not take the processor from those who work."""

    def __init__(self, places: tuple[int, ...], notes: tuple[Path, ...]) -> None:
        self._places, self._notes = list(places), notes

    def more(self) -> list[tuple[str, float]]:
        """(key, when), in the order in which it came. A line that is being written is left for the next time."""
        found = list[tuple[str, float]]()
        for number, note in enumerate(self._notes):
            if not note.exists():
                continue
            with note.open("rb") as file:
                file.seek(self._places[number])
                whole = file.read().rpartition(b"\n")[0] + b"\n"
            if whole == b"\n":
                continue
            self._places[number] += len(whole)
            lines = [line.split() for line in whole.decode().splitlines()]
            found += [(key, float(at)) for key, at in lines]
        return sorted(found, key=lambda one: one[1])


@contextmanager
def running(folder: Path) -> Iterator[Gateways]:
    mail, web = installation.free_port(), installation.free_port()
    notes = (folder / "mail.taken", folder / "web.taken")
    commands = (
        ["benchmarks.gateways", str(mail)],
        ["granian", "--interface", "rsgi", "--port", str(web), "--no-log", "benchmarks.gateways:app"],
    )
    processes = [
        subprocess.Popen([sys.executable, "-m", *command], env={**os.environ, "HUIYIN_BENCH_NOTES": str(note)})
        for command, note in zip(commands, notes, strict=True)
    ]
    try:
        for port in (mail, web):
            _wait_for(port)
        yield Gateways(mail, web, notes)
    finally:
        for process in processes:
            process.terminate()
            process.wait(30)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("a gateway does not answer")


@cache
def _out() -> int:
    return os.open(os.environ["HUIYIN_BENCH_NOTES"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _note(key: str) -> None:
    os.write(_out(), f"{key} {time.time():.6f}\n".encode())
    os.fsync(_out())


class _Mail:
    """What aiosmtpd asks for each mail."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        found = _MESSAGE_ID.search(envelope.original_content)
        _note(found[1].decode() if found else "nameless")
        return "250 taken"


async def _mail(port: int) -> None:
    from aiosmtpd.smtp import SMTP

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sys.exit)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(_Mail(), hostname="here"), "127.0.0.1", port)
    await server.serve_forever()


async def app(_scope: Any, protocol: Any) -> None:
    """What granian asks for each request (RSGI)."""
    _note(json.loads(await protocol())["key"])
    protocol.response_str(200, [("content-type", "application/json")], "{}")


if __name__ == "__main__":
    asyncio.run(_mail(int(sys.argv[1])))
