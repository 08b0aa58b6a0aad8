"""What the provider is asked, and what of its answer is believed. The clock is an argument."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.settings.identity import IdentityProvider, origin_of

from .asking import ask, unavailable

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
LEEWAY = 60  # seconds by which the clocks of two machines may differ
OLDEST = 600  # seconds: an answer is as young as the question


@dataclass(frozen=True, slots=True)
class Begun:
    """`secrets` stay in the session of this browser until the answer comes; `address` is where it goes meanwhile."""

    address: str
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Who:
    """Whom the provider names. `shown`: how it calls them, for the holder to recognise. `strong`: it counts as a second step."""

    issuer: str
    subject: str
    shown: str
    strong: bool


@dataclass(frozen=True, slots=True)
class _Provider:
    authorization: str
    token: str
    keys: str
    names_itself: bool
    by_form: bool
    end: str


def begin(provider: IdentityProvider, back: str, *, scope: str = "openid") -> Begun:
    """The address to which the browser goes. `back`: where it comes back to. Raises `Unavailable`."""
    found = _discovered(provider)
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": scope,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in found.authorization else "?"
    return Begun(f"{found.authorization}{joint}{urlencode(asked)}", kept)


def finish(
    provider: IdentityProvider, back: str, kept: Mapping[str, str], answer: Mapping[str, str], now: dt.datetime
) -> Who:
    """Whom the provider names in its answer. `kept`: the secrets of `begin`. Raises `BadInput`, or `Unavailable`."""
    if not secrets.compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
        raise not_believed()
    found = _discovered(provider)
    named = answer.get("iss", "")
    if (named or found.names_itself) and named != provider.issuer:  # RFC 9207: somebody mixed up two providers
        raise not_believed()
    code = answer.get("code", "")
    if answer.get("error") or not code:
        raise BadInput(
            "identity",
            _("The sign-in service of the house did not let you through."),
            _("Try it once more, or sign in with your name and password."),
        )
    claims = _claims(provider, found, _token(provider, found, back, code, kept["verifier"]), kept["nonce"], now)
    means = {str(claims.get("acr", ""))} | {str(one) for one in _list(claims.get("amr"))}
    shown = next((str(claims[name]) for name in ("name", "preferred_username") if claims.get(name)), claims["sub"])
    return Who(provider.issuer, claims["sub"], shown[:100], bool(means & provider.strong))


def leave(provider: IdentityProvider) -> str:
    """The address at which this browser ends its session there (RP-Initiated Logout 1.0). Raises `Unavailable`, `BadInput` where it has none.

    Who it is is not told: the token was thrown away, so the provider asks.
    """
    found = _discovered(provider)
    if _origin(found.end) != origin_of(provider.issuer):
        raise BadInput(
            "identity",
            _("The sign-in service of the house names no address at which one signs out."),
            _("Sign out there by yourself, or close the browser."),
        )
    joint = "&" if "?" in found.end else "?"
    return f"{found.end}{joint}{urlencode({'client_id': provider.client})}"


def not_believed() -> BadInput:
    """One answer for every fault: who made it up learns nothing from it."""
    return BadInput(
        "identity",
        _("This answer of the sign-in service does not belong to a question of this browser."),
        _("Begin again from the sign-in page."),
    )


def _discovered(provider: IdentityProvider) -> _Provider:
    said = ask(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    addresses = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    methods = said.get("code_challenge_methods_supported", ["S256"])
    if said.get("issuer") != provider.issuer or "S256" not in _list(methods):
        raise unavailable()
    own = origin_of(provider.issuer)
    if not all(isinstance(one, str) and _origin(one) == own for one in addresses):
        raise unavailable()
    ways = _list(said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]))
    return _Provider(
        authorization=str(addresses[0]),
        token=str(addresses[1]),
        keys=str(addresses[2]),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        by_form="client_secret_basic" not in ways,
        end=str(said.get("end_session_endpoint", "")),
    )


def _token(provider: IdentityProvider, found: _Provider, back: str, code: str, verifier: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": provider.client,
        "code_verifier": verifier,
    }
    authorization = ""
    if provider.secret and found.by_form:
        form["client_secret"] = provider.secret
    elif provider.secret:
        pair = f"{quote_plus(provider.client)}:{quote_plus(provider.secret)}"  # RFC 6749, 2.3.1
        authorization = "Basic " + base64.b64encode(pair.encode()).decode()
    token = ask(provider, found.token, form, authorization).get("id_token")
    if not isinstance(token, str):
        raise unavailable()
    return token


def _claims(provider: IdentityProvider, found: _Provider, token: str, nonce: str, now: dt.datetime) -> dict[str, Any]:
    """The claims of a token that is signed, for us, from there, for this question, and still good (Core 1.0, 3.1.3.7)."""
    from joserfc import jwt  # here, for every command loads this module and few offices have such a service
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    published: Any = ask(provider, found.keys)
    wanted = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(_for_signing(published)), algorithms=ALGORITHMS).claims
        wanted.validate(claims)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise not_believed() from None
    others = len(_list(claims["aud"])) > 1
    if claims.get("azp", provider.client if not others else "") != provider.client:
        raise not_believed()
    if claims["iat"] < now.timestamp() - OLDEST or not 0 < len(claims["sub"]) <= 255:
        raise not_believed()
    return dict(claims)


def _for_signing(published: dict[str, Any]) -> Any:
    """Public keys that sign; a key that both sides would know (`oct`) is none."""
    keys = [
        one
        for one in _list(published.get("keys"))
        if isinstance(one, dict) and one.get("kty") in ("RSA", "EC", "OKP") and one.get("use", "sig") == "sig"
    ]
    return {"keys": keys[:50]}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _origin(address: str) -> tuple[str, str, int | None] | None:
    try:
        return origin_of(address)
    except ValueError:
        return None
