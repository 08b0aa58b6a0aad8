"""What was written down wrongly of a held lesson is corrected. What it said before stays, with who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, may
from huiyin.training.models import Correction, How, Lesson, Status, Taken

from . import needing, parts
from .holding import MOST_PEOPLE


@dataclass(frozen=True, slots=True)
class Right:
    """How it was. `not_there`: appointments that were ticked by mistake."""

    held_on: dt.date
    people: int
    why: str
    not_there: Collection[str] = ()


def correct(*, actor: Actor, lesson_id: str, version: int, right: Right) -> Lesson:
    """The report counts what is right from now on. Whose taking is taken out is told, and so is who answers for the lesson."""
    at = time.now()
    with store.write():
        lesson = _held(actor, lesson_id, version)
        out = _ticked(lesson, right.not_there)
        _checked(lesson, right, out)
        row = _corrected(lesson, right, len(out), actor, at)
        rows: list[ledger.Committed] = [row, parts.saved(lesson), *_taken(lesson, row, out)]
        rows += needing.follow_correction(lesson.organisation, lesson.topic, at)
        heads = [lesson.post, lesson.organisation.head_post]
        parts.tell(lesson, _("What was written down of a held lesson was corrected"), heads, actor.reference, at)
        left = [one.appointment.post for one in out]
        parts.tell(lesson, _("Your post was noted by mistake as having taken a lesson"), left, actor.reference, at)
        parts.record("correct", actor.reference, lesson, at, rows)
    return lesson


def may_correct(actor: Actor, lesson: Lesson) -> bool:
    """Whoever writes down that it was held, while the programme runs; a leader or the head afterwards too."""
    running = time.today(lesson.organisation.zone) <= lesson.programme.last_on
    return (running and parts.may_hold(actor, lesson)) or may(actor, "training_correct", lesson)


def _held(actor: Actor, public_id: str, version: int) -> Lesson:
    lesson = parts.locked(public_id)
    if not may_correct(actor, lesson):
        raise Refused
    if lesson.version != version or lesson.status != Status.HELD:
        raise Conflict(_("Somebody did something with this lesson just now."), _("Look at it as it stands here."))
    return lesson


def _ticked(lesson: Lesson, public_ids: Collection[str]) -> list[Taken]:
    """Who stands there as having been there; who answered questions is not corrected by hand."""
    wanted = set(public_ids)
    found = lesson.taken.filter(wrong=None, how=How.THERE, appointment__public_id__in=wanted)
    rows = list(found.select_related("appointment__post").order_by("id"))
    if len(rows) != len(wanted):
        raise BadInput("not_there", _("Somebody of these does not stand there any more."), _("Look at the list again."))
    return rows


def _checked(lesson: Lesson, right: Right, out: Collection[Taken]) -> None:
    """`BadInput` where it can't have been so."""
    zone = lesson.organisation.zone
    assert lesson.held_on is not None
    assert lesson.ended_at is not None
    if not lesson.programme.first_on <= right.held_on <= lesson.ended_at.astimezone(time.zone_of(zone)).date():
        raise BadInput(
            "held_on", _("Give a day of the programme, until the day on which it was written down as held."), ""
        )
    if not 0 <= right.people <= MOST_PEOPLE:
        raise BadInput("people", _("Give a number."), "")
    staying = lesson.taken.filter(wrong=None).exclude(pk__in=[one.pk for one in out])
    if staying.exclude(on=lesson.held_on).filter(on__lt=right.held_on).exists():
        raise BadInput("held_on", _("Somebody took it on a day before this one."), _("Tick them as not there first."))
    if not right.people and not (lesson.staff or 0) - len(out):
        raise BadInput("people", _("Nobody took part?"), _("Give the number that is right."))
    if right.held_on == lesson.held_on and right.people == lesson.people and not out:
        raise BadInput("people", _("Nothing is different."), _("Change what was written down wrongly."))


def _corrected(lesson: Lesson, right: Right, out: int, actor: Actor, at: dt.datetime) -> Correction:
    """Kept beside the lesson, which says from now on what is right."""
    assert lesson.held_on is not None
    assert lesson.people is not None
    assert lesson.staff is not None
    row = Correction(
        lesson=lesson, number=lesson.corrections.count() + 1, held_on_before=lesson.held_on, people_before=lesson.people,
        staff_before=lesson.staff, held_on=right.held_on, people=right.people, staff=lesson.staff - out, at=at,
        by=actor.reference, by_title=actor.post_title,
        why=parts.plain("why", written("why", right.why, _("Say why."), longest=200), 200),
    )  # fmt: skip
    row.save()
    lesson.held_on, lesson.people, lesson.staff = row.held_on, row.people, row.staff
    return row


def _taken(lesson: Lesson, row: Correction, out: Collection[Taken]) -> list[Taken]:
    """Who was not there is taken out; who was took it on the day that is right."""
    for one in out:
        one.wrong = row
        one.save()
    if row.held_on == row.held_on_before:
        return list(out)
    moved = list(lesson.taken.filter(wrong=None, how=How.THERE, on=row.held_on_before))
    for one in moved:
        one.on = row.held_on
        one.save()
    return [*out, *moved]
