"""An office sets how long it keeps a kind of things; that they go without a person at hand takes two people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import without_numbers, written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.actions import two_hands
from huiyin.organisations.models import Organisation, TwoHands
from huiyin.retention.kinds import KINDS
from huiyin.retention.models import LONGEST, SHORTEST, Schedule

BY_ITSELF = "retention.by_itself"


def set_schedule(
    *, actor: Actor, kind: str, years: int | None, authority: str, archive_first: bool = False
) -> Schedule:
    """`years`: None keeps everything. Whatever is changed, nothing of the kind goes by itself before two people say so again."""
    if kind not in KINDS:
        raise Refused
    if years is not None and not SHORTEST <= years <= LONGEST:
        raise BadInput("years", _("Give 1 to 100 years."), _("Leave it empty to keep everything."))
    words = written(
        "authority",
        authority,
        _("Say by what rule."),
        _("The article, or that it is the office's own rule."),
        longest=200,
    )
    with store.write():
        require(actor, "retention_set", Place(actor.organisation_id, actor.organisation_path))
        office = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        row = Schedule.objects.filter(organisation=office, kind=kind).first() or Schedule(
            organisation=office, kind=kind
        )
        if row.pk is not None:
            two_hands.end_for(about=row.reference, actor=actor)
        row.years, row.authority = years, without_numbers("authority", words)
        row.archive_first = archive_first and KINDS[kind].archives
        row.by_itself = False
        row.set_by, row.set_title, row.set_at = actor.reference, actor.post_title, time.now()
        row.save()
        ledger.record(
            verb="retention.schedule", actor=actor.reference, about=row.reference, at=row.set_at, commits=[row]
        )
    return row


def ask_by_itself(*, actor: Actor, schedule_id: str, reason: str) -> TwoHands:
    """The first hand: from now on this kind is destroyed after notice without anybody at hand."""
    with store.write():
        row = _own(actor, schedule_id)
        if row.years is None or row.by_itself:
            raise Conflict(_("Set a number of years first."), _("Then it can be asked for, once."))
        return two_hands.ask(actor=actor, act=BY_ITSELF, about=row.reference, reason=reason)


def stop_by_itself(*, actor: Actor, schedule_id: str) -> Schedule:
    """Back to two hands each time; one person can do that at any time."""
    with store.write():
        row = _own(actor, schedule_id)
        row.by_itself = False
        row.save(update_fields=["by_itself"])
        ledger.record(
            verb="retention.by_hand", actor=actor.reference, about=row.reference, at=time.now(), commits=[row]
        )
    return row


def _own(actor: Actor, schedule_id: str) -> Schedule:
    row = (
        Schedule.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(public_id=schedule_id)
        .first()
    )
    if row is None:
        raise Refused
    require(actor, "retention_set", row)
    return row
