"""`huiyin key renew`: a new key for everything that is sealed, after the old one was seen by somebody.

What is sealed changes keys in one write, or not at all. Around it stand two files: the new key lies beside the old one before the write,
and takes its place after it. Whatever ends the process between, the next one knows from the database which of the two holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.vault import crypto, keys, moving

from . import keyguard
from .models import Installation
from .moving.sealed import ADOPTED, UNDER_KEY, UnderKey

AT_ONCE = 500  # rows that are held in memory, and stand in one entry of the ledger
ALL = {**UNDER_KEY, "vault.AdoptedKey": ADOPTED}
ACTOR, ABOUT = "system:key", "installation:1"


def renew(*, backup: Callable[[], None]) -> int:
    """Everything sealed under a new key; answers how many rows. `backup` is called first, while the old key holds.

    Raises `Conflict` where the program runs or nothing is set up, `BadInput` that names what does not open: nothing is changed then.
    """
    keyguard.alone()
    if not Installation.objects.exists():
        raise Conflict(_("Nothing is set up here yet."), _("Type `huiyin setup` first."))
    backup()
    old = keys.current()
    if not keyguard.coming().is_file():
        keys.put(keyguard.coming(), old.renewed())
    new = keys.read(keyguard.coming())
    at = time.now()
    with store.write():
        count = sum(_change(label, how, old, new, at) for label, how in ALL.items())
        row = Installation.objects.select_for_update().get(id=1)
        row.retired_keys = [*row.retired_keys, {"fingerprint": keys.fingerprint(old), "until": at.date().isoformat()}]
        row.key_fingerprint, row.words_confirmed_at = keys.fingerprint(new), None
        row.save()
        ledger.record(verb="operations.renew_key", actor=ACTOR, about=ABOUT, at=at)
    finish()
    keyguard.let_others_in()
    return count


def finish() -> None:
    """The new key takes its place, where the database says that everything lies under it. Again and again without harm."""
    new = keys.read(keyguard.coming())
    if not Installation.objects.filter(key_fingerprint=keys.fingerprint(new)).exists():
        return
    keyguard.note(new, settings.HUIYIN_HOME)
    keys.put(settings.HUIYIN_KEY_FILE, new)
    keyguard.coming().unlink()
    settings.SECRET_KEY = new.derive("django-secret-key").hex()


def begun() -> bool:
    """Whether a new key lies ready and nothing is sealed under it yet."""
    return keyguard.coming().is_file()


def _change(label: str, how: UnderKey, old: keys.InstallationKey, new: keys.InstallationKey, at: dt.datetime) -> int:
    count = 0
    model = apps.get_model(label)
    for rows in _batches(model, how.field):
        for row in rows:
            try:
                sealed = moving.renewed(
                    bytes(getattr(row, how.field)), bound_to=how.bound_to(row), purpose=how.purpose, old=old, new=new
                )
            except crypto.SealBrokenError as error:
                raise BadInput(
                    f"{label} {row.pk}",
                    _("It does not open with the key of now."),
                    _(
                        "Nothing was changed. `huiyin ledger verify` says whether a row was altered; take a backup of before that."
                    ),
                ) from error
            setattr(row, how.field, sealed)
        model._default_manager.bulk_update(rows, [how.field])
        if how.field in getattr(model, "committed_fields", ()):
            ledger.record(verb="operations.seal_anew", actor=ACTOR, about=ABOUT, at=at, commits=rows)
        count += len(rows)
    return count


def _batches(model: type[models.Model], field: str) -> Iterator[list[Any]]:
    last = 0
    while rows := list(
        model._default_manager.select_for_update().filter(pk__gt=last).exclude(**{field: b""}).order_by("pk")[:AT_ONCE]
    ):
        yield rows
        last = rows[-1].pk
