"""Proving once more, in the middle of a session, that it is still the holder of the account who sits there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.kernel import limits
from huiyin.kernel.errors import BadInput
from huiyin.organisations import codes, signing_in
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Account

from .second_step import use_app_code
from .sign_in import FREE_TRIES, LONGEST_WAIT, is_password, wait_or_go_on


def prove(*, actor: Actor, proof: str, session: str) -> None:
    """`proof` is the password, or the code that the account's app shows now. Raises `BadInput` at the field `holder_proof`.

    Tries are counted for each session: who found an open one does not make the holder wait elsewhere.
    """
    require(actor, "own_account")
    key = f"{actor.account_id} {session}"
    wait_or_go_on(limits.tried("prove", key, free=FREE_TRIES, longest=LONGEST_WAIT), "holder_proof")
    account = Account.objects.get(pk=actor.account_id)
    by_code = account.second_step and codes.is_app_code(proof)
    if not (use_app_code(account, proof) if by_code else is_password(account, proof)):
        signing_in.failed("proof", account.username)
        raise BadInput(
            "holder_proof",
            _("This is neither your password nor a code that counts now."),
            _("Type it again. A code of the app works once; wait for the next one."),
        )
    limits.succeeded("prove", key)
    signing_in.passed("proof", account.username)
