"""The watcher proves from the data that what should have happened by itself has, and is heard when it has not."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from huiyin.callouts.actions import calling
from huiyin.kernel import clocks, ledger, outbox, store, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.outbox import standings
from huiyin.kernel.outbox.breaker import Standing
from huiyin.operations import actions
from huiyin.operations.jobs import JOBS
from huiyin.operations.models import Backup, Heartbeat, Installation
from huiyin.operations.overdue import words
from huiyin.operations.testing.outside import Outside
from huiyin.operations.testing.whole import WholeProgram
from huiyin.operations.watching import looking, telling
from huiyin.operations.watching.looking import Found
from huiyin.operations.watching.telling import Look
from huiyin.organisations.example import build_example_district
from huiyin.organisations.models import Account

WATCHER = "huiyin.operations.watching"
MINUTES = dt.timedelta(minutes=1)


def begin(name: str, **changes: object) -> Clock:
    told = {"length": 1, "unit": "hours", "region": "CN", "zone": "Asia/Shanghai", "roll": False, **changes}
    with store.write():
        clock = clocks.start(
            subject_kind="test", subject_id=name, name="answer", title={"en": "Answer"}, owner="post:x",
            started_at=time.now(), **told,
        )  # fmt: skip
        ledger.record(verb="test.start", actor="system:test", about=clock.about, at=time.now(), commits=(clock,))
    return clock


def alive() -> None:
    with store.write():
        for job in JOBS:
            Heartbeat.objects.update_or_create(job=job.name, defaults={"at": time.now(), "took_ms": 1, "idle": True})


def seen() -> dict[str, int]:
    found = looking.look(time.now(), watching_since=time.now() - 90 * MINUTES)
    return {one.what: one.number for one in found}


@pytest.mark.django_db
def test_what_should_have_run_is_missed_until_it_has() -> None:
    """The sweep is what does it; the watcher counts what stands in the rows."""
    begin("answered")
    begin("reminded", length=5, reminders=(clocks.Reminder(4, "hours"),))
    with time.moved(61 * MINUTES):
        alive()
        assert seen() == {}  # the sweep has a moment to come by
    with time.moved(63 * MINUTES):
        alive()
        assert seen() == {"consequences": 1, "reminders": 1}
        jobs.sweep()
        assert seen() == {}


@pytest.mark.django_db
def test_a_call_out_that_does_not_go_on_is_seen_though_nothing_would_ever_wake_it() -> None:
    """Its clock is lost: no sweep comes, and the row of the call-out alone says that a step should have been."""
    example = build_example_district()
    with store.write():
        callout = calling.begin(
            cause="duty", about="shift:x", organisation=example.organisations["school"], title="夜班", named=(), actor="system:test",
            at=time.now(),
        )  # fmt: skip
        Clock.objects.filter(subject_id=callout.public_id).update(ended_at=time.now(), status="stopped", wake_at=None)
    with time.moved(6 * MINUTES):
        alive()
        assert seen().get("callouts") is None  # the sweep has a moment to come by
    with time.moved(8 * MINUTES):
        alive()
        assert seen()["callouts"] == 1


@pytest.mark.django_db
def test_a_date_that_nobody_would_look_at_is_seen_before_it_has_passed() -> None:
    clock = begin("forgotten", length=48)
    alive()
    assert seen() == {}
    with store.write():
        Clock.objects.filter(pk=clock.pk).update(wake_at=clock.due_at + 3 * MINUTES)
    assert seen() == {"unwatched": 1}


@pytest.mark.django_db
def test_a_consequence_that_fails_is_late_as_long_as_it_fails() -> None:
    def fail(clock: Clock, at: dt.datetime) -> None:
        raise RuntimeError

    from huiyin.kernel.clocks import registry

    begin("failing")
    registry.on_miss("test", fail)
    try:
        with time.moved(70 * MINUTES):
            alive()
            jobs.sweep()
            assert seen() == {"consequences": 1}
    finally:
        registry._on_miss.pop("test")


@pytest.mark.django_db
@pytest.mark.parametrize("example", [True, False])
def test_a_real_installation_of_which_there_is_no_young_backup_is_seen(example: bool) -> None:
    Installation.objects.create(example_data=example, set_up_at=time.now())
    expected = {} if example else {"backup": 1}
    with time.moved(37 * 60 * MINUTES):
        alive()
        assert seen() == expected
        failed = Backup.objects.create(begun_at=time.now(), file="1.age", ended_at=time.now(), trouble="no room")
        assert seen() == expected
        failed.trouble = ""
        failed.save()
        assert seen() == {}


@pytest.mark.django_db
def test_a_notice_that_nobody_tries_to_send_is_seen() -> None:
    with store.write():
        for key in ("first", "second"):
            outbox.owe(
                to="account:x", template="t", context={}, about="test:x", key=key, at=time.now(), channel="email"
            )
    with time.moved(6 * MINUTES):
        alive()
        assert seen() == {"notices": 1}  # the second waits for the first
        away = Standing(9, time.now() - 60 * MINUTES, time.now() + MINUTES)
        with store.write():
            standings.keep("email", away)
        assert seen() == {}, "the gateway is away, and is looked after"
    with time.moved(15 * MINUTES):
        alive()
        assert seen() == {"notices": 1}, "nobody looks after it"


@pytest.mark.django_db
def test_an_alarm_that_does_not_go_out_is_seen_soon_whatever_holds_it_up() -> None:
    alarm = outbox.Owed("account:x", "t", {}, "test:x", "alarm", channel="email", alarm=True)
    with store.write():
        outbox.owe_many([alarm], at=time.now())
        standings.keep("email", Standing(9, time.now(), time.now() + 60 * MINUTES))
    alive()
    assert seen() == {}
    with time.moved(3 * MINUTES):
        alive()
        assert seen() == {"alarms": 1}


@pytest.mark.django_db
def test_signs_of_life_and_a_clock_that_was_set_back() -> None:
    assert seen() == {"worker": 1}
    alive()
    assert seen() == {}
    with store.write():
        Heartbeat.objects.filter(job="clocks.sweep").update(at=time.now() - 2 * MINUTES)
    assert seen() == {"jobs": 1}
    with time.moved(-dt.timedelta(days=1)):
        assert seen() == {"worker": 1}, "a sign from the future is none"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("look", "heard", "not_heard"),
    [
        pytest.param(None, "The watcher gives no sign", "time limits", id="silent"),
        pytest.param(Found("consequences", 3, dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)), "3 time limits have passed",
                     "gives no sign", id="overdue"),
        pytest.param(Found("jobs", 1, dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC), ("clocks.sweep",)), "clocks.sweep",
                     "time limits", id="a part stands still"),
    ],
)  # fmt: skip
def test_staff_pages_say_it_in_red(look: Found | None, heard: str, not_heard: str) -> None:
    actions.set_up(actions.Beginning("X", "X", "school", "Y", "Z", (("chen", "陈"), ("lin", "林"))))
    client, stranger = (Client(headers={"host": "localhost", "accept-language": "en"}) for _number in range(2))
    client.cookies["huiyin_language"] = "en"
    client.force_login(Account.objects.get(username="chen"))
    alive()
    telling.keep(Look(time.now(), ()))
    assert 'role="alert"' not in client.get("/account/").content.decode()
    telling.keep(Look(time.now() - (5 * MINUTES if look is None else 0 * MINUTES), (look,) if look else ()))
    page = client.get("/account/").content.decode()
    assert heard in page
    assert not_heard not in page
    assert heard not in stranger.get("/").content.decode()


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as server:
        yield server


@contextmanager
def stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def wait_for(program: WholeProgram, what: str, happened: Callable[[list[str]], bool]) -> None:
    """Until the watcher's own file says so."""

    def said() -> bool:
        told = json.loads((program.home / telling.FILE).read_text())
        return happened([one[0] for one in told["found"]])

    program.wait_for(what, said)


def pages(program: WholeProgram) -> float:
    """How many public pages were asked for of all processes; each time that this is asked is one."""
    told = re.findall(
        r'huiyin_requests_total\{method="GET",route="public",status="2xx"\} (\S+)', program.get("/metrics")[1]
    )
    return float(told[0])


@pytest.mark.whole
def test_a_worker_that_stands_still_is_heard_and_so_is_the_watcher(
    example_of_its_own: WholeProgram, outside: Outside
) -> None:
    """SIGSTOP, which no supervisor notices: the process is there, and does nothing."""
    program = example_of_its_own
    program.environment["HUIYIN_PING_WORKER"] = f"{outside.address}/worker"
    program.environment["HUIYIN_PING_WATCHER"] = f"{outside.address}/watcher"
    program.environment |= {"HUIYIN_LOG": "json", "HUIYIN_METRICS": "loopback"}
    program.start("--processes", "2")
    [worker], [watcher] = program.process_ids("worker"), program.process_ids(WATCHER)
    wait_for(program, "nothing to be overdue", lambda found: found == [])

    with stopped(worker):
        program.offset += dt.timedelta(days=4)  # some dates of the example pass
        program.clock.write_text(str(program.offset.total_seconds()))
        wait_for(program, "the alarm", lambda found: {"worker", "consequences"} <= set(found))
        program.wait_for("the outside to hear it", lambda: outside.asked[-1] == "GET /watcher/fail")
        assert 'huiyin_overdue{what="worker"} 1.0' in program.get("/metrics")[1]
    program.catch_up()
    wait_for(program, "the alarm to end", lambda found: found == [])
    log = [json.loads(line) for line in program.log.read_text().splitlines() if line.startswith("{")]
    [*_, alarm, end] = [(one["level"], one["message"]) for one in log if one["logger"] == "huiyin.watcher"]
    assert end == ("INFO", "all that should have happened has happened")
    assert (alarm[0], alarm[1].split(":")[0]) == ("ERROR", "overdue")

    heard = outside.asked.index("GET /watcher/fail")
    program.wait_for("the outside to hear that", lambda: "GET /watcher" in outside.asked[heard:])
    asked = [pages(program) for _time in range(4)]
    assert asked == [asked[0] + number for number in range(4)], "whichever process answers, it tells of both"

    with stopped(watcher):
        program.fast_forward(minutes=5)
        said = json.loads(program.huiyin("doctor", "--json", check=False).stdout)["findings"]
        assert [one["weight"] for one in said if one["about"] == "watcher"] == ["bad"]
        program.wait_for("the outside to hear of it", lambda: outside.asked[-1] == "GET /worker/fail")
    memory = next(line for line in Path(f"/proc/{watcher}/status").read_text().splitlines() if line.startswith("VmHWM"))
    assert int(memory.split()[1]) < 80_000, "kB: it loads no room"
    os.kill(watcher, signal.SIGKILL)
    program.wait_for("another watcher", lambda: program.process_ids(WATCHER) not in ([], [watcher]))


@pytest.mark.parametrize("what", ["consequences", "reminders", "unwatched", "alarms", "callouts", "notices"])
def test_one_is_said_as_one_and_two_as_two(what: str) -> None:
    since = dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)
    with override("en"):
        one, two = (words(Found(what, number, since)) for number in (1, 2))
    assert one.startswith(("A ", "An "))
    assert two.startswith("2 ")
