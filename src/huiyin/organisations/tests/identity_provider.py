"""An OpenID Connect provider small enough to read, signed by hand and not with the library that checks it; or a hostile one."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from huiyin.kernel import time

CLIENT, SECRET = "huiyin", "a secret of both"
_KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _number in range(2)]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider(ThreadingHTTPServer):
    """`person`: the claims of who signs in. `twist`: claims that a hostile one changes (None takes one away), or a key of
    `lies`. `asked`: every path that was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.person: dict[str, Any] = {"sub": "248289761001", "name": "沈老师", "amr": ["pwd"]}
        self.twist: dict[str, Any] = {}
        self.lies: dict[str, Any] = {}
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/realms/school"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def visit(self, address: str) -> dict[str, str]:
        """What a browser does there: the person signs in, and goes back with this."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = b64(hashlib.sha256(f"{len(self.codes)} {asked['state']}".encode()).digest())
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.lies.get("iss", self.issuer)}

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.now().timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"],
            **self.person, **self.twist,
        }  # fmt: skip
        header = {"alg": self.lies.get("alg", "RS256"), "kid": "first", "typ": "JWT"}
        parts = [b64(json.dumps(header).encode()), b64(json.dumps(strip(claims)).encode())]
        signed = ".".join(parts).encode()
        if header["alg"] == "none":
            return ".".join([*parts, ""])
        if header["alg"] == "HS256":  # with what everybody knows: the public key
            import hmac

            public = json.dumps(self.keys()["keys"][0]).encode()
            return ".".join([*parts, b64(hmac.digest(public, signed, "sha256"))])
        key = _KEYS[1 if "other_key" in self.lies else 0]
        return ".".join([*parts, b64(key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))])

    def keys(self) -> dict[str, Any]:
        numbers = _KEYS[0].public_key().public_numbers()
        n, e = (b64(one.to_bytes((one.bit_length() + 7) // 8, "big")) for one in (numbers.n, numbers.e))
        return {"keys": [{"kty": "RSA", "use": "sig", "kid": "first", "alg": "RS256", "n": n, "e": e}]}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.lies.get("discovery", {}),
        }


def strip(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not None}


class _Handler(BaseHTTPRequestHandler):
    server: Provider
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.removeprefix("/realms/school")
        self.server.asked.append(path)
        lie = self.server.lies.get(path)
        if lie == "giant":
            return self._say({"keys": ["x" * 1_000_000]})
        if lie == "elsewhere":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/inside")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if lie == "drip":
            return self._drip()
        if lie == "no json":
            return self._say_bytes(b"[" * 100_000)
        said = {"/.well-known/openid-configuration": self.server.discovery, "/keys": self.server.keys}.get(path)
        return self._say(said()) if said else self.send_error(404)

    def do_POST(self) -> None:
        path = self.path.removeprefix("/realms/school")
        self.server.asked.append(path)
        read = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        form = {name: values[0] for name, values in read.items()}
        asked = self.server.codes.pop(form.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        fits = (
            asked is not None
            and self.headers["Authorization"] == basic
            and challenge == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
        )
        if not fits or asked is None:
            return self._say({"error": "invalid_grant"}, 400)
        return self._say({"access_token": "not used", "token_type": "Bearer", "id_token": self.server.token(asked)})

    def _say(self, said: Any, status: int = 200) -> None:
        self._say_bytes(json.dumps(said).encode(), status)

    def _say_bytes(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """A byte now and then: each comes in time, the whole never does."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        end = threading.Event()
        for _byte in range(1000):
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
            end.wait(0.05)

    def log_message(self, *_args: Any) -> None:
        """Nothing on the screen."""
