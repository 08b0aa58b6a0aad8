"""What machines may read of a sealed person without an opening, because nobody sees it.

Two uses, and a test holds it to them: the outbox sends to an address; the search index leaves the person's own
particulars out. Whoever shows anything to a person goes through `open_fields`.
"""

from __future__ import annotations

from .actions import _unsealed
from .identity import Identity
from .models import SealedIdentity

FIELD_OF_CHANNEL = {"email": "email", "sms": "phone", "voice": "phone", "phone": "phone", "letter": "address"}


def address(public_id: str, channel: str) -> str | None:
    """The address for `channel`, or None where none is kept, the record is erased, or the channel is unknown."""
    sealed = SealedIdentity.objects.filter(public_id=public_id, erased_at__isnull=True).first()
    field = FIELD_OF_CHANNEL.get(channel)
    if sealed is None or field is None or field not in sealed.kept:
        return None
    return str(getattr(_unsealed(sealed), field)) or None


def for_masking(public_id: str) -> Identity | None:
    """The particulars that a text of the same concern must lose before it is indexed; they go nowhere else."""
    sealed = SealedIdentity.objects.filter(public_id=public_id, erased_at__isnull=True).first()
    return _unsealed(sealed) if sealed is not None else None
