"""Each night: whose time is over is found and told, what speaks against it is seen, and registers are prepared."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from huiyin.kernel import ledger, outbox, store, time
from huiyin.organisations.models import Organisation
from huiyin.retention import rules, things
from huiyin.retention.kinds import KINDS
from huiyin.retention.models import Item, ItemState, Register, RegisterState, Schedule
from huiyin.retention.queries.posts import told
from huiyin.retention.things.shared import SYSTEM

BATCH = 20  # things that one write takes
MOST_A_NIGHT = 500


def look(now: dt.datetime) -> int:
    """Idempotent: a thing is told of once, and what died half-way is taken up the next time. Answers how many were found."""
    found = 0
    for schedule in Schedule.objects.exclude(years=None).select_related("organisation").order_by("id"):
        spare(schedule)
        found += _tell(schedule, now)
        _prepare(schedule, now)
    return found


def spare(schedule: Schedule) -> None:
    """What notice was given of and what something speaks against now is kept after all: its notice has to be given anew."""
    office = schedule.organisation
    for item in Item.objects.filter(organisation=office, kind=schedule.kind, state=ItemState.TOLD).order_by("id"):
        why = why_not(schedule, item.about)
        if why:
            with store.write():
                put_aside(item, why, time.now())


def why_not(schedule: Schedule, about: str) -> str:
    """What speaks against destroying it today, in the language that is kept in rows; empty: nothing."""
    office = schedule.organisation
    standing = things.of(schedule.kind).standing(about, archive_first=schedule.archive_first)
    return str(rules.against(standing, time.today(office.zone), office.own_number(rules.QUIET_KEY, rules.QUIET_DAYS)))


def put_aside(item: Item, why: str, at: dt.datetime) -> None:
    """Part of an action."""
    item.state, item.why, item.ended_at = ItemState.SPARED, why, at
    item.save(update_fields=["state", "why", "ended_at"])
    ledger.record(verb="retention.spare", actor=SYSTEM, about=item.about, at=at, commits=[item])


def _tell(schedule: Schedule, now: dt.datetime) -> int:
    office, kind = schedule.organisation, KINDS[schedule.kind]
    assert schedule.years is not None
    today = time.today(office.zone)
    notice = max(office.own_number(rules.NOTICE_KEY, rules.NOTICE_DAYS), rules.SHORTEST_NOTICE)
    thing = things.of(kind.key)
    latest = today + dt.timedelta(days=notice)
    due = (
        one
        for one in thing.ended(office, kind, latest, archived=schedule.archive_first)
        if rules.to_be_told(one.ended_on, schedule.years, today, notice) and not why_not(schedule, one.about)
    )
    chosen = list(islice(due, MOST_A_NIGHT))
    for start in range(0, len(chosen), BATCH):
        with store.write():
            for one in chosen[start : start + BATCH]:
                day = rules.due_on(one.ended_on, schedule.years, today, notice)
                item = Item.objects.create(
                    organisation=office, kind=kind.key, about=one.about, title=one.title[:160], ended_on=one.ended_on,
                    due_on=day, told_at=now,
                )  # fmt: skip
                thing.tell(one.about, day, now)
                ledger.record(verb="retention.tell", actor=SYSTEM, about=one.about, at=now, commits=[item])
    if chosen:
        with store.write():
            _notify(office, "told", f"retention:{kind.key}:{today}", f"schedule:{schedule.public_id}", now)
    return len(chosen)


def _prepare(schedule: Schedule, now: dt.datetime) -> None:
    """What is due stands in one register, which waits for two hands; or, where its kind goes by itself, is confirmed by that."""
    office, today = schedule.organisation, time.today(schedule.organisation.zone)
    with store.write():
        items = Item.objects.select_for_update().filter(
            organisation=office, kind=schedule.kind, state=ItemState.TOLD, due_on__lte=today
        )
        rows = list(items.order_by("ended_on", "id")[:MOST_A_NIGHT])
        waits = Register.objects.filter(organisation=office, kind=schedule.kind, state=RegisterState.PREPARED).exists()
        if not rows or waits:
            return
        register = Register.objects.create(
            organisation=office, kind=schedule.kind, years=schedule.years or 0, authority=schedule.authority,
            by_itself=schedule.by_itself, prepared_at=now,
            state=RegisterState.CONFIRMED if schedule.by_itself else RegisterState.PREPARED,
            confirmed_at=now if schedule.by_itself else None,
        )  # fmt: skip
        for row in rows:
            row.state, row.register = ItemState.LISTED, register
            row.save(update_fields=["state", "register"])
        ledger.record(
            verb="retention.prepare", actor=SYSTEM, about=register.reference, at=now, commits=[register, *rows]
        )
        _notify(office, "goes" if schedule.by_itself else "prepared", register.public_id, register.reference, now)


def _notify(office: Organisation, what: str, key: str, about: str, now: dt.datetime) -> None:
    """Part of an action. The desk and the head: by their posts, with a number on the page and none in the notice."""
    for post in told(office):
        outbox.owe(
            to=post.reference, template="retention/desk", context={"what": what, "language": "zh-hans"}, about=about,
            key=f"retention:{what}:{key}:{post.public_id}", at=now,
        )  # fmt: skip
