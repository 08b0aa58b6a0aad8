"""The lists of an office's notices, one of them with how it stands, and what a post has still to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from huiyin.announcements import rules, standing
from huiyin.announcements.actions import parts
from huiyin.announcements.models import Acknowledgement, Announcement, ClassPage, Status, Taps, Wording
from huiyin.announcements.rules import Standing
from huiyin.kernel import clocks, files, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Post, SchoolClass, Unit

LAST = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A notice in a list, with the wording that is shown."""

    announcement: Announcement
    said: Wording


@dataclass(frozen=True, slots=True)
class Lists:
    """`to_read`: this post has still to acknowledge; `waiting`: for approval or sent back, for whom they concern; `over`: the last ones."""

    to_read: tuple[Row, ...]
    waiting: tuple[Row, ...]
    running: tuple[Row, ...]
    over: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`said`: in force, or the first one that waits; `pending`: a wording that waits beside it; `standing`: for who answers for it alone."""

    announcement: Announcement
    said: Wording
    pending: Wording | None
    earlier: tuple[Wording, ...]
    clock: ClockView | None
    papers: tuple[Attachment, ...]
    for_whom: tuple[str, ...]
    classes: tuple[tuple[str, int], ...]
    to_acknowledge: bool
    read_at: dt.datetime | None
    can: frozenset[str]
    standing: tuple[Standing, ...] = field(default=())


def lists(actor: Actor) -> Lists:
    """Of the own office."""
    today = time.today(actor.zone)
    own = Announcement.objects.filter(organisation_id=actor.organisation_id).select_related(*parts.WITH)
    running = own.filter(status=Status.RUNNING, until_on__gte=today)
    shown = _rows(one for one in running if parts.may_change(actor, one) or one.from_on <= today)
    unapproved = own.exclude(status=Status.WITHDRAWN).filter(wordings__approved_at=None).distinct()
    waiting = [one for one in unapproved if parts.may_change(actor, one)]
    over = own.exclude(published_at=None).exclude(pk__in=[row.announcement.pk for row in shown])
    over = over.filter(until_on__lt=today) | over.filter(status=Status.WITHDRAWN)
    return Lists(to_read(actor), _rows(waiting), shown, _rows(over.order_by("-id")[:LAST]))


def to_read(actor: Actor) -> tuple[Row, ...]:
    """What this post has to acknowledge, and whoever acts has not."""
    [asked] = _asked(actor, time.today(actor.zone))
    rows = list(asked.select_related(*parts.WITH))
    if not rows:
        return ()
    acknowledged = Acknowledgement.objects.filter(
        post_id=actor.post_id, appointment__ended_at=None, announcement__in=rows
    )
    read = {one.announcement_id: one.number for one in acknowledged.order_by("number")}
    open_ones = [one for one in rows if read.get(one.pk, 0) < one.read_from]
    post = Post.objects.select_related("unit").get(pk=actor.post_id)
    return _rows(one for one in open_ones if _meant(one, post))


def there_on_day(actor: Actor) -> Count:
    """Whether there is anything for the day list."""
    return Count(_asked, (actor, time.today(actor.zone)))


def _asked(actor: Actor, today: dt.date) -> list[QuerySet[Announcement]]:
    return [
        Announcement.objects.filter(
            organisation_id=actor.organisation_id,
            status=Status.RUNNING,
            acknowledge=True,
            from_on__lte=today,
            until_on__gte=today,
        )
    ]


def page(actor: Actor, public_id: str) -> Page:
    """One notice; `Refused` where it is not there or may not be read."""
    row = visible(actor, public_id)
    wordings = list(row.wordings.order_by("-number"))
    said = next((one for one in wordings if one.holds), wordings[0])
    pending = next((one for one in wordings if not one.holds and one is not said), None)
    post = Post.objects.select_related("unit").get(pk=actor.post_id)
    asked = row.acknowledge and row.status == Status.RUNNING and _meant(row, post)
    mine = Acknowledgement.objects.filter(
        announcement=row, post_id=actor.post_id, appointment__ended_at=None, number__gte=row.read_from
    ).first()
    changes = parts.may_change(actor, row)
    watched = clocks.queries.of_subject(parts.ANNOUNCEMENT, public_id)
    return Page(
        announcement=row, said=said, pending=pending if changes else None,
        earlier=tuple(one for one in wordings if one.holds and one is not said),
        clock=next((one for one in watched if one.status == "running"), None), papers=tuple(files.of(row.reference)),
        for_whom=for_whom(row), classes=counts(row), to_acknowledge=asked and mine is None and appeared(row),
        read_at=mine.at if mine else None, can=frozenset(_can(actor, row, said, pending, changes=changes)),
        standing=standing.of(row) if changes and row.acknowledge and row.published_at else (),
    )  # fmt: skip


def visible(actor: Actor, public_id: str) -> Announcement:
    """What waits for approval is read by who wrote it and who approves; what is published, by everybody of the house."""
    row = Announcement.objects.select_related(*parts.WITH).filter(public_id=public_id).first()
    if row is None or not _may_open(actor, row):
        raise Refused
    return row


def seen(actor: Actor, public_ids: Collection[str]) -> list[Announcement]:
    """Those that the asker may open."""
    rows = Announcement.objects.filter(public_id__in=list(public_ids)).select_related(*parts.WITH)
    return [row for row in rows if _may_open(actor, row)]


def _may_open(actor: Actor, row: Announcement) -> bool:
    there = row.published_at is not None and appeared(row)
    return may(actor, "announcement_read", row) and (there or parts.may_change(actor, row))


def appeared(row: Announcement) -> bool:
    return row.from_on <= time.today(row.organisation.zone)


def for_whom(row: Announcement) -> tuple[str, ...]:
    """Units and posts by their names; empty for everybody of the house."""
    units = Unit.objects.filter(public_id__in=row.units).order_by("id").values_list("name", flat=True)
    posts = Post.objects.filter(public_id__in=row.posts).order_by("id").values_list("title", flat=True)
    return (*units, *posts)


def counts(row: Announcement) -> tuple[tuple[str, int], ...]:
    """(class, taps) of each class whose parents read it."""
    taps = dict(Taps.objects.filter(announcement=row).values_list("school_class", "number"))
    there = dict(SchoolClass.objects.filter(public_id__in=row.classes).order_by("id").values_list("public_id", "name"))
    gone = ClassPage.objects.filter(organisation=row.organisation, school_class__in=set(row.classes) - set(there))
    names = there | dict(gone.values_list("school_class", "name"))
    return tuple((name, taps.get(key, 0)) for key, name in names.items())


def latest(rows: Iterable[Announcement]) -> dict[int, Wording]:
    """The wording in force of each; of one that waits, the one that waits."""
    found: dict[int, Wording] = {}
    for one in Wording.objects.filter(announcement__in=list(rows)).order_by("number"):
        if one.announcement_id not in found or one.holds:
            found[one.announcement_id] = one
    return found


def waiting(actor: Actor) -> Count:
    """For the rail: what waits for the approval of this post."""
    return Count(_waiting, (actor.reference,))


def _waiting(reference: str) -> list[QuerySet[Any, Any]]:
    return [Clock.objects.filter(owner=reference, ended_at=None, subject_kind=parts.ANNOUNCEMENT, name=parts.APPROVE)]


def units_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    found = Unit.objects.filter(organisation_id=actor.organisation_id, closed_at=None).order_by("id")
    return tuple(found.values_list("public_id", "name"))


def posts_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    found = Post.objects.filter(unit__organisation_id=actor.organisation_id, closed_at=None).select_related("unit")
    return tuple((one.public_id, f"{one.title} · {one.unit.name}") for one in found.order_by("unit_id", "id"))


def classes_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    found = SchoolClass.objects.filter(organisation_id=actor.organisation_id)
    return tuple(found.values_list("public_id", "name"))


def _rows(found: Iterable[Announcement]) -> tuple[Row, ...]:
    rows = list(found)
    said = latest(rows)
    return tuple(Row(one, said[one.pk]) for one in rows)


def _meant(row: Announcement, post: Post) -> bool:
    return rules.meant(post.public_id, post.unit.public_id, everybody=row.everybody, units=row.units, posts=row.posts)


def _can(actor: Actor, row: Announcement, said: Wording, pending: Wording | None, *, changes: bool) -> Iterable[str]:
    wording = pending if said.holds else said
    if (
        wording is not None
        and not wording.returned_why
        and row.status != Status.WITHDRAWN
        and may(actor, "announcement_approve", row)
    ):
        yield from ("approve", "send_back")
    if not changes or row.status == Status.WITHDRAWN:
        return
    yield "withdraw"
    if wording is not None:
        yield "rewrite"
    elif row.status == Status.RUNNING:
        yield "correct"
