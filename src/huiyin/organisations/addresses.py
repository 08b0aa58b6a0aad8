"""The way of a notice to a member of staff: asked by the outbox at the moment of sending, never stored in its queue."""

from __future__ import annotations

from collections.abc import Collection

from .models import Account

FIELD_OF_CHANNEL = {"email": "email", "sms": "phone", "voice": "phone"}


def of_accounts(public_ids: Collection[str], channel: str) -> dict[str, str]:
    """By public id, the accounts' own e-mail addresses or telephone numbers; none where none is kept or the account is closed."""
    field = FIELD_OF_CHANNEL.get(channel)
    if field is None:
        return {}
    rows = Account.objects.filter(public_id__in=public_ids, is_active=True).exclude(**{field: ""})
    return dict(rows.values_list("public_id", field))
