"""From key to key: data keys for an archive, and out of one. What they seal is never opened on the way.

Also the sub-keys of other installations under which codes were given out that are to be known here.
"""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import store

from . import crypto, keys
from .models import AdoptedKey

DATA_KEYS = "vault-wrapping"  # the purpose of the sub-key under which data keys are wrapped


def for_archive(sealed: bytes, *, bound_to: str, purpose: str, archive_key: bytes) -> bytes:
    """What is sealed under a sub-key of this installation, under the archive's own key; of what was erased nothing.

    Raises `SealBrokenError` where this key file does not fit.
    """
    ours = keys.current().derive(purpose)
    return crypto.seal(crypto.unseal(sealed, ours, bound_to), archive_key, bound_to) if sealed else b""


def from_archive(sealed: bytes, *, bound_to: str, purpose: str, archive_key: bytes) -> bytes:
    """The way back, under the sub-key of this installation. Raises `SealBrokenError`."""
    ours = keys.current().derive(purpose)
    return crypto.seal(crypto.unseal(sealed, archive_key, bound_to), ours, bound_to) if sealed else b""


def renewed(
    sealed: bytes, *, bound_to: str, purpose: str, old: keys.InstallationKey, new: keys.InstallationKey
) -> bytes:
    """From one key of this installation to the next; of what was erased nothing. Raises `SealBrokenError`."""
    opened = crypto.unseal(sealed, old.derive(purpose), bound_to) if sealed else b""
    return crypto.seal(opened, new.derive(purpose), bound_to) if sealed else b""


def sub_keys(purpose: str) -> list[bytes]:
    """This installation's own, then those that were adopted."""
    adopted = AdoptedKey.objects.filter(purpose=purpose).order_by("pk")
    return [keys.current().derive(purpose), *(crypto.unwrap(one.wrapped_key, one.bound_to) for one in adopted)]


def adopt(sub_key: bytes, *, purpose: str, origin: str, at: dt.datetime) -> AdoptedKey | None:
    """Part of an action, which commits the row; None where it is known here already."""
    store.require_write()
    if sub_key in sub_keys(purpose):
        return None
    row = AdoptedKey(purpose=purpose, origin=origin, adopted_at=at)
    row.wrapped_key = crypto.wrap(sub_key, row.bound_to)
    row.save()
    return row
