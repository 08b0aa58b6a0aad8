"""Sealing, opening and erasing. Sealing has two steps: `prepare` outside of the write, `keep` inside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.kernel import ids, inserting, ledger, store, time
from huiyin.kernel.errors import BadInput, Refused

from . import crypto, proving
from .identity import DEVICE, FIELDS, Identity, known_fields
from .models import CaseKey, IdentityOpening, SealedIdentity, SealedText

SHORTEST_PURPOSE = 4  # characters: two Chinese words


@dataclass(frozen=True, slots=True)
class Prepared:
    """An identity already sealed, not yet kept."""

    public_id: str
    kept: tuple[str, ...]
    ciphertext: bytes
    wrapped_key: bytes


def prepare(identity: Identity, public_id: str = "") -> Prepared:
    """Seal under a fresh data key; needs no database. `public_id` only to correct a record that exists."""
    public_id = public_id or ids.public_id()
    data_key = crypto.new_key()
    return Prepared(
        public_id,
        identity.present(),
        crypto.seal(identity.to_bytes(), data_key, public_id),
        crypto.wrap(data_key, public_id),
    )


def prepare_corrected(*, sealed: SealedIdentity, changes: Mapping[str, str]) -> Prepared:
    """The record with some fields changed, sealed anew for `replace`. Nobody is shown the rest, so nothing is opened."""
    known_fields(changes)
    return prepare(_unsealed(sealed).corrected(**changes), sealed.public_id)


def keep(prepared: Prepared, *, about: str, at: dt.datetime) -> SealedIdentity:
    """Part of an action, which commits the row in its ledger entry. `about`: the one concern that it belongs to."""
    store.require_write()
    sealed = inserting.new(
        SealedIdentity,
        public_id=prepared.public_id,
        about=about,
        kept=list(prepared.kept),
        ciphertext=prepared.ciphertext,
        wrapped_key=prepared.wrapped_key,
        sealed_at=at,
    )
    inserting.insert([sealed])
    return sealed


def seal(*, identity: Identity, about: str, at: dt.datetime) -> SealedIdentity:
    """Both steps at once (about 0.1 ms of arithmetic), for callers that already hold the write."""
    return keep(prepare(identity), about=about, at=at)


def open_fields(
    *,
    sealed: SealedIdentity,
    actor: str,
    actor_label: str,
    purpose: str,
    fields: Collection[str],
    at: dt.datetime,
) -> Identity:
    """Part of an action: the wanted fields, and the record of it that the person is shown.

    `actor` is a post reference, `actor_label` the post's title. Raises `BadInput` without a purpose, `Refused` when erased.
    """
    store.require_write()
    wanted = known_fields(fields)
    purpose = " ".join(purpose.split())
    if len(purpose) < SHORTEST_PURPOSE:
        raise BadInput(
            "purpose",
            _("The purpose is missing or too short."),
            _("Write what you need it for; the person will read it."),
        )
    identity = _unsealed(sealed)
    opening = IdentityOpening.objects.create(
        sealed=sealed, actor=actor, actor_label=actor_label, purpose=purpose[:500], fields=list(wanted), at=at
    )
    ledger.record(verb="vault.open", actor=actor, about=sealed.about, at=at, commits=(opening,))
    return identity.only(wanted)


def replace(
    *,
    sealed: SealedIdentity,
    prepared: Prepared,
    actor: str,
    at: dt.datetime,
    changed: Collection[str] = (*FIELDS, DEVICE),
) -> SealedIdentity:
    """Part of an action: the person corrected their contact. The old contents are gone, not kept beside.

    `changed`: the fields that are new; what was proven of their addresses holds no more. `prepared` comes from `prepare(identity, sealed.public_id)`: notices that are owed to the record keep their way.
    """
    store.require_write()
    if sealed.erased_at or prepared.public_id != sealed.public_id:
        raise Refused
    proving.forget(sealed, changed, at)
    sealed.kept = list(prepared.kept)
    sealed.ciphertext = prepared.ciphertext
    sealed.wrapped_key = prepared.wrapped_key
    sealed.sealed_at = at
    sealed.save(update_fields=["kept", "ciphertext", "wrapped_key", "sealed_at", "proven"])
    ledger.record(verb="vault.replace", actor=actor, about=sealed.about, at=at, commits=(sealed,))
    return sealed


def erase(*, sealed: SealedIdentity, actor: str, at: dt.datetime) -> None:
    """Part of an action: drop key and contents. That it was erased, and who had looked before, stays."""
    store.require_write()
    if sealed.erased_at:
        return
    proving.forget(sealed, (*FIELDS, DEVICE), at)
    sealed.kept = []
    sealed.ciphertext = sealed.wrapped_key = b""
    sealed.erased_at = at
    sealed.save(update_fields=["kept", "ciphertext", "wrapped_key", "erased_at", "proven"])
    ledger.record(verb="vault.erase", actor=actor, about=sealed.about, at=at, erases=(sealed,), commits=(sealed,))


def keep_device(*, sealed: SealedIdentity, subscription: str, at: dt.datetime) -> SealedIdentity:
    """Part of an action: this device is told from now on, another one no more. Who switches it on holds it: nothing is to be proven."""
    prepared = prepare(_unsealed(sealed).corrected(push=subscription), sealed.public_id)
    replace(sealed=sealed, prepared=prepared, actor="petitioner", at=at, changed=(DEVICE,))
    sealed.proven = [*sealed.proven, DEVICE]
    sealed.save(update_fields=["proven"])
    return sealed


def drop_device(*, sealed: SealedIdentity, actor: str, at: dt.datetime) -> None:
    """Part of an action: no device is told any more, and which one it was is gone."""
    store.require_write()
    if sealed.erased_at or DEVICE not in sealed.proven:
        return
    prepared = prepare(_unsealed(sealed).corrected(push=""), sealed.public_id)
    replace(sealed=sealed, prepared=prepared, actor=actor, at=at, changed=(DEVICE,))


def end_device(public_id: str, subscription: str) -> None:
    """The push service knows this device no more: it is dropped, unless the person has switched on another one meanwhile."""
    with store.write():
        sealed = SealedIdentity.objects.select_for_update().filter(public_id=public_id, erased_at=None).first()
        if sealed is not None and _unsealed(sealed).push == subscription:
            drop_device(sealed=sealed, actor="system:outbox", at=time.now())


def seal_text(*, text: str, about: str, at: dt.datetime) -> SealedText:
    """Part of an action, which commits the row: a text under the data key of its case, made at the case's first text."""
    store.require_write()
    case_key = CaseKey.objects.filter(about=about).first()
    if case_key is None:
        case_key = CaseKey.objects.create(about=about, wrapped_key=crypto.wrap(crypto.new_key(), about))
    if not case_key.wrapped_key:
        raise Refused
    public_id = ids.public_id()
    ciphertext = crypto.seal(text.encode(), crypto.unwrap(case_key.wrapped_key, about), public_id)
    return SealedText.objects.create(public_id=public_id, case_key=case_key, ciphertext=ciphertext, sealed_at=at)


def erase_texts(*, about: str, actor: str, at: dt.datetime) -> None:
    """Part of an action: drop the case's data key, and with it every sealed text of the case."""
    store.require_write()
    texts = list(SealedText.objects.filter(case_key__about=about).select_related("case_key"))
    if not texts or not texts[0].case_key.wrapped_key:
        return
    CaseKey.objects.filter(about=about).update(wrapped_key=b"")
    SealedText.objects.filter(case_key__about=about).update(ciphertext=b"")
    for text in texts:
        text.ciphertext = b""
    ledger.record(verb="vault.erase-texts", actor=actor, about=about, at=at, erases=texts, commits=texts)


def _unsealed(sealed: SealedIdentity) -> Identity:
    """The identity in the clear. Private: who needs it goes through `open_fields`, the outbox through `addresses`."""
    if sealed.erased_at:
        raise Refused
    data_key = crypto.unwrap(sealed.wrapped_key, sealed.public_id)
    return Identity.from_bytes(crypto.unseal(sealed.ciphertext, data_key, sealed.public_id))
