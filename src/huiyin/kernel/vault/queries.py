"""What pages may know of sealed things without opening them. No query takes a person's data; all take one record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.kernel.errors import Refused

from . import crypto
from .addresses import FIELD_OF_CHANNEL
from .models import IdentityOpening, SealedIdentity, SealedText


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One line of "who has looked": which post, when, what for, what they saw."""

    post: str
    at: dt.datetime
    purpose: str
    fields: tuple[str, ...]


def has(sealed: SealedIdentity, field: str) -> bool:
    """Whether the field is kept."""
    return field in sealed.kept


def kept_of(public_id: str) -> tuple[str, ...]:
    """Which particulars a record holds: what ways there are to reach the person. It opens nothing; empty once erased."""
    sealed = SealedIdentity.objects.filter(public_id=public_id, erased_at__isnull=True).first()
    return tuple(sealed.kept) if sealed else ()


def channels_of(public_id: str) -> tuple[str, ...]:
    """By which channels the person could be reached, by what is kept. It opens nothing."""
    kept = kept_of(public_id)
    return tuple(channel for channel, field in FIELD_OF_CHANNEL.items() if field in kept)


def openings(sealed: SealedIdentity) -> list[OpeningLine]:
    """Every opening of this one record, oldest first: the petitioner's own view."""
    rows = IdentityOpening.objects.filter(sealed=sealed)
    return [OpeningLine(row.actor_label, row.at, row.purpose, tuple(row.fields)) for row in rows]


def read_text(sealed: SealedText) -> str:
    """A sealed text in the clear; the caller has asked `may()`. Raises `Refused` when it was erased."""
    wrapped = bytes(sealed.case_key.wrapped_key)
    if not wrapped:
        raise Refused
    return crypto.unseal(sealed.ciphertext, crypto.unwrap(wrapped, sealed.case_key.about), sealed.public_id).decode()


def key_fits() -> bool:
    """Whether this key file opens what is sealed here; True where nothing is. For `huiyin doctor` and after a restore."""
    newest = SealedIdentity.objects.filter(erased_at__isnull=True).order_by("-id").first()
    if newest is None:
        return True
    try:
        crypto.unwrap(newest.wrapped_key, newest.public_id)
    except crypto.SealBrokenError:
        return False
    return True
