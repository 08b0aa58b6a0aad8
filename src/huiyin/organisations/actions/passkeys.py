"""Passkeys: made in an open session, used at the second step or in place of the password."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations import signing_in, webauthn
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Account, Passkey
from huiyin.organisations.webauthn import Site

from .parts import fetch, note
from .second_step import Secured, new_papers, own, secured, tell

MOST = 10


def add_passkey(*, actor: Actor, name: str, answer: str, state: Mapping[str, Any], site: Site) -> Secured:
    """The passkey that the browser made. Other sessions end; the first proof of an account brings codes on paper."""
    made = webauthn.created(site, state, answer)
    digest = _digest(webauthn.credential_id(made.credential))
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        if account.passkeys.count() >= MOST:
            raise Conflict(_("Your account has ten passkeys."), _("Take one away first."))
        if Passkey.objects.filter(digest=digest).exists():
            raise Conflict(_("This passkey is known already."), _("Use it to sign in."))
        Passkey.objects.create(
            account=account, name=name.strip(), host=site.host, digest=digest,
            credential=made.credential, count=made.count, made_on=time.today(actor.zone),
        )  # fmt: skip
        papers = () if account.recovery_codes.exists() else new_papers(account)
        secured(account)
        note("add_passkey", actor, account.reference)
        tell(account, "passkey-added")
    return Secured(account, papers)


def remove_passkey(*, actor: Actor, passkey: str) -> Account:
    """Take one's own passkey away. Other sessions end."""
    with store.write():
        require(actor, "own_account")
        account, row = own(actor), fetch(Passkey, passkey)
        require(actor if row.account_id == account.pk else None, "own_account")
        row.delete()
        secured(account)
        note("remove_passkey", actor, account.reference)
        tell(account, "passkey-removed")
    return account


def pass_with_passkey(*, answer: str, state: Mapping[str, Any], site: Site, account: str = "") -> Account:
    """The account that the passkey proves; with `account` (public id) none but that one. Raises `BadInput`."""
    row = (
        Passkey.objects.select_related("account").filter(digest=_digest(webauthn.used(answer)), host=site.host).first()
    )
    if row is None or not row.account.is_active or (account and row.account.public_id != account):
        signing_in.failed("passkey", "" if row is None else row.account.username)
        raise BadInput(
            "answer",
            _("This passkey belongs to no account here."),
            _("Sign in with your password, and look at your account."),
        )
    try:
        proof = webauthn.proved(site, state, bytes(row.credential), answer)
    except BadInput:
        signing_in.failed("passkey", row.account.username)
        raise
    if proof.holder not in ("", row.account.public_id):
        signing_in.failed("passkey", row.account.username)
        raise BadInput("answer", _("This passkey belongs to no account here."), _("Come in by another way."))
    with store.write():
        # A count that does not go up: somebody has a copy of the key (WebAuthn, 6.1.1).
        fits = (
            Passkey.objects.filter(pk=row.pk)
            if proof.count == 0
            else Passkey.objects.filter(pk=row.pk, count__lt=proof.count)
        )
        if (proof.count or not row.count) and fits.update(count=proof.count):
            return row.account
        tell(row.account, "passkey-copied")
    signing_in.failed("passkey", row.account.username)
    raise BadInput("answer", _("This passkey may have been copied."), _("Come in by another way and take it away."))


def _digest(credential: bytes) -> str:
    return hashlib.sha256(credential).hexdigest()
