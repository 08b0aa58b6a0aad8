"""A dossier is asked for; a worker makes it, seals it and keeps it for a day; somebody takes it."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.archive import rules
from huiyin.archive.dossiers.packing import Packed
from huiyin.archive.models import OPEN, Dossier, State, TransferItem
from huiyin.cases.models import Case, Concern
from huiyin.incidents.models import Incident
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Conflict, HuiyinError, Refused, in_sentences
from huiyin.kernel.files import storage
from huiyin.kernel.vault import crypto
from huiyin.organisations.access import Actor, may, require

SYSTEM = "system:archive.make"


def ask_of_case(*, actor: Actor, case_id: str) -> Dossier:
    """`Conflict` while the case runs, or where one is being made already."""
    with store.write():
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .filter(public_id=case_id)
            .first()
        )
        if case is None or not may(actor, "read", case):
            raise Refused
        require(actor, "dossier", case)
        if not rules.case_may(case.bucket):
            raise Conflict(_("The case still runs."), _("A dossier is made when it has ended."))
        _one_at_a_time(Dossier.objects.filter(case=case))
        return _asked(actor, Dossier(organisation=case.organisation, case=case))


def ask_of_incident(*, actor: Actor, incident_id: str) -> Dossier:
    """The same for an emergency or an exercise."""
    with store.write():
        found = Incident.objects.select_for_update(of=("self",)).select_related("organisation")
        incident = found.filter(public_id=incident_id).first()
        if incident is None or not may(actor, "incident_read", incident):
            raise Refused
        require(actor, "dossier_incident", incident)
        if not rules.incident_may(incident.status):
            raise Conflict(_("It has not ended yet."), _("A dossier is made when it has ended."))
        _one_at_a_time(Dossier.objects.filter(incident=incident))
        return _asked(actor, Dossier(organisation=incident.organisation, incident=incident))


def begin(now: dt.datetime) -> Dossier | None:
    """For the worker: the oldest that waits, or that its worker left. None: nothing is to be done."""
    waiting = [one for one in Dossier.objects.filter(state__in=OPEN).order_by("id")[:20] if _free(one, now)]
    if not waiting:
        return None
    with store.write():
        row = Dossier.objects.select_for_update().get(pk=waiting[0].pk)
        if not _free(row, now):
            return None
        row.tries += 1
        if row.tries > rules.MOST_TRIES:
            _failed(
                row, _("Making it broke off twice."), _("Whoever runs the machine finds the reason in its log."), now
            )
            return None
        row.state, row.stage, row.held_until = State.RUNNING, "reading", now + rules.HELD
        row.save()
    return row


def heard(*, dossier: Dossier, stage: str) -> None:
    """How far it is. No fact: nothing of it goes to the ledger."""
    with store.write():
        Dossier.objects.filter(pk=dossier.pk, state=State.RUNNING).update(
            stage=stage, held_until=time.now() + rules.HELD
        )


@dataclass(frozen=True, slots=True)
class Sealed:
    """The package under a key of its own, on disk under `name`."""

    name: str
    wrapped_key: bytes


def seal(dossier: Dossier, content: bytes) -> Sealed:
    """Outside of the write. What no row comes to name is swept away in a day."""
    key = crypto.new_key()
    sealed = crypto.seal(content, key, dossier.reference)
    name = storage.digest(sealed, b"")
    storage.put(name, sealed)
    return Sealed(name, crypto.wrap(key, dossier.reference))


def take_over(*, dossier: Dossier, packed: Packed, sealed: Sealed, originals: int) -> Dossier:
    """It is made, where nobody else was faster."""
    with store.write():
        row = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if row.state != State.RUNNING or row.tries != dossier.tries:
            return row
        at = time.now()
        row.state, row.stage, row.held_until, row.made_at = State.MADE, "", None, at
        row.digest, row.pdf_digest, row.pages, row.size = (
            packed.digest,
            packed.pdf_digest,
            packed.pages,
            len(packed.content),
        )
        row.originals, row.stored, row.wrapped_key = originals, sealed.name, sealed.wrapped_key
        row.save()
        ledger.record(verb="archive.make", actor=SYSTEM, about=row.reference, at=at, commits=[row])
    return row


def give_up(*, dossier: Dossier, error: HuiyinError) -> None:
    """Why there is none, and what to do, on its page."""
    with store.write():
        row = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if row.state == State.RUNNING and row.tries == dossier.tries:
            _failed(row, error.message, error.remedy, time.now())


def take(*, actor: Actor, dossier_id: str) -> tuple[Dossier, bytes]:
    """The package, opened. That it was taken, and by which post, stays in the ledger. `Conflict` where it lies here no more."""
    row = (
        Dossier.objects.select_related("case__organisation", "incident__organisation")
        .filter(public_id=dossier_id)
        .first()
    )
    if row is None or not allowed(actor, row):
        raise Refused
    gone = Conflict(_("The package lies here no more."), _("It is kept for a day. Make the dossier again."))
    if not row.at_hand:
        raise gone
    try:
        with storage.open_file(row.stored) as file:
            content = crypto.unseal(file.read(), crypto.unwrap(bytes(row.wrapped_key), row.reference), row.reference)
    except FileNotFoundError as error:
        raise gone from error
    with store.write():
        if not Dossier.objects.filter(pk=row.pk, stored=row.stored).exists():
            raise gone  # sealed or erased since
        at = time.now()
        ledger.record(verb="archive.take", actor=actor.reference, about=row.reference, at=at)
    return row, content


def allowed(actor: Actor, row: Dossier) -> bool:
    """Whether the post may know of it and have it."""
    if row.case is not None:
        return may(actor, "read", row.case) and may(actor, "dossier", row.case)
    return may(actor, "incident_read", row.incident) and may(actor, "dossier_incident", row.incident)


def forget(now: dt.datetime) -> int:
    """Packages that have lain their day: bytes and key go, that they were made stays. Answers how many."""
    names = []
    with store.write():
        for row in Dossier.objects.select_for_update().filter(made_at__lte=now - rules.KEPT).exclude(stored="")[:50]:
            names.append(row.stored)
            row.stored, row.wrapped_key = "", b""
            row.save(update_fields=["stored", "wrapped_key"])
    for name in names:
        storage.remove(name)
    return len(names)


def drop_package(case: Case, at: dt.datetime) -> tuple[()]:
    """For who seals or erases: a package made before says more than may be said now. Its key goes, then its bytes.

    One that is being made was read before, so it comes to nothing; one on a list that the archive has not signed leaves it.
    """
    for row in Dossier.objects.select_for_update().filter(case=case).exclude(stored=""):
        store.after_commit(functools.partial(storage.remove, row.stored))
        row.stored, row.wrapped_key = "", b""
        row.save(update_fields=["stored", "wrapped_key"])
    for row in Dossier.objects.select_for_update().filter(case=case, state=State.RUNNING):
        _failed(row, _("The case has changed while it was made."), _("Make the dossier again."), at)
    waiting = TransferItem.objects.select_for_update(of=("self",)).filter(dossier__case=case, held=True)
    for item in waiting.filter(transfer__recorded_at=None).select_related("transfer"):
        item.held = False
        item.save(update_fields=["held"])
        ledger.record(verb="archive.take-off", actor=SYSTEM, about=item.transfer.reference, at=at, commits=[item])
    return ()


def drop_of_concern(concern: Concern) -> list[ledger.Committed]:
    return list(drop_package(concern.case, time.now()))


def _one_at_a_time(found: QuerySet[Dossier]) -> None:
    if found.filter(state__in=OPEN).exists():
        raise Conflict(_("One is being made already."), _("Wait for it; it takes a minute or two."))


def _asked(actor: Actor, row: Dossier) -> Dossier:
    at = time.now()
    row.asked_by, row.asked_title, row.asked_at = actor.reference, actor.post_title, at
    row.save()
    ledger.record(verb="archive.ask", actor=actor.reference, about=row.reference, at=at, commits=[row])
    return row


def _free(row: Dossier, now: dt.datetime) -> bool:
    return row.state == State.WAITING or (row.held_until is not None and row.held_until <= now)


def _failed(row: Dossier, message: object, remedy: object, at: dt.datetime) -> None:
    row.state, row.stage, row.held_until = State.FAILED, "", None
    row.failure = in_sentences(message, remedy)[:300]
    row.save()
    ledger.record(verb="archive.fail", actor=SYSTEM, about=row.reference, at=at, commits=[row])
