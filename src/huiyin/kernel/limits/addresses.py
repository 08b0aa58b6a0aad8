"""From where a request comes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the machine that asks; behind a proxy of ours, the one that this proxy saw (the last it added).

    Without a proxy the header is anybody's to write, and is not read.
    """
    behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if behind_proxy else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
