"""A job that never comes back ends the worker, so that it is started again; one that is merely busy does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.operations import worker
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole

_WORKER = """
import threading, time
import django; django.setup()
from django.conf import settings
from huiyin.operations import worker
from huiyin.operations.jobs import Job
settings.HEARTBEAT_SECONDS, worker.LONGEST_RUN = 0.05, 0.5
ran = []
def wait(): threading.Event().wait()
def busy(): ran.append(1); time.sleep(0.01); return 1
import sys; sys.modules["jobs_of_test"] = sys.modules["__main__"]
stopping = threading.Event()
threading.Timer(3, stopping.set).start()
worker.work(stopping, tuple(Job(name, "jobs_of_test." + name, every=0.01) for name in {jobs}))
print(len(ran))
"""


def _ran(program: WholeProgram, *jobs: str) -> subprocess.CompletedProcess[str]:
    code = _WORKER.format(jobs=jobs)
    return subprocess.run(
        [sys.executable, "-c", code], env=program.environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_job_that_never_comes_back_ends_the_worker(
    installation_from_nothing: WholeProgram, migrated_database: Path | None
) -> None:
    if migrated_database is not None:
        installation_from_nothing.begin_with(migrated_database)
    hung = _ran(installation_from_nothing, "busy", "wait")
    assert hung.returncode == worker.HUNG, hung.stderr[-2000:]
    assert "job wait stands still" in hung.stderr
    well = _ran(installation_from_nothing, "busy")
    assert well.returncode == 0, well.stderr[-2000:]
    assert int(well.stdout) > 10
