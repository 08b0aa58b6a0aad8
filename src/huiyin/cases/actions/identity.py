"""Opening a sealed identity: one named handler, for a purpose, read by the person on their own page."""

from __future__ import annotations

from collections.abc import Collection

from huiyin.cases.models import Concern
from huiyin.kernel import store, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations.access import Actor, require

from .procedure import Doing, Line, locked, note_only


def open_identity(*, actor: Actor, concern_public_id: str, purpose: str, fields: Collection[str]) -> Identity:
    """The wanted fields of this one concern's identity. `Refused` unless the actor works on this very case."""
    at = time.now()
    with store.write():
        concern = Concern.objects.filter(public_id=concern_public_id).first()
        if concern is None or not concern.identity:
            raise Refused
        case = locked(concern.case_id)
        require(actor, "open_identity", case)
        sealed = SealedIdentity.objects.get(public_id=concern.identity)
        identity = vault.open_fields(
            sealed=sealed,
            actor=actor.reference,
            actor_label=actor.post_title,
            purpose=purpose,
            fields=fields,
            at=at,
        )
        doing = Doing.by_staff(case, "open_identity", actor, at).about(concern.public_id)
        note_only(doing, line=Line(note=purpose.strip(), data={"fields": sorted(fields)}))
    return identity
