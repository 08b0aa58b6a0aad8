"""What a browser has encrypted itself is taken in as it came: the server neither makes its key nor learns it.

It lies in the same rows under the same seals as what the server seals, so everything after it is the same. Whether it opens can't be
seen here: lengths alone are looked at, and who opens it finds out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.confidential import crypto, desks
from huiyin.confidential.identity_models import SealedName
from huiyin.confidential.models import Kind, Message, ReaderKey, Report
from huiyin.confidential.rules import Whom
from huiyin.kernel import ids, store
from huiyin.kernel.errors import BadInput, Conflict

from . import clockwork, layers, parts, reporting
from .parts import Doing

MOST = 256 * crypto.KIB  # 20,000 characters and more than a page besides


@dataclass(frozen=True, slots=True)
class EnclosedName:
    """Who reports, apart from the words: `sealed` is bound to the public id `row`, `own` its key, sealed to the code. `parts`: that key under
    two layers, by the public keys of the outer and the inner one.
    """

    row: str
    sealed: bytes
    own: bytes
    parts: Mapping[tuple[bytes, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """`locator` and `public` follow from the code, which stays in the browser; `own`: the data key, sealed to that; `given`: sealed to each
    reader, by their public key; `sealed`: the first words, bound to the message's public id `message`.
    """

    locator: bytes = field(repr=False)
    public: bytes
    own: bytes
    given: Mapping[bytes, bytes]
    message: str
    sealed: bytes
    name: EnclosedName | None = None


class ReadersChangedError(Conflict):
    """It was encrypted to others than those who may read it now: `readers`, to be encrypted to."""

    def __init__(self, readers: list[ReaderKey]) -> None:
        super().__init__(
            _("Those who may read it have changed just now. Nothing was kept."), _("Hand it in once more.")
        )
        self.readers = readers


def hand_in(*, whom: Whom, kind: Kind, enclosed: Enclosed) -> Report:
    """`BadInput` at `text` for what can be no seal; `Conflict` where nobody can read it any more. Sent twice it is one report."""
    _shaped(enclosed)
    lookup = crypto.lookup_of(enclosed.locator)
    with store.write():
        if (before := Report.objects.filter(lookup=lookup).first()) is not None:
            return before
        readers = desks.readers_for(whom)
        if not readers:
            raise Conflict(
                _("Nobody here may read this any more. Nothing was kept."), _("Go to one of the bodies outside.")
            )
        parts_of_name = desks.name_pairs(readers, whom)
        sealed_to = set(enclosed.name.parts) if enclosed.name else set(parts_of_name)
        if {bytes(key.public) for key in readers} != set(enclosed.given) or sealed_to != set(parts_of_name):
            raise ReadersChangedError(readers)
        if Message.objects.filter(public_id=enclosed.message).exists():
            raise _no_seal()
        office = readers[0].reader.organisation
        day, at = parts.today(office)
        report = Report.objects.create(
            organisation=office, seal_number=ids.public_id(), lookup=lookup, public=enclosed.public, own=enclosed.own,
            named=enclosed.name is not None, received_on=day, kind=kind,
        )  # fmt: skip
        act = Doing("report", report, parts.REPORTER, "", day, at, b"")
        parts.enclose(act, {key: enclosed.given[bytes(key.public)] for key in readers})
        parts.put(act, enclosed.message, enclosed.sealed)
        if (name := enclosed.name) is not None:
            if SealedName.objects.filter(public_id=name.row).exists():
                raise _no_seal()
            row = SealedName(public_id=name.row, sealed=name.sealed, own=name.own)
            layers.put(act, row, {parts_of_name[one]: given for one, given in name.parts.items()})
        clockwork.begin(act)
        act.end()
    return report


def say(*, locator: bytes, message: str, sealed: bytes) -> Report:
    """Something more that a browser has sealed under the report's key, without the code ever coming here. Sent twice it is said once."""
    if len(locator) != crypto.PRIVATE or not ids.is_public_id(message) or not crypto.is_sealed(sealed, MOST):
        raise _no_seal()
    with store.write():
        act = parts.by_locator("say", crypto.lookup_of(locator))
        before = Message.objects.filter(public_id=message).first()
        if before is not None:
            if (before.report_id, bytes(before.sealed)) != (act.report.pk, sealed):
                raise _no_seal()
            return act.report
        reporting.takes_more(act)
        parts.put(act, message, sealed)
        act.report.news = True
        clockwork.looks(act)
        act.end()
    return act.report


def _shaped(enclosed: Enclosed) -> None:
    """All that can be seen of it without its key."""
    keys = (enclosed.own, *enclosed.given.values())
    if (
        len(enclosed.locator) != crypto.PRIVATE
        or len(enclosed.public) != crypto.PRIVATE
        or any(len(one) != crypto.GIVEN for one in keys)
        or not ids.is_public_id(enclosed.message)
        or not crypto.is_sealed(enclosed.sealed, MOST)
        or (enclosed.name is not None and not _is_name(enclosed.name))
    ):
        raise _no_seal()


def _is_name(name: EnclosedName) -> bool:
    whole = all(len(one) == crypto.GIVEN_TWICE for one in name.parts.values())
    return (
        whole and len(name.own) == crypto.GIVEN and ids.is_public_id(name.row) and crypto.is_sealed(name.sealed, MOST)
    )


def _no_seal() -> BadInput:
    return BadInput(
        "text", _("What came is no whole envelope. Nothing of it was kept."),
        _("Send it once more; or take the tick away, and the server seals it."),
    )  # fmt: skip
