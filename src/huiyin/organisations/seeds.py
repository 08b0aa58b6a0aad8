"""Seeds of apps that make codes: sealed under the installation's key, so that the database alone makes no code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.kernel.vault import crypto, keys

from .models import Account, CodeApp

PURPOSE = "second-step"


def sealed(seed: bytes, account: Account) -> bytes:
    """The seed as it is stored; it opens for this account alone."""
    return crypto.seal(seed, _key(), bound_to(account))


def seed_of(app: CodeApp) -> bytes:
    """The seed in the clear. Raises `BadInput` where it was sealed under another key file."""
    try:
        return crypto.unseal(app.sealed_seed, _key(), bound_to(app.account))
    except crypto.SealBrokenError as error:
        raise BadInput(
            "code", _("The app of this account can't be checked any more."), _("Use a code on paper.")
        ) from error


def bound_to(account: Account) -> str:
    """With what a seed is sealed besides the key: a copy in another account opens nothing."""
    return f"code-app:{account.public_id}"


def _key() -> bytes:
    return keys.current().derive(PURPOSE)
