"""The lessons of an office, a programme with its report, one lesson. Limited to what the asker may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.kernel import clocks, files, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, may
from huiyin.training import rules
from huiyin.training.actions.correcting import may_correct
from huiyin.training.actions.parts import LESSON, WITH, may_hold
from huiyin.training.models import Correction, Lesson, Programme, Quiz, SignList, Status

LAST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson in a list."""

    lesson: Lesson
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Lists:
    """`mine`: still to be held by this post; `office`: by the others; `over`: the last ones that were held or dropped."""

    programmes: tuple[Programme, ...]
    mine: tuple[Row, ...]
    office: tuple[Row, ...]
    over: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """`corrections`: of its lessons, in order; `corrected_after`: those of them that were made once the programme was over."""

    programme: Programme
    rows: tuple[Row, ...]
    report: rules.Report
    today: dt.date
    can_plan: bool
    corrections: tuple[Correction, ...]
    corrected_after: tuple[Correction, ...]

    @property
    def open_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.lesson.status == Status.PLANNED)

    @property
    def over(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.lesson.status != Status.PLANNED)


@dataclass(frozen=True, slots=True)
class Page:
    """One lesson. `there`: posts of the staff who took it, for who holds it; `corrections` with the posts that each took out."""

    lesson: Lesson
    clock: ClockView | None
    materials: tuple[Attachment, ...]
    there: tuple[str, ...]
    can_plan: bool
    can_hold: bool
    can_correct: bool
    corrections: tuple[tuple[Correction, tuple[str, ...]], ...]
    lists: tuple[SignList, ...]
    has_quiz: bool


def lists(actor: Actor) -> Lists:
    """Of the own house."""
    own = Lesson.objects.filter(organisation_id=actor.organisation_id)
    planned = _rows(own.filter(status=Status.PLANNED))
    return Lists(
        programmes=tuple(Programme.objects.filter(organisation_id=actor.organisation_id)),
        mine=tuple(row for row in planned if row.lesson.post_id == actor.post_id),
        office=tuple(row for row in planned if row.lesson.post_id != actor.post_id),
        over=_rows(own.exclude(status=Status.PLANNED).order_by("-ended_at", "-id")[:LAST]),
    )


def programme(actor: Actor, public_id: str) -> ProgrammePage:
    """With its report."""
    found = Programme.objects.select_related("organisation").filter(public_id=public_id).first()
    if found is None or not may(actor, "training_read", found):
        raise Refused
    rows, today = _rows(found.lessons.all()), time.today(found.organisation.zone)
    facts = [
        rules.Fact(one.topic, one.status, one.due_on, one.held_on, one.people or 0, one.staff or 0)
        for one in (row.lesson for row in rows)
    ]
    corrections = tuple(Correction.objects.filter(lesson__programme=found).select_related("lesson"))
    zone = time.zone_of(found.organisation.zone)
    after = tuple(one for one in corrections if one.at.astimezone(zone).date() > found.last_on)
    can_plan = may(actor, "training_plan", found)
    return ProgrammePage(found, rows, rules.report(facts, today), today, can_plan, corrections, after)


def page(actor: Actor, public_id: str) -> Page:
    lesson = visible(actor, public_id)
    held_by = lesson.taken.filter(wrong=None).select_related("appointment__post").order_by("appointment__post__id")
    can_hold = may_hold(actor, lesson)
    return Page(
        lesson=lesson,
        clock=next(iter(clocks.queries.of_subject(LESSON, public_id)), None),
        materials=tuple(files.of(lesson.reference)),
        there=tuple(dict.fromkeys(one.appointment.post.title for one in held_by)) if can_hold else (),
        can_plan=may(actor, "training_plan", lesson),
        can_hold=can_hold,
        can_correct=lesson.status == Status.HELD and may_correct(actor, lesson),
        corrections=_corrections(lesson, with_posts=can_hold),
        lists=tuple(SignList.objects.filter(lesson=lesson)) if can_hold else (),
        has_quiz=Quiz.objects.filter(lesson=lesson, ended_at=None).exists(),
    )


def _corrections(lesson: Lesson, *, with_posts: bool) -> tuple[tuple[Correction, tuple[str, ...]], ...]:
    """In order. The posts that were taken out are for who writes down who was there."""
    out: dict[int | None, list[str]] = {}
    if with_posts:
        wrong = lesson.taken.exclude(wrong=None).select_related("appointment__post").order_by("appointment__post__id")
        for one in wrong:
            out.setdefault(one.wrong_id, []).append(one.appointment.post.title)
    return tuple((one, tuple(dict.fromkeys(out.get(one.pk, ())))) for one in lesson.corrections.all())


def visible(actor: Actor, public_id: str) -> Lesson:
    lesson = Lesson.objects.select_related(*WITH).filter(public_id=public_id).first()
    if lesson is None or not may(actor, "training_read", lesson):
        raise Refused
    return lesson


def day(owed: Iterable[Clock]) -> tuple[Row, ...]:
    """For the day list: lessons of these clocks."""
    wanted = [clock.subject_id for clock in owed]
    return _rows(Lesson.objects.filter(public_id__in=wanted, status=Status.PLANNED)) if wanted else ()


def seen_lessons(actor: Actor, public_ids: Collection[str]) -> list[Lesson]:
    """For notices."""
    rows = Lesson.objects.filter(public_id__in=public_ids).select_related("organisation", "post")
    return [row for row in rows if may(actor, "training_read", row)]


def seen_programmes(actor: Actor, public_ids: Collection[str]) -> list[Programme]:
    rows = Programme.objects.filter(public_id__in=public_ids).select_related("organisation")
    return [row for row in rows if may(actor, "training_read", row)]


def _rows(found: QuerySet[Lesson]) -> tuple[Row, ...]:
    rows = list(found.select_related(*WITH))
    watched = clocks.queries.of_subjects(LESSON, [one.public_id for one in rows])
    return tuple(Row(one, next(iter(watched.get(one.public_id, ())), None)) for one in rows)
