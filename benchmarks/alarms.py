"""As many alarms as people, owed at once, through a real mail server and a real gateway by HTTP, against a bare asynchronous sender.

Half of them by mail, half by short message; on SQLite and on PostgreSQL. The bare sender (`bare_sender`) sends the same to the
same gateways, before and after. Then the same once more, with `kill -9` of the worker in the middle: all must come, and what
comes twice under the same key. HUIYIN_BENCH_ALARMS (default 10000), HUIYIN_BENCH_DATABASES (default "sqlite,postgresql").
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import gateways, installation
from benchmarks.figures import Figure, percentile

ALARMS = int(os.environ.get("HUIYIN_BENCH_ALARMS", "10000"))
DATABASES = os.environ.get("HUIYIN_BENCH_DATABASES", "sqlite,postgresql").split(",")
PATIENCE = 300.0  # seconds for all to come
KILLED_AT = 0.4  # of all have come
WORDS = {
    "title": {"en": "You are called out", "zh-hans": "请立即到场"},
    "incident": "实验楼二层冒烟",
    "number": "S-2026-7",
}


def main() -> list[Figure]:
    return [figure for database in DATABASES for figure in installation.in_its_own("alarms", database)]


@dataclass(frozen=True, slots=True)
class Came:
    """How a round went. `first`: seconds from being owed to the first copy, each; `missing`, `strange`: keys that nobody took, or that nobody owed."""

    seconds: float
    first: list[float]
    missing: int
    copies: int
    strange: int


def measure() -> list[Figure]:
    home = Path(os.environ["HUIYIN_HOME"])
    people = _people()
    with gateways.running(home.parent) as both:
        os.environ["HUIYIN_MAIL"] = f"smtp://127.0.0.1:{both.mail}"
        (home / "gateways.toml").write_text(f'alarms = ["sms", "email"]\n[sms]\nurl = "http://127.0.0.1:{both.web}/"\n')
        ready = home.parent / "ready.json"
        ready.write_text(json.dumps(_composed(people)))
        bare = [_bare(both, ready)]
        with installation.serving(installation.free_port()) as program:
            _wait_for_worker()
            whole = _round(both, people, "whole", None)
            killed = _round(both, people, "killed", program.pid)
        bare.append(_bare(both, ready))
    return _figures(bare, whole, killed)


def _people() -> list[str]:
    """References of so many accounts, each with a mail address and a number."""
    from huiyin.organisations.models import Account

    rows = [
        Account(username=f"alarmed{number}", display_name=f"{number}", email=f"p{number}@example.test", phone=f"1380{number:07}")
        for number in range(ALARMS)
    ]  # fmt: skip
    Account.objects.bulk_create(rows, batch_size=500)
    return [row.reference for row in rows]


def _owed(people: list[str], name: str) -> list[Any]:
    from huiyin.kernel.outbox import Owed

    return [
        Owed(one, "incidents/incident", {**WORDS, "language": "zh-hans"}, "incident:bench", f"{name}:{one}", "email", True)
        for one in people
    ]  # fmt: skip


def _owe(people: list[str], name: str) -> float:
    """All in one write, half of them by mail first; answers when they were owed."""
    from django.test import override_settings

    from huiyin.kernel import outbox, store
    from huiyin.kernel import time as huiyin_time

    owed, at = _owed(people, name), huiyin_time.now()
    with store.write():
        for number in range(0, len(owed), 20):  # mixed, as people are who chose different ways
            with override_settings(OUTBOX_ALARM_WAYS=("email", "sms") if number // 20 % 2 else ("sms", "email")):
                outbox.owe_many(owed[number : number + 20], at=at)
    return time.time()


def _composed(people: list[str]) -> dict[str, list[tuple[str, str]]]:
    """The same mails and bodies, ready to be sent."""
    from huiyin.kernel.outbox import letters
    from huiyin.kernel.outbox.models import Notice

    mails, posts = list[tuple[str, str]](), list[tuple[str, str]]()
    for number, one in enumerate(_owed(people, "bare")):
        notice = Notice(
            to=one.to, template=one.template, context=one.context, about=one.about, key=one.key, channel="sms"
        )
        if number % 2:
            notice.channel = "email"
            mail = letters.Mail(letters.compose(notice), letters.message_id(notice), f"p{number}@example.test")
            mails.append((mail.recipient, mail.as_sent.decode()))
            continue
        letter, key = letters.compose(notice), letters.idempotence_key(notice)
        said = {"to": f"1380{number:07}", "subject": letter.subject, "text": letter.body, "key": key, "alarm": True}
        posts.append((key, json.dumps(said, ensure_ascii=False)))
    return {"mails": mails, "posts": posts}


def _bare(both: gateways.Gateways, ready: Path) -> float:
    """How many a second the bare sender gets rid of, from its first to its last."""
    since = both.since_now()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.bare_sender", str(both.mail), str(both.web), str(ready)], check=True
    )
    times = [at for _key, at in since.more()]
    if len(times) != ALARMS:
        raise RuntimeError(f"the bare sender sent {len(times)} of {ALARMS}")
    return ALARMS / (times[-1] - times[0])


def _round(both: gateways.Gateways, people: list[str], name: str, killed: int | None) -> Came:
    """Owe them, and wait until they have come. `killed`: whose worker is ended with `kill -9` in the middle."""
    from huiyin.kernel.outbox import letters
    from huiyin.kernel.outbox.models import Notice

    known = {
        letters.idempotence_key(Notice(key=f"{name}:{one}", channel=channel)): one
        for one in people
        for channel in ("email", "sms")
    }
    since = both.since_now()
    owed_at = _owe(people, name)
    ends = time.monotonic() + PATIENCE
    came, first = list[tuple[str, float]](), dict[str, float]()
    while len(first) < ALARMS and time.monotonic() < ends:
        time.sleep(0.1)
        for key, at in since.more():
            came.append((key, at))
            if key in known:
                first[known[key]] = min(at, first.get(known[key], at))
        if killed is not None and len(came) >= KILLED_AT * ALARMS:
            _kill_worker(killed)
            killed = None
    counted = Counter(key for key, _at in came)
    return Came(
        max(first.values(), default=owed_at) - owed_at,
        [at - owed_at for at in first.values()],
        ALARMS - len(first),
        len(came) - len(counted),
        sum(key not in known for key in counted),
    )


def _wait_for_worker() -> None:
    from huiyin.operations.models import Heartbeat

    ends = time.monotonic() + PATIENCE
    while not Heartbeat.objects.filter(job="outbox.alarms").exists():
        if time.monotonic() > ends:
            raise RuntimeError("the worker does not begin")
        time.sleep(0.1)


def _kill_worker(program: int) -> None:
    """The child of the running program that is its worker."""
    children = Path(f"/proc/{program}/task/{program}/children").read_text().split()
    for child in children:
        if b"\0worker\0" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
            return
    raise RuntimeError("no worker is running")


def _figures(bare: list[float], whole: Came, killed: Came) -> list[Figure]:
    from django.db import connection

    name = f"alarms, {connection.display_name}, {ALARMS} people"
    rate, bare_rate = ALARMS / whole.seconds, sum(bare) / len(bare)
    return [
        Figure(f"{name}: bare sender, before", bare[0], "/s"),
        Figure(f"{name}: bare sender, after", bare[1], "/s"),
        Figure(f"{name}: all with their first copy", rate, "/s"),
        Figure(f"{name}: of the bare sender's", rate / bare_rate, "", 0.5, "more"),
        Figure(f"{name}: first attempt, p50", percentile(whole.first, 0.5), "s"),
        Figure(f"{name}: first attempt, p99", percentile(whole.first, 0.99), "s", 15),
        Figure(f"{name}: not come", whole.missing, "", 0),
        Figure(f"{name}: worker killed in the middle, not come", killed.missing, "", 0),
        Figure(f"{name}: worker killed, first copy p99", percentile(killed.first, 0.99), "s", 15),
        Figure(f"{name}: worker killed, the last first copy", killed.seconds, "s"),
        Figure(f"{name}: worker killed, copies under the key of the first", killed.copies, ""),
        Figure(f"{name}: under a key that nobody owed", whole.strange + killed.strange, "", 0),
    ]
