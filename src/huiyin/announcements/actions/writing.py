"""A notice is written; to parents it goes when it is approved. It is corrected by a new wording, and withdrawn with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.announcements import rules, standing
from huiyin.announcements.models import Announcement, Status, Wording
from huiyin.kernel import files, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.organisations.access import Actor, Place, may, require
from huiyin.organisations.models import Post, SchoolClass, Unit
from huiyin.organisations.queries import own_office

from . import classes, parts


@dataclass(frozen=True, slots=True)
class Wanted:
    """`units`, `posts`, `classes`: public ids; `classes` are those whose parents read it. `by_on`: where posts acknowledge it."""

    title: str
    text: str
    from_on: dt.date
    until_on: dt.date
    everybody: bool = False
    units: Collection[str] = ()
    posts: Collection[str] = ()
    classes: Collection[str] = ()
    acknowledge: bool = False
    by_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """`again`: who has read it reads it again, by `by_on`."""

    title: str
    text: str
    why: str
    again: bool = False
    by_on: dt.date | None = None


def write(*, actor: Actor, wanted: Wanted, papers: Sequence[Inspected] = ()) -> Announcement:
    """To posts of the house it goes at once; to parents when somebody who may has approved it."""
    at = time.now()
    with store.write():
        organisation = own_office(actor, "head_post")
        require(actor, "announcement_write", Place(organisation.pk, organisation.path))
        row = Announcement(
            organisation=organisation, post=Post.objects.select_related("unit").get(pk=actor.post_id), written_by=actor.reference,
            written_title=actor.post_title, written_at=at,
        )  # fmt: skip
        _set(row, wanted)
        row.save()
        wording = _worded(row, 1, wanted.title, wanted.text, actor, at)
        rows: list[ledger.Committed] = [files.keep(one, about=row.reference, at=at) for one in papers]
        rows += _publish(actor, row, wording, at) if _at_once(actor, row) else _ask(actor, row, wording, at)
        parts.record("write", actor.reference, row, at, [parts.saved(row), wording, *rows])
    return row


def rewrite(*, actor: Actor, announcement_id: str, version: int, title: str, text: str) -> Announcement:
    """What was sent back, or waits still, is worded anew and waits again."""
    at = time.now()
    with store.write():
        row = parts.mine(actor, announcement_id, version)
        wording = parts.pending(row)
        if wording is None:
            raise Conflict(_("This notice is published already."), _("Correct it: the correction stands as one."))
        wording.title, wording.text = _title(title), _text(text)
        wording.written_by, wording.written_title, wording.written_at = actor.reference, actor.post_title, at
        wording.returned_why = ""
        rows: list[ledger.Committed] = [*parts.stop(row, parts.APPROVE, at)]
        rows += _publish(actor, row, wording, at) if _at_once(actor, row) else _ask(actor, row, wording, at)
        parts.record("rewrite", actor.reference, row, at, [parts.saved(row), wording, *rows])
    return row


def approve(*, actor: Actor, announcement_id: str, version: int) -> Announcement:
    """It goes to the parents as it stands. Whoever wrote it does not approve it in a post that may not."""
    at = time.now()
    with store.write():
        row, wording = _waiting(actor, announcement_id, version)
        rows = _publish(actor, row, wording, at)
        rows += parts.meet(row, parts.APPROVE, at, "approve")
        parts.tell(row, wording.title, _("Your notice is approved"), [row.post.reference], actor.reference, at)
        parts.record("approve", actor.reference, row, at, [parts.saved(row), wording, *rows])
    return row


def send_back(*, actor: Actor, announcement_id: str, version: int, why: str) -> Announcement:
    """Not so, with what is to be otherwise. A wording that is in force stays in force."""
    at = time.now()
    with store.write():
        row, wording = _waiting(actor, announcement_id, version)
        wording.returned_why = parts.plain("why", why, _("Say what is to be otherwise."), 300)
        wording.save()
        if row.status == Status.WAITING:
            row.status = Status.RETURNED
        rows = parts.meet(row, parts.APPROVE, at, "send_back")
        parts.tell(row, wording.title, _("Your notice came back"), [row.post.reference], actor.reference, at)
        parts.record("send_back", actor.reference, row, at, [parts.saved(row), wording, *rows])
    return row


def correct(*, actor: Actor, announcement_id: str, version: int, corrected: Corrected) -> Announcement:
    """A new wording, which stands as a correction with why; the one before stays to be read. To parents it goes when it is approved."""
    at = time.now()
    with store.write():
        row = parts.mine(actor, announcement_id, version)
        before = parts.in_force(row)
        if row.status != Status.RUNNING or before is None:
            raise Conflict(_("This notice does not stand any more."), _("Write a new one."))
        if parts.pending(row) is not None:
            raise Conflict(_("A correction waits already."), _("Word that one anew."))
        if (before.title, before.text) == (corrected.title.strip(), corrected.text.strip()):
            raise BadInput("text", _("Nothing is different."), "")
        wording = _worded(row, before.number + 1, corrected.title, corrected.text, actor, at)
        wording.why = parts.plain("why", corrected.why, _("Say what was wrong."), 200)
        if corrected.again and row.acknowledge:
            wording.again, wording.by_on = True, _by_on(row, corrected.by_on)
        rows = _publish(actor, row, wording, at) if _at_once(actor, row) else _ask(actor, row, wording, at)
        parts.record("correct", actor.reference, row, at, [parts.saved(row), wording, *rows])
    return row


def withdraw(*, actor: Actor, announcement_id: str, version: int, why: str) -> Announcement:
    """It holds no more, with the reason. Where it was published it stays to be seen, as withdrawn."""
    at = time.now()
    with store.write():
        row = parts.mine(actor, announcement_id, version)
        if row.status == Status.WITHDRAWN:
            raise Conflict(_("It is withdrawn already."), _("Look at it as it stands here."))
        row.ended_why = parts.plain("why", why, _("Say why."), 300)
        row.status, row.ended_at = Status.WITHDRAWN, at
        row.ended_by, row.ended_title = actor.reference, actor.post_title
        rows = [*parts.stop(row, parts.READ, at), *parts.stop(row, parts.APPROVE, at)]
        said = parts.in_force(row)
        if said is not None and row.appeared_at is not None:
            told = [one.reference for one in standing.posts_of(row)]
            parts.tell(row, said.title, _("A notice is withdrawn"), told, actor.reference, at)
        parts.record("withdraw", actor.reference, row, at, [parts.saved(row), *rows])
    return row


def _at_once(actor: Actor, row: Announcement) -> bool:
    """Within the house whoever may write publishes; to parents, who may approve."""
    return not row.classes or may(actor, "announcement_approve", row)


def _ask(actor: Actor, row: Announcement, wording: Wording, at: dt.datetime) -> list[ledger.Committed]:
    """It waits for somebody who may approve."""
    if row.status in (Status.WAITING, Status.RETURNED):
        row.status = Status.WAITING
    wording.save()
    parts.tell(
        row, wording.title, _("A notice to parents waits for approval"), parts.approvers(row), actor.reference, at
    )
    return [parts.wait_for_approval(row, at)]


def _publish(actor: Actor, row: Announcement, wording: Wording, at: dt.datetime) -> list[ledger.Committed]:
    """The wording is in force from now on; its posts are told, when its first day has come."""
    wording.approved_by, wording.approved_title, wording.approved_at = actor.reference, actor.post_title, at
    wording.save()
    first = row.published_at is None
    row.status, row.published_at = Status.RUNNING, row.published_at or at
    if wording.again:
        row.read_from, row.by_on = wording.number, wording.by_on
    rows: list[ledger.Committed] = [*classes.opened(row, at)]
    if row.from_on <= time.today(row.organisation.zone):
        title = _("A notice to read") if first else _("A notice is corrected")
        told = [one.reference for one in standing.posts_of(row)]
        parts.tell(row, wording.title, title, told, actor.reference, at)
        row.appeared_at = row.appeared_at or at
    row.save()
    return [*rows, *parts.wait_for_reading(row, at)] if first or wording.again else rows


def _waiting(actor: Actor, public_id: str, version: int) -> tuple[Announcement, Wording]:
    row = parts.locked(public_id)
    if not may(actor, "announcement_approve", row):
        raise Refused
    parts.same(row, version, Status.WAITING, Status.RUNNING)
    wording = parts.pending(row)
    if wording is None or wording.returned_why:
        raise Conflict(_("Nothing of this notice waits for approval."), _("Look at it as it stands here."))
    return row, wording


def _worded(row: Announcement, number: int, title: str, text: str, actor: Actor, at: dt.datetime) -> Wording:
    return Wording(
        announcement=row, number=number, title=_title(title), text=_text(text), written_by=actor.reference,
        written_title=actor.post_title, written_at=at,
    )  # fmt: skip


def _title(title: str) -> str:
    return parts.plain("title", title, _("Say what it is about."), rules.LONGEST_TITLE)


def _text(text: str) -> str:
    return parts.plain("text", text.replace("\r\n", "\n"), _("Write what is to be read."), rules.LONGEST_TEXT)


def _set(row: Announcement, wanted: Wanted) -> None:
    today = time.today(row.organisation.zone)
    if wanted.from_on < today:
        raise BadInput("from_on", _("This day has passed."), _("Give a day from today on."))
    if not 0 <= (wanted.until_on - wanted.from_on).days <= rules.LONGEST_DAYS:
        raise BadInput("until_on", _("The last day is not before the first, and within a year."), "")
    row.from_on, row.until_on, row.everybody = wanted.from_on, wanted.until_on, wanted.everybody
    own = {"organisation": row.organisation}
    units, posts = Unit.objects.filter(**own), Post.objects.filter(unit__organisation=row.organisation)
    row.units = [] if wanted.everybody else _known("units", wanted.units, set(units.filter(closed_at=None).values_list("public_id", flat=True)))  # fmt: skip
    row.posts = [] if wanted.everybody else _known("posts", wanted.posts, set(posts.filter(closed_at=None).values_list("public_id", flat=True)))  # fmt: skip
    row.classes = _known("classes", wanted.classes, set(SchoolClass.objects.filter(**own).values_list("public_id", flat=True)))  # fmt: skip
    inside = row.everybody or row.units or row.posts
    if not inside and not row.classes:
        raise BadInput("everybody", _("Say for whom it is."), _("Choose posts or units of the house, or classes whose parents read it."))  # fmt: skip
    if wanted.acknowledge:
        if not inside:
            raise BadInput("acknowledge", _("Only posts of the house acknowledge a notice."), _("Of parents it is never known who has read it."))  # fmt: skip
        row.acknowledge, row.by_on = True, _by_on(row, wanted.by_on)


def _by_on(row: Announcement, day: dt.date | None) -> dt.date:
    if day is None or not max(row.from_on, time.today(row.organisation.zone)) <= day <= row.until_on:
        raise BadInput("by_on", _("Give a day while it is there, from today on."), "")
    return day


def _known(place: str, wanted: Collection[str], known: set[str]) -> list[str]:
    if not set(wanted) <= known:
        raise BadInput(place, _("One of these is not there any more."), _("Choose again."))
    return sorted(set(wanted))
