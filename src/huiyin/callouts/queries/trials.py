"""Trials with real messages: those of a house, one of them with who confirmed what, and what stands behind a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from huiyin.callouts import kinds
from huiyin.callouts.actions.notices import digest
from huiyin.callouts.models import Trial, TrialCall
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.kernel.outbox.models import Notice, State
from huiyin.organisations.access import Actor, may, scope_filter

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LAST = 10


@dataclass(frozen=True, slots=True)
class Message:
    """One way of one person. `sent_at`: when its gateway took it; `failed`: it could not be delivered."""

    call: TrialCall
    sent_at: dt.datetime | None
    failed: bool


@dataclass(frozen=True, slots=True)
class Person:
    """`step`: its number in the policy, as the file has it."""

    step: int
    post: str
    holder: str
    messages: tuple[Message, ...]

    @property
    def heard(self) -> bool:
        return any(one.call.heard_at for one in self.messages)


@dataclass(frozen=True, slots=True)
class Page:
    """`mine`: ways by which who looks was sent a message and has not confirmed it."""

    trial: Trial
    runs: bool
    people: tuple[Person, ...]
    mine: tuple[str, ...]
    can_end: bool

    @property
    def heard(self) -> int:
        return sum(one.heard for one in self.people)


@dataclass(frozen=True, slots=True)
class Linked:
    """What stands behind the address in a message. `state`: open, heard, over."""

    kind: StrOrPromise
    office: str
    state: str


def latest(actor: Actor) -> list[Trial]:
    """Of the own house, and of houses below as far as the post may read them; the newest first."""
    reach = scope_filter(actor, "callout_read")
    found = Trial.objects.filter(organisation_id__in=reach.organisation_ids).select_related("organisation")
    return list(found.order_by("-id")[:LAST])


def page(actor: Actor, public_id: str) -> Page:
    """`Refused` where it is not there or may not be read."""
    found = seen(actor, [public_id])
    if not found:
        raise Refused
    trial = found[0]
    calls = trial.calls.select_related("appointment__account")
    notices = {one.key: one for one in Notice.objects.filter(about=trial.reference)}
    runs = trial.runs(time.now())
    mine = [one for one in calls if one.appointment.account_id == actor.account_id and one.way and not one.quiet]
    people = tuple(_person(list(own), notices) for _pk, own in groupby(calls, key=lambda one: one.appointment_id))
    return Page(
        trial, runs, people, tuple(one.way for one in mine if runs and one.heard_at is None),
        can_end=runs and may(actor, "callout_try", trial),
    )  # fmt: skip


def seen(actor: Actor, public_ids: Collection[str]) -> list[Trial]:
    """Of these, what this post may read."""
    found = Trial.objects.filter(public_id__in=list(public_ids)).select_related("organisation")
    return [one for one in found if may(actor, "callout_read", one)]


def linked(secret: str) -> Linked:
    """`Refused` where no message had this address."""
    found = TrialCall.objects.filter(digest=digest(secret)).select_related("trial__organisation").first()
    if found is None:
        raise Refused
    trial = found.trial
    state = "heard" if found.heard_at else "open" if trial.runs(time.now()) else "over"
    return Linked(kinds.TITLES[trial.cause], trial.organisation.name, state)


def _person(calls: list[TrialCall], notices: dict[str, Notice]) -> Person:
    first = calls[0]
    found = []
    for one in calls:
        notice = notices.get(one.key)
        taken = notice is not None and notice.state == State.DELIVERED
        found.append(Message(one, notice.delivered_at if notice and taken else None, _failed(notice)))
    return Person(first.step, first.post_title, first.appointment.account.display_name, tuple(found))


def _failed(notice: Notice | None) -> bool:
    """Given up; where the trial has ended since then, it was withdrawn after it had been tried."""
    if notice is None:
        return False
    return notice.state == State.DEAD or (notice.state == State.CANCELLED and notice.attempts > 0)
