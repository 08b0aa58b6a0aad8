"""What a mail server writes back about a mail that it had taken: reports of delivery (RFC 3464). Pure; nothing here keeps an address."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message

MOST_BYTES = 2_000_000  # a report quotes the mail, and ours are short

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Report:
    """`message_id`: of our mail. `source`: the same for every copy of one report. `detail`: the class and number of the status."""

    message_id: str
    source: str
    detail: str


def read(raw: bytes) -> Report | None:
    """The report that a mail of ours did not arrive; None for every other mail: a delay, a receipt, an answer, advertising.

    Whatever is broken in it is passed over: a mailbox holds what strangers wrote.
    """
    message = email.message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = list(_parts(message))
    status = _failed(parts)
    message_id = _about(parts)
    if not status or not message_id:
        return None
    own_id = str(message.get("Message-ID", "")).strip()
    source = hashlib.blake2b((own_id or message_id + status).encode(errors="replace"), digest_size=16).hexdigest()
    return Report(message_id, source, f"report {status}")


def _parts(message: Message) -> Iterator[Message]:
    """The report's own parts, not what stands in a mail inside of it."""
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            yield part


def _failed(parts: Iterable[Message]) -> str:
    """The status of the first recipient to whom it was not delivered for good (`Action: failed`); empty where there is none."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in _parts(part):
            action = str(fields.get("Action", "")).strip().casefold()
            found = _STATUS.search(str(fields.get("Status", "")))
            if action == "failed" and (found is None or found[0][0] != "2"):
                return found[0] if found else "failed"
    return ""


def _about(parts: Iterable[Message]) -> str:
    """The Message-ID of the mail that the report returns, whole or its headers alone."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            returned = next(_parts(part), None)
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            body = part.get_payload(decode=True)
            returned = email.message_from_bytes(body, policy=policy.compat32) if isinstance(body, bytes) else None
        else:
            continue
        found = str(returned.get("Message-ID", "")).strip() if returned is not None else ""
        if found:
            return found[:200]
    return ""
