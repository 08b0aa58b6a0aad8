"""For half an hour a browser may go on with what it gave a code for: a signed cookie, under one path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from huiyin.kernel import time

LASTS = dt.timedelta(minutes=30)
_UNTIL = "u"


@dataclass(frozen=True, slots=True)
class HalfHour:
    """`name` of the cookie, `salt` of its signature, the `path` under which it is sent. Its end stands inside: a copy ends too."""

    name: str
    salt: str
    path: str

    def begin(self, response: HttpResponse, kept: Mapping[str, str | int]) -> None:
        """Begins, or begins anew."""
        value = signing.dumps({**kept, _UNTIL: (time.now() + LASTS).timestamp()}, salt=self.salt)
        response.set_cookie(
            self.name, value, max_age=LASTS, path=self.path, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip

    def end(self, response: HttpResponse) -> None:
        response.delete_cookie(self.name, path=self.path, samesite="Lax")

    def kept(self, request: HttpRequest) -> dict[str, Any]:
        """What was kept; nothing without a cookie of ours, or when its half hour is over."""
        try:
            kept: dict[str, Any] = signing.loads(request.COOKIES.get(self.name, ""), salt=self.salt)
        except signing.BadSignature:
            return {}
        return kept if kept[_UNTIL] >= time.now().timestamp() else {}
