"""A lesson is held: the day, how many took part, which of the staff. What happens when nobody held it by its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Appointment
from huiyin.training.models import How, Lesson, Status, Taken

from . import needing, parts, quizzing

MOST_PEOPLE = 20_000


@dataclass(frozen=True, slots=True)
class Held:
    """`people`: how many took part besides staff, a number alone; `staff`: the appointments that were there."""

    held_on: dt.date
    people: int = 0
    staff: Collection[str] = ()
    note: str = ""


def hold(*, actor: Actor, lesson_id: str, version: int, held: Held) -> Lesson:
    """It was held. Whoever of the staff was there has taken it, in the post that they hold."""
    at = time.now()
    with store.write():
        lesson = parts.planned(actor, lesson_id, version, holds=True)
        if held.held_on > time.today(lesson.organisation.zone):
            raise BadInput("held_on", _("This day has not come yet."), "")
        if held.held_on < lesson.programme.first_on:
            raise BadInput("held_on", _("This day lies outside of the programme."), "")
        if not 0 <= held.people <= MOST_PEOPLE:
            raise BadInput("people", _("Give a number."), "")
        there = _appointments(lesson, held.staff)
        if not held.people and not there:
            raise BadInput("people", _("Nobody took part?"), _("Give the number, or tick who of the staff was there."))
        lesson.status, lesson.held_on, lesson.people, lesson.staff = Status.HELD, held.held_on, held.people, len(there)
        lesson.note = parts.plain("note", held.note, 500)
        lesson.ended_at, lesson.ended_by, lesson.ended_title = at, actor.reference, actor.post_title
        rows: list[ledger.Committed] = [parts.saved(lesson), *parts.meet(lesson, at, "training.hold")]
        rows += _taken(lesson, there, held.held_on, at)
        rows += needing.follow(lesson.organisation, lesson.topic, at)
        quizzing.opened(lesson, at)
        parts.record("hold", actor.reference, lesson, at, rows)
    return lesson


def add_staff(*, actor: Actor, lesson_id: str, version: int, on: dt.date, staff: Collection[str]) -> Lesson:
    """Who of the staff took it later, or was forgotten. Nothing is taken away."""
    at = time.now()
    with store.write():
        lesson = parts.locked(lesson_id)
        if not parts.may_hold(actor, lesson):
            raise Refused
        if lesson.version != version or lesson.status != Status.HELD or lesson.held_on is None:
            raise Conflict(_("Somebody did something with this lesson just now."), _("Look at it as it stands here."))
        if not lesson.held_on <= on <= time.today(lesson.organisation.zone):
            raise BadInput("on", _("Give a day from the lesson on, until today."), "")
        known = set(lesson.taken.filter(wrong=None).values_list("appointment__public_id", flat=True))
        there = _appointments(lesson, set(staff) - known)
        if not there:
            raise BadInput("staff", _("Tick who took it."), "")
        lesson.staff = (lesson.staff or 0) + len(there)
        rows: list[ledger.Committed] = [parts.saved(lesson), *_taken(lesson, there, on, at)]
        rows += needing.follow(lesson.organisation, lesson.topic, at)
        parts.record("add_staff", actor.reference, lesson, at, rows)
    return lesson


def missed(clock: Clock, at: dt.datetime) -> None:
    """The day has passed and it was not held: who sees to it and the head are told. It is still owed."""
    lesson = parts.locked(clock.subject_id)
    parts.tell(
        lesson, _("A lesson was not held in time"), [lesson.post, lesson.organisation.head_post], parts.SYSTEM, at
    )
    parts.record("missed", parts.SYSTEM, lesson, at, [clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """Who sees to it; nothing else changes."""
    lesson = parts.locked(clock.subject_id)
    parts.tell(lesson, _("A lesson is due soon"), [lesson.post], parts.SYSTEM, at)


def _appointments(lesson: Lesson, public_ids: Collection[str]) -> list[Appointment]:
    """Of the own house, still held; `BadInput` where one is not."""
    wanted = set(public_ids)
    found = Appointment.objects.filter(
        public_id__in=wanted, ended_at=None, post__unit__organisation_id=lesson.organisation_id
    )
    there = list(found.order_by("id"))
    if len(there) != len(wanted):
        raise BadInput(
            "staff", _("Somebody of these does not hold a post here any more."), _("Look at the list again.")
        )
    return there


def _taken(lesson: Lesson, there: Collection[Appointment], on: dt.date, at: dt.datetime) -> list[ledger.Committed]:
    return [Taken.objects.create(lesson=lesson, appointment=one, on=on, how=How.THERE, at=at) for one in there]
