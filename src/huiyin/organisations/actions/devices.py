"""Devices that tell their holder that there is something new: each is switched on by hand, on the device itself."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.outbox.gateways import push
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Account, Device

from .parts import fetch, note
from .second_step import own

MOST = 10


def add_device(*, actor: Actor, name: str, subscription: str) -> Account:
    """This device tells from now on; that its holder wants that goes without a tick. `subscription`: as the browser gave it."""
    checked = push.checked(subscription)
    if not checked:
        raise BadInput(
            "subscription",
            _("This browser can’t be told: it named no push service to which this server sends."),
            _("Choose another way, or another browser."),
        )
    digest = hashlib.sha256(checked.encode()).hexdigest()
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        if account.devices.exclude(digest=digest).count() >= MOST:
            raise Conflict(_("Ten devices tell you already."), _("Take one away first."))
        values = {"name": name.strip(), "subscription": checked, "since": time.today(actor.zone)}
        Device.objects.update_or_create(account=account, digest=digest, defaults=values)
        if push.CHANNEL not in account.told_by:
            _told(account, [push.CHANNEL, *account.told_by])
        note("add_device", actor, account.reference)
    return account


def remove_device(*, actor: Actor, device: str) -> Account:
    """It tells nothing any more. With the last one this way of being told is gone."""
    with store.write():
        require(actor, "own_account")
        account, row = own(actor), fetch(Device, device)
        require(actor if row.account_id == account.pk else None, "own_account")
        _drop(account, row)
        note("remove_device", actor, account.reference)
    return account


def end(public_id: str, subscription: str) -> None:
    """The push service knows this device no more: the outbox tells it (setting `OUTBOX_DEVICES`)."""
    with store.write():
        account = Account.objects.select_for_update().filter(public_id=public_id).first()
        row = Device.objects.filter(account=account, subscription=subscription).first() if account else None
        if account is not None and row is not None:
            _drop(account, row)


def _drop(account: Account, row: Device) -> None:
    row.delete()
    if not account.devices.exists():
        _told(account, [one for one in account.told_by if one != push.CHANNEL])


def _told(account: Account, told_by: list[str]) -> None:
    account.told_by = told_by
    account.version += 1
    account.save(update_fields=["told_by", "version"])
