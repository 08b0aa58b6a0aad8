"""Django's secret key, derived from the installation's key file, which is made at first use."""

from __future__ import annotations

import secrets

from huiyin.kernel.vault import keys

from .base import HUIYIN_HOME, HUIYIN_KEY_FILE


def secret_key() -> str:
    """A sub-key for sessions and CSRF: knowing it opens no identity.

    Where the folder of state notes a key and the key file is gone, none is made in its place: the command that follows
    says so (`operations.keyguard`), or brings it back from the recovery words.
    """
    if not HUIYIN_KEY_FILE.is_file() and (HUIYIN_HOME / "key.fingerprint").is_file():
        return secrets.token_hex(32)
    return keys.load_or_make(HUIYIN_KEY_FILE).derive("django-secret-key").hex()
