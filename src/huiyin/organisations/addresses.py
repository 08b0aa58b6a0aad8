"""The way of a notice to a member of staff: asked by the outbox at the moment of sending, never stored in its queue."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from huiyin.kernel import columns, statements
from huiyin.settings.gateways import CHATS

from .models import Account, Device

# Asked for each batch of ten thousand alarms: the ORM would spend longer on its hundred places than the database on the answer.
_ADDRESSES = (
    f'SELECT public_id, {{field}} FROM "{Account._meta.db_table}" '  # noqa: S608  # our own model and fields
    "WHERE is_active AND {field} <> '' AND public_id {among}"
)
FIELD_OF_CHANNEL = {"email": "email", "sms": "phone", "voice": "phone", **dict.fromkeys(CHATS, "robot")}


def of_accounts(public_ids: Collection[str], channel: str) -> dict[str, str]:
    """By public id, the accounts' own e-mail addresses or telephone numbers, of devices one a line; none where none is kept or the account is closed."""
    if channel == "push":
        lines = dict[str, list[str]]()
        open_ones = Device.objects.filter(account__public_id__in=public_ids, account__is_active=True)
        for public_id, line in open_ones.values_list("account__public_id", "subscription"):
            lines.setdefault(public_id, []).append(line)
        return {public_id: "\n".join(found) for public_id, found in lines.items()}
    field = FIELD_OF_CHANNEL.get(channel)
    if field is None:
        return {}
    if channel in CHATS:
        robots = Account.objects.filter(public_id__in=public_ids, is_active=True).exclude(robot="")
        of_each = robots.values_list("public_id", "robot", "robot_secret")
        return {public_id: f"{robot} {secret}".strip() for public_id, robot, secret in of_each}
    among, asked = columns.among(public_ids, columns.TEXT)
    return dict(statements.run(_ADDRESSES.format(field=field, among=among), [asked]))


def reachable(public_ids: Collection[str], ways: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By public id, those of the ways by which an account has an address, in their order; without those that have none."""
    found = dict[str, tuple[str, ...]]()
    for way in ways:
        for public_id in of_accounts(public_ids, way):
            found[public_id] = (*found.get(public_id, ()), way)
    return found
