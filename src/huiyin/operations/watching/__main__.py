"""The process: looks every few seconds until it is told to end. It loads no room, and asks the database for reading alone."""

from __future__ import annotations

import logging
import signal
import time as stopwatch
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.log import configure_logging

from huiyin.kernel import disk, time
from huiyin.kernel.errors import described

from . import looking, switch, telling
from .telling import Look

log = logging.getLogger("huiyin.watcher")

# It keeps little of the database in memory, changes nothing, and waits for nobody's lock.
_FOR_READING = {
    "sqlite": ("PRAGMA query_only=ON", "PRAGMA cache_size=-1024", "PRAGMA mmap_size=0"),
    "postgresql": ("SET default_transaction_read_only = on", "SET statement_timeout = '20s'"),
}


@dataclass(slots=True)
class Watcher:
    """Since when it watches, and what it said last: a log tells changes, not states. `switch_due`: on the machine's own watch."""

    since: datetime = field(default_factory=time.now)
    said: object = ()
    reached: bool = True
    switch_due: float = 0.0

    def round(self) -> None:
        """One look, kept and said. A database that can't be asked is said too, and no look is kept: the last one grows old."""
        now = time.now()
        self.since = min(self.since, now)  # the clock was set back
        state = disk.standing()
        if state is not None:  # no sign of life can be kept, whatever else is well
            self._say(type(state), f"nothing can be kept: {type(state).__name__}")
            self._tell_outside(well=False)
            return
        try:
            look = Look(now, tuple(self._look(now)))
            telling.keep(look)
        except Exception as error:
            connection.close()
            self._say(type(error), f"the watcher can't look: {described(error)}")
            well = False
        else:
            well = not look.found
            self._say(tuple((one.what, one.names) for one in look.found), "; ".join(map(in_words, look.found)))
        self._tell_outside(well=well)

    def _look(self, now: datetime) -> list[looking.Found]:
        if connection.connection is None:
            with connection.cursor() as cursor:
                for statement in _FOR_READING[connection.vendor]:
                    cursor.execute(statement)
        return looking.look(now, watching_since=self.since)

    def _tell_outside(self, *, well: bool) -> None:
        if not settings.PING_WATCHER or stopwatch.monotonic() < self.switch_due:
            return
        self.switch_due = stopwatch.monotonic() + settings.PING_SECONDS
        try:
            switch.tell(settings.PING_WATCHER, well=well)
        except switch.NotToldError as error:
            if self.reached:
                log.error("the outside switch can't be told: %s", error)
            self.reached = False
        else:
            self.reached = True

    def _say(self, state: object, words: str) -> None:
        if state == self.said:
            return
        self.switch_due = 0.0  # the outside is told at once of what changes
        if words:
            log.error("%s", words)
        else:
            log.info("all that should have happened has happened")
        self.said = state


def in_words(found: looking.Found) -> str:
    """For the log."""
    what = f"jobs {', '.join(found.names)}" if found.names else found.what
    return f"overdue: {found.number} {what} since {found.since:%Y-%m-%dT%H:%M:%SZ}"


def watch() -> None:
    """Until SIGTERM or SIGINT."""
    told = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)
    telling.sweep()
    watcher = Watcher()
    while True:
        watcher.round()
        if signal.sigtimedwait(told, settings.WATCH_SECONDS):
            return


if __name__ == "__main__":
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    apps.populate(())  # none: no room's code can take the watcher down with it
    watch()
