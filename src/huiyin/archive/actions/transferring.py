"""Dossiers go to the archive: a list is prepared, the archive signs, its slip is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from huiyin.archive import rules
from huiyin.archive.models import Dossier, State, Transfer, TransferItem
from huiyin.archive.queries.dossiers import listed
from huiyin.kernel import ledger, store, texts, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation


def prepare(*, actor: Actor, to: str, dossiers: Collection[str]) -> Transfer:
    """`dossiers`: public ids of made ones that the post may list and that are on no other list."""
    require(actor, "archive_keep", Place(actor.organisation_id, actor.organisation_path))
    if len(to.strip()) < 2:
        raise BadInput("to", _("Name the archive that takes them."), _("For example: the county's archive."))
    if not dossiers:
        raise BadInput("dossiers", _("Choose at least one dossier."), "")
    with store.write():
        office = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        found = list(
            Dossier.objects.filter(organisation=office, state=State.MADE, public_id__in=list(dossiers)).filter(
                listed(actor)
            )
        )
        if len(found) != len(set(dossiers)):
            raise Refused
        if TransferItem.objects.filter(dossier__in=found, held=True).exists():
            raise Conflict(_("One of them is on another list by now."), _("Look at the lists and choose again."))
        at = time.now()
        row = Transfer.objects.create(
            organisation=office,
            to=to.strip(),
            prepared_by=actor.reference,
            prepared_title=actor.post_title,
            prepared_at=at,
        )
        items = [
            TransferItem.objects.create(transfer=row, dossier=one, digest=one.digest, pages=one.pages) for one in found
        ]
        ledger.record(verb="archive.prepare", actor=actor.reference, about=row.reference, at=at, commits=[row, *items])
    return row


def receive(*, actor: Actor, transfer_id: str, receipt: str, on: dt.date, by: str) -> Transfer:
    """The archive has signed. `by`: the body or post on the slip, no person's name or number."""
    with store.write():
        row = _waiting(actor, transfer_id)
        at, zone = time.now(), time.zone_of(row.organisation.zone)
        if not receipt.strip():
            raise BadInput("receipt", _("Give the number of the slip."), _("It stands on the archive's receipt."))
        if not rules.can_have_been_received(on, row.prepared_at.astimezone(zone).date(), at.astimezone(zone).date()):
            raise BadInput("on", _("It can't have been signed on that day."), _("Look at the day on the slip."))
        row.receipt, row.received_on = receipt.strip(), on
        row.received_by = texts.without_numbers("by", by.strip(), _("Name the body or the post."))
        row.recorded_by, row.recorded_title, row.recorded_at = actor.reference, actor.post_title, at
        row.save()
        ledger.record(verb="archive.receive", actor=actor.reference, about=row.reference, at=at, commits=[row])
    return row


def call_off(*, actor: Actor, transfer_id: str, why: str) -> Transfer:
    """The list is not handed over: its dossiers can go on another one."""
    if len(why.strip()) < 2:
        raise BadInput("why", _("Say why."), "")
    with store.write():
        row = _waiting(actor, transfer_id)
        row.called_off_at, row.called_off_why = time.now(), why.strip()
        row.save()
        items = list(row.items.all())
        for item in items:
            item.held = False
            item.save(update_fields=["held"])
        ledger.record(
            verb="archive.call-off",
            actor=actor.reference,
            about=row.reference,
            at=row.called_off_at,
            commits=[row, *items],
        )
    return row


def _waiting(actor: Actor, public_id: str) -> Transfer:
    """Locked, so that two who write the same slip down come one after the other."""
    found = Transfer.objects.select_for_update(of=("self",)).select_related("organisation")
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise Refused
    require(actor, "archive_keep", row)
    if not row.waits:
        raise Conflict(_("Somebody was faster: it was received or called off."), _("Look at it as it stands here."))
    return row
