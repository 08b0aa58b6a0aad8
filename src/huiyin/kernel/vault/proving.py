"""Whether an address is the person's own: a code goes to it, and the person types it back. Parts of an action's write."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Collection

from django.utils.translation import gettext as _

from huiyin.kernel import ids, inserting, store
from huiyin.kernel.errors import BadInput

from . import keys
from .identity import FIELD_OF_CHANNEL
from .models import AddressProof, SealedIdentity

DIGITS = 6
LASTS = dt.timedelta(days=7)  # somebody who looks once a week
MOST_TRIES = 5  # five guesses at a million


def ask(*, sealed: SealedIdentity, channel: str, at: dt.datetime) -> tuple[AddressProof, str]:
    """A fresh code for the address of this channel; an older one ends. The caller owes it to `proof.reference` and commits the row."""
    store.require_write()
    _end(sealed, [channel], at)
    code = "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    public_id = ids.public_id()
    proof = inserting.new(
        AddressProof,
        public_id=public_id,
        sealed=sealed,
        channel=channel,
        digest=_digest(public_id, code),
        asked_at=at,
    )
    inserting.insert([proof])
    return proof, code


def answer(*, proof: AddressProof, typed: str, at: dt.datetime) -> bool:
    """Whether it is the code; then the address is proven, and the caller commits the row. A wrong one is counted.

    Raises `BadInput` where it is too late or too many were tried: a new code is needed.
    """
    store.require_write()
    proof = AddressProof.objects.select_for_update(of=("self",)).select_related("sealed").get(pk=proof.pk)
    if proof.ended_at or proof.proven_at or proof.tries >= MOST_TRIES or at > proof.asked_at + LASTS:
        raise BadInput("code", _("This code holds no more."), _("Give the address once more; then you get a new code."))
    proof.tries += 1
    right = hmac.compare_digest(bytes(proof.digest), _digest(proof.public_id, typed))
    proof.proven_at = at if right else None
    proof.save(update_fields=["tries", "proven_at"])
    if right:
        sealed = proof.sealed
        sealed.proven = [*(one for one in sealed.proven if one != proof.channel), proof.channel]
        sealed.save(update_fields=["proven"])
    return right


def forget(sealed: SealedIdentity, fields: Collection[str], at: dt.datetime) -> None:
    """What was proven of these fields holds no more, and what is asked about them ends. The caller saves `proven`."""
    channels = [channel for channel, field in FIELD_OF_CHANNEL.items() if field in fields]
    sealed.proven = [channel for channel in sealed.proven if channel not in channels]
    _end(sealed, channels, at)


def _end(sealed: SealedIdentity, channels: Collection[str], at: dt.datetime) -> None:
    open_ones = AddressProof.objects.filter(sealed=sealed, proven_at__isnull=True, ended_at__isnull=True)
    open_ones.filter(channel__in=channels).update(ended_at=at)


def _digest(public_id: str, code: str) -> bytes:
    key = keys.current().derive("address-proofs")
    return hashlib.blake2b(f"{public_id} {code}".encode(), key=key, digest_size=32).digest()
