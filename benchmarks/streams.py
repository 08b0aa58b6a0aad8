"""An incident room with 200 people: how long from the moment a line is written until it is on every screen.

The whole program with two processes; each listener is a connection of its own, held open, in two client processes. A
writer posts lines through the ordinary form; the time runs from sending the form to the line's arrival at each listener,
so the write itself is in it. HUIYIN_BENCH_LISTENERS (default 200), HUIYIN_BENCH_LINES (default 30).
"""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
import os
import re
import time
from queue import Empty
from typing import Any
from urllib.parse import urlencode

from benchmarks import installation
from benchmarks.figures import Figure, percentile

LISTENERS = int(os.environ.get("HUIYIN_BENCH_LISTENERS", "200"))
LINES = int(os.environ.get("HUIYIN_BENCH_LINES", "30"))
EVERY = 0.5  # seconds between two lines
GROUPS = 2  # client processes
LAST_MAY_TAKE = 2.0  # seconds after the last line: twice the goal, and what comes later counts as missed
PATIENCE = 60.0
SECRET = "a" * 32
Arrival = tuple[str, str, float]  # listener, line, when


def main() -> list[Figure]:
    return installation.in_its_own("streams")


def measure() -> list[Figure]:
    incident, cookies = prepared()
    port = installation.free_port()
    context = multiprocessing.get_context("spawn")
    ready, results, stop = context.Queue(), context.Queue(), context.Event()
    with installation.serving(port, "--processes", "2"):
        shares = [cookies[place::GROUPS] for place in range(GROUPS)]
        groups = [
            context.Process(target=_group, args=(port, incident, share, ready, results, stop), daemon=True)
            for share in shares
        ]
        for group in groups:
            group.start()
        opened = sum(ready.get(timeout=PATIENCE) for _group_ in groups)
        written = _write(port, incident, cookies[0])
        time.sleep(LAST_MAY_TAKE)
        stop.set()
        seen = [arrival for _group_ in groups for arrival in _taken(results)]
        for group in groups:
            group.join(PATIENCE)
    return _figures(opened, written, seen)


def prepared() -> tuple[str, list[str]]:
    """A running incident, and a signed-in browser for each listener: as many accounts as the limit of one person asks for."""
    from django.conf import settings
    from django.test import Client

    from huiyin.incidents.actions import starting
    from huiyin.incidents.live.hub import MOST_OF_ONE
    from huiyin.kernel import time as huiyin_time
    from huiyin.organisations.models import Account, Appointment, Post

    actor = installation.EXAMPLE.actors["gao"]
    incident = starting.start(actor=actor, what=starting.What(kind="fire"))
    today = huiyin_time.today(actor.zone)
    post = Post.objects.get(pk=actor.post_id)
    settings.ALLOWED_HOSTS = ["*"]
    cookies = []
    for number in range(-(-LISTENERS // (MOST_OF_ONE // 2))):
        account = Account.objects.create(username=f"listener{number}", display_name=f"{number}")
        Appointment.objects.create(account=account, post=post, from_on=today, deputy=True)
        for _browser in range(MOST_OF_ONE // 2):
            client = Client()
            client.force_login(account)
            cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    return incident.public_id, cookies[:LISTENERS]


def _write(port: int, incident: str, cookie: str) -> dict[str, float]:
    """Text of each line -> when its form was sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    written = {}
    for number in range(LINES):
        began = time.time()
        text = f"benchline{number:04d}"
        body = urlencode({"csrfmiddlewaretoken": SECRET, "text": text})
        headers = {
            "Cookie": f"{cookie}; huiyin_csrf={SECRET}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{port}",
        }
        connection.request("POST", f"/incidents/{incident}/note/", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 302:
            raise RuntimeError(f"the line was not taken: {answer.status}")
        written[text] = began
        time.sleep(
            max(0.0, EVERY - (time.time() - began))
        )  # people write at a pace: the load is given, not the most there can be
    return written


def _taken(results: Any) -> list[Arrival]:
    try:
        found: list[Arrival] = json.loads(results.get(timeout=PATIENCE))
    except Empty as error:
        raise RuntimeError("a group of listeners did not report") from error
    return found


def _figures(opened: int, written: dict[str, float], seen: list[Arrival]) -> list[Figure]:
    times = [at - written[text] for _who, text, at in seen]
    name = f"streams, {LISTENERS} people in a room"
    once = {(who, text) for who, text, _at in seen}
    wrong = len(written) * LISTENERS - len(once) + len(seen) - len(once)
    return [
        Figure(f"{name}: connected", opened, "", LISTENERS, "more"),
        Figure(f"{name}: lines missed or doubled", wrong, "", 0),
        Figure(f"{name}: from writing to a screen, p50", percentile(times, 0.5) * 1000, "ms"),
        Figure(f"{name}: from writing to a screen, p99", percentile(times, 0.99) * 1000, "ms", 1000),
        Figure(f"{name}: from writing to the last screen, worst", max(times) * 1000, "ms"),
    ]


def _group(port: int, incident: str, cookies: list[str], ready: Any, results: Any, stop: Any) -> None:
    asyncio.run(_listen(port, incident, cookies, ready, results, stop))


async def _listen(port: int, incident: str, cookies: list[str], ready: Any, results: Any, stop: Any) -> None:
    seen: list[Arrival] = []
    opened = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(_stream(port, incident, cookie, seen, opened)) for cookie in cookies]
    try:
        async with asyncio.timeout(PATIENCE):
            for _cookie in cookies:
                await opened.acquire()
    except TimeoutError:
        pass  # what is missing shows in the figures
    ready.put(sum(not task.done() for task in tasks))
    while not stop.is_set():
        await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    results.put(json.dumps(seen))


async def _stream(port: int, incident: str, cookie: str, seen: list[Arrival], opened: asyncio.Semaphore) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(
        f"GET /incidents/{incident}/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    try:
        while line := await reader.readline():
            if line.startswith(b"data: ") and b"benchline" in line:
                at = time.time()
                seen.extend((cookie, text, at) for text in re.findall(r"benchline\d{4}", line.decode()))
            elif line.startswith(b"retry:"):
                opened.release()
    finally:
        writer.close()
