"""A device of the person's own tells them that there is something new: switched on by them, on their own page of the case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Concern
from huiyin.kernel import outbox, store, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.outbox.gateways import push
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.identity import DEVICE, Identity
from huiyin.kernel.vault.models import SealedIdentity

from .procedure import Doing, Line, locked, note_only


def tell_device(*, concern: Concern, subscription: str) -> Case:
    """From now on this device is told, and no other way is gone. `subscription`: as the browser gave it; it stands in the vault alone.

    Raises `BadInput` where it is none, or belongs to a service to which this installation sends nothing.
    """
    at, checked = time.now(), push.checked(subscription)
    if not checked:
        raise BadInput(
            "subscription",
            _("This browser can’t be told: it named no push service to which this server sends."),
            _("Choose another way, or another browser."),
        )
    with store.write():
        case = locked(concern.case_id)
        concern.refresh_from_db()
        doing = Doing.by_petitioner(case, "correct_contact", at, concern.public_id)
        if concern.identity:
            outbox.withdraw(about=case.reference, to=[f"vault:{concern.identity}"])
        sealed = vault.keep_device(sealed=_record(concern, doing), subscription=checked, at=at)
        concern.contact_by = DEVICE
        concern.save(update_fields=["contact_by", "identity"])
        note_only(doing, line=Line(data={"fields": []}), rows=[concern, sealed])
    return case


def _record(concern: Concern, doing: Doing) -> SealedIdentity:
    """Who gave nothing before is told all the same: the record then holds a device, and nobody's name."""
    before = SealedIdentity.objects.select_for_update().filter(public_id=concern.identity, erased_at=None).first()
    if before is not None:
        return before
    sealed = vault.seal(identity=Identity(), about=f"concern:{concern.public_id}", at=doing.at)
    concern.identity = sealed.public_id
    return sealed
