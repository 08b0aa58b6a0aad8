"""An app that makes codes, written from RFC 6238 and not with the library that checks them."""

from __future__ import annotations

import base64
import hmac
import re
import struct

from django.test import Client
from django.urls import reverse

from huiyin.kernel import time


class Telephone:
    """What scanned the picture, or was given the key that stands beside it."""

    def __init__(self, key: str) -> None:
        plain = key.replace("-", "").replace(" ", "")
        self.seed = base64.b32decode(plain + "=" * (-len(plain) % 8))

    def code(self, later: int = 0) -> str:
        """What it shows `later` seconds from now."""
        counter = struct.pack(">Q", (int(time.now().timestamp()) + later) // 30)
        digest = hmac.digest(self.seed, counter, "sha1")
        start = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def set_up_app(client: Client) -> tuple[Telephone, list[str]]:
    """Through the pages, in an open session: the telephone, and the codes on paper."""
    client.post(reverse("organisations:begin-code-app"))
    page = client.get(reverse("organisations:code-app")).content.decode()
    telephone = Telephone("".join(re.findall(r'hy-code"[^>]*>([A-Z2-7]+)<', page)))
    page = client.post(reverse("organisations:code-app"), {"code": telephone.code()}).content.decode()
    return telephone, re.findall(r'hy-code"[^>]*>([a-z0-9-]+)<', page)
