"""A month in a school of 80 staff and a district of 200 schools, day by day; beside it an oracle that keeps plain lists of what happened."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TITLE = "A month, day by day"
CLAIM = (
    "A school of 80 staff in full and a district of 200 schools, thirty days drawn by a seed and played through the actions of the rooms, with the "
    "worker coming by in each minute in which a clock wakes: rosters by the solver, absences, substitutes and swaps, somebody who leaves, shifts on "
    "which nobody says that they are there, a flu wave with its report, a storm with its emergency, hazards and reports, hazards mended in time and late, "
    "reports in time, late and not at all. An oracle keeps plain lists of what happened. At each day's end: each gap in duty was told to whom it "
    "concerns when it opened, days before the shift to the head, when it begins to the office above; whoever is above a school knows of each grave hazard that "
    "is late and finds it; each report was in time or is counted late, and was told as late; nothing was told that was not so; what the bureau counts of "
    "a school is what the school counts and what the oracle has, and the sums are the sums."
)
ROUNDS = 4


def play(seed: int, whole: bool = False) -> dict[str, float]:
    """In the database of a test. AssertionError with the first thing that the oracle finds."""
    from .course import Course
    from .town import SAMPLE, WHOLE

    return Course(WHOLE if whole else SAMPLE, random.Random(seed)).play()


def prove(seed: int) -> dict[str, float]:
    """The whole size, in a test's database of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "tests/test_month.py"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "HUIYIN_MONTH": str(seed)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    line = next(one for one in done.stdout.splitlines() if one.startswith("month "))
    figures: dict[str, Any] = json.loads(line.removeprefix("month "))
    return figures
