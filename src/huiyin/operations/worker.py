"""The worker: runs every job of `jobs.JOBS`, each in a thread of its own, so that a mail server that hangs stops no clock.

A job that stands still in one run for a quarter of an hour (a thread that waits for what never comes) is ended with the whole
worker, which whoever started it starts again: a thread can't be ended from outside. What it had begun is undone, what is owed is in the database.

A job that fails is told in the log and in its heart-beat (kind and place of the error, never its text, which may hold
what a person wrote) and is tried again with growing pauses; the others go on.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time as monotonic
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections

from huiyin.kernel import store, time
from huiyin.kernel.errors import described

from .jobs import JOBS, Job
from .models import Heartbeat

log = logging.getLogger("huiyin.worker")

LONGEST_WAIT = 1.0  # seconds between two looks at the clock, which a test may have moved
LONGEST_BACK_OFF = 60.0
REST = 19  # of a gentle job, after each batch, as a multiple of what the batch took
LONGEST_RUN = 900.0  # seconds of looking on; none of ours takes a tenth of it
HUNG = 70  # exit status (sysexits.h: an internal error)
LAST_BATCHES = 6.0  # seconds that all jobs together get to finish when the worker is stopped


@dataclass(slots=True)
class Runner:
    """One job's thread: its state is read by the thread that writes the heart-beats."""

    job: Job
    stopping: threading.Event
    began: datetime | None = None
    took_ms: int = 0
    idle: bool = False
    failures: int = 0
    last_error: str = ""
    last_error_at: datetime | None = None
    told: tuple[object, ...] = field(default=())
    runs: int = 0
    running: bool = False
    looked_at: int = 0
    looks: int = 0

    def run(self) -> None:
        """Until the worker stops."""
        while not self.stopping.is_set():
            if not self._due():
                self.stopping.wait(min(self.job.every, LONGEST_WAIT))
                continue
            self._once()
            if self.failures:
                self.stopping.wait(min(2.0 ** min(self.failures, 10) / 2, LONGEST_BACK_OFF))
            elif self.job.gentle and not self.idle:
                self.stopping.wait(min(REST * self.took_ms / 1000, LONGEST_BACK_OFF))
        connections.close_all()

    def _due(self) -> bool:
        if self.began is None or not self.idle or self.failures:
            return True
        now = time.now()
        return now < self.began or now >= self.began + timedelta(seconds=self.job.every)

    def _once(self) -> None:
        began, started = time.now(), monotonic.monotonic()
        self.runs += 1
        self.running = True
        try:
            done = self.job.run()
        except Exception as error:
            done = 0
            self.failures += 1
            self.last_error, self.last_error_at = described(error), began
            log.error("job %s failed, time %d in a row: %s", self.job.name, self.failures, self.last_error)
            connections.close_all()
        else:
            self.failures = 0
            self.last_error = ""
        self.running = False
        self.took_ms = round((monotonic.monotonic() - started) * 1000)
        self.idle = done == 0
        self.began = began

    def stands_still(self) -> bool:
        """To be asked at each heart-beat: whether one run has gone on for `LONGEST_RUN`, counted in looks, for a worker that was stopped itself has not looked."""
        goes_on = self.running and self.runs == self.looked_at
        self.looked_at, self.looks = self.runs, self.looks + 1 if goes_on else 0
        return self.looks * settings.HEARTBEAT_SECONDS >= LONGEST_RUN

    def heartbeat(self) -> dict[str, object] | None:
        """What is to be written; None when nothing ran since the last time."""
        state = (self.began, self.failures)
        if self.began is None or state == self.told:
            return None
        self.told = state
        return {
            "at": self.began,
            "took_ms": self.took_ms,
            "idle": self.idle and not self.failures,
            "failures": self.failures,
            "last_error": self.last_error,
            "last_error_at": self.last_error_at,
        }


def work(stopping: threading.Event, jobs: tuple[Job, ...] = JOBS) -> None:
    """Run until `stopping` is set; then let every job finish its batch (at most a few seconds)."""
    runners = [Runner(job, stopping) for job in jobs]
    threads = [threading.Thread(target=runner.run, name=runner.job.name, daemon=True) for runner in runners]
    for thread in threads:
        thread.start()
    while not stopping.wait(settings.HEARTBEAT_SECONDS):
        _end_when_hung(runners)
        _write_heartbeats(runners)
    patience = monotonic.monotonic() + LAST_BATCHES
    for thread in threads:
        thread.join(max(0.0, patience - monotonic.monotonic()))
    _write_heartbeats(runners)
    connections.close_all()


def _end_when_hung(runners: list[Runner]) -> None:
    for runner in runners:
        if runner.stands_still():
            log.error("job %s stands still for %d s: the worker is ended", runner.job.name, LONGEST_RUN)
            logging.shutdown()
            os._exit(HUNG)  # no thread is waited for: one of them would never end


def _write_heartbeats(runners: list[Runner]) -> None:
    beats = {runner.job.name: beat for runner in runners if (beat := runner.heartbeat())}
    if not beats:
        return
    try:
        with store.write():
            for name, beat in beats.items():
                Heartbeat.objects.update_or_create(job=name, defaults=beat)
    except Exception as error:
        log.error("heart-beats could not be written: %s", described(error))
        connections.close_all()


def run_until_told() -> None:
    """The process `huiyin worker`: ends well on SIGTERM or SIGINT."""
    told = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)  # before any thread starts: only sigwait() below takes them
    stopping = threading.Event()
    working = threading.Thread(target=work, args=(stopping,), name="worker")
    working.start()
    signal.sigwait(told)
    stopping.set()
    working.join()
