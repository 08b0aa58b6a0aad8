"""Reads who else may say that somebody is who they are: `identity.toml`, an OpenID Connect provider of the house.

issuer = "https://login.example.gov.cn"   # exactly as the provider names itself
address = "https://huiyin.example.gov.cn" # this installation, as browsers reach it
client = "huiyin"                         # what the provider calls this installation
secret = "…"                              # without it the provider knows a public client
name = "区统一身份认证"                    # stands on the sign-in page
seconds = 5                               # patience for one answer
second_step = ["mfa"]                     # values of `amr` or `acr` that count as a second step; without it none does
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_NAMES = {"issuer", "address", "client", "secret", "name", "seconds", "second_step"}
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, repr=False)
class IdentityProvider:
    """Not shown: the secret. `strong`: what in `amr` or `acr` counts as a second step."""

    issuer: str
    address: str
    client: str
    name: str
    secret: str = ""
    seconds: float = 5.0
    strong: frozenset[str] = frozenset()


def identity_from(path: Path) -> IdentityProvider | None:
    """What the file says; None without a file. Raises `ImproperlyConfigured`, naming the place."""
    if not path.is_file():
        return None
    try:
        read = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"{path}: {error}") from None
    if unknown := set(read) - _NAMES:
        raise ImproperlyConfigured(f"{path}: {', '.join(sorted(unknown))} is not known")
    issuer, address = (_address(path, name, read.get(name)) for name in ("issuer", "address"))
    client, name = (_text(path, name, read.get(name)) for name in ("client", "name"))
    seconds, strong, secret = read.get("seconds", 5), read.get("second_step", []), read.get("secret", "")
    if not isinstance(seconds, int | float) or not 0 < seconds <= 15:
        raise ImproperlyConfigured(f"{path}: seconds must be more than 0 and at most 15")
    if not isinstance(strong, list) or not all(isinstance(one, str) and one for one in strong):
        raise ImproperlyConfigured(f"{path}: second_step must be a list of words")
    if not isinstance(secret, str):
        raise ImproperlyConfigured(f"{path}: secret must be a text")
    return IdentityProvider(issuer, address.rstrip("/"), client, name, secret, float(seconds), frozenset(strong))


def origin_of(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what two addresses of one server share."""
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _address(path: Path, name: str, value: Any) -> str:
    """An encrypted address; without encryption only on this very machine."""
    try:
        scheme, host, _port = origin_of(str(value or ""))
    except ValueError:
        scheme, host = "", ""
    parts = urlsplit(str(value or "")) if host else None
    plain = parts is not None and not (parts.query or parts.fragment or parts.username)
    if not plain or not (scheme == "https" or (scheme == "http" and host in _HERE)):
        raise ImproperlyConfigured(f"{path}: {name} must be an address that begins with https://")
    return str(value)


def _text(path: Path, name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise ImproperlyConfigured(f"{path}: {name} is missing")
    return value.strip()
