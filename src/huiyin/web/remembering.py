"""What a browser keeps of a reader's wishes: language, light or dark, keys. No script reads it, and no other site sends it."""

from __future__ import annotations

from django.conf import settings
from django.http.response import HttpResponseBase

YEAR = 365 * 24 * 3600


def remember(response: HttpResponseBase, name: str, value: str) -> None:
    """For a year, in a cookie."""
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)
