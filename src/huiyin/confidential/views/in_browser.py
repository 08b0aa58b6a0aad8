"""Encryption in the browser: what its script needs, which file it is, and what it sends."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.cases.rules import CODE_ALPHABET, CODE_LENGTH
from huiyin.confidential import crypto, queries, rules
from huiyin.confidential.actions import enclosed
from huiyin.confidential.actions.enclosed import Enclosed, ReadersChangedError
from huiyin.confidential.models import Kind, ReaderKey
from huiyin.confidential.rules import Whom
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError

SCRIPT = "build/sealing.js"
MOST_READERS = 200


@dataclass(frozen=True, slots=True)
class Script:
    """`digest`: SHA-256 of the file, for who compares it; `integrity`: the same for the browser, which runs no other."""

    path: str
    digest: str
    integrity: str

    @property
    def groups(self) -> list[str]:
        return [self.digest[at : at + 4] for at in range(0, len(self.digest), 4)]


@cache
def script() -> Script | None:
    """None where the front end is not built: then the choice is not offered."""
    found = finders.find(SCRIPT)
    if not isinstance(found, str):
        return None
    digest = hashlib.sha256(Path(found).read_bytes()).digest()
    return Script(SCRIPT, digest.hex(), f"sha256-{_packed(digest)}")


def given(whom: Whom) -> str:
    """For the page, as JSON: to whom it is encrypted, and how a code is made and stretched. `memory` in KiB."""
    operations, memory = settings.SEALED_COST
    return json.dumps({
        "readers": _readers(queries.readers_of(whom)),
        "whom": {"home": whom.home, "about": whom.about, "whole_house": whom.whole, "houses": whom.houses},
        "salt": _packed(crypto.salt_of_codes()), "operations": operations, "memory": memory // crypto.KIB,
        "alphabet": CODE_ALPHABET, "length": CODE_LENGTH, "longest": rules.LONGEST, "longestWords": rules.LONGEST_WORDS,
    })  # fmt: skip


def taken(request: HttpRequest, whom: Whom, kind: Kind) -> HttpResponse:
    """A page for the script: whether it is there, or what is to be done."""
    try:
        enclosed.hand_in(whom=whom, kind=kind, enclosed=_as_sent(request))
    except ReadersChangedError as error:
        return _answer(request, error, 409, json.dumps(_readers(error.readers)))
    except Conflict as error:
        return _answer(request, error, 409)
    except BadInput as error:
        return _answer(request, error, 422)
    return _answer(request, None, 200)


def _answer(request: HttpRequest, problem: HuiyinError | None, status: int, readers: str = "") -> HttpResponse:
    context = {"problem": problem, "readers": readers}
    return render(request, "confidential/public/enclosed.html", context, status=status)


def _as_sent(request: HttpRequest) -> Enclosed:
    """What can't be read is empty, which is no envelope."""
    sent = request.POST
    readers, seals = sent.getlist("reader")[:MOST_READERS], sent.getlist("given")[:MOST_READERS]
    return Enclosed(
        locator=_unpacked(sent.get("locator", "")), public=_unpacked(sent.get("public", "")), own=_unpacked(sent.get("own", "")),
        given={_unpacked(reader): _unpacked(seal) for reader, seal in zip(readers, seals, strict=False)},
        message=sent.get("message", ""), sealed=_unpacked(sent.get("sealed", "")), named=bool(sent.get("named")),
    )  # fmt: skip


def _readers(keys: list[ReaderKey]) -> list[str]:
    return [_packed(bytes(key.public)) for key in keys]


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
