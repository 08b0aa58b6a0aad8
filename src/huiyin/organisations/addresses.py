"""The way of a notice to a member of staff: asked by the outbox at the moment of sending, never stored in its queue."""

from __future__ import annotations

from .models import Account

FIELD_OF_CHANNEL = {"email": "email", "sms": "phone", "voice": "phone"}


def resolve_account(public_id: str, channel: str) -> str | None:
    """The account's own e-mail address or telephone number; None where none is kept or the account is closed."""
    field = FIELD_OF_CHANNEL.get(channel)
    if field is None:
        return None
    account = Account.objects.filter(public_id=public_id, is_active=True).only(field).first()
    return getattr(account, field) or None if account else None
