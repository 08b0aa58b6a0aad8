"""What pages may know of sealed things without opening them. No query takes a person's data; all take one record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.kernel.errors import Refused

from . import crypto
from .models import AddressProof, IdentityOpening, SealedIdentity, SealedText


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
    """By which channels the person can be told: those whose address is proven. It opens nothing."""
    sealed = SealedIdentity.objects.filter(public_id=public_id, erased_at__isnull=True).first()
    return tuple(sealed.proven) if sealed else ()


def record_of(to: str) -> str:
    """Which record a notice is for: of `vault:…` its own, of `proof:…` that whose address is to be proven; else empty."""
    kind, _, public_id = to.partition(":")
    if kind == "proof":
        return (
            AddressProof.objects.filter(public_id=public_id).values_list("sealed__public_id", flat=True).first() or ""
        )
    return public_id if kind == "vault" else ""


def open_proof(public_id: str, channel: str) -> AddressProof | None:
    """The proof of this record's address that still waits for its code."""
    return next((proof for proof in open_proofs(public_id) if proof.channel == channel), None)


def open_proofs(public_id: str) -> list[AddressProof]:
    """The proofs of this record that still wait for their codes, one a channel."""
    rows = AddressProof.objects.filter(sealed__public_id=public_id)
    return list(rows.filter(proven_at__isnull=True, ended_at__isnull=True))


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
