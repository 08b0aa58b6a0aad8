"""Owing notices, reading them, and settling those that could not be delivered. All are parts of an action's write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import ids, inserting, ledger, store
from huiyin.kernel.errors import BadInput, Conflict

from .models import OPEN, Channel, Notice, Settlement, State, Way
from .rules import without_addresses

_REFERENCE = re.compile(r"(account|post|vault|proof):[a-z0-9-]{1,64}")
_TEMPLATE = re.compile(r"[a-z0-9]+([./-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Owed:
    """What `owe_many` takes, a notice each; the fields of `owe`. `alarm`: goes first, by each way that the installation has.

    `ways`: channels that come after this one, where it is at its end. `alarm_ways`: those of this alarm, where they are not the
    installation's.
    """

    to: str
    template: str
    context: dict[str, Any] = field(repr=False)
    about: str
    key: str
    channel: str = Channel.IN_APP
    alarm: bool = False
    ways: tuple[str, ...] = ()
    alarm_ways: tuple[str, ...] = ()


def owe(
    *, to: str, template: str, context: dict[str, Any], about: str, key: str, at: dt.datetime, channel: str = "in-app"
) -> None:
    """Part of an action: the fact and the notice that it owes come to be together or not at all.

    `to`: `account:…`, `post:…`, `vault:…` or `proof:…` (an address that is to be proven). `template`: the file `outbox/<template>.txt`. `context`: JSON without
    personal data, with `language`. `key`: whoever owes the same key twice owes it once.
    """
    owe_many([Owed(to, template, context, about, key, channel)], at=at)


def owe_many(notices: Iterable[Owed], *, at: dt.datetime) -> None:
    """Many at once, in this order for each recipient."""
    store.require_write()
    inserting.insert([_row(notice, at) for notice in notices], unless_known=True)


def mark_read(*, to: Collection[str], public_ids: Collection[str], at: dt.datetime) -> int:
    """Part of an action: the reader saw these notices; others than the reader's own are passed over. Answers how many."""
    store.require_write()
    own = Notice.objects.filter(to__in=to, channel=Channel.IN_APP, public_id__in=public_ids, read_at__isnull=True)
    return own.update(read_at=at)


def withdraw(*, about: str, to: Collection[str] | None = None) -> int:
    """Part of an action: what is owed about a thing is not sent, and what was listed is listed no more (resealing, erasure).

    `to`: only what these recipients would read (an exclusion).
    """
    store.require_write()
    found = Notice.objects.filter(about=about) if to is None else Notice.objects.filter(about=about, to__in=to)
    open_ones = found.filter(state__in=(*OPEN, State.DEAD))
    listed = found.filter(channel=Channel.IN_APP, state=State.DELIVERED)
    return sum(rows.update(state=State.CANCELLED, lease="", context={}) for rows in (open_ones, listed))


def retry(*, notice: Notice, actor: str, at: dt.datetime, channel: str = "") -> None:
    """Part of an action: try a dead notice again from the start, by the same way or by another one.

    Raises `Conflict` when it is not dead any more.
    """
    store.require_write()
    changed = Notice.objects.filter(pk=notice.pk, state=State.DEAD).update(
        state=State.OWED, attempts=0, next_attempt_at=at, last_error="", channel=Channel(channel or notice.channel)
    )
    _require_changed(changed)
    ledger.record(verb="outbox.retry", actor=actor, about=notice.about, at=at)


def settle(
    *, notice: Notice, actor: str, way: str, on: dt.date, proof: str, today: dt.date, at: dt.datetime
) -> Settlement:
    """Part of an action: a person told the recipient in another way, on a day, and says what proves it, without an address.

    Raises `BadInput` where something of it is missing or to come, `Conflict` when the notice is not dead any more.
    """
    store.require_write()
    proof = str(without_addresses(" ".join(proof.split())))[:200]
    if not proof:
        raise BadInput("proof", _("It is not said what proves it."), _("Write, for example, the number of the letter."))
    if on > today:
        raise BadInput("on", _("This day is still to come."), _("Give the day on which the person was told."))
    _require_changed(Notice.objects.filter(pk=notice.pk, state=State.DEAD).update(state=State.SETTLED, context={}))
    row = Settlement.objects.create(notice=notice, way=Way(way), on=on, proof=proof, by=actor, at=at)
    ledger.record(verb="outbox.settle", actor=actor, about=notice.about, at=at, commits=[row])
    return row


def _row(notice: Owed, at: dt.datetime) -> Notice:
    """In-app notices are delivered by being listed; the rest waits for the worker."""
    if (
        not _REFERENCE.fullmatch(notice.to)
        or not _TEMPLATE.fullmatch(notice.template)
        or notice.channel not in Channel.values
    ):
        raise ValueError(f"no notice can be owed to {notice.to!r} by {notice.channel!r} from {notice.template!r}")
    listed = notice.channel == Channel.IN_APP
    rings = notice.alarm and not listed
    channel, *ways = (notice.alarm_ways or settings.OUTBOX_ALARM_WAYS) if rings else (notice.channel, *notice.ways)
    return Notice(
        public_id=ids.public_id(),
        to=notice.to,
        channel=channel,
        alarm=notice.alarm,
        ways=ways,
        to_pass_on=listed,
        template=notice.template,
        context=without_addresses(notice.context),
        about=notice.about,
        key=notice.key,
        owed_at=at,
        next_attempt_at=at,
        state=State.DELIVERED if listed else State.OWED,
        delivered_at=at if listed else None,
    )


def _require_changed(changed: int) -> None:
    if not changed:
        raise Conflict(_("Somebody has settled this notice already."), _("Load the page again."))
