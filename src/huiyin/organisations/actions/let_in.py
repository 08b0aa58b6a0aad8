"""Letting somebody in whose telephone and papers are lost: one administrator does it, a second one vouches for it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Account, LetIn

from .over import not_own, require_over, tell_others
from .parts import fetch, note
from .second_step import tell

LASTS = dt.timedelta(hours=1)


def let_in(*, actor: Actor, account: str, reason: str) -> LetIn:
    """For an hour the password alone opens the account, once. The holder, the other administrators and the head are told.

    It shows nobody anything: what shows who somebody is closes to the account with its use, until `vouch`.
    """
    at = time.now()
    with store.write():
        row = fetch(Account, account)
        require_over(actor, row)
        not_own(actor, row)
        if not reason.strip():
            raise BadInput("reason", _("The reason is missing."), _("Say how you know that it is the holder."))
        if not row.second_step:
            raise Conflict(
                _("This account has no second step."), _("The password opens it; give a new code if it is lost.")
            )
        row.let_in.filter(used_at=None, until_at__gt=at).update(until_at=at)
        made = LetIn.objects.create(
            account=row,
            by_id=actor.account_id,
            by_title=actor.post_title,
            reason=reason.strip(),
            at=at,
            until_at=at + LASTS,
        )
        note("let_in", actor, row.reference)
        tell(row, "let-in")
        tell_others(actor, row, at, "second-step")
    return made


def use_let_in(*, account: Account) -> bool:
    """Whether the account may pass without its second step now; that is used up by asking."""
    at = time.now()
    open_now = LetIn.objects.filter(account=account, used_at=None, until_at__gt=at, kind=LetIn.Kind.SECOND_STEP)
    if not open_now.exists():
        return False
    with store.write():
        if not open_now.update(used_at=at):
            return False
        account.vouched = False
        account.save(update_fields=["vouched"])
        ledger.record(verb="organisations.use_let_in", actor=account.reference, about=account.reference, at=at)
        tell(account, "let-in-used")
    return True


def vouch(*, actor: Actor, account: str) -> Account:
    """A second administrator has seen that it was the holder, and that an account that had a second step has one again."""
    with store.write():
        row = fetch(Account, account)
        require_over(actor, row)
        not_own(actor, row)
        waiting = row.let_in.filter(vouched_at=None).exclude(used_at=None)
        if not waiting.exists():
            raise Conflict(_("Nothing is to be vouched for."), _("Look at the page again."))
        if waiting.filter(by_id=actor.account_id).exists():
            raise BadInput(
                "account", _("You let this account in yourself."), _("A second administrator vouches for it.")
            )
        if not row.second_step and waiting.filter(kind=LetIn.Kind.SECOND_STEP).exists():
            raise Conflict(_("This account has no second step yet."), _("Its holder sets one up first."))
        waiting.update(vouched_at=time.now(), vouched_by_id=actor.account_id)
        row.vouched, row.mail_given_by = True, ""
        row.save(update_fields=["vouched", "mail_given_by"])
        note("vouch", actor, row.reference)
        tell(row, "vouched")
    return row
