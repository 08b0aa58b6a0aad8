"""The person corrects how they can be reached. Nobody sees what was there before, the person included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from huiyin.cases.models import Case, Concern
from huiyin.kernel import ledger, store, time
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import SealedIdentity

from .intake import concern_reference
from .procedure import Doing, Line, locked, note_only


def correct_contact(*, concern: Concern, changes: Mapping[str, str], contact_by: str) -> Case:
    """What is given replaces what was sealed; what is left empty stays. Who gave nothing before may begin to now."""
    at = time.now()
    given = {name: text.strip() for name, text in changes.items() if text.strip()}
    with store.write():
        case = locked(concern.case_id)
        concern.refresh_from_db()
        sealed = _sealed(concern, given, at) if given else None
        concern.contact_by = contact_by
        concern.named = concern.named or "name" in given
        concern.save(update_fields=["contact_by", "named", "identity"])
        if "name" in given:
            case.facts = {**case.facts, "named": True}
        rows: list[ledger.Committed] = [concern, *([sealed] if sealed else [])]
        note_only(
            Doing.by_petitioner(case, "correct_contact", at, concern.public_id),
            line=Line(data={"fields": sorted(given)}),
            rows=rows,
        )
    return case


def _sealed(concern: Concern, given: Mapping[str, str], at: dt.datetime) -> SealedIdentity:
    before = SealedIdentity.objects.select_for_update().filter(public_id=concern.identity).first()
    if before is not None and not before.erased_at:
        prepared = vault.prepare_corrected(sealed=before, changes=given)
        return vault.replace(sealed=before, prepared=prepared, actor="petitioner", at=at)
    sealed = vault.seal(identity=Identity(**given), about=concern_reference(concern), at=at)
    concern.identity = sealed.public_id
    return sealed
