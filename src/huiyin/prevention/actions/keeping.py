"""Premises and equipment: added, checked, handed to another keeper, retired. A check that runs out is told, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, files, ids, ledger, outbox, store, time
from huiyin.kernel.calendars.rules import add_months
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, may, require
from huiyin.organisations.models import Post
from huiyin.organisations.posts import post_of
from huiyin.organisations.queries import own_office
from huiyin.prevention import rules
from huiyin.prevention.models import NETWORK_KINDS, Check, CheckDone, Equipment, Kind

from . import charging, parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHECK, EXPIRY = "equipment-check", "expiry"  # the subject of its clock, and its name
TEMPLATE = "prevention/equipment"
REMINDERS = (30, 7)  # days before


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its first check. `months`: how long the next check holds; empty where each paper says it."""

    kind: str
    name: str
    place: str
    keeper: str
    check: str
    valid_until: dt.date
    months: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A check that was done. `valid_until` may stay empty where the check says for how many months it holds."""

    done_on: dt.date
    valid_until: dt.date | None = None
    firm: str = ""
    note: str = ""
    papers: Sequence[Inspected] = field(default=())


def add_equipment(*, actor: Actor, thing: Thing) -> Equipment:
    """A thing is in the register from now on, and its first check runs."""
    at = time.now()
    with store.write():
        organisation = own_office(actor, "head_post")
        require(actor, "equipment_keep", Place(organisation.pk, organisation.path))
        if thing.kind not in Kind.values:
            raise BadInput("kind", _("Choose what it is."), "")
        row = Equipment.objects.create(
            organisation=organisation, kind=thing.kind, note=thing.note.strip()[:300], added_by=actor.reference, added_at=at,
            name=written("name", thing.name, _("Say what it is called."), longest=80),
            place=written("place", thing.place, _("Say where it is."), longest=80),
            keeper=post_of(organisation, thing.keeper, "keeper"),
        )  # fmt: skip
        rows: list[ledger.Committed] = [row, *_begun(row, thing.check, thing.months, thing.valid_until, at)]
        rows += charging.begun_without(organisation, at) if thing.kind in NETWORK_KINDS else []
        _record("add_equipment", actor, row, at, rows)
    return row


def add_check(
    *, actor: Actor, equipment_id: str, version: int, check: str, valid_until: dt.date, months: int | None = None
) -> Equipment:
    """It needs one more kind of check."""
    at = time.now()
    with store.write():
        row = _equipment(actor, equipment_id, version)
        _record("add_check", actor, row, at, [_saved(row), *_begun(row, check, months, valid_until, at)])
    return row


def check_done(*, actor: Actor, check_id: str, done: Done) -> Check:
    """Somebody checked it: good until a day. The keeper may say so, whatever the role of the post."""
    at = time.now()
    with store.write():
        found = Check.objects.select_for_update(of=("self",)).filter(public_id=check_id, ended_at=None).first()
        if found is None:
            raise Refused
        row = _of(actor, found.equipment_id)
        until = _good_until(found, done, time.today(row.organisation.zone))
        kept = [files.keep(one, about=row.reference, at=at) for one in done.papers]
        time_done = CheckDone.objects.create(
            check_of=found, done_on=done.done_on, valid_until=until, firm=done.firm.strip()[:120], note=done.note.strip()[:300],
            files=[one.public_id for one in kept], at=at, by=actor.reference, by_title=actor.post_title,
        )  # fmt: skip
        found.valid_until = until
        found.save()
        met = [clocks.meet(clock, at=at, because="prevention.check_done") for clock in _open(found)]
        _record("check_done", actor, row, at, [*kept, time_done, found, *met, _start(found, row, at)])
    return found


def keep_by(*, actor: Actor, equipment_id: str, version: int, keeper: str) -> Equipment:
    """Another post sees to its checks."""
    at = time.now()
    with store.write():
        row = _equipment(actor, equipment_id, version)
        row.keeper = post_of(row.organisation, keeper, "keeper")
        rows: list[ledger.Committed] = [_saved(row)]
        for check in row.checks.filter(ended_at=None):
            rows += [clocks.hand_over(clock, owner=row.keeper.reference) for clock in _open(check)]
        _record("keep_by", actor, row, at, rows)
    return row


def retire(*, actor: Actor, equipment_id: str, version: int, why: str) -> Equipment:
    """It is gone, or not used any more; its papers stay."""
    at = time.now()
    with store.write():
        row = _equipment(actor, equipment_id, version)
        row.retired_why = written("why", why, _("Say why."), longest=200)
        row.retired_at = at
        rows: list[ledger.Committed] = [_saved(row)]
        for check in Check.objects.select_for_update().filter(equipment=row, ended_at=None):
            check.ended_at = at
            check.save()
            rows += [check, *(clocks.stop(clock, at=at, because="prevention.retire") for clock in _open(check))]
        _record("retire", actor, row, at, rows)
    return row


def may_check(actor: Actor, row: Equipment) -> bool:
    """The keeper, and who keeps the register."""
    return may(actor, "equipment_keep", row) or (row.keeper_id == actor.post_id and may(actor, "equipment_read", row))


def expired(clock: Clock, at: dt.datetime) -> None:
    """The day has passed and nobody checked it: the keeper and the head are told."""
    check = Check.objects.select_related("equipment__organisation__head_post", "equipment__keeper").get(
        public_id=clock.subject_id
    )
    row = check.equipment
    _tell(check, _("A check has run out"), [row.keeper, row.organisation.head_post], at)
    ledger.record(verb="prevention.expired", actor=parts.SYSTEM, about=row.reference, at=at, commits=[clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """The keeper, before it runs out."""
    check = Check.objects.select_related("equipment__keeper", "equipment__organisation").get(public_id=clock.subject_id)
    _tell(check, _("A check runs out soon"), [check.equipment.keeper], at)


def _good_until(check: Check, done: Done, today: dt.date) -> dt.date:
    if done.done_on > today:
        raise BadInput("done_on", _("This day has not come yet."), "")
    longest = add_months(done.done_on, check.months) if check.months else None
    until = done.valid_until or longest
    if until is None:
        raise BadInput("valid_until", _("Say until when it is good."), _("It stands on the paper or the label."))
    if until < done.done_on:
        raise BadInput("valid_until", _("This day lies before the check."), "")
    if longest is not None and until > longest:
        raise BadInput("valid_until", _("This check holds no longer than %(n)d months.") % {"n": check.months}, "")
    return until


def _begun(
    row: Equipment, title: str, months: int | None, valid_until: dt.date, at: dt.datetime
) -> list[ledger.Committed]:
    title = written("check", title, _("Say which check it needs."), longest=60)
    lawful = rules.LAWFUL_CHECKS.get(row.kind)
    most = lawful.months if lawful else None
    if months is not None and not 1 <= months <= (most or 240):
        raise BadInput("months", _("Give months from 1 to %(most)d.") % {"most": most or 240}, "")
    if row.checks.filter(title=title, ended_at=None).exists():
        raise BadInput("check", _("It has this check already."), "")
    check = Check.objects.create(equipment=row, title=title, months=months or most, valid_until=valid_until)
    return [check, _start(check, row, at)]


def _start(check: Check, row: Equipment, at: dt.datetime) -> Clock:
    """Its clock ends with the last good day, also where that has passed already."""
    organisation = row.organisation
    since, days = own_clocks.until(organisation, check.valid_until, at)
    lawful = rules.LAWFUL_CHECKS.get(row.kind)
    return clocks.start(
        subject_kind=CHECK, subject_id=check.public_id, name=EXPIRY, title=in_every_language(_("Have it checked")),
        owner=row.keeper.reference, started_at=since, start_fact=in_every_language(_("as it stands on its paper")),
        length=days, unit="days", region=organisation.region, zone=organisation.zone, roll=False,
        own_rule=lawful is None, law=lawful.law if lawful else {}, article=lawful.article if lawful else "",
        verified="S" if lawful else "", reminders=[Reminder(before, "days") for before in REMINDERS if before < days],
        consequence=in_every_language(_("The keeper and the head are told.")),
    )  # fmt: skip


def _open(check: Check) -> list[Clock]:
    return clocks.queries.open_rows(CHECK, check.public_id)


def _equipment(actor: Actor, public_id: str, version: int) -> Equipment:
    found = Equipment.objects.select_for_update(of=("self",)).select_related("organisation__head_post", "keeper__unit")
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise Refused
    require(actor, "equipment_keep", row)
    if row.version != version or row.retired_at is not None:
        raise Conflict(_("Somebody changed this just now, or ended it."), _("Look at it as it stands here."))
    return row


def _of(actor: Actor, pk: int) -> Equipment:
    row = Equipment.objects.select_related("organisation__head_post", "keeper__unit").get(pk=pk)
    if not may_check(actor, row):
        raise Refused
    return row


def _saved(row: Equipment) -> Equipment:
    row.version += 1
    row.save()
    return row


def _tell(check: Check, title: StrOrPromise, posts: Sequence[Post | None], at: dt.datetime) -> None:
    row = check.equipment
    words = {"title": in_every_language(title), "name": row.name, "place": row.place, "check": check.title}
    told = sorted({post.reference for post in posts if post is not None})
    outbox.owe_many(
        [
            outbox.Owed(one, TEMPLATE, words, row.reference, f"{check.public_id}:{one}:{ids.public_id()}")
            for one in told
        ],
        at=at,
    )


def _record(verb: str, actor: Actor, row: Equipment, at: dt.datetime, rows: list[ledger.Committed]) -> None:
    ledger.record(verb=f"prevention.{verb}", actor=actor.reference, about=row.reference, at=at, commits=rows)
