"""Where to go on to, when the browser is what says where."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def within(request: HttpRequest, target: str, otherwise: str) -> str:
    """The path on this host that `target` names, with its query; `otherwise` where it names none, or another host."""
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return otherwise
    parts = urlsplit(target)
    path = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return path if path.startswith("/") and not path.startswith("//") else otherwise
