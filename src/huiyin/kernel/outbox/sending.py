"""One batch given to its gateways, over a few connections at once: a round is as quick as its gateways are, not as one answer after
the other. An address is looked up here, at the last moment, and lives in memory alone.

Each recipient has one notice in a batch, so that its order is kept whichever connection it goes by. A gateway is asked by one
connection until it took something: one that is away is asked once, and one that takes fewer connections than we would open
is served over those that it takes.
"""

from __future__ import annotations

import threading
import time as monotonic
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from . import gateways
from .gateways import Gateway, SendError, Weight
from .letters import Letters
from .models import Failure, Notice

CONNECTIONS = 8  # at most, to one gateway
EACH = 5  # notices that are worth one more
LONGEST = 20.0  # seconds after which a round begins with no further notice
HOLD_EVERY = 2.0  # seconds
KEPT = 3.0  # seconds that an open gateway waits for more


@dataclass(slots=True)
class Try:
    """One try. `message_id`: the name under which it went."""

    notice: Notice
    message_id: str = ""
    failure: SendError | None = None


class Hands:
    """Gateways that are open, kept from batch to batch: to open one takes as long as to send."""

    def __init__(self) -> None:
        self._idle: dict[str, list[tuple[Gateway, float]]] = defaultdict(list)

    def take(self, channel: str) -> Gateway:
        """Raises `SendError` where it can't be opened."""
        while self._idle[channel]:
            gateway, since = self._idle[channel].pop()
            if monotonic.monotonic() < since + KEPT:
                return gateway
            gateway.close()
        gateway = gateways.of(channel)
        gateway.open()
        return gateway

    def give_back(self, channel: str, gateway: Gateway) -> None:
        self._idle[channel].append((gateway, monotonic.monotonic()))

    def close(self) -> None:
        for gateway, _since in (one for idle in self._idle.values() for one in idle):
            gateway.close()


class Sending:
    """A batch on its way, from the moment it is made. Where a gateway fails for everybody, the rest of what goes by it is not tried at
    all; nor is what is left after `LONGEST`.
    """

    def __init__(self, leased: Sequence[Notice], hands: Hands) -> None:
        by_channel = defaultdict[str, list[Notice]](list)
        for notice in leased:
            by_channel[notice.channel].append(notice)
        self._batches = [_Batch(channel, notices, hands) for channel, notices in by_channel.items()]

    def finished(self, hold: Callable[[], None]) -> list[Try]:
        """The tries that were made. `hold` is called every few seconds: whoever waits for a slow gateway is not dead."""
        held = monotonic.monotonic()
        while any(batch.runs(HOLD_EVERY) for batch in self._batches):
            if monotonic.monotonic() >= held + HOLD_EVERY:
                hold()
                held = monotonic.monotonic()
        return [one for batch in self._batches for one in batch.outcome()]


def resolve(public_ids: Collection[str], kind: str, channel: str) -> Mapping[str, str]:
    """The addresses behind references of a kind, asked of the room that keeps them (setting `OUTBOX_RESOLVERS`)."""
    path = settings.OUTBOX_RESOLVERS.get(kind)
    if path is None:
        return {}
    resolver: Callable[[Collection[str], str], Mapping[str, str]] = import_string(path)
    return resolver(public_ids, channel)


class _Batch:
    """What goes by one channel. Its connections are threads that touch no database: addresses are looked up before they begin."""

    def __init__(self, channel: str, notices: Sequence[Notice], hands: Hands) -> None:
        self._channel, self._hands = channel, hands
        self._addresses = _addresses(channel, notices)
        self._letters = Letters()
        self._waiting = deque(notices)
        self._tries: list[Try] = []
        self._ends = monotonic.monotonic() + LONGEST
        self._over = False
        self._error: Exception | None = None
        self._first = self._begin(self._go_first)

    def runs(self, patience: float) -> bool:
        """Whether it still does after so many seconds at most."""
        self._first.join(patience)
        return self._first.is_alive()

    def outcome(self) -> list[Try]:
        if self._error is not None:
            raise self._error
        return self._tries

    def _begin(self, work: Callable[[], None]) -> threading.Thread:
        def guarded() -> None:
            try:
                work()
            except Exception as error:
                self._error, self._over = error, True

        # Nobody waits at the end of the process for a gateway that hangs.
        thread = threading.Thread(target=guarded, name=f"outbox {self._channel}", daemon=True)
        thread.start()
        return thread

    def _go_first(self) -> None:
        try:
            gateway = self._hands.take(self._channel)
        except SendError as failure:
            missing = failure.weight is Weight.PERMANENT  # no such gateway: that holds for each of them
            asked = list(self._waiting) if missing else [self._waiting[0]]
            self._tries += [Try(notice, failure=failure) for notice in asked]
            return
        self._send(gateway, until_taken=True)
        more = min(len(self._waiting) // EACH, CONNECTIONS - 1)
        others = [self._begin(self._go_along) for _number in range(0 if self._over else more)]
        self._send(gateway)
        self._hands.give_back(self._channel, gateway)
        for other in others:
            other.join()

    def _go_along(self) -> None:
        try:
            gateway = self._hands.take(self._channel)
        except SendError:
            return  # it takes no more connections: what waits goes over the others
        self._send(gateway)
        self._hands.give_back(self._channel, gateway)

    def _send(self, gateway: Gateway, *, until_taken: bool = False) -> None:
        while self._waiting and not self._over and monotonic.monotonic() < self._ends:
            try:
                notice = self._waiting.popleft()
            except IndexError:  # another connection was faster
                return
            one = self._tried(gateway, notice)
            self._tries.append(one)
            if one.failure is not None and one.failure.weight is Weight.OUTAGE:
                self._over = True
            if until_taken and one.failure is None:
                return

    def _tried(self, gateway: Gateway, notice: Notice) -> Try:
        address = self._addresses.get(notice.to)
        if isinstance(address, SendError):
            return Try(notice, failure=address)
        if not address:
            return Try(notice, failure=SendError(Weight.PERMANENT, "no address is kept", Failure.NO_ADDRESS))
        try:
            letter = self._letters.of(notice)
        except Exception as error:
            reason = f"the notice can't be written: {type(error).__name__}"
            return Try(notice, failure=SendError(Weight.PERMANENT, reason, Failure.UNWRITABLE))
        try:
            return Try(notice, message_id=gateway.send(notice, letter, address))
        except SendError as failure:  # without its cause, which may hold the address
            return Try(notice, failure=failure)


def _addresses(channel: str, notices: Sequence[Notice]) -> dict[str, str | SendError]:
    """By recipient. One room's trouble, or one record's, must not stop everybody's notices."""
    by_kind = defaultdict[str, list[str]](list)
    for notice in notices:
        kind, _colon, public_id = notice.to.partition(":")
        by_kind[kind].append(public_id)
    found = dict[str, str | SendError]()
    for kind, public_ids in by_kind.items():
        try:
            read = resolve(public_ids, kind, channel)
        except Exception:
            read = {}
            found |= {f"{kind}:{one}": _alone(one, kind, channel) for one in public_ids}
        found |= {f"{kind}:{public_id}": address for public_id, address in read.items()}
    return found


def _alone(public_id: str, kind: str, channel: str) -> str | SendError:
    try:
        return resolve([public_id], kind, channel).get(public_id, "")
    except Exception as error:
        reason = f"the address can't be looked up: {type(error).__name__}"
        return SendError(Weight.PASSING, reason, Failure.LOOKUP)
