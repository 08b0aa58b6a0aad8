"""A programme is begun, from a template or empty; lessons are planned, changed, dropped, and get their materials."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, files, ids, ledger, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Post
from huiyin.organisations.posts import post_of
from huiyin.training import rules, starters
from huiyin.training.models import Audience, Lesson, Programme, Status, Topic

from . import parts

MOST_DAYS = 400  # a programme is of one year


@dataclass(frozen=True, slots=True)
class Begun:
    """`starter`: a template's name, or empty. `post`: sees to the lessons of the template until others are named."""

    title: str
    first_on: dt.date
    last_on: dt.date
    post: str
    starter: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lesson as it is planned. `post`: who sees to it; `due_on`: by when."""

    topic: str
    title: str
    audience: str
    for_whom: str
    post: str
    due_on: dt.date
    about: str = ""


def begin(*, actor: Actor, begun: Begun, language: str = "zh-hans") -> Programme:
    """A year's programme. Of a template's lessons those stand in it whose proposed day has not passed."""
    at = time.now()
    with store.write():
        organisation = parts.office_of(actor)
        require(actor, "training_plan", Place(organisation.pk, organisation.path))
        title = written("title", begun.title, _("Give the programme a name."), longest=60)
        if Programme.objects.filter(organisation=organisation, title=title).exists():
            raise BadInput("title", _("There is a programme of this name already."), "")
        _year("last_on", begun.first_on, begun.last_on, time.today(organisation.zone))
        post = post_of(organisation, begun.post)
        programme = Programme.objects.create(
            organisation=organisation, title=title, starter=begun.starter, first_on=begun.first_on, last_on=begun.last_on,
            begun_by=actor.reference, begun_title=actor.post_title, begun_at=at,
        )  # fmt: skip
        rows: list[ledger.Committed] = [programme]
        if begun.starter:
            rows += _of_template(programme, starters.load(begun.starter, language), post, at)
            _tell_of_programme(programme, post, actor.reference, at)
        parts.record("begin", actor.reference, programme, at, rows)
    return programme


def plan_lesson(*, actor: Actor, programme_id: str, wanted: Wanted) -> Lesson:
    """One more lesson of a programme; who sees to it is told, and its day runs."""
    at = time.now()
    with store.write():
        programme = _programme(actor, programme_id)
        if programme.lessons.count() >= rules.MOST_LESSONS:
            raise BadInput("title", _("That is too much for one programme."), _("Drop some, or begin another one."))
        lesson = _set(Lesson(organisation=programme.organisation, programme=programme), wanted)
        lesson.save()
        parts.tell(lesson, _("You see to a lesson"), [lesson.post], actor.reference, at)
        parts.record("plan_lesson", actor.reference, lesson, at, [lesson, parts.start(lesson, at)])
    return lesson


def change_lesson(*, actor: Actor, lesson_id: str, version: int, wanted: Wanted) -> Lesson:
    """Another day, another post, other words. A new day runs from now on; the old one is no longer owed."""
    at = time.now()
    with store.write():
        lesson = parts.planned(actor, lesson_id, version)
        before, day = lesson.post, lesson.due_on
        _set(lesson, wanted, before=day)
        rows: list[ledger.Committed] = [parts.saved(lesson)]
        if lesson.due_on != day:
            rows += [*parts.stop(lesson, at, "training.change_lesson"), parts.start(lesson, at)]
        elif lesson.post_id != before.pk:
            rows += [clocks.hand_over(one, owner=lesson.post.reference) for one in parts.open_clocks(lesson)]
        if lesson.post_id != before.pk:
            parts.tell(lesson, _("You see to a lesson"), [lesson.post], actor.reference, at)
            parts.tell(lesson, _("Another post sees to this lesson now"), [before], actor.reference, at)
        elif lesson.due_on != day:
            parts.tell(lesson, _("A lesson has another day"), [lesson.post], actor.reference, at)
        parts.record("change_lesson", actor.reference, lesson, at, rows)
    return lesson


def drop_lesson(*, actor: Actor, lesson_id: str, version: int, why: str) -> Lesson:
    """It is not held. The reason stands in the report."""
    at = time.now()
    with store.write():
        lesson = parts.planned(actor, lesson_id, version)
        lesson.ended_why = parts.plain("why", written("why", why, _("Say why."), longest=200), 200)
        lesson.status, lesson.ended_at = Status.DROPPED, at
        lesson.ended_by, lesson.ended_title = actor.reference, actor.post_title
        rows = [parts.saved(lesson), *parts.stop(lesson, at, "training.drop_lesson")]
        parts.tell(lesson, _("A lesson is not held"), [lesson.post], actor.reference, at)
        parts.record("drop_lesson", actor.reference, lesson, at, rows)
    return lesson


def add_materials(*, actor: Actor, lesson_id: str, materials: Sequence[Inspected]) -> Lesson:
    """What is taught with: papers, pictures. Also after it was held."""
    at = time.now()
    with store.write():
        lesson = parts.locked(lesson_id)
        if not parts.may_hold(actor, lesson):
            raise Refused
        if lesson.status == Status.DROPPED:
            raise Conflict(_("This lesson is not held."), _("Look at it as it stands here."))
        if not materials:
            raise BadInput("materials", _("Choose a file."), "")
        kept = [files.keep(one, about=lesson.reference, at=at) for one in materials]
        parts.record("add_materials", actor.reference, lesson, at, [parts.saved(lesson), *kept])
    return lesson


def _of_template(
    programme: Programme, starter: starters.Starter, post: Post, at: dt.datetime
) -> list[ledger.Committed]:
    today, rows = time.today(programme.organisation.zone), list[ledger.Committed]()
    for one in starter.lessons:
        for day in rules.due_days(one.months, programme.first_on, programme.last_on, today):
            lesson = Lesson.objects.create(
                organisation=programme.organisation, programme=programme, topic=one.topic, title=one.title,
                audience=one.audience, for_whom=one.for_whom, post=post, due_on=day, law=one.law, about=one.about,
            )  # fmt: skip
            rows += [lesson, parts.start(lesson, at)]
    return rows


def _set(lesson: Lesson, wanted: Wanted, before: dt.date | None = None) -> Lesson:
    """The article stays with the lesson of a template as long as its topic and title do."""
    if wanted.topic not in Topic.values:
        raise BadInput("topic", _("Choose a topic."), "")
    if wanted.audience not in Audience.values:
        raise BadInput("audience", _("Choose for whom it is."), "")
    title = parts.plain("title", written("title", wanted.title, _("Say what the lesson is about."), longest=80), 80)
    if (wanted.topic, title) != (lesson.topic, lesson.title):
        lesson.law = ""
    lesson.topic, lesson.title, lesson.audience = wanted.topic, title, wanted.audience
    lesson.for_whom = parts.plain("for_whom", wanted.for_whom, 80)
    lesson.about = parts.plain("about", wanted.about, 500)
    lesson.post = post_of(lesson.organisation, wanted.post)
    programme, today = lesson.programme, time.today(lesson.organisation.zone)
    if wanted.due_on != before and wanted.due_on < today:
        raise BadInput("due_on", _("This day has passed."), _("Give a day from today on."))
    if not programme.first_on <= wanted.due_on <= programme.last_on:
        raise BadInput("due_on", _("This day lies outside of the programme."), "")
    lesson.due_on = wanted.due_on
    return lesson


def _year(place: str, first_on: dt.date, last_on: dt.date, today: dt.date) -> None:
    if last_on < first_on or last_on < today:
        raise BadInput(place, _("This day has passed, or lies before the first one."), "")
    if (last_on - first_on).days > MOST_DAYS:
        raise BadInput(place, _("A programme is of one year."), _("Begin another one for the next year."))


def _programme(actor: Actor, public_id: str) -> Programme:
    found = Programme.objects.select_for_update(of=("self",)).select_related("organisation__head_post")
    programme = found.filter(public_id=public_id).first()
    if programme is None:
        raise Refused
    require(actor, "training_plan", programme)
    return programme


def _tell_of_programme(programme: Programme, post: Post, actor: str, at: dt.datetime) -> None:
    """Once for all lessons of the template."""
    if post.reference == actor:
        return
    words = {"title": in_every_language(_("You see to the lessons of a programme")), "programme": programme.title}
    key = f"{programme.public_id}:{post.reference}:{ids.public_id()}"
    outbox.owe_many([outbox.Owed(post.reference, parts.PROGRAMME_TEMPLATE, words, programme.reference, key)], at=at)
