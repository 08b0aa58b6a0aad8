"""What runs by itself: the one list of all jobs.

Each is a function without arguments, or of `now`, that does one batch and answers how many things it did (None counts as
0). It is idempotent and takes its own lease, so that any number of workers may run it at once. While it finds work it is asked
again at once (a gentle one after a rest); an empty answer waits `every` seconds of Huiyin's clock.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from huiyin.kernel import time


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    function: str  # dotted path
    every: float  # seconds
    gentle: bool = False  # nobody waits for it: it rests for longer than it works, so that people go first

    def run(self) -> int:
        """One batch; answers how many things it did."""
        function = load(self.function)
        return (function(time.now()) if _takes_now(function) else function()) or 0


@cache
def load(path: str) -> Callable[..., int | None]:
    """The function that a dotted path names."""
    module, _, name = path.rpartition(".")
    found: Callable[..., int | None] = getattr(importlib.import_module(module), name)
    return found


@cache
def _takes_now(function: Callable[..., int | None]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(one.name == "now" and one.default is inspect.Parameter.empty for one in parameters)


HOUR = 3600.0

JOBS: tuple[Job, ...] = (
    Job("ledger.sequence", "huiyin.kernel.ledger.jobs.run", every=1),
    Job("ledger.check-own", "huiyin.kernel.ledger.witnessing.check_own", every=600),
    Job("database.checkpoint", "huiyin.kernel.wal.checkpoint", every=1),
    Job("outbox.deliver", "huiyin.kernel.outbox.jobs.deliver", every=1),
    Job("outbox.alarms", "huiyin.kernel.outbox.jobs.deliver_alarms", every=0.2),
    Job("outbox.devices", "huiyin.kernel.outbox.devices.end", every=5),
    Job("outbox.pass-on", "huiyin.kernel.outbox.passing_on.pass_on", every=5),
    Job("clocks.sweep", "huiyin.kernel.clocks.jobs.sweep_once", every=1),
    Job("clocks.recompute", "huiyin.kernel.clocks.jobs.recompute_once", every=30),
    Job("clocks.look-again", "huiyin.kernel.clocks.jobs.look_again_once", every=60),
    Job("operations.sign-of-life", "huiyin.operations.sign_of_life.give", every=60),
    Job("incidents.throw-in", "huiyin.incidents.jobs.throw_in", every=1),
    Job("limits.forget", "huiyin.kernel.limits.jobs.forget_expired", every=600),
    Job("organisations.forget", "huiyin.organisations.jobs.forget_expired", every=HOUR),
    Job("organisations.end-run-out", "huiyin.organisations.jobs.end_run_out", every=20),
    Job("organisations.two-hands", "huiyin.organisations.actions.two_hands.end_run_out", every=300),
    Job("duty.propose", "huiyin.duty.jobs.propose", every=1),
    Job("duty.shifts", "huiyin.duty.jobs.look_at_shifts", every=20),
    Job("confidential.tell", "huiyin.confidential.jobs.tell", every=HOUR),
    Job("announcements.appear", "huiyin.announcements.jobs.appear", every=60),
    Job("onpaper.morning", "huiyin.onpaper.jobs.make", every=20),
    Job("onpaper.forget", "huiyin.onpaper.jobs.forget", every=HOUR),
    Job("archive.make", "huiyin.archive.jobs.make", every=2),
    Job("archive.forget", "huiyin.archive.jobs.forget", every=600),
    Job("retention.look", "huiyin.retention.jobs.look", every=24 * HOUR),
    Job("retention.destroy", "huiyin.retention.jobs.destroy", every=30),
    Job("leaders.sheets", "huiyin.leaders.jobs.keep_sheets", every=HOUR),
    Job("plans.stale-sheets", "huiyin.plans.jobs.tell_of_stale", every=HOUR),
    Job("plans.unused-files", "huiyin.plans.jobs.erase_unused_files", every=24 * HOUR),
    Job("cases.drafts", "huiyin.cases.jobs.forget_drafts", every=HOUR),
    Job("cases.alike", "huiyin.cases.jobs.propose_joining", every=60, gentle=True),
    Job("oversight.count", "huiyin.oversight.jobs.count", every=900),
    Job("oversight.years", "huiyin.oversight.jobs.count_years", every=24 * HOUR),
    Job("operations.backup", "huiyin.operations.backup.nightly.start", every=60),
    Job("files.orphans", "huiyin.kernel.files.jobs.sweep_orphans", every=HOUR),
)
