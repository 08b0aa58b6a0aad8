"""Which training a kind of post needs: set and ended by the office; its clock says by when every such post has it, and again before it runs out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ids, ledger, outbox, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.posts import post_of
from huiyin.training import rules, standing
from huiyin.training.models import Need, PostKind, Topic
from huiyin.training.wording import TOPICS

from . import parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEED, TAKE, RENEW = "training-need", "take", "renew"  # the subject of its clocks, and their names
TEMPLATE = "training/need"
MOST_NEEDS = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """`name` and `posts` where they are chosen one by one; `months`: how long it holds; `by_on`: until when all have it first."""

    kind: str
    topic: str
    months: int
    post: str
    by_on: dt.date
    name: str = ""
    posts: Collection[str] = ()


def set_need(*, actor: Actor, wanted: Wanted) -> Need:
    """Posts of a kind need a training. Each is told, once."""
    at = time.now()
    with store.write():
        organisation = parts.office_of(actor)
        require(actor, "training_plan", Place(organisation.pk, organisation.path))
        need = _checked(organisation, wanted)
        need.set_by, need.set_title, need.set_at = actor.reference, actor.post_title, at
        need.save()
        rows = [need, *_follow(need, at)]
        concerned = {one.reference for one in standing.held(need)} - {actor.reference}
        _tell(need, _("Your post needs a training"), concerned, at)
        _record("set_need", actor.reference, need, at, rows)
    return need


def end_need(*, actor: Actor, need_id: str) -> Need:
    """Posts of this kind need it no more; what was taken stays."""
    at = time.now()
    with store.write():
        found = Need.objects.select_for_update(of=("self",)).select_related("organisation", "post__unit")
        need = found.filter(public_id=need_id, ended_at=None).first()
        if need is None:
            raise Refused
        require(actor, "training_plan", need)
        need.ended_at = at
        need.save()
        rows = [need, *(clocks.stop(one, at=at, because="training.end_need") for one in _open(need))]
        _record("end_need", actor.reference, need, at, rows)
    return need


def follow(organisation: Organisation, topic: str, at: dt.datetime) -> list[ledger.Committed]:
    """Part of each act after which somebody has taken this topic: the clocks of the needs that rest on it."""
    store.require_write()
    needs = Need.objects.select_for_update(of=("self",)).filter(organisation=organisation, topic=topic, ended_at=None)
    return [row for need in needs.select_related("organisation", "post") for row in _follow(need, at)]


def follow_correction(organisation: Organisation, topic: str, at: dt.datetime) -> list[ledger.Committed]:
    """Part of a correction: where a post lacks it that counted as having it, the day by which all have it runs again."""
    rows = follow(organisation, topic, at)
    needs = Need.objects.filter(organisation=organisation, topic=topic, ended_at=None)
    for need in needs.select_related("organisation", "post"):
        running = [one for one in _open(need) if one.name == RENEW and one.missed_at is None]
        if running and standing.lacking(need, time.today(organisation.zone)):
            rows += [clocks.stop(one, at=at, because="training.correct") for one in running]
            rows.append(_start(need, TAKE, need.by_on, at))
    return rows


def lacking_posts(organisation: Organisation, topic: str) -> list[standing.Holder]:
    """Posts that need this topic and lack it, as they are told of a way to take it."""
    today = time.today(organisation.zone)
    needs = Need.objects.filter(organisation=organisation, topic=topic, ended_at=None).select_related("organisation")
    return [one for need in needs for one in standing.lacking(need, today)]


def missed(clock: Clock, at: dt.datetime) -> None:
    """The day has passed and posts lack it: who sees to it and the head are told. Which ones stands on the page."""
    need = Need.objects.select_related("organisation__head_post", "post").get(public_id=clock.subject_id)
    head = need.organisation.head_post
    told = {need.post.reference, *([head.reference] if head else [])}
    _tell(need, _("Posts lack a training that they need"), told, at)
    _record("need_missed", parts.SYSTEM, need, at, [clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """Who sees to it; nothing else changes."""
    need = Need.objects.select_related("organisation", "post").get(public_id=clock.subject_id)
    _tell(need, _("A training that posts need is due soon"), [need.post.reference], at)


def _follow(need: Need, at: dt.datetime) -> list[ledger.Committed]:
    """While a post lacks it the day by which all have it runs; once none does, the day on which the first one runs out."""
    posts, open_ones = standing.of(need, time.today(need.organisation.zone)), _open(need)
    if any(one.lacking for one in posts):
        return [] if open_ones else [_start(need, TAKE, need.by_on, at)]
    first = min((one.until for one in posts if one.until), default=None)
    if first is None or any(one.name == RENEW and one.due_on == first for one in open_ones):
        return []
    met = [clocks.meet(one, at=at, because="training.taken") for one in open_ones]
    return [*met, _start(need, RENEW, first, at)]


def _start(need: Need, name: str, due_on: dt.date, at: dt.datetime) -> Clock:
    title = (
        _("See that every such post takes a training")
        if name == TAKE
        else _("A training runs out: see that it is taken again")
    )
    return parts.clock(
        NEED, need, name, title, due_on, at, _("set by the office") if name == TAKE else _("all have it"),
        _("Who sees to it and the head are told."),
    )  # fmt: skip


def _checked(organisation: Organisation, wanted: Wanted) -> Need:
    if wanted.kind not in PostKind.values:
        raise BadInput("kind", _("Choose which posts."), "")
    if wanted.topic not in Topic.values:
        raise BadInput("topic", _("Choose a topic."), "")
    if not 1 <= wanted.months <= rules.MOST_MONTHS:
        raise BadInput("months", _("Give months from 1 to %(most)d.") % {"most": rules.MOST_MONTHS}, "")
    if wanted.by_on < time.today(organisation.zone):
        raise BadInput("by_on", _("This day has passed."), _("Give a day from today on."))
    if Need.objects.filter(organisation=organisation, ended_at=None).count() >= MOST_NEEDS:
        raise BadInput("topic", _("That is too much."), _("End some first."))
    chosen = wanted.kind == PostKind.CHOSEN
    name = written("name", wanted.name, _("Give these posts a name."), longest=40) if chosen else ""
    need = Need(
        organisation=organisation, kind=wanted.kind, name=parts.plain("name", name, 40), topic=wanted.topic,
        posts=sorted(set(wanted.posts)) if chosen else [], months=wanted.months, by_on=wanted.by_on,
        post=post_of(organisation, wanted.post),
    )  # fmt: skip
    known = Need.objects.filter(organisation=organisation, kind=need.kind, name=need.name, topic=need.topic)
    if known.filter(ended_at=None).exists():
        raise BadInput("topic", _("These posts need this already."), _("End that one first."))
    if not standing.held(need):
        raise BadInput("posts" if chosen else "kind", _("Nobody holds a post of this kind."), _("Choose others."))
    return need


def _open(need: Need) -> list[Clock]:
    return clocks.queries.open_rows(NEED, need.public_id)


def _tell(need: Need, title: StrOrPromise, posts: Iterable[str], at: dt.datetime) -> None:
    words = {"title": in_every_language(title), "topic": in_every_language(TOPICS[need.topic])}
    outbox.owe_many(
        [
            outbox.Owed(one, TEMPLATE, words, need.reference, f"{need.public_id}:{one}:{ids.public_id()}")
            for one in sorted(set(posts))
        ],
        at=at,
    )


def _record(verb: str, actor: str, need: Need, at: dt.datetime, rows: Iterable[ledger.Committed]) -> None:
    ledger.record(verb=f"training.{verb}", actor=actor, about=need.reference, at=at, commits=list(rows))
