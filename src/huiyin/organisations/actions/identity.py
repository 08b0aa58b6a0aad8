"""An identity of the house's provider that opens an account: linked by the holder, and by nobody else."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.kernel import limits, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Account, LinkedIdentity
from huiyin.organisations.openid import Who

from .over import require_over
from .parts import fetch, note
from .second_step import own, secured, tell

BEGUN = (600, 600.0)  # questions to the provider from one network in so many seconds: a whole school at eight o'clock


def may_ask_provider(*, address: str) -> None:
    """Counts a question to the provider. Raises `BadInput` where one network asks too many."""
    if not limits.allow("identity", limits.prefix(address), *BEGUN):
        raise BadInput(
            "identity",
            _("Very many ask the sign-in service of the house from here just now."),
            _("Sign in with your name and password, or try again in ten minutes."),
        )


def link_identity(*, actor: Actor, who: Who) -> Account:
    """From now on the identity opens the actor's own account. Other sessions end."""
    with store.write():
        require(actor, "own_account")
        if actor.let_in:
            raise Conflict(
                _("You were let in without your own proof."),
                _("Link it when a second administrator has vouched for you."),
            )
        account = own(actor)
        if LinkedIdentity.objects.filter(account=account, issuer=who.issuer).exists():
            raise Conflict(_("Your account is linked already."), _("Take that link away first."))
        if LinkedIdentity.objects.filter(issuer=who.issuer, subject=who.subject).exists():
            raise Conflict(_("This identity opens another account."), _("Take the link away there first."))
        LinkedIdentity.objects.create(
            account=account, issuer=who.issuer, subject=who.subject, shown=who.shown, linked_on=time.today(actor.zone)
        )
        secured(account)
        note("link_identity", actor, account.reference)
        tell(account, "identity-linked")
    return account


def unlink_identity(*, actor: Actor, account: str) -> Account:
    """It opens the account no more: by the holder, or by an administrator over the account. Its sessions end."""
    with store.write():
        row = fetch(Account, account)
        if row.pk == actor.account_id:
            require(actor, "own_account")
        else:
            require_over(actor, row)
        gone, _rows = row.identities.all().delete()
        if not gone:
            raise Conflict(_("Nothing is linked."), _("Look at the page again."))
        secured(row)
        note("unlink_identity", actor, row.reference)
        tell(row, "identity-unlinked")
    return row


def account_of_identity(*, who: Who) -> Account:
    """The account that the identity opens. Raises `BadInput` where none is linked: none is ever made."""
    found = (
        LinkedIdentity.objects.select_related("account")
        .filter(issuer=who.issuer, subject=who.subject, account__is_active=True)
        .first()
    )
    if found is None:
        raise BadInput(
            "identity",
            _("No account here is linked with this identity."),
            _("Sign in with your name and password, then link it under “My account”."),
        )
    return found.account
