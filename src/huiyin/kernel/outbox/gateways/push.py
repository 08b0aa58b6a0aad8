"""Web Push: to the devices that somebody switched on, through the push service of each browser (RFC 8030).

An address is one subscription a line. The installation says which services it sends to; nothing goes to another host, nor to one
that leads into the house. One service that is away is its own trouble alone: others go on. A device that is gone (404, 410) is
noted for the job that ends it.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections import deque
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.kernel import time
from huiyin.kernel.outbox import letters, webpush
from huiyin.kernel.outbox.letters import Letter
from huiyin.kernel.outbox.models import Failure, Notice
from huiyin.kernel.outbox.webpush import Subscription, Target
from huiyin.kernel.vault import keys
from huiyin.settings.gateways import WebGateway as Setting

from .gateway import SendError, Weight

CHANNEL = "push"
LASTS, ALARM_LASTS = 2 * 86_400, 3_600  # seconds that a service keeps it for a device that is off
MOST_SAID = 1200  # bytes of text; the rest is read after signing in
_GONE = {404, 410}
ENDED: deque[tuple[str, str]] = deque(maxlen=10_000)
"""(recipient, subscription) of devices that are gone, until `devices.end` has been round. Lost with the process: then the next try tells it again."""


def offered() -> bool:
    """Whether this installation tells devices at all."""
    return CHANNEL in settings.OUTBOX_GATEWAYS


def public_key() -> str:
    """By which a browser binds a subscription to this installation."""
    return webpush.encoded(webpush.public_half(_key()))


def checked(text: str) -> str:
    """A subscription as it is kept; empty where it is none, or at a service to which this installation sends nothing."""
    found = webpush.subscription(text)
    setting = settings.OUTBOX_GATEWAYS.get(CHANNEL)
    if found is None or setting is None or webpush.target(found.endpoint, setting.hosts) is None:
        return ""
    return str(found)


class PushGateway:
    """A connection for each service, opened when the first message goes there."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._connections: dict[str, http.client.HTTPConnection] = {}
        self._away: dict[str, SendError] = {}
        self._key = _key()

    def open(self) -> None:
        """Nothing: which services are asked is known with the address."""

    def send(self, notice: Notice, letter: Letter, address: str) -> str:
        """To each device of the recipient; taken, if one service took it."""
        key = letters.idempotence_key(notice)
        text = _said(notice, letter, key)
        failures = list[SendError]()
        for line in address.splitlines():
            try:
                self._send_to(line, notice, text, key)
            except SendError as failure:
                failures.append(failure)
                if failure.failure is Failure.NO_ADDRESS:
                    ENDED.append((notice.to, line))
        if not failures or len(failures) < len(address.splitlines()):
            return key
        # What may pass decides: another try reaches that device.
        raise next((one for one in failures if one.weight is not Weight.PERMANENT), failures[0])

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    def _send_to(self, line: str, notice: Notice, text: bytes, key: str) -> None:
        device = webpush.subscription(line)
        found = webpush.target(device.endpoint, self._setting.hosts) if device else None
        if device is None or found is None:
            raise SendError(Weight.PERMANENT, "nothing is sent to this service", Failure.REFUSED)
        if found.origin in self._away:
            raise self._away[found.origin]
        status = self._asked(found, device, notice, text, key)
        if status in _GONE:
            raise SendError(Weight.PERMANENT, f"the device is gone: HTTP {status}", Failure.NO_ADDRESS)
        if not 200 <= status < 300:
            passing = status == 429 or status >= 500
            raise SendError(Weight.PASSING if passing else Weight.PERMANENT, f"not taken: HTTP {status}")

    def _asked(self, found: Target, device: Subscription, notice: Notice, text: bytes, key: str) -> int:
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(ALARM_LASTS if notice.alarm else LASTS),
            "Urgency": "high" if notice.alarm else "normal",
            "Topic": key,  # a second copy takes the place of the first
            "Authorization": webpush.authorization(found.origin, self._key, _contact(), time.now().timestamp()),
        }
        try:
            connection = self._connections.get(found.origin) or self._opened(found)
            connection.request("POST", found.path, webpush.sealed(device, text), headers)
            answer = connection.getresponse()
            answer.read(65_536)
        except (OSError, http.client.HTTPException) as error:
            self._connections.pop(found.origin, None)
            self._away[found.origin] = SendError(
                Weight.PASSING, f"no answer: {type(error).__name__}", Failure.UNREACHABLE
            )
            raise self._away[found.origin] from None
        if not answer.isclosed():
            connection.close()
        return answer.status

    def _opened(self, found: Target) -> http.client.HTTPConnection:
        kind = _Secure if found.scheme == "https" else http.client.HTTPConnection
        connection = kind(found.host, found.port, timeout=self._setting.seconds)
        if isinstance(connection, _Secure):
            connection.inside = found.inside
        connection.connect()
        self._connections[found.origin] = connection
        return connection


class _Secure(http.client.HTTPSConnection):
    """Goes to the very address that was looked at, so that a name can't lead into the house."""

    inside = False

    def connect(self) -> None:
        infos = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(info[4][0]) for info in infos]
        if not addresses or not (self.inside or all(map(webpush.is_public, addresses))):
            raise OSError("the name leads into a network of the house")
        plain = socket.create_connection((addresses[0], self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _key() -> EllipticCurvePrivateKey:
    return webpush.private_key(keys.current().derive("web-push"))


def _contact() -> str:
    """Whom a push service may ask about us (RFC 8292, 2.1)."""
    return f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].strip(' >')}"


def _said(notice: Notice, letter: Letter, key: str) -> bytes:
    """What the device shows. A person who raised something reads on their locked screen that there is news, and no more."""
    if notice.to.startswith("vault:"):
        with translation.override(str(notice.context.get("language") or settings.LANGUAGE_CODE)):
            said = {"title": _("There is something new"), "body": "", "open": "person"}
        return _packed(said, key)
    body = letter.body.strip().encode()[:MOST_SAID].decode(errors="ignore")
    return _packed({"title": letter.subject[:120], "body": body, "open": _own_path(body)}, key)


def _packed(said: dict[str, str], key: str) -> bytes:
    return json.dumps({**said, "tag": key}, ensure_ascii=False, separators=(",", ":")).encode()


def _own_path(body: str) -> str:
    """The first address of this installation that the text holds, such as that of an answer; else where news is listed."""
    for word in body.split():
        parts = urlsplit(word) if word.startswith(("https://", "http://")) else None
        if parts and f"{parts.scheme}://{parts.netloc}" in settings.CSRF_TRUSTED_ORIGINS:
            return parts.path or "/"
    return "staff"
