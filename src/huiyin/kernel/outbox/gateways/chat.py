"""Robots of WeCom, DingTalk and Feishu: a member of staff lets one of a group of theirs tell that there is news.

All three take a POST of JSON and answer 200 whatever came of it, with a number in the body. The address is the robot's own
(`https://… secret`, the secret only where it signs): it is checked against the host that the installation names for the
channel, and nothing is ever sent elsewhere. None of them takes a key along: what was taken and not answered may come twice.

Formats: developer.work.weixin.qq.com/document/path/91770, open.dingtalk.com (custom robot, 加签), open.feishu.cn (custom bot, 签名校验).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from huiyin.kernel import time
from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox.letters import Letter
from huiyin.kernel.outbox.models import Failure, Notice
from huiyin.settings.gateways import CHATS
from huiyin.settings.gateways import WebGateway as Setting

from .gateway import SendError, Weight
from .posting import BadAnswerError, Line

# Too many in a minute, or busy: another time. Every other number is final: the robot is gone, its secret or its key word is wrong.
_PASSING = {"wecom": {-1, 45009}, "dingtalk": {-1, 130101, 410100}, "feishu": {11232, 11233}}


@dataclass(frozen=True, slots=True, repr=False)
class Robot:
    """Where it listens, within its service."""

    target: str
    secret: str


def robot(channel: str, address: str) -> Robot | None:
    """The robot behind an address; None where it is none of this channel's service."""
    url, _, secret = address.strip().partition(" ")
    setting = settings.OUTBOX_GATEWAYS.get(channel)
    prefix = f"{setting.url.rstrip('/')}{CHATS[channel]}" if setting is not None else ""
    parts = urlsplit(url)
    plain = url.isascii() and url.isprintable() and not parts.fragment
    if not prefix or not plain or not url.startswith(prefix) or len(url) <= len(prefix):
        return None
    return Robot(parts.path + (f"?{parts.query}" if parts.query else ""), secret.strip())


class ChatGateway:
    """One connection for a batch, opened anew where the other side closed it."""

    def __init__(self, channel: str, setting: Setting) -> None:
        self._line = Line(setting.url, setting.seconds)
        self._channel = channel

    def open(self) -> None:
        try:
            self._line.open()
        except OSError as error:
            raise SendError(Weight.OUTAGE, f"the service can't be reached: {type(error).__name__}") from None

    def send(self, notice: Notice, letter: Letter, address: str) -> str:
        found = robot(self._channel, address)
        if found is None:
            raise SendError(Weight.PERMANENT, "the address is no robot of this service", Failure.NO_ADDRESS)
        target, body = _signed(self._channel, found, f"{letter.subject}\n{letter.body.strip()}")
        try:
            status, text = self._line.post(target, body)
        except (OSError, BadAnswerError) as error:
            raise SendError(Weight.OUTAGE, f"no answer: {type(error).__name__}") from None
        if status != 200:
            raise SendError(_weight(status), f"not taken: HTTP {status}")
        _require_taken(self._channel, text)
        return letters.idempotence_key(notice)

    def close(self) -> None:
        self._line.close()


def _signed(channel: str, found: Robot, text: str) -> tuple[str, bytes]:
    """Where it goes and what: with the signature of the moment, where the robot asks for one."""
    now = time.now().timestamp()
    said: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    target = found.target
    if channel == "feishu":
        said = {"msg_type": "text", "content": {"text": text}}
        if found.secret:
            stamp = str(int(now))
            sign = hmac.digest(f"{stamp}\n{found.secret}".encode(), b"", hashlib.sha256)
            said = {"timestamp": stamp, "sign": base64.b64encode(sign).decode(), **said}
    elif channel == "dingtalk" and found.secret:
        stamp = str(int(now * 1000))
        sign = hmac.digest(found.secret.encode(), f"{stamp}\n{found.secret}".encode(), hashlib.sha256)
        target += f"&timestamp={stamp}&sign={quote(base64.b64encode(sign).decode(), safe='')}"
    return target, json.dumps(said, ensure_ascii=False).encode()


def _require_taken(channel: str, text: bytes) -> None:
    """The number in the answer; its words are not kept, they may quote the robot's key."""
    try:
        answer = json.loads(text)
        said = answer.get("errcode", answer.get("code", answer.get("StatusCode"))) if isinstance(answer, dict) else None
        number = int(said)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise SendError(Weight.PASSING, "the answer can't be understood") from None
    if number:
        weight = Weight.PASSING if number in _PASSING[channel] else Weight.PERMANENT
        raise SendError(weight, f"not taken: {number}")


def _weight(status: int) -> Weight:
    if status == 429:
        return Weight.PASSING
    return Weight.PERMANENT if 400 <= status < 500 else Weight.OUTAGE
