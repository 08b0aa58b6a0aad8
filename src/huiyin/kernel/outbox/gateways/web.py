"""A gateway by HTTP, as `gateways.toml` names it: short messages and calls that read a text aloud.

It gets a POST with JSON: `to`, `subject`, `text`, `key`, `alarm`, and the key as `Idempotency-Key`, by which it knows a second
copy. Answers: 2xx taken; 401, 403, 3xx and 5xx are the gateway's own trouble; 408, 425 and 429 pass; other 4xx are final for
this notice. What it answers besides is not read: it may quote the number.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from django.conf import settings

from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox.letters import Letter
from huiyin.kernel.outbox.models import Failure, Notice
from huiyin.settings.gateways import WebGateway as Setting

from .gateway import SendError, Weight
from .posting import BadAnswerError, Line

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
        self._line = Line(setting.url, setting.seconds)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._secret = f"Authorization: Bearer {setting.token}\r\n" if setting.token else ""

    def open(self) -> None:
        try:
            self._line.open()
        except OSError as error:
            raise SendError(Weight.OUTAGE, f"the gateway can't be reached: {type(error).__name__}") from None

    def send(self, notice: Notice, letter: Letter, address: str) -> str:
        key = letters.idempotence_key(notice)
        said = {
            "to": address, "subject": letter.subject, "text": letter.body.strip(), "key": key, "alarm": notice.alarm,
        }  # fmt: skip
        body = json.dumps(said, ensure_ascii=False).encode()
        try:
            status, _text = self._line.post(self._target, body, f"Idempotency-Key: {key}\r\n{self._secret}")
        except (OSError, BadAnswerError) as error:
            raise SendError(Weight.OUTAGE, f"no answer: {type(error).__name__}") from None
        if not 200 <= status < 300:
            raise SendError(_weight(status), f"not taken: HTTP {status}")
        return key

    def close(self) -> None:
        self._line.close()


def _weight(status: int) -> Weight:
    if status in _PASSING:
        return Weight.PASSING
    return Weight.PERMANENT if 400 <= status < 500 and status not in _OURS_TO_MEND else Weight.OUTAGE
