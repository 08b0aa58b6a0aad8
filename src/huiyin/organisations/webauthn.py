"""Passkeys (WebAuthn): what a browser is asked, and whether its answer holds. No database, no clock.

A passkey belongs to one name of the server; who looks at it asks for a finger, a face or a PIN (user verification).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

LONGEST_ANSWER = 20_000  # characters; the largest keys give 5,000


@dataclass(frozen=True, slots=True)
class Site:
    """`host` without a port; `origin` as browsers say it: ``https://huiyin.example.cn``."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Question:
    """`asked` goes to the page as JSON; `state` stays in the session and is good for one answer."""

    asked: str
    state: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """`credential`: id and public key, or of a used one the id. `count`: how often the device says that it was used; 0: it does not count."""

    credential: bytes
    count: int
    holder: str = ""  # the account that the device names


def to_create(site: Site, account: str, username: str, name: str, known: Collection[bytes]) -> Question:
    """Make a passkey for this account. `known`: those that it has, so that no device makes a second one."""
    from fido2 import webauthn as fido

    user = fido.PublicKeyCredentialUserEntity(id=account.encode(), name=username, display_name=name)
    options, state = _server(site).register_begin(
        user,
        [fido.AttestedCredentialData(one) for one in known],
        user_verification=fido.UserVerificationRequirement.REQUIRED,
        resident_key_requirement=fido.ResidentKeyRequirement.REQUIRED,
    )
    return Question(json.dumps(dict(options)["publicKey"]), state)


def created(site: Site, state: Mapping[str, Any], answer: str) -> Proof:
    """The passkey that was made. Raises `BadInput`."""
    try:
        made = _server(site).register_complete(state, _parsed(answer))
        return Proof(bytes(made.credential_data or b""), made.counter)
    except Exception as error:  # a stranger's bytes go into a parser: whatever it says, this is no passkey
        raise _no_passkey() from error


def to_prove(site: Site, known: Collection[bytes] = ()) -> Question:
    """Prove with one of these passkeys; with none given, with any that the device has for this site."""
    from fido2 import webauthn as fido

    options, state = _server(site).authenticate_begin(
        [fido.AttestedCredentialData(one) for one in known],
        user_verification=fido.UserVerificationRequirement.REQUIRED,
    )
    return Question(json.dumps(dict(options)["publicKey"]), state)


def used(answer: str) -> bytes:
    """The id of the credential that an answer names; nothing is checked yet. Raises `BadInput`."""
    from fido2 import webauthn as fido

    try:
        return bytes(fido.AuthenticationResponse.from_dict(_parsed(answer)).raw_id)
    except Exception as error:  # as above
        raise _no_passkey() from error


def proved(site: Site, state: Mapping[str, Any], credential: bytes, answer: str) -> Proof:
    """What the answer proves with this passkey. Raises `BadInput`."""
    from fido2 import webauthn as fido

    try:
        response = fido.AuthenticationResponse.from_dict(_parsed(answer))
        _server(site).authenticate_complete(state, [fido.AttestedCredentialData(credential)], response)
    except Exception as error:  # as above
        raise _no_passkey() from error
    holder = (response.response.user_handle or b"").decode(errors="replace")
    return Proof(response.raw_id, response.response.authenticator_data.counter, holder)


def credential_id(credential: bytes) -> bytes:
    """The id within id and public key."""
    from fido2 import webauthn as fido

    return bytes(fido.AttestedCredentialData(credential).credential_id)


def _parsed(answer: str) -> Mapping[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise TypeError("no object")
    return parsed


def _server(site: Site) -> Any:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    entity = PublicKeyCredentialRpEntity(id=site.host, name="Huiyin")
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _no_passkey() -> BadInput:
    return BadInput(
        "answer",
        _("The passkey did not prove anything here."),
        _("Try it once more, or come in by another way."),
    )
