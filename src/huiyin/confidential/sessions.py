"""What a browser may hold for some minutes: a key, in a cookie that only this installation opens, and that no disk keeps.

The server keeps nothing of it. Why so: docs/decisions/0028-sealed-reports.md.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from huiyin.kernel import time
from huiyin.kernel.vault import keys

_UNTIL = "until"


@dataclass(frozen=True, slots=True)
class SealedCookie:
    """`name` of the cookie, `path` under which it is sent, `lasts`: after so long without use it is over, also as a copy."""

    name: str
    path: str
    lasts: dt.timedelta

    def begin(self, response: HttpResponse, kept: Mapping[str, str]) -> None:
        """Begins, or begins anew. No age: a browser that is closed has lost it."""
        said = json.dumps({**kept, _UNTIL: (time.now() + self.lasts).timestamp()}).encode()
        value = base64.urlsafe_b64encode(bytes(self._box().encrypt(said))).decode()
        response.set_cookie(
            self.name, value, path=self.path, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
        )

    def end(self, response: HttpResponse) -> None:
        response.delete_cookie(self.name, path=self.path, samesite="Strict")

    def kept(self, request: HttpRequest) -> dict[str, Any]:
        """What was kept; nothing without a cookie of ours, or when its time is over."""
        try:
            sealed = base64.urlsafe_b64decode(request.COOKIES.get(self.name, ""))
            kept: dict[str, Any] = json.loads(self._box().decrypt(sealed))
        except (CryptoError, ValueError, TypeError):
            return {}
        return kept if kept[_UNTIL] >= time.now().timestamp() else {}

    def _box(self) -> SecretBox:
        return SecretBox(keys.current().derive(f"sealed-cookie:{self.name}"))
