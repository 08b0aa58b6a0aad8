"""Opening a sealed identity: one named handler, for a purpose, read by the person on their own page; of a sealed case two people."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern
from huiyin.cases.queries.sealed_identity import OPEN, agreed_by_two
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations import two_hands
from huiyin.organisations.access import Actor, require
from huiyin.organisations.actions import two_hands as asking
from huiyin.organisations.models import TwoHands

from .intake import concern_reference
from .procedure import Doing, Line, locked, note_only

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def open_identity(*, actor: Actor, concern_public_id: str, purpose: str, fields: Collection[str]) -> Identity:
    """The wanted fields of this one concern's identity. `Refused` unless the actor works on this very case.

    Of a sealed case `Conflict` unless two people have agreed to it within the hour: then the purpose is the one that both saw.
    """
    at = time.now()
    with store.write():
        concern, case = _to_open(actor, concern_public_id)
        label = actor.post_title
        if case.sealed:
            agreed = agreed_by_two(actor, concern, at)
            if agreed is None:
                raise Conflict(
                    _("The identity of a sealed case is opened by two people."),
                    _("Ask a second person, with the purpose."),
                )
            purpose, label = agreed.reason, f"{agreed.asked_title}、{agreed.confirmed_title}"
        sealed = SealedIdentity.objects.get(public_id=concern.identity)
        identity = vault.open_fields(
            sealed=sealed,
            actor=actor.reference,
            actor_label=label,
            purpose=purpose,
            fields=fields,
            at=at,
        )
        doing = Doing.by_staff(case, "open_identity", actor, at).about(concern.public_id)
        note_only(doing, line=Line(note=purpose.strip(), data={"fields": sorted(fields)}))
    return identity


def ask_opening(*, actor: Actor, concern_public_id: str, purpose: str) -> TwoHands:
    """Of a sealed case: the first hand. Nothing is opened before a second account has confirmed it (`organisations.actions.two_hands`)."""
    with store.write():
        concern, case = _to_open(actor, concern_public_id)
        if not case.sealed:
            raise Conflict(_("This case is not sealed."), _("Open what is needed on its page."))
        return asking.ask(actor=actor, act=OPEN, about=concern_reference(concern), reason=purpose)


def _to_open(actor: Actor, concern_public_id: str) -> tuple[Concern, Case]:
    """Its case locked, for who works on it and where there is an identity; else `Refused`."""
    concern = Concern.objects.filter(public_id=concern_public_id).first()
    if concern is None or not concern.identity:
        raise Refused
    case = locked(concern.case_id)
    require(actor, "open_identity", case)
    return concern, case


def register() -> None:
    """Called when the room is ready: what the second person sees."""
    two_hands.register(two_hands.Act(OPEN, "open_identity", _("Open the identity of a sealed case"), _seen, _agreed))


def _seen(about: str) -> two_hands.Seen | None:
    found = Concern.objects.select_related("case__organisation", "case__worked_by", "case__handler__unit")
    concern = found.filter(public_id=about.partition(":")[2]).exclude(identity="").first()
    if concern is None or not concern.case.sealed:
        return None
    case: Case = concern.case
    stood = hashlib.sha256(f"{about} {concern.identity} {case.handler_id}".encode()).hexdigest()
    lines: list[StrOrPromise] = [
        _("Case %(number)s") % {"number": case.public_id},
        _("For an hour both of you may open who raised it. The person reads when, which posts, and the purpose."),
    ]
    return two_hands.Seen(case, reverse("cases:case", args=[case.public_id]), stood, lines)


def _agreed(row: TwoHands, actor: Actor) -> list[ledger.Committed]:
    """Nothing more: it is opened on the page of the case, and that leaves its own line."""
    return []
