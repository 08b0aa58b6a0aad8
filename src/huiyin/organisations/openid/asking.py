"""Asking the provider: the configured origin alone, no redirect followed, an end to time and to size."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unavailable
from huiyin.settings.identity import IdentityProvider, origin_of

MOST = 262_144  # bytes of an answer
# A provider that hangs may hold this many threads of a process and not one more: the public pages need the others.
_asking = threading.BoundedSemaphore(2)


def ask(
    provider: IdentityProvider, address: str, form: Mapping[str, str] | None = None, authorization: str = ""
) -> dict[str, Any]:
    """The JSON object that stands at `address`, or is the answer to `form`. Raises `Unavailable` in every other case."""
    if origin_of(address) != origin_of(provider.issuer):
        raise unavailable()
    if not _asking.acquire(blocking=False):
        raise unavailable()
    try:
        return _asked(provider, address, form, authorization)
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        raise unavailable() from None
    finally:
        _asking.release()


def unavailable() -> Unavailable:
    """The provider gives no answer with which anything can be begun."""
    return Unavailable(
        _("The sign-in service of the house does not answer as it should."),
        _("Sign in with your name and password, or with a passkey."),
    )


def _asked(
    provider: IdentityProvider, address: str, form: Mapping[str, str] | None, authorization: str
) -> dict[str, Any]:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=provider.seconds)
    connection.connect()
    # Patience for the whole answer, not for each byte of it.
    end = threading.Timer(provider.seconds, _cut, [connection.sock])
    end.daemon = True
    end.start()
    try:
        headers = {"Accept": "application/json"}
        if authorization:
            headers["Authorization"] = authorization
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET" if body is None else "POST", target, body, headers)
        answer = connection.getresponse()
        said = answer.read(MOST + 1)
    finally:
        end.cancel()
        connection.close()
    if answer.status != 200 or len(said) > MOST:
        raise ValueError("no answer that can be used")
    read = json.loads(said)
    if not isinstance(read, dict):
        raise ValueError("no object")
    return read


def _cut(open_socket: socket.socket) -> None:
    with contextlib.suppress(OSError):
        open_socket.shutdown(socket.SHUT_RDWR)
