"""Reads the gateways of an installation: a TOML file with a table for each channel that goes out by HTTP.

alarms = ["sms", "voice", "email"]   # which way first when it is urgent; without it, as the tables stand, mail last

[sms]
url = "https://gateway.example/send"
token = "…"                          # sent as `Authorization: Bearer …`
seconds = 10                         # patience for one notice
callback = "…"                       # what the gateway proves itself with when it passes on a reply or a key
receipts = "…"                       # secret of its receipts, 24 characters or more; without it none are taken

[wecom]                              # likewise [dingtalk], [feishu]: staff may name a robot of theirs there
url = "https://qyapi.weixin.qq.com"  # the service's own address, or that of one in the house; an empty table is enough
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

CHATS = {
    "wecom": "/cgi-bin/webhook/send?key=",
    "dingtalk": "/robot/send?access_token=",
    "feishu": "/open-apis/bot/v2/hook/",
}
"""Chat services, and how the address of a robot goes on behind the service's own."""
HOSTS = {
    "wecom": "https://qyapi.weixin.qq.com",
    "dingtalk": "https://oapi.dingtalk.com",
    "feishu": "https://open.feishu.cn",
}
CHANNELS = ("sms", "voice", *CHATS)
_NAMES = {"url", "token", "seconds", "callback", "receipts"}
SHORTEST_CALLBACK = 16  # characters: nobody finds it by trying
SHORTEST_SECRET = 24


@dataclass(frozen=True, slots=True, repr=False)
class WebGateway:
    """Where notices of one channel go by HTTP. Not shown: the token is a secret, and so is `callback`, by which the gateway is
    known when it passes on what somebody replied; without it nothing is taken from there."""

    url: str
    token: str = ""
    seconds: float = 10.0
    callback: str = ""
    receipts: str = ""


@dataclass(frozen=True, slots=True)
class Gateways:
    """By channel, and the order in which an alarm tries its ways."""

    web: Mapping[str, WebGateway]
    alarms: tuple[str, ...] = ("email",)


def gateways_from(path: Path) -> Gateways:
    """What the file says; without a file, mail alone. Raises `ImproperlyConfigured`, naming the place."""
    if not path.is_file():
        return Gateways({})
    try:
        read = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"{path}: {error}") from None
    alarms = read.pop("alarms", None)
    web = {channel: _gateway(path, channel, table) for channel, table in read.items()}
    # A robot speaks to a whole group, so that an alarm goes there only where the installation says so.
    order = tuple(alarms) if isinstance(alarms, list) else (*(one for one in web if one not in CHATS), "email")
    if not order or not set(order) <= {*web, "email"} or len(set(order)) < len(order):
        raise ImproperlyConfigured(f"{path}: alarms must name each way once, of those that have a table, and email")
    return Gateways(web, order)


def _gateway(path: Path, channel: str, table: Any) -> WebGateway:
    if channel not in CHANNELS or not isinstance(table, dict) or not set(table) <= _NAMES:
        raise ImproperlyConfigured(
            f"{path}: [{channel}] must be one of {', '.join(CHANNELS)}, with url, token, seconds, callback, receipts"
        )
    url, token, seconds = table.get("url", HOSTS.get(channel, "")), table.get("token", ""), table.get("seconds", 10)
    if urlsplit(str(url)).scheme not in ("http", "https") or not urlsplit(str(url)).hostname:
        raise ImproperlyConfigured(f"{path}: [{channel}] url must begin with https:// or http://")
    if not isinstance(seconds, int | float) or not 0 < seconds <= 30:
        raise ImproperlyConfigured(f"{path}: [{channel}] seconds must be more than 0 and at most 30")
    callback = str(table.get("callback", ""))
    if callback and len(callback) < SHORTEST_CALLBACK:
        raise ImproperlyConfigured(f"{path}: [{channel}] callback must have at least {SHORTEST_CALLBACK} characters")
    receipts = str(table.get("receipts", ""))
    if receipts and len(receipts) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{path}: [{channel}] receipts must have at least {SHORTEST_SECRET} characters")
    return WebGateway(str(url), str(token), float(seconds), callback, receipts)
