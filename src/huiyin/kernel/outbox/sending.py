"""One batch given to its gateways. An address is looked up here, at the last moment, and lives in memory alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.module_loading import import_string

from . import gateways
from .gateways import Gateway, SendError, Weight
from .models import Failure, Notice


@dataclass(slots=True)
class Try:
    """One try. `message_id`: the name under which it went."""

    notice: Notice
    message_id: str = ""
    failure: SendError | None = None


def send_all(leased: Sequence[Notice]) -> list[Try]:
    """The tries that were made. Where a gateway fails for everybody, the rest of its batch is not tried at all."""
    by_channel = sorted(leased, key=lambda notice: notice.channel)  # a stable sort: alarms stay in front
    return [
        one
        for channel, notices in groupby(by_channel, lambda notice: notice.channel)
        for one in _send(channel, notices)
    ]


def send_one(gateway: Gateway, notice: Notice) -> str:
    """Send and answer the name under which it went. Raises `SendError`, without the cause, which may hold the address."""
    address = _address(notice)
    if not address:
        raise SendError(Weight.PERMANENT, "no address is kept", Failure.NO_ADDRESS)
    return gateway.send(notice, address)


def resolve(to: str, channel: str) -> str | None:
    """The address behind a reference, asked of the room that keeps it (setting `OUTBOX_RESOLVERS`)."""
    kind, _, public_id = to.partition(":")
    path = settings.OUTBOX_RESOLVERS.get(kind)
    if path is None:
        return None
    resolver: Callable[[str, str], str | None] = import_string(path)
    return resolver(public_id, channel)


def _send(channel: str, notices: Iterable[Notice]) -> list[Try]:
    waiting, tries = list(notices), list[Try]()
    try:
        gateway = gateways.of(channel)
        gateway.open()
    except SendError as failure:
        missing = failure.weight is Weight.PERMANENT  # no such gateway: that holds for each of them
        return [Try(notice, failure=failure) for notice in (waiting if missing else waiting[:1])]
    for notice in waiting:
        try:
            tries.append(Try(notice, message_id=send_one(gateway, notice)))
        except SendError as failure:
            tries.append(Try(notice, failure=failure))
            if failure.weight is Weight.OUTAGE:
                break
    gateway.close()
    return tries


def _address(notice: Notice) -> str | None:
    try:
        return resolve(notice.to, notice.channel)
    except Exception as error:  # one room's trouble must not stop everybody's notices
        reason = f"the address can't be looked up: {type(error).__name__}"
        raise SendError(Weight.PASSING, reason, Failure.LOOKUP) from None
