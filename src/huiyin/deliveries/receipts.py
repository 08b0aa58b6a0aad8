"""A gateway's receipts: whether what it had taken arrived. Signed in the manner of Standard Webhooks (standardwebhooks.com).

POST with JSON `{"key": …, "status": "delivered" | "failed", "code": …}` and the headers `webhook-id`, `webhook-timestamp`
(seconds) and `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body` under the channel's secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

TOLERATED = 300  # seconds between its clock and ours
MOST_BYTES = 4096
_CODE = re.compile(r"[A-Za-z0-9._-]{0,32}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """`key` of the notice; `source`: the same however often this receipt is sent; `code`: the gateway's own, letters and digits alone."""

    key: str
    source: str
    failed: bool
    code: str


def signed(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """Whether who knows the secret sent exactly this, just now."""
    stamp, identifier = headers.get("webhook-timestamp", ""), headers.get("webhook-id", "")
    if not secret or not identifier or not re.fullmatch(r"\d{1,12}", stamp) or abs(now - int(stamp)) > TOLERATED:
        return False
    text = f"{identifier}.{stamp}.".encode() + body
    right = base64.b64encode(hmac.digest(secret.encode(), text, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(f"v1,{right}".encode(), one.encode()) for one in given)


def read(channel: str, identifier: str, body: bytes) -> Receipt | None:
    """What it says; None where it can't be understood."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("status") not in ("delivered", "failed"):
        return None
    key, code = str(said.get("key", "")), str(said.get("code", ""))
    if not re.fullmatch(r"[0-9a-f]{32}", key) or not _CODE.fullmatch(code):
        return None
    source = hashlib.blake2b(f"{channel} {identifier}".encode(), digest_size=16).hexdigest()
    return Receipt(key, source, said["status"] == "failed", code)
