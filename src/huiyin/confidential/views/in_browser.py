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
from django.utils.translation import gettext as _

from huiyin.cases.rules import CODE_ALPHABET, CODE_LENGTH
from huiyin.confidential import crypto, queries, rules
from huiyin.confidential.actions import enclosed
from huiyin.confidential.actions.enclosed import Enclosed, EnclosedName, ReadersChangedError
from huiyin.confidential.models import Kind
from huiyin.confidential.rules import Whom
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused

SCRIPT = "build/sealing.js"
MOST_READERS, MOST_PAIRS = 200, 2000


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
    return json.dumps({
        **_to_whom(whom),
        "whom": {"home": whom.home, "about": whom.about, "whole_house": whom.whole, "houses": whom.houses},
        **_of_codes(),
    })  # fmt: skip


def given_for_more() -> str:
    """The same for something more: without anybody's key, which lies under the code."""
    return json.dumps(_of_codes())


def _of_codes() -> dict[str, object]:
    operations, memory = settings.SEALED_COST
    return {
        "salt": _packed(crypto.salt_of_codes()), "operations": operations, "memory": memory // crypto.KIB,
        "alphabet": CODE_ALPHABET, "length": CODE_LENGTH, "longest": rules.LONGEST, "longestWords": rules.LONGEST_WORDS,
    }  # fmt: skip


def _to_whom(whom: Whom) -> dict[str, object]:
    """`readers`: to whom the words are sealed; `pairs`: who opens a name together, the outer layer first."""
    pairs = [[_packed(outer), _packed(inner)] for outer, inner in queries.name_pairs(whom)]
    return {"readers": [_packed(bytes(key.public)) for key in queries.readers_of(whom)], "pairs": pairs}


def taken(request: HttpRequest, whom: Whom, kind: Kind) -> HttpResponse:
    """A page for the script: whether it is there, or what is to be done."""
    try:
        enclosed.hand_in(whom=whom, kind=kind, enclosed=_as_sent(request))
    except ReadersChangedError as error:
        return _answer(request, error, 409, readers=json.dumps(_to_whom(whom)))
    except Conflict as error:
        return _answer(request, error, 409)
    except BadInput as error:
        return _answer(request, error, 422)
    return _answer(request, None, 200)


def seal_of_code(request: HttpRequest) -> HttpResponse:
    """For the script: the data key, sealed to the code that stays with it."""
    try:
        own = queries.seal_of_code(_unpacked(request.POST.get("locator", "")))
    except Conflict as error:
        return _answer(request, error, 409)
    if own is None:
        return _answer(request, BadInput("code", _("No sealed report has this code. Look at it once more.")), 422)
    return _answer(request, None, 200, own=_packed(own))


def refused(request: HttpRequest, words: str) -> HttpResponse:
    return _answer(request, BadInput("code", words), 422)


def taken_more(request: HttpRequest) -> HttpResponse:
    """Something more, sealed there."""
    sent = request.POST
    try:
        enclosed.say(
            locator=_unpacked(sent.get("locator", "")), message=sent.get("message", ""), sealed=_unpacked(sent.get("sealed", "")),
        )  # fmt: skip
    except Refused:
        return _answer(request, BadInput("code", _("No sealed report has this code. Look at it once more.")), 422)
    except Conflict as error:
        return _answer(request, error, 409)
    except BadInput as error:
        return _answer(request, error, 422)
    return _answer(request, None, 200)


def _answer(
    request: HttpRequest, problem: HuiyinError | None, status: int, *, readers: str = "", own: str = ""
) -> HttpResponse:
    context = {"problem": problem, "readers": readers, "own": own}
    return render(request, "confidential/public/enclosed.html", context, status=status)


def _as_sent(request: HttpRequest) -> Enclosed:
    """What can't be read is empty, which is no envelope."""
    sent = request.POST
    readers, seals = sent.getlist("reader")[:MOST_READERS], sent.getlist("given")[:MOST_READERS]
    return Enclosed(
        locator=_unpacked(sent.get("locator", "")), public=_unpacked(sent.get("public", "")), own=_unpacked(sent.get("own", "")),
        given={_unpacked(reader): _unpacked(seal) for reader, seal in zip(readers, seals, strict=False)},
        message=sent.get("message", ""), sealed=_unpacked(sent.get("sealed", "")), name=_name(request) if sent.get("name") else None,
    )  # fmt: skip


def _name(request: HttpRequest) -> EnclosedName:
    sent = request.POST
    outer, inner = sent.getlist("outer")[:MOST_PAIRS], sent.getlist("inner")[:MOST_PAIRS]
    given = sent.getlist("part")[:MOST_PAIRS]
    return EnclosedName(
        row=sent.get("name", ""), sealed=_unpacked(sent.get("name_sealed", "")), own=_unpacked(sent.get("name_own", "")),
        parts={(_unpacked(a), _unpacked(b)): _unpacked(part) for a, b, part in zip(outer, inner, given, strict=False)},
    )  # fmt: skip


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
