"""A gateway by HTTP, as `gateways.toml` names it: short messages and calls that read a text aloud.

It gets a POST with JSON: `to`, `subject`, `text`, `key`, `alarm`, and the key as `Idempotency-Key`, by which it knows a second
copy. Answers: 2xx taken; 401, 403, 3xx and 5xx are the gateway's own trouble; 408, 425 and 429 pass; other 4xx are final for
this notice. What it answers besides is not read: it may quote the number.
"""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

from django.conf import settings

from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox.letters import Letter
from huiyin.kernel.outbox.models import Failure, Notice
from huiyin.settings.gateways import WebGateway as Setting

from .gateway import SendError, Weight

MOST = 65_536  # bytes of an answer that are passed over, so that the connection can be used again
_PASSING = {408, 425, 429}
_OURS_TO_MEND = {401, 403}


def of_settings(channel: str) -> WebGateway:
    """The one that the installation named for this channel."""
    setting = settings.OUTBOX_GATEWAYS.get(channel)
    if setting is None:
        raise SendError(Weight.PERMANENT, "no gateway is named for this way", Failure.UNREACHABLE)
    return WebGateway(setting)


class WebGateway:
    """One connection for a batch, opened anew where the other side closed it."""

    def __init__(self, setting: Setting) -> None:
        parts = urlsplit(setting.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=setting.seconds)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._token = setting.token

    def open(self) -> None:
        try:
            self._connection.connect()
        except OSError as error:
            raise SendError(Weight.OUTAGE, f"the gateway can't be reached: {type(error).__name__}") from None

    def send(self, notice: Notice, letter: Letter, address: str) -> str:
        key = letters.idempotence_key(notice)
        said = {
            "to": address, "subject": letter.subject, "text": letter.body.strip(), "key": key, "alarm": notice.alarm,
        }  # fmt: skip
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            self._connection.request("POST", self._path, json.dumps(said, ensure_ascii=False).encode(), headers)
            answer = self._connection.getresponse()
            answer.read(MOST)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise SendError(Weight.OUTAGE, f"no answer: {type(error).__name__}") from None
        if not answer.isclosed():
            self._connection.close()  # more than we care to read
        if not 200 <= answer.status < 300:
            raise SendError(_weight(answer.status), f"not taken: HTTP {answer.status}")
        return key

    def close(self) -> None:
        self._connection.close()


def _weight(status: int) -> Weight:
    if status in _PASSING:
        return Weight.PASSING
    return Weight.PERMANENT if 400 <= status < 500 and status not in _OURS_TO_MEND else Weight.OUTAGE
