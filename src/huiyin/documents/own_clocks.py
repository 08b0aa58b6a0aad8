"""A clock by an office's own number, which no law gives: its words in every language, its days as the office counts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise

from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.facts import Reminder, Unit
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Organisation


def start(
    office: Organisation, subject: tuple[str, str], name: str, *, title: str | Promise, owner: str, since: dt.datetime, length: int,
    fact: str | Promise, told: str | Promise, reminders: Iterable[int] = (), unit: Unit = "days",
) -> Clock:  # fmt: skip
    """Part of an action. `subject`: kind and public id; `fact`: from what on; `told`: what a missed day brings about; `reminders`: days before."""
    return clocks.start(
        subject_kind=subject[0], subject_id=subject[1], name=name, title=in_every_language(title), owner=owner, started_at=since,
        start_fact=in_every_language(fact), length=length, unit=unit, region=office.region, zone=office.zone, roll=False, own_rule=True,
        consequence=in_every_language(told), reminders=[Reminder(before, "days") for before in reminders],
    )  # fmt: skip


def until(office: Organisation, day: dt.date, at: dt.datetime) -> tuple[dt.datetime, int]:
    """Since when and for how many days a clock runs that ends with this day, also where that is today or has passed."""
    days = (day - at.astimezone(time.zone_of(office.zone)).date()).days
    return (at, days) if days > 0 else (at - dt.timedelta(days=1 - days), 1)
