"""How the person is told: what they choose, whether the address is their own, and a change later.

Nobody sees what was there before, the person included. By a way that the machine goes alone, nothing is sent until a code
that went to the address was typed back: a stranger whose address was given gets one message, and never what it is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Concern
from huiyin.cases.rules import MACHINE_WAYS, limit_key
from huiyin.kernel import ledger, limits, outbox, store, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault import proving
from huiyin.kernel.vault.identity import DEVICE, FIELD_OF_CHANNEL, Identity
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.kernel.vault.queries import open_proof, open_proofs

from .procedure import Doing, Line, Rows, locked, note_only

TO_PROVE = "cases/prove"
CODES_TO_AN_ADDRESS = (3, 86_400.0)  # a day, from all forms together: so much a stranger can be bothered at most


def correct_contact(*, concern: Concern, changes: Mapping[str, str], contact_by: str) -> Case:
    """What is given replaces what was sealed; what is left empty stays. Who gave nothing before may begin to now.

    Raises `BadInput` where an address has had too many codes today, and nothing is changed.
    """
    at = time.now()
    given = {name: text.strip() for name, text in changes.items() if text.strip()}
    with store.write():
        case = locked(concern.case_id)
        concern.refresh_from_db()
        doing = Doing.by_petitioner(case, "correct_contact", at, concern.public_id)
        asked_before = [one for one in open_proofs(concern.identity) if FIELD_OF_CHANNEL[one.channel] in given]
        changed_away = [f"vault:{concern.identity}"] if FIELD_OF_CHANNEL.get(contact_by) in given else []
        # Whoever changes the address is on their own page and reads there what did not arrive.
        outbox.withdraw(about=case.reference, to=[*changed_away, *(one.reference for one in asked_before)])
        _end_device(concern, contact_by, at)
        sealed = _sealed(concern, given, at) if given else None
        concern.contact_by = contact_by
        concern.named = concern.named or "name" in given
        concern.save(update_fields=["contact_by", "named", "identity"])
        if "name" in given:
            case.facts = {**case.facts, "named": True}
        rows: list[ledger.Committed] = [concern, *([sealed] if sealed else [])]
        address = given.get(FIELD_OF_CHANNEL.get(contact_by, ""), "")
        asked = ask_proof(doing, concern, sealed, address)
        if address and contact_by in MACHINE_WAYS and not asked:
            raise BadInput(
                FIELD_OF_CHANNEL[contact_by],
                _("Several codes have gone to this address today."),
                _("Try it again tomorrow, or choose another way."),
            )
        note_only(doing, line=Line(data={"fields": sorted(given)}), rows=[*rows, *asked])
    return case


def ask_proof(doing: Doing, concern: Concern, sealed: SealedIdentity | None, address: str) -> Rows:
    """Part of an action: a code goes to an address by which the person wants to be told; the caller commits the row.

    `address`: as it was typed just now, in memory alone. Nothing where the way needs no proof, or where the address has had
    enough codes for a day: then the page asks for it.
    """
    channel = concern.contact_by
    if sealed is None or not address or channel not in MACHINE_WAYS:
        return []
    if not limits.allow("address-proofs", limit_key(address), *CODES_TO_AN_ADDRESS):
        return []
    proof, code = proving.ask(sealed=sealed, channel=channel, at=doing.at)
    context = {"language": concern.language, "organisation": doing.case.organisation.name, "code": code}
    outbox.owe(
        to=proof.reference,
        template=TO_PROVE,
        context=context,
        about=doing.case.reference,
        key=f"prove:{proof.public_id}",
        channel=channel,
        at=doing.at,
    )
    return [proof]


def prove_address(*, concern: Concern, typed: str) -> None:
    """The person types back what went to their address; from now on they are told there.

    Raises `BadInput` where it is another code, or none holds any more.
    """
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        concern.refresh_from_db()
        proof = open_proof(concern.identity, concern.contact_by)
        if proof is None:
            raise BadInput(
                "code", _("No code is waited for."), _("Give the address once more; then you get a new code.")
            )
        right = proving.answer(proof=proof, typed="".join(typed.split()), at=at)
        if right:
            proof.refresh_from_db()
            outbox.withdraw(about=case.reference, to=[proof.reference])  # a second copy that is still on its way
            doing = Doing.by_petitioner(case, "prove_address", at, concern.public_id)
            note_only(doing, line=Line(data={"channel": proof.channel}), rows=[proof])
    if not right:
        raise BadInput("code", _("This is not the code that was sent."), _("Compare the six digits."))


def _end_device(concern: Concern, contact_by: str, at: dt.datetime) -> None:
    """Who chooses another way is told on that device no more."""
    sealed = SealedIdentity.objects.select_for_update().filter(public_id=concern.identity).first()
    if sealed is not None and contact_by != DEVICE:
        vault.drop_device(sealed=sealed, actor="petitioner", at=at)


def _sealed(concern: Concern, given: Mapping[str, str], at: dt.datetime) -> SealedIdentity:
    before = SealedIdentity.objects.select_for_update().filter(public_id=concern.identity).first()
    if before is not None and not before.erased_at:
        prepared = vault.prepare_corrected(sealed=before, changes=given)
        return vault.replace(sealed=before, prepared=prepared, actor="petitioner", at=at, changed=given)
    sealed = vault.seal(identity=Identity(**given), about=f"concern:{concern.public_id}", at=at)
    concern.identity = sealed.public_id
    return sealed
