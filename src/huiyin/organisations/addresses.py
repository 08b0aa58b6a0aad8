"""The way of a notice to a member of staff: asked by the outbox at the moment of sending, never stored in its queue."""

from __future__ import annotations

from .models import Account


def resolve_account(public_id: str, channel: str) -> str | None:
    """The account's own e-mail address; None where none is kept or the account is closed."""
    if channel != "email":
        return None
    account = Account.objects.filter(public_id=public_id, is_active=True).only("email").first()
    return account.email or None if account else None
