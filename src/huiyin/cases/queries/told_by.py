"""How a person is told, as far as it can be said without opening anything."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.cases.models import Concern
from huiyin.cases.rules import MACHINE_WAYS
from huiyin.kernel import outbox
from huiyin.kernel.vault.identity import DEVICE, FIELD_OF_CHANNEL
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.kernel.vault.queries import open_proof, open_proofs


@dataclass(frozen=True, slots=True)
class ToldBy:
    """`way`: as chosen, empty for the page alone. `proven`: whether the address is the person's own; None where it need not be.

    `not_arrived`: what was sent there in vain. `asked`: a code went there and was not typed back yet. `ways_kept`: those that can be chosen without typing an address.
    """

    way: str
    proven: bool | None
    asked: bool
    ways_kept: tuple[str, ...]
    not_arrived: tuple[outbox.Undelivered, ...] = ()


def told_by(concern: Concern, sealed: SealedIdentity | None) -> ToldBy:
    """Of one concern."""
    way = concern.contact_by
    if sealed is None:
        return ToldBy(way, False if way in MACHINE_WAYS else None, asked=False, ways_kept=())
    proven = way in sealed.proven if way in MACHINE_WAYS else None
    asked = proven is False and open_proof(sealed.public_id, way) is not None
    own = [sealed.reference, *(one.reference for one in open_proofs(sealed.public_id))]
    missed = outbox.not_arrived(concern.case.reference, own)
    return ToldBy(way, proven, asked, tuple(one for one in FIELD_OF_CHANNEL if _is_kept(one, sealed)), tuple(missed))


def _is_kept(way: str, sealed: SealedIdentity) -> bool:
    return FIELD_OF_CHANNEL[way] in (*sealed.kept, DEVICE) and (way not in MACHINE_WAYS or way in sealed.proven)
