"""A bare asynchronous sender: `python -m benchmarks.bare_sender MAIL-PORT WEB-PORT FILE` sends what stands in the file, over
connections that it keeps. It writes nothing down, looks nothing up and composes nothing: the mails and bodies are ready.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

CONNECTIONS = 16  # to each of both


async def _mails(port: int, waiting: Iterator[tuple[str, bytes]]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def said(words: bytes, code: bytes) -> None:
        if words:
            writer.write(words)
        line = await reader.readline()
        while line[3:4] == b"-":
            line = await reader.readline()
        if not line.startswith(code):
            raise RuntimeError(f"the mail server said {line!r}")

    await said(b"", b"220")
    await said(b"EHLO bare\r\n", b"250")
    for address, mail in waiting:
        await said(b"MAIL FROM:<huiyin@localhost>\r\n", b"250")
        await said(f"RCPT TO:<{address}>\r\n".encode(), b"250")
        await said(b"DATA\r\n", b"354")
        await said(mail + b"\r\n.\r\n", b"250")
    await said(b"QUIT\r\n", b"221")
    writer.close()


async def _posts(port: int, waiting: Iterator[tuple[str, bytes]]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for key, body in waiting:
        writer.write(
            f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"the gateway said {head!r}")
        await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
    writer.close()


async def _send(mail_port: int, web_port: int, mails: list[tuple[str, bytes]], posts: list[tuple[str, bytes]]) -> None:
    all_mails, all_posts = iter(mails), iter(posts)
    async with asyncio.TaskGroup() as group:
        for _connection in range(CONNECTIONS):
            group.create_task(_mails(mail_port, all_mails))
            group.create_task(_posts(web_port, all_posts))


if __name__ == "__main__":
    read = json.loads(Path(sys.argv[3]).read_text())
    asyncio.run(
        _send(
            int(sys.argv[1]),
            int(sys.argv[2]),
            [(address, mail.encode()) for address, mail in read["mails"]],
            [(key, body.encode()) for key, body in read["posts"]],
        )
    )
