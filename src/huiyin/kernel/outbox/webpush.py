"""Web Push, as much of it as a sender needs: sealed for one device (RFC 8291), signed as coming from here (RFC 8292). Pure.

The push service between us and the device sees when something is sent, how long it is (always the same) and how urgent: never what.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MOST_BYTES = 2000  # of a subscription
LENGTH = 2048  # bytes of every message before it is sealed, whatever it says; services take 4096 sealed
SIGNED_FOR = 12 * 3600  # seconds; RFC 8292 allows a day at most
_RECORD = 4096
_ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)  # of P-256
_ENDPOINT = re.compile(r"https?://[!-~]{1,1000}")


@dataclass(frozen=True, slots=True, repr=False)
class Subscription:
    """One device: where its push service listens for it (`endpoint`, a secret), its public key and its secret."""

    endpoint: str
    p256dh: bytes
    auth: bytes

    def __str__(self) -> str:
        """One line, as it is kept; `subscription` reads it."""
        keys = {"p256dh": encoded(self.p256dh), "auth": encoded(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a push service listens. `inside`: the installation named this very address, so that it may lie in the house."""

    scheme: str
    host: str
    port: int
    path: str
    inside: bool

    @property
    def origin(self) -> str:
        usual = self.port == (443 if self.scheme == "https" else 80)
        return f"{self.scheme}://{self.host}" + ("" if usual else f":{self.port}")


def subscription(text: str) -> Subscription | None:
    """What a browser made of `PushSubscription.toJSON()`; None where it is none, or its key no point of the curve."""
    if len(text) > MOST_BYTES:
        return None
    try:
        read = json.loads(text)
        found = Subscription(read["endpoint"], decoded(read["keys"]["p256dh"]), decoded(read["keys"]["auth"]))
        if len(found.auth) != 16 or not isinstance(found.endpoint, str) or not _ENDPOINT.fullmatch(found.endpoint):
            return None
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found.p256dh)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UnsupportedAlgorithm):
        return None
    return found


def target(endpoint: str, hosts: Collection[str]) -> Target | None:
    """Where an endpoint is, if the installation sends there: `host`, `*.host` (by https alone), or `https://host:port` as a whole."""
    try:
        parts = urlsplit(endpoint)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if not _ENDPOINT.fullmatch(endpoint) or not host or parts.username is not None or parts.fragment:
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = Target(scheme, host, port, path, inside=True)
    if named.origin in hosts:
        return named
    outside = scheme == "https" and port == 443 and any(_is_host(host, one) for one in hosts)
    return Target(scheme, host, port, path, inside=False) if outside else None


def is_public(address: str) -> bool:
    """Whether an address of the network is one of the world, not of this house or machine."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


def private_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """The key of the installation, always the same for the same 32 bytes: a device knows it by its public half."""
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def public_half(key: ec.EllipticCurvePrivateKey) -> bytes:
    """65 bytes, uncompressed."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(
    to: Subscription,
    text: bytes,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
    length: int = LENGTH,
) -> bytes:
    """The body to send: `aes128gcm` in one record, filled up to `length`. `own` and `salt` are fresh for each message."""
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.p256dh)
    ours = public_half(own)
    info = b"WebPush: info\0" + to.p256dh + ours
    secret = _derived(own.exchange(ec.ECDH(), theirs), to.auth, info, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    filled = text + b"\2" + b"\0" * max(0, length - len(text) - 1)
    header = salt + _RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(key).encrypt(nonce, filled, None)


def authorization(origin: str, key: ec.EllipticCurvePrivateKey, contact: str, now: float) -> str:
    """The header by which the push service knows who sends. `origin`: of the endpoint; `contact`: `mailto:` or `https:`."""
    claims = {"aud": origin, "exp": int(now) + SIGNED_FOR, "sub": contact}
    parts = [json.dumps(part, separators=(",", ":")).encode() for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    signed = ".".join(encoded(part) for part in parts)
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={encoded(public_half(key))}"


def encoded(data: bytes) -> str:
    """Base64 as addresses have it, without filling."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Raises `ValueError`."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


def _is_host(host: str, named: str) -> bool:
    return host.endswith(named[1:]) if named.startswith("*.") else host == named


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
