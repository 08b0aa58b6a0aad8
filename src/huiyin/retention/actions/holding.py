"""A thing is held back from destruction, and let go again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import without_numbers, written
from huiyin.organisations.access import Actor, require
from huiyin.retention.models import Ground, Hold
from huiyin.retention.queries.held import thing_of


def hold(*, actor: Actor, about: str, ground: str, reason: str, until: dt.date | None = None) -> Hold:
    """`about`: the reference of a thing that the post reads (`queries.held`). `until`: the last day, or None until somebody ends it."""
    if ground not in Ground.values:
        raise BadInput("ground", _("Choose why."), "")
    words = written(
        "reason", reason, _("Say why it is held back."), _("For example: the number of the lawsuit."), longest=300
    )
    with store.write():
        thing = thing_of(actor, about)
        require(actor, "retention_hold", thing)
        if until is not None and until < time.today(thing.organisation.zone):
            raise BadInput("until", _("That day is over."), _("Choose a later one, or leave it empty."))
        at = time.now()
        row = Hold.objects.create(
            organisation=thing.organisation, about=about, ground=ground, reason=without_numbers("reason", words),
            until=until, put_by=actor.reference, put_title=actor.post_title, put_at=at,
        )  # fmt: skip
        ledger.record(verb="retention.hold", actor=actor.reference, about=about, at=at, commits=[row])
    return row


def end_hold(*, actor: Actor, hold_id: str, why: str) -> Hold:
    """From now on its time counts again; nothing is destroyed before notice was given anew."""
    words = written("why", why, _("Say why it is let go."), "", longest=300)
    with store.write():
        row = Hold.objects.select_for_update().filter(public_id=hold_id).first()
        if row is None:
            raise Refused
        require(actor, "retention_hold", thing_of(actor, row.about))
        if row.ended_at is not None:
            raise Conflict(_("It was let go already."), "")
        row.ended_by, row.ended_title, row.ended_at = actor.reference, actor.post_title, time.now()
        row.ended_why = without_numbers("why", words)
        row.save()
        ledger.record(verb="retention.let_go", actor=actor.reference, about=row.about, at=row.ended_at, commits=[row])
    return row
