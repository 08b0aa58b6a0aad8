"""What machines may read of a sealed person without an opening, because nobody sees it.

Two uses, and a test holds it to them: the outbox sends to an address; the search index leaves the person's own
particulars out. Whoever shows anything to a person goes through `open_fields`.
"""

from __future__ import annotations

from collections.abc import Collection

from .actions import _unsealed
from .identity import Identity
from .models import SealedIdentity

FIELD_OF_CHANNEL = {"email": "email", "sms": "phone", "voice": "phone", "phone": "phone", "letter": "address"}


def addresses_of(public_ids: Collection[str], channel: str) -> dict[str, str]:
    """By public id, the addresses for `channel`; none where none is kept, the record is erased, or the channel is unknown."""
    field = FIELD_OF_CHANNEL.get(channel)
    if field is None:
        return {}
    rows = SealedIdentity.objects.filter(public_id__in=public_ids, erased_at__isnull=True)
    return {row.public_id: str(getattr(_unsealed(row), field)) for row in rows if field in row.kept}


def for_masking(public_id: str) -> Identity | None:
    """The particulars that a text of the same concern must lose before it is indexed; they go nowhere else."""
    sealed = SealedIdentity.objects.filter(public_id=public_id, erased_at__isnull=True).first()
    return _unsealed(sealed) if sealed is not None else None
