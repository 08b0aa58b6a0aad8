"""Django's secret key, derived from the installation's key file, which is made at first use."""

from __future__ import annotations

from huiyin.kernel.vault import keys

from .base import HUIYIN_KEY_FILE


def secret_key() -> str:
    """A sub-key for sessions and CSRF: knowing it opens no identity."""
    return keys.load_or_make(HUIYIN_KEY_FILE).derive("django-secret-key").hex()
