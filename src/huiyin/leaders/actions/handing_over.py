"""When a post changes hands the cases that it leads have a leader at every moment, and both sides sign what went over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, locked
from huiyin.cases.models import Case
from huiyin.kernel import clocks, ids, ledger, outbox, store, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.leaders.models import Handover, Lead
from huiyin.leaders.queries.holders import can_sign_in, fits, holding, leads_cases, superior_of, takes_over
from huiyin.leaders.rules import HANDOVER_DAYS, HANDOVER_KEY
from huiyin.organisations.access import Actor, require
from huiyin.organisations.handover import Change
from huiyin.organisations.models import Post

from .appointing import hand_case

SUBJECT = "handover"
SIGN = "sign"
NOTICE = "leaders/handover"


def when_post_changes(change: Change) -> None:
    """For `organisations.handover.on_change`: in the write that changes the post."""
    leads = list(Lead.objects.filter(post=change.post, until=None).select_related("case").order_by("id"))
    if not leads:
        return
    if change.vacant or not leads_cases(change.post):
        _go_up(change, [lead.case.pk for lead in leads])
        return
    public_ids = [lead.case.public_id for lead in leads]
    if change.leaving is not None:
        if not change.leaving.deputy:
            _stay(change, public_ids)
        return
    for pending in Handover.objects.filter(post=change.post, ended_at=None, moved_at=None).select_related("leaving"):
        _stay(replace(change, leaving=pending.leaving), public_ids)


def sign_handover(*, actor: Actor, handover: str) -> Handover:
    """Sign the list: who gives, or who takes. It is done when both have, or when who left can't sign in any more."""
    at = time.now()
    with store.write():
        row = _list(handover)
        side = side_of(actor, row)
        require(actor, "sign_handover")
        if not side:
            raise Refused
        if row.ended_at is not None or (row.gave_at if side == "gives" else row.took_at) is not None:
            raise Conflict(_("It is signed already."), _("Look at the page again."))
        if side == "gives":
            row.gave_at, row.gave_by = at, actor.reference
        else:
            row.took_at, row.took_by = at, actor.reference
        rows = _end_if_done(row, at)
        row.save()
        ledger.record(
            verb="leaders.sign-handover", actor=actor.reference, about=row.reference, at=at, commits=[row, *rows]
        )
    return row


def give_back(*, actor: Actor, handover: str) -> Handover:
    """The post that was empty is held again: what went up from it and still is there goes back."""
    at = time.now()
    with store.write():
        row = _list(handover)
        require(actor, "lead")
        if row.to_post_id in (row.post_id, None) or actor.post_id != row.to_post_id:
            raise Refused
        back = Lead.objects.filter(post_id=row.to_post_id, until=None, case__public_id__in=row.cases)
        moved = 0
        for lead in back.order_by("id"):
            case = locked(lead.case_id)
            if fits(row.post, case):
                hand_case(Doing.by_staff(case, "leader_changes", actor, at), row.post)
                moved += 1
        if not moved:
            raise Conflict(
                _("There is nothing that could go back."), _("Nobody holds the post yet, or the cases have gone on.")
            )
    return row


def side_of(actor: Actor, row: Handover) -> str:
    """ "gives", "takes", or empty. Who leaves gives, even from another post; nobody takes from themselves."""
    if row.leaving is not None and row.leaving.account_id == actor.account_id:
        return "gives"
    return "takes" if actor.post_id == row.to_post_id else ""


def missed(clock: clocks.Clock, at: dt.datetime) -> None:
    """The list is not signed in time: who takes, and the superior, are told."""
    row = Handover.objects.select_related("to_post__unit__organisation").get(public_id=clock.subject_id)
    superior = superior_of(row.to_post)
    for reference in filter(None, {clock.owner, superior.reference if superior else ""}):
        _owe(row, reference, at, late=True)
    ledger.record(verb="leaders.handover-missed", actor="system:clock", about=row.reference, at=at, commits=[clock])


def remind(clock: clocks.Clock, at: dt.datetime) -> None:
    _owe(Handover.objects.get(public_id=clock.subject_id), clock.owner, at)


def _go_up(change: Change, cases: Iterable[int]) -> None:
    """Nobody holds the post, or it leads no cases any more: each case goes to the first above who may know of it."""
    gone: dict[Post, list[str]] = {}
    for key in cases:
        case = locked(key)
        after = takes_over(case, change.post)
        hand_case(Doing(case, "leader_changes", change.actor, change.actor_title, change.at), after)
        if after is not None:
            gone.setdefault(after, []).append(case.public_id)
    for post, public_ids in gone.items():
        _write_list(change, post, public_ids, moved=True)


def _stay(change: Change, public_ids: list[str]) -> None:
    """Who leaves is followed by a deputy or a successor on the same post; with a last day that comes, by whoever is there then."""
    leaving = change.leaving
    assert leaving is not None
    gone = leaving.ended_at is not None
    after = leaving.until_on + dt.timedelta(days=1) if leaving.until_on else None
    stays = gone or after is None or _will_hold(change.post, after)
    if not gone and after is None:
        return
    _write_list(change, change.post if stays else _next(change, public_ids), public_ids, moved=gone)


def _will_hold(post: Post, day: dt.date) -> bool:
    return holding(day).filter(post=post).exists()


def _next(change: Change, public_ids: list[str]) -> Post:
    """Whose it would be by today's staffing; on the day itself it is asked again."""
    [case, *_rest] = Case.objects.filter(public_id__in=public_ids[:1])
    return takes_over(case, change.post) or change.post


def _write_list(change: Change, to_post: Post, public_ids: list[str], *, moved: bool) -> None:
    """The list, made once for each who takes over; a list for a day that has come is the one that was made before."""
    pending = Handover.objects.filter(post=change.post, leaving=change.leaving, ended_at=None, moved_at=None).first()
    row = pending or Handover(post=change.post, leaving=change.leaving, made_at=change.at, to_post=to_post)
    before = row.to_post
    today = time.today(change.post.unit.organisation.zone)
    row.to_post, row.cases = to_post, public_ids
    row.leaves_on = (change.leaving.until_on if change.leaving else None) or today
    row.moved_at = change.at if moved else None
    row.save()
    rows = [clocks.hand_over(clock, owner=to_post.reference) for clock in _clocks(row)]
    if pending is None:
        rows = [_clock(row, change.at)]
    if pending is None or before != to_post:
        _owe(row, to_post.reference, change.at)
    ledger.record(verb="leaders.hand-over", actor=change.actor, about=row.reference, at=change.at, commits=[row, *rows])


def _clock(row: Handover, at: dt.datetime) -> clocks.Clock:
    """Both sign within the office's own number of days."""
    office = row.to_post.unit.organisation
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=row.public_id,
        name=SIGN,
        title=in_every_language(_("Sign the hand-over list")),
        owner=row.to_post.reference,
        started_at=at,
        start_fact=in_every_language(_("the post changes hands")),
        length=office.own_number(HANDOVER_KEY, HANDOVER_DAYS),
        unit="working-days",
        region=office.region,
        zone=office.zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(_("The superior is told.")),
        reminders=[clocks.Reminder(1, "days")],
    )


def _clocks(row: Handover) -> list[clocks.Clock]:
    return clocks.queries.open_rows(SUBJECT, row.public_id)


def _end_if_done(row: Handover, at: dt.datetime) -> list[ledger.Committed]:
    today = time.today(row.to_post.unit.organisation.zone)
    left = row.leaving is None or (row.moved_at is not None and not can_sign_in(row.leaving.account, today))
    if row.took_at is None or (row.gave_at is None and not left):
        return []
    row.ended_at = at
    return [clocks.meet(clock, at=at, because="leaders.sign-handover") for clock in _clocks(row)]


def _owe(row: Handover, to: str, at: dt.datetime, *, late: bool = False) -> None:
    outbox.owe(
        to=to, template=NOTICE, context={"number": len(row.cases), "late": late}, about=row.reference,
        key=f"{row.public_id}:{to}:{ids.public_id()}", at=at,
    )  # fmt: skip


def _list(public_id: str) -> Handover:
    store.require_write()
    found = Handover.objects.select_for_update(of=("self",)).select_related(
        "post__unit__organisation", "to_post__unit__organisation", "leaving__account"
    )
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise Refused
    return row
