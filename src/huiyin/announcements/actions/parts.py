"""What every verb shares, inside its write: the notice under its lock, its clocks, who is told, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.announcements import rules, standing
from huiyin.announcements.models import Announcement, Status, Wording
from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ids, ledger, outbox, store, texts
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, may
from huiyin.organisations.handover import held_or_above
from huiyin.organisations.models import Post

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANNOUNCEMENT, APPROVE, READ = "announcement", "approve", "read"  # the subject of its clocks, and their names
SYSTEM = "system:announcements"
TEMPLATE = "announcements/announcement"
WITH = ("organisation__head_post", "post__unit")


def locked(public_id: str) -> Announcement:
    """The notice for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Announcement.objects.select_for_update(of=("self",)).select_related(*WITH)
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise Refused
    return row


def mine(actor: Actor, public_id: str, version: int) -> Announcement:
    """As it was shown, for who answers for it and for who approves notices there."""
    row = locked(public_id)
    if not may_change(actor, row):
        raise Refused
    same(row, version)
    return row


def may_change(actor: Actor, row: Announcement) -> bool:
    answers = row.post_id == actor.post_id and may(actor, "announcement_write", row)
    return answers or may(actor, "announcement_approve", row)


def same(row: Announcement, version: int, *states: Status) -> None:
    if row.version != version or (states and row.status not in states):
        raise Conflict(_("Somebody did something with this notice just now."), _("Look at it as it stands here."))


def in_force(row: Announcement) -> Wording | None:
    """The last wording that was approved."""
    return row.wordings.filter(approved_at__isnull=False).order_by("-number").first()


def pending(row: Announcement) -> Wording | None:
    """The wording that waits: to be approved, or to be written anew."""
    return row.wordings.filter(approved_at=None).order_by("-number").first()


def plain(place: str, text: str, empty: StrOrPromise, longest: int) -> str:
    """What many read, for ever: without telephone numbers of persons and identity numbers."""
    said = written(place, text, empty, longest=longest)
    return texts.without_numbers(place, said, _("Leave it out: your office’s number stands under it by itself."))


def wait_for_approval(row: Announcement, at: dt.datetime) -> Clock:
    """Who approves has the office's own days."""
    days = row.organisation.own_number(rules.APPROVE_KEY, rules.APPROVE_DAYS)
    return own_clocks.start(
        row.organisation, (ANNOUNCEMENT, row.public_id), APPROVE, title=_("Approve a notice to parents"), owner=_approver(row), since=at,
        length=days, fact=_("it was written"), told=_("The head and who wrote it are told; it is still to be approved."),
    )  # fmt: skip


def wait_for_reading(row: Announcement, at: dt.datetime) -> list[ledger.Committed]:
    """Until the day by which its posts have read it. One that runs with another day ends."""
    rows: list[ledger.Committed] = [*stop(row, READ, at)]
    if not row.acknowledge or row.by_on is None or not standing.lacking(row):
        return rows
    since, days = own_clocks.until(row.organisation, row.by_on, at)
    clock = own_clocks.start(
        row.organisation, (ANNOUNCEMENT, row.public_id), READ, title=_("A notice is to be read"), owner=row.post.reference, since=since,
        length=days, fact=_("it was published"), told=_("Who wrote it is told which posts have not read it; these are told once more."),
        reminders=[before for before in rules.REMINDERS if before < days],
    )  # fmt: skip
    return [*rows, clock]


def open_clocks(row: Announcement, name: str = "") -> list[Clock]:
    return clocks.queries.open_rows(ANNOUNCEMENT, row.public_id, names=(name,) if name else None)


def meet(row: Announcement, name: str, at: dt.datetime, because: str) -> list[ledger.Committed]:
    return [clocks.meet(one, at=at, because=f"announcements.{because}") for one in open_clocks(row, name)]


def stop(row: Announcement, name: str, at: dt.datetime) -> list[ledger.Committed]:
    return [clocks.stop(one, at=at, because="announcements.changed") for one in open_clocks(row, name)]


def saved(row: Announcement) -> Announcement:
    row.version += 1
    row.save()
    return row


def tell(row: Announcement, said: str, title: StrOrPromise, posts: Iterable[str], actor: str, at: dt.datetime) -> None:
    """Each post once, but not who did it. `said`: the title of the notice, which names nobody."""
    words = {"title": in_every_language(title), "announcement": said}
    told = sorted(set(posts) - {actor})
    outbox.owe_many(
        [outbox.Owed(one, TEMPLATE, words, row.reference, f"{row.public_id}:{one}:{ids.public_id()}") for one in told],
        at=at,
    )


def approvers(row: Announcement) -> list[str]:
    """Posts of the house that approve notices, and its head."""
    posts = Post.objects.filter(unit__organisation_id=row.organisation_id, closed_at=None).order_by("id")
    return [post.reference for post in posts if {"head", "leader"} & set(post.roles)]


def record(verb: str, actor: str, row: Announcement, at: dt.datetime, rows: Iterable[ledger.Committed]) -> None:
    ledger.record(verb=f"announcements.{verb}", actor=actor, about=row.reference, at=at, commits=list(rows))


def _approver(row: Announcement) -> str:
    head = row.organisation.head_post
    if head is None:
        return row.post.reference
    return held_or_above(head).reference
