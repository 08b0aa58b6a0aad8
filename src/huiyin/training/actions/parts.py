"""What every verb shares, inside its write: the lesson under its lock, its clock, who is told, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ids, ledger, outbox, store, texts
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Organisation, Post
from huiyin.training import rules
from huiyin.training.models import Lesson, Need, Programme, Status
from huiyin.training.standing import Holder

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LESSON, HOLD = "training-lesson", "hold"  # the subject of its clock, and its name
SYSTEM = "system:training"
LESSON_TEMPLATE, PROGRAMME_TEMPLATE = "training/lesson", "training/programme"
WITH = ("organisation__head_post", "programme", "post__unit")


def locked(public_id: str) -> Lesson:
    """The lesson for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Lesson.objects.select_for_update(of=("self",)).select_related(*WITH).filter(public_id=public_id).first()
    if found is None:
        raise Refused
    return found


def planned(actor: Actor, public_id: str, version: int, *, holds: bool = False) -> Lesson:
    """A lesson that is still to be held, as it was shown. `holds`: the post that sees to it may, whatever its role."""
    lesson = locked(public_id)
    if not (may_hold(actor, lesson) if holds else may(actor, "training_plan", lesson)):
        raise Refused
    if lesson.version != version or lesson.status != Status.PLANNED:
        raise Conflict(_("Somebody did something with this lesson just now."), _("Look at it as it stands here."))
    return lesson


def may_hold(actor: Actor, lesson: Lesson) -> bool:
    """The post that sees to it, and who plans training there."""
    mine = lesson.post_id == actor.post_id and may(actor, "training_read", lesson)
    return mine or may(actor, "training_plan", lesson)


def office_of(actor: Actor) -> Organisation:
    """The own office under its lock: what is to be there once is looked for and made by one at a time."""
    found = Organisation.objects.select_for_update(of=("self",)).select_related("head_post")
    return found.get(pk=actor.organisation_id)


def plain(place: str, text: str, longest: int) -> str:
    """What somebody typed, without telephone and identity numbers: everybody of the house reads it."""
    text = text.strip()
    if len(text) > longest:
        raise BadInput(place, _("This is longer than %(most)d characters.") % {"most": longest}, _("Write it shorter."))
    return texts.without_numbers(place, text, _("Leave it out: a lesson is about a topic, not about persons."))


def start(lesson: Lesson, at: dt.datetime) -> Clock:
    """Its clock ends with the day by which it is to be held. The day is in no law: the office's own."""
    return clock(
        LESSON, lesson, HOLD, _("Hold a lesson"), lesson.due_on, at, _("planned"),
        _("Who sees to it and the head are told; it counts as late, and is still to be held."),
    )  # fmt: skip


def clock(
    kind: str, thing: Lesson | Need, name: str, title: StrOrPromise, due_on: dt.date, at: dt.datetime, fact: StrOrPromise,
    told: StrOrPromise,
) -> Clock:  # fmt: skip
    """Ends with this day, which is the office's own and may be today."""
    since, days = own_clocks.until(thing.organisation, due_on, at)
    return own_clocks.start(
        thing.organisation, (kind, thing.public_id), name, title=title, owner=thing.post.reference, since=since, length=days, fact=fact,
        told=told, reminders=[before for before in rules.REMINDERS if before < days],
    )  # fmt: skip


def meet(lesson: Lesson, at: dt.datetime, because: str) -> list[ledger.Committed]:
    return [clocks.meet(clock, at=at, because=because) for clock in open_clocks(lesson)]


def stop(lesson: Lesson, at: dt.datetime, because: str) -> list[ledger.Committed]:
    return [clocks.stop(clock, at=at, because=because) for clock in open_clocks(lesson)]


def open_clocks(lesson: Lesson) -> list[Clock]:
    return clocks.queries.open_rows(LESSON, lesson.public_id)


def saved(lesson: Lesson) -> Lesson:
    lesson.version += 1
    lesson.save()
    return lesson


def tell(
    lesson: Lesson, title: StrOrPromise, posts: Iterable[Post | Holder | None], actor: str, at: dt.datetime
) -> None:
    """Each post once, but not who did it."""
    words = {"title": in_every_language(title), "lesson": lesson.title, "programme": lesson.programme.title}
    told = sorted({post.reference for post in posts if post is not None} - {actor})
    outbox.owe_many(
        [
            outbox.Owed(one, LESSON_TEMPLATE, words, lesson.reference, f"{lesson.public_id}:{one}:{ids.public_id()}")
            for one in told
        ],
        at=at,
    )


def record(verb: str, actor: str, about: Lesson | Programme, at: dt.datetime, rows: Iterable[ledger.Committed]) -> None:
    ledger.record(verb=f"training.{verb}", actor=actor, about=about.reference, at=at, commits=list(rows))
