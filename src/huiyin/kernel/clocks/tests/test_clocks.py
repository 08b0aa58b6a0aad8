"""Clocks in the database: what is done to them, the sweep, and a calendar that arrives."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.calendars import actions as calendar_actions
from huiyin.kernel.calendars import answers, china
from huiyin.kernel.clocks import jobs, queries, registry, words
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict

pytestmark = pytest.mark.django_db(transaction=True)

ZONE = ZoneInfo("Asia/Shanghai")
ACCEPTED = dt.datetime(2026, 10, 9, 10, 0, tzinfo=ZONE)


@pytest.fixture
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clock"
    monkeypatch.setenv("HUIYIN_TEST_CLOCK", str(path))
    return path


@pytest.fixture
def at(clock_file: Path) -> Any:
    """Move Huiyin's one clock to a moment in Shanghai."""

    def move(*moment: int) -> dt.datetime:
        clock_file.write_text("0")
        wanted = dt.datetime(*moment, tzinfo=ZONE)  # type: ignore[misc,arg-type]
        clock_file.write_text(str((wanted - time.now()).total_seconds()))
        return wanted

    return move


@pytest.fixture
def struck() -> Iterator[Counter[tuple[str, str]]]:
    """A room that counts what its clocks called for, in rows of the database so that an undone one does not count."""
    found: Counter[tuple[str, str]] = Counter()
    registry.on_miss("test", lambda clock, at: store.after_commit(lambda: found.update([("miss", clock.subject_id)])))
    registry.on_remind(
        "test", lambda clock, at: store.after_commit(lambda: found.update([("remind", clock.subject_id)]))
    )
    registry.on_move(
        "test", lambda clock, old, at: store.after_commit(lambda: found.update([("move", clock.subject_id)]))
    )
    yield found
    for known in (registry._on_miss, registry._on_remind, registry._on_move):
        known.pop("test")


def begin(subject_id: str = "case1", **changes: Any) -> Clock:
    told = {
        "subject_kind": "test",
        "subject_id": subject_id,
        "name": "close",
        "title": {"zh-Hans": "办结", "en": "Close"},
        "owner": "post:handler",
        "started_at": ACCEPTED,
        "start_fact": {"en": "Accepted", "zh-Hans": "受理"},
        "length": 60,
        "unit": "days",
        "region": "CN",
        "zone": "Asia/Shanghai",
        "roll": True,
        "law": {"zh-Hans": "《信访工作条例》", "en": "Regulations on Petition Work"},
        "article": "34",
        "verified": "S",
        **changes,
    }
    with store.write():
        clock = clocks.start(**told)
        record(clock, "test.start")
    return clock


def act(verb: Any, clock: Clock, **told: Any) -> Clock:
    with store.write():
        verb(clock, **told)
        record(clock, "test.act")
    return clock


def record(clock: Clock, verb: str) -> None:
    ledger.record(verb=verb, actor="post:handler", about=clock.about, at=time.now(), commits=(clock,))


EXTENSION = clocks.Extension(30, "days", "材料要向供货商调取", "post:head", dt.date(2026, 11, 20))


def test_parts_need_an_open_write() -> None:
    with pytest.raises(store.OutsideWriteError):
        clocks.start(
            subject_kind="test", subject_id="x", name="close", title={}, owner="", started_at=ACCEPTED,
            length=1, unit="days", region="CN", zone="Asia/Shanghai", roll=True,
        )  # fmt: skip


def test_a_life_paused_extended_and_met_in_time(at: Any) -> None:
    at(2026, 10, 9, 12)
    clock = begin()
    assert clock.due_on == dt.date(2026, 12, 8)
    act(clocks.pause, clock, at=at(2026, 10, 20, 9), reason="听证")
    assert (clock.status, clock.wake_at) == ("paused", None)
    assert jobs.sweep() == 0
    act(clocks.resume, clock, at=at(2026, 10, 23, 9))
    assert clock.due_on == dt.date(2026, 12, 11)
    act(clocks.extend, clock, extension=EXTENSION, allowance=clocks.Allowance(30, "days"), at=at(2026, 11, 20, 9))
    assert (clock.due_on, clock.provisional) == (dt.date(2027, 1, 11), True)  # the 10th is a Sunday
    act(clocks.told_of_extension, clock, on=dt.date(2026, 11, 20))
    act(clocks.meet, clock, at=at(2027, 1, 11, 23, 59, 59), because="cases.issue")
    [view] = queries.of_subject("test", "case1")
    assert (view.status, view.late, view.provisional) == ("met", False, False)
    with pytest.raises(Conflict):
        act(clocks.stop, clock, at=time.now())
    assert ledger.verify().ok


def test_the_derivation_has_every_part_in_every_language(at: Any) -> None:
    from django.utils import translation

    at(2026, 10, 9, 12)
    begin(subject_id="plain")
    clock = begin()
    act(clocks.extend, clock, extension=EXTENSION, allowance=clocks.Allowance(30, "days"), at=at(2026, 11, 20, 9))
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            for subject in ("plain", "case1"):
                derived = queries.of_subject("test", subject)[0].derivation
                rows = words.rows(derived, day=dt.date.isoformat, moment=dt.datetime.isoformat)
                assert [row.key for row in rows] == [
                    "starts", "length", "not_counted", "pauses", "extension", "due", "met", "consequence", "law",
                ]  # fmt: skip
                assert all(row.lines and all(row.lines) for row in rows)
    with translation.override("en"):
        rows = words.rows(derived, day=dt.date.isoformat, moment=dt.datetime.isoformat)
    text = {row.key: row for row in rows}
    assert text["starts"].lines == ("Accepted on 2026-10-09. That day does not count.",)
    assert text["length"].lines == ("60 calendar days, to 2026-12-08",)
    assert text["extension"].lines[0] == "30 calendar days, approved on 2026-11-20: 材料要向供货商调取"
    assert (text["due"].lines, text["due"].tag) == (("2027-01-07",), "provisional")
    assert text["law"].lines == ("Regulations on Petition Work, 34",)


def test_a_missed_clock_stays_owed_and_says_how_late(at: Any, struck: Counter[tuple[str, str]]) -> None:
    at(2026, 10, 9, 12)
    clock = begin()
    at(2026, 12, 8, 23, 59, 59)
    assert jobs.sweep() == 0
    at(2026, 12, 11, 0, 0, 10)  # the machine was off for two days
    assert jobs.sweep() == 1
    assert jobs.sweep() == 0
    clock.refresh_from_db()
    assert (clock.status, clock.wake_at) == ("running", None)
    assert clock.woken_late_by in range(2 * 86400 + 8, 2 * 86400 + 20)
    assert struck == Counter({("miss", "case1"): 1})
    [late] = queries.late(["post:handler"], subject_kinds=["test"])
    assert (late.late_days, late.late) == (3, True)
    assert queries.due_by(["post:handler"], time.now() + dt.timedelta(days=99), subject_kinds=["test"]) == ()
    act(clocks.pause, clock, at=time.now())
    assert clock.status == "running"  # what is owed stays owed
    act(clocks.meet, clock, at=at(2026, 12, 12, 9))
    assert queries.late(["post:handler"], subject_kinds=["test"]) == ()
    assert queries.of_subject("test", "case1")[0].late_days == 4
    assert ledger.verify().ok


def test_met_too_late_before_the_sweep_counts_as_missed(at: Any, struck: Counter[tuple[str, str]]) -> None:
    at(2026, 10, 9, 12)
    clock = begin()
    act(clocks.meet, clock, at=at(2026, 12, 9, 8))
    assert clock.missed_at is not None
    assert jobs.sweep() == 0
    assert not struck


def test_done_in_time_and_recorded_later_is_not_late(at: Any) -> None:
    at(2026, 10, 9, 12)
    clock = begin()
    at(2026, 12, 9, 1)
    jobs.sweep()
    act(clocks.meet, clock, at=dt.datetime(2026, 12, 8, 17, tzinfo=ZONE))
    [view] = queries.of_subject("test", "case1")
    assert (view.late, view.late_days, view.missed_at is not None) == (False, 0, True)


def test_reminders_before_the_day_joined_after_a_standstill(at: Any, struck: Counter[tuple[str, str]]) -> None:
    at(2026, 10, 9, 12)
    begin(reminders=(clocks.Reminder(7), clocks.Reminder(3, "working-days"), clocks.Reminder(100)))
    at(2026, 11, 30, 9)
    assert jobs.sweep() == 0
    at(2026, 12, 1, 8, 0, 1)
    assert jobs.sweep() == 1
    assert struck[("remind", "case1")] == 1
    at(2026, 12, 7, 8)
    assert jobs.sweep() == 1
    assert struck == Counter({("remind", "case1"): 2})
    at(2026, 12, 9, 0, 0, 0)
    jobs.sweep()
    assert struck[("miss", "case1")] == 1


def test_a_failing_consequence_blocks_nobody_and_is_tried_again(at: Any, struck: Counter[tuple[str, str]]) -> None:
    broken = True

    def fail_once(clock: Clock, moment: dt.datetime) -> None:
        Clock.objects.filter(pk=clock.pk).update(owner="post:superior")
        if broken:
            raise RuntimeError("张三 13800000000")

    registry.on_miss("other", fail_once)
    at(2026, 10, 9, 12)
    bad = begin("bad", subject_kind="other")
    for number in range(5):
        begin(f"good{number}")
    at(2026, 12, 9, 9)
    assert jobs.sweep() == 6
    assert sum(struck.values()) == 5
    bad.refresh_from_db()
    assert (bad.missed_at, bad.owner, bad.failures) == (None, "post:handler", 1)
    [shown] = queries.failing()
    assert shown.failure.startswith("RuntimeError at test_clocks.py:")
    assert "张三" not in shown.failure
    assert jobs.sweep() == 0
    broken = False
    at(2026, 12, 9, 9, 2)
    assert jobs.sweep() == 1
    bad.refresh_from_db()
    assert (bad.owner, bad.failures, bad.missed_at is not None) == ("post:superior", 0, True)
    assert queries.failing() == ()
    assert ledger.verify().ok
    registry._on_miss.pop("other")


def test_each_consequence_once_from_several_workers(at: Any, struck: Counter[tuple[str, str]]) -> None:
    at(2026, 10, 9, 12)
    for number in range(60):
        begin(f"case{number}")
    at(2026, 12, 9, 9)
    looked_at: list[int] = []

    def work() -> None:
        try:
            looked_at.append(jobs.sweep())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(looked_at) == 60
    assert struck == Counter({("miss", f"case{number}"): 1 for number in range(60)})
    assert ledger.Entry.objects.filter(verb="clocks.miss").count() == 60
    assert ledger.verify().ok


def notice(*off: str) -> china.Notice:
    days = tuple(china.NoticeDay(dt.date.fromisoformat(date), "元旦", True) for date in off)
    return china.Notice(2027, (), days)


def test_a_notice_moves_running_dates_and_they_say_so(
    at: Any, struck: Counter[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """90 days from 9 October end on 7 January 2027; a notice that makes the 7th and 8th rest days moves it to Monday 11."""
    from huiyin import cli

    at(2026, 10, 9, 12)
    settled = begin("settled")
    moved = begin("moved", length=90)
    stays = begin("stays", length=91, unit="days", started_at=ACCEPTED + dt.timedelta(days=3))
    closed = begin("closed", length=90)
    act(clocks.stop, closed, at=time.now())
    path = tmp_path / "2027.json"
    days = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in (1, 7, 8)]
    path.write_text(json.dumps({"year": 2027, "papers": [], "days": days}))
    at(2026, 11, 5, 9)
    assert cli.main(["calendar", "load", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["moves"] == [{"about": "test:moved", "name": "close", "from": "2027-01-07", "to": "2027-01-11"}]
    moved.refresh_from_db()
    assert moved.due_on == dt.date(2027, 1, 7)
    assert cli.main(["calendar", "load", str(path), "--apply", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["moves"] == told["moves"]
    for clock, due in (
        (settled, (2026, 12, 8)),
        (moved, (2027, 1, 11)),
        (stays, (2027, 1, 11)),
        (closed, (2027, 1, 7)),
    ):
        clock.refresh_from_db()
        assert clock.due_on == dt.date(*due)
    assert (moved.provisional, stays.provisional, closed.provisional) == (False, False, True)
    [view] = queries.of_subject("test", "moved")
    [move] = view.derivation.due.moves
    assert (move.old, move.new, move.because) == (dt.date(2027, 1, 7), dt.date(2027, 1, 11), "calendar:CN-2027")
    entries = ledger.Entry.objects.filter(verb="clocks.recompute", about="calendar:CN-2027").count()
    assert 1 <= entries <= 2  # two clocks were changed; a slow machine takes a write for each
    assert struck == Counter({("move", "moved"): 1})
    assert jobs.recompute_once() == 0
    assert ledger.verify().ok


def test_a_correction_of_a_year_in_force_moves_settled_dates_too(at: Any) -> None:
    at(2026, 10, 9, 12)
    clock = begin(length=90)
    calendar_actions.load_year(notice=notice("2027-01-01"), actor="system:test")
    clock.refresh_from_db()
    assert (clock.due_on, clock.provisional) == (dt.date(2027, 1, 7), False)
    calendar_actions.load_year(notice=notice("2027-01-01", "2027-01-07"), actor="system:test")
    clock.refresh_from_db()
    assert clock.due_on == dt.date(2027, 1, 8)


def test_the_worker_finishes_what_a_load_left_undone(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at(2026, 10, 9, 12)
    clock = begin(length=90)
    from huiyin.kernel.calendars import dependents

    monkeypatch.setattr(dependents, "_dependents", [])  # as if the command had been killed after its first write
    calendar_actions.load_year(notice=notice("2027-01-01", "2027-01-07"), actor="system:test")
    monkeypatch.undo()
    assert jobs.recompute_once() == 1
    clock.refresh_from_db()
    assert (clock.due_on, clock.moves[0]["because"]) == (dt.date(2027, 1, 8), "calendar:CN-2027")
    assert jobs.recompute_once() == 0


def test_other_regions_follow_a_new_edition_of_the_library(at: Any) -> None:
    at(2026, 10, 9, 12)
    later = dt.datetime(2039, 9, 30, 10, tzinfo=ZoneInfo("Europe/Istanbul"))
    clock = begin(region="TR", zone="Europe/Istanbul", length=30, unit="working-days", started_at=later)
    assert clock.provisional  # Eid is estimated
    assert jobs.recompute_once() == 0
    Clock.objects.filter(pk=clock.pk).update(calendar_version="0.1", due_on=dt.date(2039, 1, 1))
    assert jobs.recompute_once() == 1
    clock.refresh_from_db()
    assert clock.moves[0]["because"] == "calendar"
    assert jobs.recompute_once() == 0


def test_the_preview_writes_nothing(at: Any) -> None:
    at(2026, 10, 9, 12)
    begin(length=90)
    entries = ledger.Entry.objects.count()
    [move] = calendar_actions.preview(notice("2027-01-01", "2027-01-07"))
    assert (move.old, move.new) == (dt.date(2027, 1, 7), dt.date(2027, 1, 8))
    assert ledger.Entry.objects.count() == entries
    assert answers.working_day({"date": "2027-01-07"})["provisional"]
