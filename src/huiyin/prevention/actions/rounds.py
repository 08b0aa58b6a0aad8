"""Rounds: planned, gone, finished; a missed one is told and the next is due. What is found on one is registered at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import calendars, clocks, ids, ledger, outbox, store, time
from huiyin.kernel.calendars.rules import add_months
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, may, require
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.posts import post_of
from huiyin.organisations.queries import own_office
from huiyin.prevention import rules
from huiyin.prevention.models import Answer, Hazard, Inspection, Round, RoundStatus, Source

from . import lists, parts, registering
from .mapping import Point
from .registering import Found

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROUND, GO = "inspection-round", "go"  # the subject of its clock, and its name
TEMPLATE = "prevention/round"


@dataclass(frozen=True, slots=True)
class Planned:
    """`checklist`: an own list's public id, or `starter:<name>`. `deputy` may stay empty; `mender` gets what is found."""

    checklist: str
    place: str
    every: str
    first_on: dt.date
    post: str
    mender: str
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What was seen of one item. Of a hazard: its words, where exactly, how grave, what keeps people safe, pictures.

    `point`: where on a drawing.
    """

    key: str
    answer: str
    note: str = ""
    severity: str = "ordinary"
    interim: str = ""
    pictures: Sequence[Inspected] = field(default=())
    where: str = ""
    point: Point | None = None


def plan_inspection(*, actor: Actor, planned: Planned, language: str = "zh-hans") -> Inspection:
    """Somebody goes round, from a first day on, once or again and again. The first round is due."""
    at = time.now()
    with store.write():
        organisation = own_office(actor, "head_post")
        require(actor, "inspection_plan", Place(organisation.pk, organisation.path))
        if planned.every not in rules.EVERY:
            raise BadInput("every", _("Choose how often."), "")
        if planned.first_on < time.today(organisation.zone):
            raise BadInput("first_on", _("This day has passed."), _("Give a day from today on."))
        rows: list[ledger.Committed] = []
        checklist = lists.taken(actor, organisation, planned.checklist, language, at, rows)
        inspection = Inspection.objects.create(
            organisation=organisation, checklist=checklist, every=planned.every, first_on=planned.first_on,
            place=written("place", planned.place, _("Say where it is."), longest=80),
            **_posts(organisation, planned.post, planned.deputy, planned.mender),
            planned_by=actor.reference, planned_title=actor.post_title, planned_at=at,
        )  # fmt: skip
        rows += [inspection, *_due(inspection, planned.first_on, at)]
        _tell(inspection, _("You go round"), [inspection.post], actor.reference, at)
        record("plan_inspection", actor.reference, inspection, at, rows)
    return inspection


def assign_inspection(
    *, actor: Actor, inspection_id: str, version: int, post: str, mender: str, deputy: str = ""
) -> Inspection:
    """Others go, or mend; the day stays."""
    at = time.now()
    with store.write():
        inspection = _inspection(actor, inspection_id, version)
        for name, value in _posts(inspection.organisation, post, deputy, mender).items():
            setattr(inspection, name, value)
        rows: list[ledger.Committed] = [_saved(inspection)]
        for one in inspection.rounds.filter(status=RoundStatus.DUE):
            for clock in clocks.queries.open_rows(ROUND, one.public_id):
                rows.append(clocks.hand_over(clock, owner=inspection.post.reference))
        _tell(inspection, _("You go round"), [inspection.post], actor.reference, at)
        record("assign_inspection", actor.reference, inspection, at, rows)
    return inspection


def end_inspection(*, actor: Actor, inspection_id: str, version: int, why: str) -> Inspection:
    """Nobody goes any more; what was gone stays."""
    at = time.now()
    with store.write():
        inspection = _inspection(actor, inspection_id, version)
        inspection.ended_why = written("why", why, _("Say why."), longest=200)
        inspection.ended_at = at
        rows: list[ledger.Committed] = [_saved(inspection)]
        for one in Round.objects.select_for_update().filter(inspection=inspection, status=RoundStatus.DUE):
            one.status = RoundStatus.ENDED
            one.save()
            rows.append(one)
            for clock in clocks.queries.open_rows(ROUND, one.public_id):
                rows.append(clocks.stop(clock, at=at, because="prevention.end_inspection"))
        record("end_inspection", actor.reference, inspection, at, rows)
    return inspection


def go(*, actor: Actor, round_id: str, seen: Sequence[Given], finish: bool = False, note: str = "") -> Round:
    """Keeps what was seen so far; each hazard is registered with it. `finish`: every item has its answer."""
    at = time.now()
    with store.write():
        one = locked(actor, round_id)
        due(one)
        one.begun_at = one.begun_at or at
        known = {item["key"]: item for item in one.items}
        before = {row.key: row for row in Answer.objects.select_for_update().filter(round=one)}
        rows: list[ledger.Committed] = []
        for given in seen:
            if given.key in known and given.answer:
                rows += answered(actor, one, known[given.key], given, before.get(given.key), at)
        if finish:
            rows += finished(actor, one, note, at)
        one.save()
        rows.append(one)
        record("go", actor.reference, one.inspection, at, rows)
    return one


def may_go(actor: Actor, inspection: Inspection) -> bool:
    """Whoever was named, the deputy, and who plans rounds there."""
    named = actor.post_id in (inspection.post_id, inspection.deputy_id)
    return (named and may(actor, "inspection_read", inspection)) or may(actor, "inspection_plan", inspection)


def missed(clock: Clock, at: dt.datetime) -> None:
    """Nobody went: who should have, the deputy and the head are told; the next one is due."""
    one = Round.objects.select_for_update(of=("self",)).get(public_id=clock.subject_id)
    inspection = Inspection.objects.select_related(*WITH).get(pk=one.inspection_id)
    one.status = RoundStatus.MISSED
    one.save()
    stopped = clocks.stop(clock, at=at, because="prevention.missed")
    told = [inspection.post, inspection.deputy, inspection.organisation.head_post]
    _tell(inspection, _("A round was not gone in time"), told, parts.SYSTEM, at)
    record("missed", parts.SYSTEM, inspection, at, [one, stopped, *_next(inspection, one.due_on, at)])


def tell_gone(inspection: Inspection, actor: str, at: dt.datetime) -> None:
    """Part of an action: whoever was told that nobody went is told that somebody did."""
    told = [inspection.post, inspection.deputy, inspection.organisation.head_post]
    _tell(inspection, _("A round was gone in time after all, on paper"), told, actor, at)


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever goes; nothing else changes."""
    one = Round.objects.select_related("inspection__post", "inspection__organisation").get(public_id=clock.subject_id)
    _tell(one.inspection, _("A round is due"), [one.inspection.post], parts.SYSTEM, at)


WITH = ("organisation__head_post", "checklist", "post__unit", "deputy", "mender")


def answered(
    actor: Actor,
    one: Round,
    item: dict[str, str],
    given: Given,
    before: Answer | None,
    at: dt.datetime,
    client_id: str = "",
) -> list[ledger.Committed]:
    """Part of an action: what was seen of an item at that time; a hazard is registered."""
    if given.answer not in Answer.VALUES:
        raise BadInput(f"answer-{given.key}", _("Choose what you saw."), "")
    if before is not None and (before.hazard_id or (before.answer, before.note) == (given.answer, given.note.strip())):
        return []  # what was registered stays: it goes on on its own page
    row = before or Answer(round=one, key=given.key)
    row.answer, row.note, row.at, row.by = given.answer, given.note.strip()[:200], at, actor.reference
    row.by_title, row.client_id = actor.post_title, client_id or ids.public_id()
    if given.answer == Answer.HAZARD:
        row.hazard = registered(actor, one, item, given, at)
    row.save()
    return [row]


def registered(actor: Actor, one: Round, item: dict[str, str], given: Given, at: dt.datetime) -> Hazard:
    """Part of an action: what is not as it should be, with whoever mends what is found there."""
    inspection = one.inspection
    place = " · ".join(part for part in (inspection.place, given.where.strip()) if part)
    wrong = given.note.strip() or gettext("Not so: %(item)s") % {"item": item["text"]}
    found = Found(
        title=wrong[:80], place=place[:80], severity=given.severity, owner=inspection.mender.public_id, seen_at=at,
        text=f"{inspection.checklist.title} · {item['text']}"[:1000], interim=given.interim, pictures=given.pictures,
        point=given.point,
    )  # fmt: skip
    try:
        act = registering.begun(actor, inspection.organisation, found, Source.ROUND)
    except BadInput as error:
        place = {"title": "note", "owner": "note"}.get(error.place, error.place)
        raise BadInput(f"{place}-{given.key}", error.message, error.remedy) from error
    act.end()
    return act.hazard


def finished(actor: Actor, one: Round, note: str, at: dt.datetime) -> list[ledger.Committed]:
    """Part of an action: every item has its answer; the next round is due, if it is not already."""
    missed = one.status == RoundStatus.MISSED
    seen = set(one.answers.values_list("key", flat=True))
    open_ones = [item["text"] for item in one.items if item["key"] not in seen]
    if open_ones:
        raise BadInput(
            "finish", _("Items without an answer yet: %(count)d.") % {"count": len(open_ones)},
            _("Say of each what you saw, or that there is no such thing here."),
        )  # fmt: skip
    one.status, one.done_at, one.done_by, one.done_title = RoundStatus.DONE, at, actor.reference, actor.post_title
    one.note = registering.without_numbers("note", note.strip()[:500])
    one.save()  # before the next one is due: there is never two at once
    if missed:
        return []
    open_clocks = clocks.queries.open_rows(ROUND, one.public_id)
    now = time.now()
    met = [clocks.meet(clock, at=now, because="prevention.go") for clock in open_clocks]
    return [*met, *_next(one.inspection, one.due_on, now)]


def _next(inspection: Inspection, last_on: dt.date, at: dt.datetime) -> list[ledger.Committed]:
    region = inspection.organisation.region
    due_on = rules.next_round(
        inspection.every, inspection.first_on, last_on, time.today(inspection.organisation.zone), months_later=add_months,
        workdays_later=lambda day, number: calendars.due(day, number, "working-days", region, roll=False).due,
    )  # fmt: skip
    return [] if due_on is None or inspection.ended_at else _due(inspection, due_on, at)


def _due(inspection: Inspection, due_on: dt.date, at: dt.datetime) -> list[ledger.Committed]:
    """A round with its day; its clock ends with that day."""
    organisation = inspection.organisation
    one = Round.objects.create(inspection=inspection, due_on=due_on, items=inspection.checklist.items)
    since, days = own_clocks.until(organisation, due_on, at)
    clock = own_clocks.start(
        organisation, (ROUND, one.public_id), GO, title=_("Go round"), owner=inspection.post.reference, since=since, length=days,
        fact=_("planned"), told=_("Who should have gone, the deputy and the head are told; the next round is due."),
        reminders=[1] if days > 1 else (),
    )  # fmt: skip
    return [one, clock]


def _posts(organisation: Organisation, post: str, deputy: str, mender: str) -> dict[str, Post | None]:
    goes = post_of(organisation, post, "post")
    second = post_of(organisation, deputy, "deputy") if deputy else None
    if second is not None and second.pk == goes.pk:
        raise BadInput("deputy", _("This is the same post."), _("Choose another one, or none."))
    return {"post": goes, "deputy": second, "mender": post_of(organisation, mender, "mender")}


def _inspection(actor: Actor, public_id: str, version: int) -> Inspection:
    found = Inspection.objects.select_for_update(of=("self",)).select_related(*WITH)
    inspection = found.filter(public_id=public_id).first()
    if inspection is None:
        raise Refused
    require(actor, "inspection_plan", inspection)
    if inspection.version != version or inspection.ended_at is not None:
        raise Conflict(_("Somebody changed this just now, or ended it."), _("Look at it as it stands here."))
    return inspection


def locked(actor: Actor, public_id: str) -> Round:
    """The round for writing, for who goes there."""
    store.require_write()
    one = Round.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if one is None:
        raise Refused
    one.inspection = Inspection.objects.select_related(*WITH).get(pk=one.inspection_id)
    if not may_go(actor, one.inspection):
        raise Refused
    return one


def due(one: Round) -> None:
    """It is still to be gone; else `Conflict`."""
    if one.status != RoundStatus.DUE:
        raise Conflict(_("This round is over."), _("What you see now, register as a hazard."))


def _saved(inspection: Inspection) -> Inspection:
    inspection.version += 1
    inspection.save()
    return inspection


def _tell(
    inspection: Inspection, title: StrOrPromise, posts: Sequence[Post | None], actor: str, at: dt.datetime
) -> None:
    words = {"title": in_every_language(title), "place": inspection.place, "list": inspection.checklist.title}
    told = {post.reference for post in posts if post is not None and post.reference != actor}
    outbox.owe_many(
        [
            outbox.Owed(one, TEMPLATE, words, inspection.reference, f"{inspection.public_id}:{one}:{ids.public_id()}")
            for one in sorted(told)
        ],
        at=at,
    )


def record(verb: str, actor: str, inspection: Inspection, at: dt.datetime, rows: list[ledger.Committed]) -> None:
    """Part of an action: its entry of the ledger."""
    ledger.record(verb=f"prevention.{verb}", actor=actor, about=inspection.reference, at=at, commits=rows)
