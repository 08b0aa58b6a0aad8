"""Reads the address of a PostgreSQL database."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A process that is frozen in the middle of a write would keep its locks for ever; an address with `?options=` says otherwise.
_IDLE = "-c idle_in_transaction_session_timeout=60s"


def database_from_url(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured("HUIYIN_DATABASE must look like postgresql://user:password@host:5432/huiyin")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": _IDLE, **dict(parse_qsl(parts.query))},
    }
