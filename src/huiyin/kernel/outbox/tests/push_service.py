"""A push service and the devices behind it, small enough to read: opens what comes as a browser does, by RFC 8188 and 8291."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiyin.kernel.outbox.webpush import decoded, encoded, public_half


@dataclass
class Told:
    """What came: what the service saw, and what the device read."""

    path: str
    headers: dict[str, str]
    body: bytes
    said: dict[str, str] = field(default_factory=dict)


class PushService(ThreadingHTTPServer):
    """`status`: of the next answers; `gone`: paths of devices that it knows no more."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        self.status, self.gone = 201, set[str]()
        self.heard = list[Told]()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def device(self, path: str = "/one", **changes: Any) -> str:
        """As `JSON.stringify(subscription)` gives it."""
        keys = {"p256dh": encoded(public_half(self.key)), "auth": encoded(self.auth)}
        return json.dumps({"endpoint": self.url + path, "expirationTime": None, "keys": keys} | changes)

    def opened(self, body: bytes) -> dict[str, str]:
        salt, length = body[:16], body[20]
        theirs, text = body[21 : 21 + length], body[21 + length :]
        secret = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        info = b"WebPush: info\0" + public_half(self.key) + theirs
        shared = HKDF(hashes.SHA256(), 32, self.auth, info).derive(secret)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(shared)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(shared)
        said, _two, filling = AESGCM(key).decrypt(nonce, text, None).partition(b"\2")
        assert not filling.strip(b"\0")
        read: dict[str, str] = json.loads(said)
        return read

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


def signed_for(authorization: str) -> dict[str, Any]:
    """The claims, once the signature fits the key that came along. Raises `InvalidSignature`."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    header, claims, signature = parts["t"].split(".")
    raw = decoded(signature)
    made = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    if scheme != "vapid":
        raise InvalidSignature
    key.verify(made, f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    read: dict[str, Any] = json.loads(decoded(claims)) | {"k": parts["k"]}
    return read


class _Handler(BaseHTTPRequestHandler):
    server: PushService
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = 410 if self.path in self.server.gone else self.server.status
        if status == 201:
            said = self.server.opened(body)
            self.server.heard.append(Told(self.path, dict(self.headers), body, said))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Nothing on the screen."""
