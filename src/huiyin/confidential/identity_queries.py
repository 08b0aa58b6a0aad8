"""What readers and the reporter read of a name: whether there is one, who asked to open it, and, for a day, the name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor

from . import contents, crypto, identity, opening
from .identity import Who
from .identity_models import NameAsk, NameOpening, SealedName
from .models import ReaderKey, Report
from .opening import Unlocked
from .rules import NAME_WAITS


@dataclass(frozen=True, slots=True)
class NameSeal:
    """For a reader of the report. `who`: while it is open to them; `asked`: what waits or is open; `mine`: it waits for who looks."""

    who: Who | None
    asked: NameOpening | None
    mine: bool


@dataclass(frozen=True, slots=True)
class SeenOpening:
    """For the reporter: when it was asked for, by which posts, what for, when it was opened."""

    opening: NameOpening
    purpose: str
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class Asked:
    """For who may be the second: by which post, and what for."""

    opening: NameOpening
    report: Report
    by: str
    purpose: str
    reads: bool


def is_over(one: NameOpening, day: dt.date) -> bool:
    """Whether nobody reads by it any more: it was opened on another day, or it has waited too long."""
    if one.opened_on is not None:
        return one.opened_on != day
    return one.asked_on + dt.timedelta(days=NAME_WAITS) < day


def waiting_for(actor: Actor, opening_id: str) -> NameAsk:
    """What waits for who acts; `Refused` for everybody else."""
    found = NameAsk.objects.filter(opening__public_id=opening_id, opening__ended_on=None, key=opening.own_key(actor))
    row = found.select_related("opening__name__report__organisation", "opening__by_key__reader__post", "key").first()
    if row is None:
        raise Refused
    return row


def seal_of(report: Report, key: ReaderKey, unlocked: Unlocked, *, among_words: bool) -> NameSeal | None:
    """None where there is no name. `among_words`: it came so, and stands apart with the next step of a reader."""
    row = SealedName.objects.filter(report=report).first()
    if row is None:
        return NameSeal(None, None, mine=False) if among_words else None
    if not row.sealed:
        return None
    found = row.openings.filter(ended_on=None).select_related("by_key__reader__post", "second_key__reader__post")
    asked = next((one for one in found if not is_over(one, time.today(report.organisation.zone))), None)
    mine = asked is not None and asked.asks.filter(key=key).exists()
    return NameSeal(read_by(row, asked, key, unlocked), asked, mine)


def read_by(row: SealedName, asked: NameOpening | None, key: ReaderKey, unlocked: Unlocked) -> Who | None:
    """The name, for the two who have opened it."""
    if asked is None or asked.opened_on is None:
        return None
    given = {asked.by_key_id: asked.given, asked.second_key_id: asked.second_given}.get(key.pk, b"")
    return identity.who_in(row, crypto.take(given, unlocked.private)) if given else None


def openings_of(report: Report, data_key: bytes) -> tuple[SeenOpening, ...]:
    """The newest first."""
    found = NameOpening.objects.filter(name__report=report).order_by("-id")
    rows = found.select_related("message", "by_key__reader__post__unit", "second_key__reader__post__unit")
    return tuple(
        SeenOpening(one, contents.said_in(one.message, data_key).text, _post(one.by_key), _post(one.second_key)) for one in rows
    )  # fmt: skip


def asked_of(key: ReaderKey) -> tuple[NameAsk, ...]:
    """For the list of who may be the second: nothing of what for, before their key is open."""
    found = NameAsk.objects.filter(key=key, opening__ended_on=None).select_related(
        "opening__name__report__organisation"
    )
    return tuple(
        one for one in found.order_by("id")
        if not is_over(one.opening, time.today(one.opening.name.report.organisation.zone))
    )  # fmt: skip


def asked(actor: Actor, opening_id: str, unlocked: Unlocked) -> Asked:
    """`Refused` for everybody but those for whom it waits."""
    ask = waiting_for(actor, opening_id)
    report = ask.opening.name.report
    purpose = identity.purpose_in(ask.purpose, unlocked.private)
    reads = report.envelopes.filter(key=ask.key, until=None).exists()
    return Asked(ask.opening, report, _post(ask.opening.by_key), purpose, reads)


def _post(key: ReaderKey | None) -> str:
    return f"{key.reader.post.title} · {key.reader.post.unit.name}" if key is not None else ""
