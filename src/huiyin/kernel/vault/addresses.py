"""What machines may read of a sealed person without an opening, because nobody sees it.

Two uses, and a test holds it to them: the outbox sends to an address; the search index leaves the person's own
particulars out. Whoever shows anything to a person goes through `open_fields`.
"""

from __future__ import annotations

from collections.abc import Collection

from .actions import _unsealed
from .identity import DEVICE, FIELD_OF_CHANNEL, Identity
from .models import AddressProof, SealedIdentity


def addresses_of(public_ids: Collection[str], channel: str) -> dict[str, str]:
    """By public id, the addresses for `channel`; none where none was shown to be the person's own, or the record is erased."""
    rows = SealedIdentity.objects.filter(public_id__in=public_ids, erased_at__isnull=True)
    found = {row.public_id: _address(row, channel) for row in rows if channel in row.proven}
    return {public_id: address for public_id, address in found.items() if address}


def addresses_to_prove(public_ids: Collection[str], channel: str) -> dict[str, str]:
    """By public id of an open proof, where its code goes; nothing else goes to an address that is not proven."""
    open_ones = AddressProof.objects.filter(channel=channel, proven_at__isnull=True, ended_at__isnull=True)
    proofs = open_ones.select_related("sealed").filter(public_id__in=public_ids, sealed__erased_at__isnull=True)
    found = {proof.public_id: _address(proof.sealed, channel) for proof in proofs}
    return {public_id: address for public_id, address in found.items() if address}


def for_masking(public_id: str) -> Identity | None:
    """The particulars that a text of the same concern must lose before it is indexed; they go nowhere else."""
    sealed = SealedIdentity.objects.filter(public_id=public_id, erased_at__isnull=True).first()
    return _unsealed(sealed) if sealed is not None else None


def _address(sealed: SealedIdentity, channel: str) -> str:
    field = FIELD_OF_CHANNEL.get(channel, "")
    return str(getattr(_unsealed(sealed), field)) if field in (*sealed.kept, DEVICE) else ""
