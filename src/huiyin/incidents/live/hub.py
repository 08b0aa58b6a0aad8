"""Who listens in this process. One follower looks for new lines while somebody does, and hands them to each listener."""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor

from .following import New, Wanted, look_from_thread
from .lines import Line, news
from .opening import Listening

EVERY = 0.2  # seconds between two looks
AFTER_FAILURE = 2.0
MOST = 600  # streams of one process
MOST_OF_ONE = 6  # of one person in it: phone, office, board on the wall
MOST_WAITING = 40  # messages that a slow page may owe; then it must come again

log = logging.getLogger(__name__)


class Listener:
    """One open page. `sent`: the last line that was handed to it; `queue` ends with None."""

    def __init__(self, listening: Listening) -> None:
        self.listening = listening
        self.sent = listening.after
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING + 1)
        self.closed = False

    def put(self, message: bytes) -> None:
        if self.queue.qsize() >= MOST_WAITING:
            self.close()
        elif not self.closed:
            self.queue.put_nowait(message)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.queue.put_nowait(None)


class Hub:
    """All of one process. Lives in its event loop, except for looking, which is done in a thread of its own."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="follower")
        self._following: asyncio.Task[None] | None = None
        self._ended = False

    def join(self, listening: Listening) -> Listener | None:
        """None where there are too many already."""
        own = sum(one.listening.account == listening.account for one in self.listeners)
        if self._ended or len(self.listeners) >= MOST or own >= MOST_OF_ONE:
            return None
        listener = Listener(listening)
        self.listeners.add(listener)
        if self._following is None or self._following.done():
            self._following = asyncio.get_running_loop().create_task(self._follow())
        return listener

    def leave(self, listener: Listener) -> None:
        listener.close()
        self.listeners.discard(listener)

    def end(self) -> None:
        """The process ends: each page comes again, to another one, and goes on where it was."""
        self._ended = True
        for listener in list(self.listeners):
            listener.close()

    async def _follow(self) -> None:
        while self.listeners:
            try:
                found = await asyncio.get_running_loop().run_in_executor(self._thread, look_from_thread, self._wanted())
            except Exception:  # the database is away: the streams stay, and go on where they were
                log.exception("the log could not be read")
                await asyncio.sleep(AFTER_FAILURE)
                continue
            self._hand_out(found)
            await asyncio.sleep(EVERY)

    def _wanted(self) -> dict[int, Wanted]:
        wanted: dict[int, Wanted] = {}
        for one in self.listeners:
            known = wanted.get(one.listening.incident)
            after = one.sent if known is None else min(known.after, one.sent)
            readers = frozenset() if known is None else known.readers
            wanted[one.listening.incident] = Wanted(after, readers | {one.listening.reader})
        return wanted

    def _hand_out(self, found: dict[int, New]) -> None:
        followers = len(self.listeners)
        written: dict[tuple[object, ...], bytes] = {}
        for listener in self.listeners:
            new = found.get(listener.listening.incident)
            lines = new.lines.get(listener.listening.reader, []) if new else []
            lines = [line for line in lines if line["position"] > listener.sent]
            if new is None or not lines:
                continue
            key = (new.incident.pk, listener.listening.reader, listener.sent)
            if key not in written:
                written[key] = _event(new, lines, followers)
            listener.put(written[key])
            listener.sent = lines[-1]["position"]


def _event(new: New, lines: list[Line], followers: int) -> bytes:
    data = json.dumps(news(new.incident, lines, followers=followers), ensure_ascii=False)
    return f"id: {lines[-1]['position']}\nevent: lines\ndata: {data}\n\n".encode()
