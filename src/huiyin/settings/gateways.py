"""Reads the gateways of an installation: a TOML file with a table for each channel that goes out by HTTP.

alarms = ["sms", "voice", "email"]   # which way first when it is urgent; without it, as the tables stand, mail last

[sms]
url = "https://gateway.example/send"
token = "…"                          # sent as `Authorization: Bearer …`
seconds = 10                         # patience for one notice
secret = "…"                         # 24 characters or more: what the gateway proves itself with when it passes on a reply or a key,
                                     # and signs its receipts with; without it nothing is taken from there

[wecom]                              # likewise [dingtalk], [feishu]: staff may name a robot of theirs there
url = "https://qyapi.weixin.qq.com"  # the service's own address, or that of one in the house; an empty table is enough

[push]                               # Web Push: staff and people may have a device of theirs told; an empty table is enough
hosts = ["push.example"]             # in place of the push services of the usual browsers: a host, `*.host`, or
                                     # `https://host:port` as a whole for one in the house
"""

from __future__ import annotations

import re
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
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "*.notify.windows.com",
)
"""The push services of Chrome, Firefox, Safari and Edge."""
CHANNELS = ("sms", "voice", *CHATS, "push")
_NAMES = {"url", "token", "seconds", "secret"}
_NAMES_OF_PUSH = {"hosts", "seconds"}
SHORTEST_SECRET = 24  # characters: nobody finds it by trying
_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|https?://[a-z0-9.-]+(:\d{1,5})?")


@dataclass(frozen=True, slots=True, repr=False)
class WebGateway:
    """Where notices of one channel go by HTTP. Not shown: the token is a secret, and so is `secret`, by which the gateway is
    known when it passes on what somebody replied, and with which it signs receipts; without it nothing is taken from there.

    `hosts`: of push services, to which alone anything is sent."""

    url: str
    token: str = ""
    seconds: float = 10.0
    secret: str = ""
    hosts: tuple[str, ...] = ()


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
    if channel not in CHANNELS or not isinstance(table, dict):
        raise ImproperlyConfigured(f"{path}: [{channel}] must be one of {', '.join(CHANNELS)}")
    if {"callback", "receipts"} & set(table):
        raise ImproperlyConfigured(f"{path}: [{channel}] callback and receipts are one now: secret")
    names = _NAMES_OF_PUSH if channel == "push" else _NAMES
    if not set(table) <= names:
        raise ImproperlyConfigured(f"{path}: [{channel}] may have {', '.join(sorted(names))} alone")
    seconds = table.get("seconds", 10)
    if not isinstance(seconds, int | float) or not 0 < seconds <= 30:
        raise ImproperlyConfigured(f"{path}: [{channel}] seconds must be more than 0 and at most 30")
    if channel == "push":
        return WebGateway("", seconds=float(seconds), hosts=_hosts(path, table.get("hosts", list(PUSH_HOSTS))))
    url, secret = str(table.get("url", HOSTS.get(channel, ""))), str(table.get("secret", ""))
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ImproperlyConfigured(f"{path}: [{channel}] url must begin with https:// or http://")
    token = str(table.get("token", ""))
    if not (url + token).isascii() or not (url + token).isprintable() or " " in url:
        raise ImproperlyConfigured(f"{path}: [{channel}] url and token must be plain ASCII, url without spaces")
    if secret and len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{path}: [{channel}] secret must have at least {SHORTEST_SECRET} characters")
    return WebGateway(url, token, float(seconds), secret)


def _hosts(path: Path, named: Any) -> tuple[str, ...]:
    if (
        not isinstance(named, list)
        or not named
        or not all(isinstance(one, str) and _HOST.fullmatch(one) for one in named)
    ):
        raise ImproperlyConfigured(f"{path}: [push] hosts must be a list of host, *.host or https://host:port")
    return tuple(named)
