"""The final POST of the public form, against one bare transaction that inserts the same rows with the same durability.

Real server processes; clients in processes of their own with connections kept open. The drafts are written beforehand.
HUIYIN_BENCH_SECONDS a stage (default 4), HUIYIN_BENCH_PROCESSES and HUIYIN_BENCH_THREADS of the server (default 2 and 4).
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from typing import BinaryIO
from urllib.parse import urlencode

from benchmarks import installation, raw
from benchmarks.figures import Figure, percentile

AT_ONCE = {1: 0.15, 8: 0.5, 32: 0.5}  # clients: the goal as a share of the bare transaction
SECONDS = float(os.environ.get("HUIYIN_BENCH_SECONDS", "4"))
CLIENTS_A_PROCESS = 16
ANSWERS = {
    "about": "no", "text": "学校食堂的饭菜连着三天是凉的，孩子吃了肚子疼。问过班主任，说会反映，到现在没有回音。",
    "wish": "希望换保温台，公布账目。", "place": "西关小学食堂", "happened": "这个星期", "naming": "named",
    "name": "周明", "contact_by": "phone", "phone": "13800002046", "checked": True,
}  # fmt: skip


def main() -> list[Figure]:
    return installation.in_its_own("submissions")


def measure() -> list[Figure]:
    connection = raw.open_like_django()
    [cookie] = drafts(1)
    before = raw.highest(connection)
    port = installation.free_port()
    options = ["--processes", os.environ.get("HUIYIN_BENCH_PROCESSES", "2")]
    options += ["--threads", os.environ.get("HUIYIN_BENCH_THREADS", "4")]
    figures: list[Figure] = []
    with installation.serving(port, "--no-worker", *options):
        assert not submit(port, [cookie]).errors, "the first submission failed"
        inserted = raw.inserted_since(connection, before)
        bare = raw.copy_of(connection)
    print(*(f"{one.table} {len(one.rows)}" for one in inserted), sep=", ", file=sys.stderr)
    with installation.serving(port, *options):
        submit(port, drafts(40))
        for clients, goal in AT_ONCE.items():
            figures += _stage(bare, inserted, port, clients, goal)
    return figures


def _stage(
    bare_database: sqlite3.Connection, inserted: list[raw.Inserted], port: int, clients: int, goal: float
) -> list[Figure]:
    """The bare transaction is measured before and after: on a shared machine the two differ."""
    bare = raw.writes_a_second(bare_database, inserted, SECONDS / 2)
    done = at_once(port, clients)
    bare = (bare + raw.writes_a_second(bare_database, inserted, SECONDS / 2)) / 2
    name = f"submissions, {clients} at once"
    return [
        Figure(f"{name}: bare transaction", bare, "/s"),
        Figure(f"{name}: whole program", done.rate, "/s"),
        Figure(f"{name}: ratio", done.rate / bare, "", goal, "more"),
        Figure(f"{name}: errors", done.errors, "", 0),
        Figure(f"{name}: p50", percentile(done.times, 0.5) * 1000, "ms"),
        Figure(f"{name}: p99", percentile(done.times, 0.99) * 1000, "ms", 150),
    ]


class Done:
    """What clients saw. `times` in seconds."""

    def __init__(self, times: Sequence[float], errors: int, seconds: float) -> None:
        self.times, self.errors, self.seconds = times, errors, seconds

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds


def drafts(number: int) -> list[str]:
    """So many filled-in forms, straight into the table; answers the cookies of their browsers."""
    from huiyin.cases.drafts import DraftContents, Token, seal
    from huiyin.cases.models import Draft
    from huiyin.kernel import store
    from huiyin.kernel import time as huiyin_time
    from huiyin.organisations.models import Organisation

    office = Organisation.objects.filter(kind="school").first()
    assert office is not None
    contents = DraftContents({**ANSWERS, "organisation": office.public_id})
    tokens = [Token.fresh() for _ in range(number)]
    at = huiyin_time.now()
    rows = [
        Draft(token_digest=t.digest, sealed=seal(contents, t), updated_at=at, expires_at=at + dt.timedelta(days=1))
        for t in tokens
    ]
    with store.write():
        Draft.objects.bulk_create(rows, batch_size=500)
    return [token.cookie for token in tokens]


def at_once(port: int, clients: int) -> Done:
    """`clients` people hand in as fast as they are answered, for so many seconds."""
    count = int(SECONDS * 500)
    cookies = drafts(count)
    share = [cookies[place::clients] for place in range(clients)]
    groups = [share[start : start + CLIENTS_A_PROCESS] for start in range(0, clients, CLIENTS_A_PROCESS)]
    context = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    with context.Pool(len(groups)) as pool:
        results = pool.starmap(_group, [(port, group, time.time() + 1.0, SECONDS) for group in groups])
    assert time.perf_counter() - began >= SECONDS
    times = [one for result in results for one in result[0]]
    return Done(times, sum(result[1] for result in results), SECONDS)


def _group(port: int, shares: list[list[str]], start: float, seconds: float) -> tuple[list[float], int]:
    results: list[Done] = []

    def client(cookies: list[str]) -> None:
        time.sleep(max(0.0, start - time.time()))
        results.append(submit(port, cookies, until=start + seconds))

    threads = [threading.Thread(target=client, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for done in results for one in done.times], sum(done.errors for done in results)


def submit(port: int, cookies: Sequence[str], until: float = float("inf")) -> Done:
    """One browser after the other over one connection. A redirect to the receipt is a success, all else an error.

    What it sends is ready beforehand and what comes is hardly looked at: clients take their time from the same cores.
    """
    secret, authority = "a" * 32, f"127.0.0.1:{port}"
    body = urlencode({"csrfmiddlewaretoken": secret, "true": "on"})
    head = (
        f"POST /raise/check HTTP/1.1\r\nHost: {authority}\r\nOrigin: http://{authority}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    )
    times, errors, began = [], 0, time.time()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection, connection.makefile("rb") as answers:
        for cookie in cookies:
            if time.time() > until:
                break
            asked = time.perf_counter()
            connection.sendall(f"{head}Cookie: huiyin_csrf={secret}; huiyin_draft={cookie}\r\n\r\n{body}".encode())
            taken = _is_receipt(answers)
            times.append(time.perf_counter() - asked)
            errors += not taken
    return Done(times, errors, time.time() - began)


def _is_receipt(answers: BinaryIO) -> bool:
    """Whether the next answer leads to a receipt. Read whole, so that the next one can follow."""
    status = answers.readline()
    if not status:
        raise ConnectionError("the server hung up")
    location, length = b"", 0
    while (line := answers.readline()) not in (b"\r\n", b""):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"location":
            location = value
        elif name.lower() == b"content-length":
            length = int(value)
    answers.read(length)
    return status.split(b" ", 2)[1] == b"302" and b"receipt" in location
