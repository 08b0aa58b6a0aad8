"""Receptions of an office: today's first, one with all that belongs to it, and what stands on the pages of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind as CaseKind
from huiyin.cases.queries.own_view import during, stays_of
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView, of_subjects
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import BELOW, UNIT
from huiyin.organisations.models import Organisation, Post
from huiyin.receptions.actions.parts import INVITED, SUBJECT, journey
from huiyin.receptions.actions.promising import ORIGIN
from huiyin.receptions.models import Answer, Invitation, Minutes, Need, Participant, Reception, Recording, Status
from huiyin.receptions.models.reception import OPEN
from huiyin.tasks.models import Task

PAGE = 50
FETCHED = ("organisation", "unit", "case__organisation", "case__handler", "concern", "day", "competent")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `clock`: what the office owes next; `guest`: the asker's office was invited."""

    reception: Reception
    clock: ClockView | None
    guest: bool
    waits_for: int = 0


@dataclass(frozen=True, slots=True)
class Lists:
    """What the list shows, each group bounded."""

    today: tuple[Row, ...]
    invited: tuple[Row, ...]
    asked: tuple[Row, ...]
    coming: tuple[Row, ...]
    open: tuple[Row, ...]
    done: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Guest:
    """An invited office. `clock`: the date by which it acknowledges; `can_answer`: the asker may do it."""

    invitation: Invitation
    clock: ClockView | None
    can_answer: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One reception."""

    reception: Reception
    clock: ClockView | None
    minutes: Minutes | None
    answers: tuple[Answer, ...]
    needs: tuple[Need, ...]
    seats: tuple[Participant, ...]
    recordings: tuple[Recording, ...]
    guests: tuple[Guest, ...]
    promises: tuple[Task, ...]
    can_receive: bool
    words: str
    posts: tuple[tuple[str, str], ...]
    offices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the person reads of one reception."""

    reception: Reception
    minutes: Minutes | None
    answers: tuple[Answer, ...]
    needs: tuple[Need, ...]
    guests: tuple[Invitation, ...]
    clock: ClockView | None
    recorded: bool


def lists(actor: Actor) -> Lists:
    """Today's first; then where the office is invited, what is asked for, what is to come, what is not written or filed."""
    start, end = _this_day(actor)
    own = _own(actor).filter(status__in=OPEN)
    here = own.filter(planned_for__gte=start, planned_for__lt=end)
    return Lists(
        today=_rows(actor, here.order_by("planned_for", "id")),
        invited=_rows(actor, _invited(actor)),
        asked=_rows(actor, own.filter(status=Status.ASKED).order_by("id")),
        coming=_rows(actor, own.filter(status=Status.PLANNED, planned_for__gte=end).order_by("planned_for", "id")),
        open=_rows(actor, own.exclude(status=Status.ASKED).filter(planned_for__lt=start).order_by("planned_for", "id")),
    )


def of_day(actor: Actor) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """For the day list: (where the office is invited, today's and then those asked for), at most a page of each."""
    invited, own = _of_day(actor, *_this_day(actor))
    return _rows(actor, invited), _rows(actor, own.order_by(F("planned_for").asc(nulls_last=True), "id"))


def there_on_day(actor: Actor) -> Count:
    """Whether there is anything for the day list."""
    return Count(_of_day, (actor, *_this_day(actor)))


def _of_day(actor: Actor, start: dt.datetime, end: dt.datetime) -> list[QuerySet[Reception]]:
    today = Q(planned_for__gte=start, planned_for__lt=end)
    return [_invited(actor), _own(actor).filter(today | Q(status=Status.ASKED), status__in=OPEN)]


def finished(actor: Actor) -> tuple[Row, ...]:
    """Filed or called off, newest first."""
    return _rows(actor, _own(actor).filter(status__in=(Status.CLOSED, Status.CANCELLED)).order_by("-id"))


def waiting(actor: Actor) -> Count:
    """For the rail: wishes without a day, and invitations that the office has not answered."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Reception]]:
    waits = [_own(actor).filter(status=Status.ASKED)]
    if may(actor, "answer_invitation"):
        unanswered = Reception.objects.filter(
            invitations__organisation_id=actor.organisation_id, invitations__acknowledged_at=None, status__in=OPEN
        )
        waits.append(_visible(actor, unanswered))
    return waits


def page(actor: Actor, public_id: str) -> Page:
    """The reception, if the post may see it; `Refused` else, and where there is none."""
    reception = visible(actor, public_id)
    invitations = list(reception.invitations.select_related("organisation"))
    clocks = of_subjects(SUBJECT, [public_id]).get(public_id, ())
    answering = of_subjects(INVITED, [one.public_id for one in invitations])
    for one in invitations:
        one.reception = reception
    minutes = Minutes.objects.filter(reception=reception).first()
    return Page(
        reception=reception,
        clock=_running(clocks),
        minutes=minutes,
        answers=tuple(minutes.answers.all()) if minutes else (),
        needs=tuple(reception.needs.all()),
        seats=tuple(reception.participants.all()),
        recordings=tuple(reception.recordings.all()),
        guests=tuple(
            Guest(one, _running(answering.get(one.public_id, ())), may(actor, "answer_invitation", one))
            for one in invitations
        ),
        promises=promises(reception),
        can_receive=may(actor, "receive", reception),
        words=_words(reception),
        posts=tuple(_posts(reception)),
        offices=tuple(_offices(reception, invitations)),
    )


def visible(actor: Actor, public_id: str) -> Reception:
    """The row, if the post may see it."""
    found = seen(actor, [public_id])
    if not found:
        raise Refused
    return found[0]


def seen(actor: Actor, public_ids: Collection[str]) -> list[Reception]:
    """Those of some receptions that the post may see."""
    rows = Reception.objects.select_related(*FETCHED).prefetch_related("invitations", "case__exclusions")
    return [one for one in rows.filter(public_id__in=public_ids) if may(actor, "reception_read", one)]


def of_case(actor: Actor, case: Case) -> tuple[Row, ...]:
    """The receptions of a case, the latest first, for its page."""
    rows = Reception.objects.filter(case=case).select_related(*FETCHED).prefetch_related("invitations").order_by("-id")
    found = list(rows[:10])
    for one in found:
        one.case = case
    return tuple(
        Row(one, None, one.organisation_id != actor.organisation_id)
        for one in found
        if may(actor, "reception_read", one)
    )


def told(concern: Concern) -> tuple[Told, ...]:
    """What the person reads: their own receptions, and those of everybody whose case it is; latest first."""
    rows = (
        Reception.objects.filter(case_id__in=journey(concern))
        .filter(Q(concern=concern) | (Q(concern=None) & _in_their_time(concern)))
        .select_related("organisation", "case", "competent", "minutes")
        .prefetch_related("needs", "invitations__organisation", "recordings", "minutes__answers")
        .order_by("-id")[:10]
    )
    found = list(rows)
    clocks = of_subjects(SUBJECT, [one.public_id for one in found])
    return tuple(_told(one, concern, _running(clocks.get(one.public_id, ()))) for one in found)


def _in_their_time(concern: Concern) -> Q:
    """Planned for a time at which they were in the case; or held before, and written down while they were: a visit is often
    entered, and its people registered, when it is over.
    """
    stays = stays_of(concern)
    afterwards = Q(planned_for__lte=F("entered_at"))
    return during(stays, "planned_for") | (during(stays, "entered_at") & afterwards)


def told_one(concern: Concern, public_id: str) -> Told:
    """One of them; `Refused` where it is not the person's."""
    found = next((one for one in told(concern) if one.reception.public_id == public_id), None)
    if found is None:
        raise Refused
    return found


def promises(reception: Reception) -> tuple[Task, ...]:
    """What was promised there."""
    rows = Task.objects.filter(origin=ORIGIN, origin_id=reception.public_id).exclude(status="withdrawn")
    return tuple(rows.select_related("organisation").order_by("due_on", "id"))


def _told(one: Reception, concern: Concern, clock: ClockView | None) -> Told:
    minutes = getattr(one, "minutes", None)
    shown = minutes if minutes is not None and minutes.shown_at is not None and one.status != Status.WRITTEN else None
    answers = minutes.answers.all() if minutes else ()
    mine = tuple(answer for answer in answers if one.concern_id == concern.pk or answer.who == concern.public_id)
    guests, needs = tuple(one.invitations.all()), tuple(one.needs.all())
    return Told(
        one, shown, mine, needs if one.concern_id == concern.pk else (), guests, clock, bool(one.recordings.all())
    )


def _own(actor: Actor) -> QuerySet[Reception]:
    scope = widest_scope(actor, "reception_read")
    if scope is None:
        return Reception.objects.none()
    if scope == BELOW:
        return _visible(actor, Reception.objects.filter(organisation__path__startswith=actor.organisation_path))
    found = Reception.objects.filter(organisation_id=actor.organisation_id)
    return _visible(actor, found.filter(unit_id=actor.unit_id) if scope == UNIT else found)


def _invited(actor: Actor) -> QuerySet[Reception]:
    """Open ones of other offices to which the own one is invited, the next first."""
    invited = Reception.objects.filter(invitations__organisation_id=actor.organisation_id, status__in=OPEN)
    others = _visible(actor, invited.exclude(organisation_id=actor.organisation_id))
    return others.order_by("planned_for", "id")


def _this_day(actor: Actor) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime.combine(time.today(actor.zone), dt.time(), time.zone_of(actor.zone))
    return start, start + dt.timedelta(days=1)


def _visible(actor: Actor, found: QuerySet[Reception]) -> QuerySet[Reception]:
    posts = actor.post_ids | {actor.post_id}
    return found.exclude(case__exclusions__post_id__in=posts).exclude(case__kind=CaseKind.MISCONDUCT)


def _rows(actor: Actor, found: QuerySet[Reception]) -> tuple[Row, ...]:
    rows = list(found.select_related(*FETCHED).prefetch_related("invitations", "case__exclusions")[:PAGE])
    seen = [one for one in rows if may(actor, "reception_read", one)]
    clocks = of_subjects(SUBJECT, [one.public_id for one in seen])
    return tuple(
        Row(
            one,
            _running(clocks.get(one.public_id, ())),
            one.organisation_id != actor.organisation_id,
            sum(guest.acknowledged_at is None for guest in one.invitations.all()),
        )
        for one in seen
    )


def _running(clocks: Iterable[ClockView]) -> ClockView | None:
    return min((one for one in clocks if one.status == "running"), key=lambda one: one.due_at, default=None)


def _words(reception: Reception) -> str:
    """The person's own words: of the request, else of the concern."""
    if reception.asked_words:
        return reception.asked_words
    concern = reception.concern or (reception.case.concerns.first() if reception.case else None)
    return concern.text if concern else ""


def _posts(reception: Reception) -> list[tuple[str, str]]:
    """Who of the office can receive: nobody who must not know of it, and no administrator."""
    rows = (
        Post.objects.filter(unit__organisation=reception.organisation, closed_at=None)
        .select_related("unit")
        .order_by("id")
    )
    return [
        (row.public_id, row.title)
        for row in rows
        if "administrator" not in row.roles and not reception.excludes(row.pk)
    ]


def _offices(reception: Reception, invitations: Iterable[Invitation]) -> list[tuple[str, str]]:
    """Who can be invited: below and beside, near ones first; none whose head must not know of it, told to nobody."""
    there = {reception.organisation_id, *(one.organisation_id for one in invitations)}
    found = (
        Organisation.objects.filter(closed_at=None)
        .exclude(pk__in=there)
        .exclude(kind=Organisation.Kind.DISCIPLINE_OFFICE)
    )
    top = "/" + reception.organisation.path.strip("/").split("/")[0] + "/"
    rows = found.filter(path__startswith=top).order_by("path")[:200]
    return [
        (row.public_id, row.name)
        for row in rows
        if row.head_post_id is None or not reception.excludes(row.head_post_id)
    ]
