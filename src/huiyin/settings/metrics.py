"""Who may read the figures for a monitor."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 24  # characters of a token


def metrics_access(value: str) -> str:
    """Empty: nobody; `loopback`: this machine; else a token that nobody guesses."""
    if value and value != "loopback" and len(value) < SHORTEST:
        raise ImproperlyConfigured(
            f"HUIYIN_METRICS must be `loopback` or a token of at least {SHORTEST} characters: openssl rand -hex 24"
        )
    return value
