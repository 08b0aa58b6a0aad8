"""A post has read it; somebody tapped on the page of a class. And what happens by itself when a day comes near or has passed."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huiyin.announcements import rules, standing
from huiyin.announcements.models import Acknowledgement, Announcement, ClassPage, Status, Taps
from huiyin.kernel import clocks, ledger, limits, outbox, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor, may

from . import parts


def acknowledge(*, actor: Actor, announcement_id: str, number: int) -> Announcement:
    """“I have read it”, in the post. `number`: the wording that was shown; twice it stays as it was."""
    at = time.now()
    with store.write():
        row = parts.locked(announcement_id)
        if not may(actor, "announcement_read", row) or not row.acknowledge or not _is_for(row, actor):
            raise Refused
        said = parts.in_force(row)
        if row.status != Status.RUNNING or said is None:
            raise Conflict(_("This notice does not stand any more."), _("Look at it as it stands here."))
        if said.number != number:
            raise Conflict(_("This notice was corrected just now."), _("Read it as it stands here."))
        done, new = Acknowledgement.objects.get_or_create(
            announcement=row, number=number, appointment_id=actor.appointment_id, defaults={"post_id": actor.post_id, "at": at}
        )  # fmt: skip
        if new:
            rows: list[ledger.Committed] = [done]
            if not standing.lacking(row):
                rows += parts.meet(row, parts.READ, at, "read")
            parts.record("acknowledge", actor.reference, row, at, rows)
        told = outbox.Notice.objects.filter(about=row.reference, to=actor.reference).values_list("public_id", flat=True)
        outbox.mark_read(to=(actor.reference,), public_ids=list(told), at=at)
    return row


def tap(*, page_id: str, announcement_id: str) -> None:
    """Anybody who has the address of the class says so. One more is counted: no time, no address, nothing of who it was."""
    with store.write():
        page = ClassPage.objects.select_related("organisation").filter(public_id=page_id, closed_at=None).first()
        row = Announcement.objects.filter(public_id=announcement_id, status=Status.RUNNING).first()
        if page is None or row is None or row.organisation_id != page.organisation_id:
            raise Refused
        today = time.today(page.organisation.zone)
        if page.school_class not in row.classes or not rules.seen(
            row.status, row.from_on, row.until_on, today, published=True
        ):
            raise Refused
        if limits.allow("announcement-tap", page.public_id, rules.MOST_TAPS, rules.TAP_WINDOW):
            counted, _new = Taps.objects.get_or_create(announcement=row, school_class=page.school_class)
            Taps.objects.filter(pk=counted.pk).update(number=F("number") + 1)


def appear(now: dt.datetime) -> int:
    """For the worker: notices whose first day has come; their posts are told. Answers how many."""
    waiting = Announcement.objects.filter(status=Status.RUNNING, appeared_at=None).select_related("organisation")
    come = [one.public_id for one in waiting if one.from_on <= time.today(one.organisation.zone)]
    for public_id in come:
        with store.write():
            row = parts.locked(public_id)
            said = parts.in_force(row)
            if said is None or row.appeared_at is not None or row.status != Status.RUNNING:
                continue
            row.appeared_at = now
            told = [one.reference for one in standing.posts_of(row)]
            parts.tell(row, said.title, _("A notice to read"), told, parts.SYSTEM, now)
            parts.record("appear", parts.SYSTEM, row, now, [parts.saved(row)])
    return len(come)


def missed(clock: Clock, at: dt.datetime) -> None:
    """Not approved in time: the head and who wrote it. Not read in time: who wrote it, and once more the posts that have not."""
    row = parts.locked(clock.subject_id)
    said = parts.in_force(row) or parts.pending(row)
    title = said.title if said else ""
    rows: list[ledger.Committed] = [clock]
    if clock.name == parts.APPROVE:
        head = row.organisation.head_post
        told = [clock.owner, row.post.reference, *([head.reference] if head else [])]
        parts.tell(row, title, _("A notice to parents is NOT approved yet"), told, parts.SYSTEM, at)
    elif behind := standing.lacking(row):
        parts.tell(row, title, _("Posts have NOT read your notice: see which"), [clock.owner], parts.SYSTEM, at)
        parts.tell(row, title, _("A notice is STILL to be read"), set(behind) - {clock.owner}, parts.SYSTEM, at)
    else:
        rows = [clocks.meet(clock, at=at, because="announcements.read")]  # who had not read it holds no post any more
    parts.record("late", parts.SYSTEM, row, at, rows)


def remind(clock: Clock, at: dt.datetime) -> None:
    """The posts that have not read it, once it is there to be read; nothing else changes."""
    row = parts.locked(clock.subject_id)
    said = parts.in_force(row)
    if clock.name == parts.READ and said is not None and row.appeared_at is not None:
        parts.tell(row, said.title, _("A notice is to be read soon"), standing.lacking(row), parts.SYSTEM, at)


def _is_for(row: Announcement, actor: Actor) -> bool:
    return any(post.pk == actor.post_id for post in standing.posts_of(row))
