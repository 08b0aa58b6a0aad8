"""A reader makes the key that opens reports, opens it for some minutes, and changes the words under which it lies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiyin.confidential import crypto, rules
from huiyin.confidential.models import Reader, ReaderKey
from huiyin.confidential.opening import Unlocked, own_key
from huiyin.kernel import ledger, limits, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Account

FREE_TRIES, LONGEST_WAIT = 5, 300.0


def make_key(*, actor: Actor, passphrase: str) -> ReaderKey:
    """Of who holds an appointed post now. A former holder's key ends: what was sealed to it stays closed to the new one."""
    strong(actor, passphrase)
    pair, at = crypto.new_pair(), time.now()
    wrapped = crypto.lock(pair.private, passphrase)
    with store.write():
        reader = _appointed(actor)
        rows: list[ledger.Committed] = []
        for before in reader.keys.select_for_update().filter(until=None):
            if before.account_id == actor.account_id:
                raise Conflict(_("You have a key already."), _("Open it with your passphrase, or change that."))
            before.until = at
            before.save()
            rows.append(before)
        row = ReaderKey.objects.create(
            reader=reader, account_id=actor.account_id, public=pair.public, wrapped=wrapped, made_at=at
        )
        ledger.record(
            verb="confidential.make_key", actor=actor.reference, about=row.reference, at=at, commits=[row, *rows]
        )
    return row


def unlock(*, actor: Actor, passphrase: str) -> Unlocked:
    """Reads nothing but the own key. Who guesses waits longer each time."""
    key = own_key(actor)
    if waiting := limits.tried("sealed-key", key.public_id, free=FREE_TRIES, longest=LONGEST_WAIT):
        message = ngettext("Wait %(n)d second.", "Wait %(n)d seconds.", waiting) % {"n": waiting}
        raise BadInput("passphrase", _("Several wrong passphrases were tried."), message)
    try:
        private = crypto.unlock(key.wrapped, passphrase)
    except crypto.DoesNotOpenError:
        raise BadInput(
            "passphrase", _("This passphrase does not open your key."),
            _("It is not the password of your sign-in. If it is lost, the custodians can help."),
        ) from None  # fmt: skip
    limits.succeeded("sealed-key", key.public_id)
    return Unlocked(key.public_id, private)


def change_passphrase(*, actor: Actor, old: str, new: str) -> ReaderKey:
    """The same key under other words."""
    try:
        opened = unlock(actor=actor, passphrase=old)
    except BadInput as error:
        raise BadInput("old", error.message, error.remedy) from error
    strong(actor, new, "new")
    wrapped, at = crypto.lock(opened.private, new), time.now()
    with store.write():
        row = ReaderKey.objects.select_for_update().get(pk=own_key(actor).pk)
        row.wrapped = wrapped
        row.save()
        ledger.record(
            verb="confidential.change_passphrase", actor=actor.reference, about=row.reference, at=at, commits=[row]
        )
    return row


def strong(actor: Actor, passphrase: str, place: str = "passphrase") -> None:
    """Long enough, and not the password of the sign-in: whoever has seen that typed must not open reports with it."""
    if len(passphrase) < rules.SHORTEST_PASSPHRASE:
        raise BadInput(
            place, _("Take at least %(n)d characters.") % {"n": rules.SHORTEST_PASSPHRASE},
            _("Several words that nobody would say together are easy to keep in mind."),
        )  # fmt: skip
    account = Account.objects.filter(pk=actor.account_id).first()
    if account is not None and account.check_password(passphrase):
        raise BadInput(place, _("This is the password of your sign-in."), _("Take other words for the seals."))


def _appointed(actor: Actor) -> Reader:
    found = Reader.objects.select_for_update(of=("self",)).filter(post_id=actor.post_id, until=None)
    reader = found.select_related("organisation").first()
    if reader is None or not may(actor, "confidential_read", reader):
        raise Refused
    return reader
