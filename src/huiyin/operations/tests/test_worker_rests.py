"""What nobody waits for rests between its batches; what somebody waits for goes on at once."""

from __future__ import annotations

import threading

import pytest

from huiyin.operations.jobs import Job
from huiyin.operations.worker import Runner

pytestmark = pytest.mark.django_db(transaction=True)
BATCHES = 3
_ran: list[int] = []


def work_for_batches() -> int:
    """As many batches as a test wants; then there is nothing more to do."""
    _ran.append(sum(range(200_000)))
    return int(len(_ran) < BATCHES)


class Ends(threading.Event):
    """Set once nothing was found to do; says how often and for how many times the batch before."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []
        self.runner: Runner | None = None

    def wait(self, timeout: float | None = None) -> bool:
        if len(_ran) >= BATCHES:
            self.set()
        else:
            assert self.runner is not None
            self.waited.append((timeout or 0.0) * 1000 / self.runner.took_ms)
        return super().wait(0)


@pytest.mark.parametrize("gentle", [True, False])
def test_a_gentle_job_rests_for_longer_than_it_worked(gentle: bool):
    _ran.clear()
    stopping = Ends()
    runner = Runner(Job("test.work", f"{__name__}.work_for_batches", every=60, gentle=gentle), stopping)
    stopping.runner = runner
    runner.run()
    assert len(_ran) == BATCHES
    assert len(stopping.waited) == (BATCHES - 1 if gentle else 0)
    assert all(times > 1 for times in stopping.waited)
