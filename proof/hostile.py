"""Requests that nobody means well with, to every address, by everybody: `tests/test_hostile.py` with other seeds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS = 20_000  # a round
ROUNDS = 50
TITLE = "Whatever is sent gets an answer"
CLAIM = (
    "A million requests drawn at random: any address of the program, from anybody (nobody, the holder of a code, somebody in the middle of the form, each role of "
    "staff), by any method, with anything in its places, fields, files and headers. None is answered by a fault of the server, none leads away from "
    "here, nothing that was sent stands in a page unescaped, no cookie is open to scripts. The seed of a round draws the same again: "
    "`HUIYIN_HOSTILE_SEED=7 pytest tests/test_hostile.py`."
)


def prove(seed: int) -> dict[str, float]:
    """AssertionError with the smallest request that was answered wrongly."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "3", "tests/test_hostile.py"]
    environment = {**os.environ, "HUIYIN_HOSTILE": str(INPUTS), "HUIYIN_HOSTILE_SEED": str(seed + 1)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    wrong = re.search(r"AssertionError: .*", done.stdout)
    assert done.returncode == 0, wrong[0] if wrong else done.stdout[-1500:]
    return {"requests": INPUTS}
