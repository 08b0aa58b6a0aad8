"""The example's duty: a school with a published roster of this month, and a night next week on which somebody is missing."""

from __future__ import annotations

import datetime as dt
from itertools import cycle

from huiyin.kernel import time
from huiyin.organisations.access import Actor
from huiyin.organisations.example import Example
from huiyin.organisations.models import Appointment

from . import weighing
from .actions import booking, filling, rostering, seating, settling
from .actions.booking import Wrote
from .actions.filling import Placed
from .actions.settling import Says
from .models import Member, Roster, Shift

EVERY = ("working", "weekend", "holiday")
LEADS, SERVE = ("xiaozhang", "fang", "zheng"), ("shen", "gao", "school-admin")
HOUR = dt.timedelta(hours=1)
GAP_AHEAD = 4  # days until the shift on which somebody is missing


def settle_example_duty(example: Example) -> dict[str, Member]:
    """What the school settled: day, night, rest days; six people; one training."""
    desk = example.actors["zheng"]
    aid = settling.add_qualification(actor=desk, name="急救培训")
    for says in (
        Says("日班", ("working",), dt.time(7, 30), dt.time(18), leader=False),
        Says("休息日班", ("weekend", "holiday"), dt.time(7, 30), dt.time(18), weight=2),
        Says("夜班", EVERY, dt.time(18), dt.time(7, 30), weight=2),
    ):
        settling.add_kind(actor=desk, says=says)
    found = {}
    for name in (*LEADS, *SERVE):
        held = Appointment.objects.filter(account__username=name, deputy=False).get()
        found[name] = settling.take_in(
            actor=desk, appointment=held.public_id, part="leads" if name in LEADS else "serves",
            qualified=[aid.public_id] if name in ("shen", "fang") else [],
        )  # fmt: skip
    return found


def build_example_duty(example: Example) -> None:
    """Published at the end of last month, from a week before to the end of next month, so that on any day there is something to see."""
    today = time.today("Asia/Shanghai")
    first = today.replace(day=1)
    after = (first + dt.timedelta(days=62)).replace(day=1)
    with time.moved(dt.timedelta(days=-(today - first).days - 5)):
        members = settle_example_duty(example)
        draft = rostering.begin(actor=example.actors["zheng"], first_day=first, last_day=after - dt.timedelta(days=1))
        filling.fill(
            actor=example.actors["zheng"], roster_id=draft.public_id, version=draft.version, seats=in_turn(draft, members)
        )  # fmt: skip
        draft.refresh_from_db()
        rostering.publish(actor=example.actors["fang"], roster_id=draft.public_id, version=draft.version)
    with time.moved(dt.timedelta(hours=-20)):
        night = Shift.objects.filter(roster=draft, on=today + dt.timedelta(days=GAP_AHEAD), kind__name="夜班").get()
        seat = next(one for one in weighing.seats_of([night])[night.pk] if not one.leads)
        seating.unseat(
            actor=example.actors["zheng"], shift_id=night.public_id, version=night.version, seat_id=seat.public_id
        )
    _keep_last_night(example, draft, members)


def _keep_last_night(example: Example, roster: Roster, members: dict[str, Member]) -> None:
    """The last night that is over: two lines in its book, handed over and taken over."""
    now, names = time.now(), {member.pk: name for name, member in members.items()}
    night = roster.shifts.filter(kind__name="夜班", ends_at__lte=now).order_by("-ends_at").first()
    after = roster.shifts.filter(begins_at__gte=night.ends_at).order_by("begins_at").first() if night else None
    if night is None or after is None:
        return  # the first day of a month

    def by(shift: Shift) -> Actor:
        return example.actors[
            next(names[one.member_id] for one in weighing.seats_of([shift])[shift.pk] if not one.leads)
        ]

    for hours, wrote in (
        (2, Wrote("保安来电：东门路灯不亮，晚自习放学时很暗", "借了两只应急灯放在门口，报了总务处")),
        (5, Wrote("宿舍二楼一名学生肚子疼", "校医看过，给家长打了电话，喝热水后睡下")),
    ):
        with time.moved(night.begins_at + hours * HOUR - now):
            booking.write(actor=by(night), shift_id=night.public_id, wrote=wrote)
    with time.moved(night.ends_at - HOUR / 12 - now):
        note = "应急灯还在东门，请总务处今天修路灯；二楼那名学生早上再问一次。"
        booking.hand_over(actor=by(night), shift_id=night.public_id, note=note)
    if by(after) != by(night):
        with time.moved(night.ends_at + HOUR / 12 - now):
            booking.take_over(actor=by(after), shift_id=night.public_id, remark="学生今天没事了，已来上课。")


def in_turn(draft: Roster, members: dict[str, Member]) -> list[Placed]:
    """Everybody in turn, as an office does it by hand: three who serve, three who are in charge."""
    serve, lead = cycle(SERVE), cycle(LEADS)
    found = []
    for shift in draft.shifts.order_by("begins_at"):
        if shift.leader:
            found.append(Placed(shift.public_id, members[next(lead)].public_id, leads=True))
        found.append(Placed(shift.public_id, members[next(serve)].public_id))
    return found
