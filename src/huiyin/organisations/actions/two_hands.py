"""What can't be undone: one asks with a reason, a second person confirms within the time, or it comes to nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.kernel import outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, machine, require
from huiyin.organisations.models import Ended, Organisation, TwoHands
from huiyin.organisations.queries.two_hands import seconds
from huiyin.organisations.two_hands import Act, Seen, act_of

from .parts import fetch, note

LASTS = dt.timedelta(days=3)  # the operator's own rule: no law gives it
BATCH = 50


def ask(*, actor: Actor, act: str, about: str, reason: str) -> TwoHands:
    """Part of the act of a room, inside of its write. Nothing happens yet; whoever may confirm it is told.

    `Conflict` where it was asked for already, or where nobody else could confirm it.
    """
    store.require_write()
    kind = act_of(act)
    seen = _seen(kind, about)
    require(actor, kind.permission, seen.thing)
    words = written("reason", reason, _("Give the reason."), _("The second person reads it."), longest=300)
    Organisation.objects.select_for_update().get(pk=seen.thing.organisation_id)
    if TwoHands.objects.filter(act=act, about=about, confirmed_at=None, ended_at=None).exists():
        raise Conflict(_("This waits for a second person already."), _("Look at what was asked for."))
    others = seconds(kind.permission, seen.thing, without=actor.account_id)
    if not others:
        raise Conflict(
            _("Nobody else here may confirm this."), _("An administrator gives a second person a post that may.")
        )
    at = time.now()
    row = TwoHands.objects.create(
        organisation_id=seen.thing.organisation_id, act=act, about=about, stood=seen.stood, reason=words,
        asked_by_id=actor.account_id, asked_post=actor.reference, asked_title=actor.post_title, asked_at=at,
        until_at=at + LASTS,
    )  # fmt: skip
    note("ask_second", actor, about, [row])
    _tell(row, "asked", (post.reference for post in others), at)
    return row


def confirm(*, actor: Actor, public_id: str) -> TwoHands:
    """The second person: it is done, in this write. `BadInput` for who asked, `Conflict` where the thing changed or the time is over."""
    with store.write():
        row, kind, seen = _waiting(actor, public_id)
        if row.asked_by_id == actor.account_id:
            raise BadInput("confirm", _("You asked for it yourself."), _("A second person confirms it."))
        at = time.now()
        if at > row.until_at:
            raise Conflict(_("The time for the second person is over."), _("It has to be asked for again."))
        if seen.stood != row.stood:
            raise Conflict(
                _("It is not any more what was asked for."), _("Have it taken back, look at it, and ask again.")
            )
        row.confirmed_by_id, row.confirmed_post = actor.account_id, actor.reference
        row.confirmed_title, row.confirmed_at = actor.post_title, at
        row.save()
        changed = kind.do(row, actor)
        note("confirm_second", actor, row.about, [row, *changed])
        _tell(row, "confirmed", [row.asked_post], at)
    return row


def decline(*, actor: Actor, public_id: str) -> TwoHands:
    """The first person takes it back; or a second one will not have it."""
    with store.write():
        row, _kind, _seen_now = _waiting(actor, public_id)
        own = row.asked_by_id == actor.account_id
        _end(row, Ended.TAKEN_BACK if own else Ended.DECLINED, actor)
    return row


def end_run_out() -> int:
    """For the worker: what found no second person in its time comes to nothing, and who asked is told."""
    found = TwoHands.objects.filter(confirmed_at=None, ended_at=None, until_at__lt=time.now())[:BATCH]
    if not found:
        return 0
    with store.write():
        rows = TwoHands.objects.select_for_update().filter(pk__in=[row.pk for row in found])
        for row in [one for one in rows if one.waits]:
            _end(row, Ended.RAN_OUT, machine("two-hands"))
    return len(found)


def end_for(*, about: str, actor: Actor) -> None:
    """Part of an act after which it can't be done any more: what waits about the thing comes to nothing."""
    store.require_write()
    for row in TwoHands.objects.select_for_update().filter(about=about, confirmed_at=None, ended_at=None):
        _end(row, Ended.TAKEN_BACK, actor)


def _end(row: TwoHands, how: Ended, actor: Actor) -> None:
    row.ended_at, row.ended_how = time.now(), how
    row.save(update_fields=["ended_at", "ended_how"])
    note(
        {"taken-back": "take_back", "declined": "decline_second", "ran-out": "second_ran_out"}[how],
        actor,
        row.about,
        [row],
    )
    _tell(row, how, [row.asked_post] if how != Ended.TAKEN_BACK else [], row.ended_at)


def _waiting(actor: Actor, public_id: str) -> tuple[TwoHands, Act, Seen]:
    row = fetch(TwoHands, public_id)
    kind = act_of(row.act)
    seen = _seen(kind, row.about)
    require(actor, kind.permission, seen.thing)
    if not row.waits:
        raise Conflict(_("Somebody was faster: it waits no more."), _("Look at how it ended."))
    return row, kind, seen


def _seen(kind: Act, about: str) -> Seen:
    seen = kind.see(about)
    if seen is None:
        raise Refused
    return seen


def _tell(row: TwoHands, what: str, to: Iterable[str], at: dt.datetime) -> None:
    """What was told before about it is listed no more: it ended, one way or the other."""
    if what != "asked":
        outbox.withdraw(about=row.reference)
    for reference in sorted(set(to)):
        outbox.owe(
            to=reference,
            template="organisations/two-hands",
            context={"what": what, "language": "zh-hans"},
            about=row.reference,
            key=f"two-hands:{what}:{row.public_id}:{reference}",
            at=at,
        )
