"""The long walks of the tests, gone whole: `make test` goes a drawn part of each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WALKS = (
    ("tests/test_routes.py",),
    ("tests/test_no_cases_by_person.py",),
    ("tests/test_two_worlds.py",),
    ("tests/test_walks_cases.py",),
    ("src/huiyin/kernel/ledger/tests/test_verification.py",),
    ("src/huiyin/kernel/ledger/tests/test_command.py", "tests/test_ledger_whole.py"),
    ("src/huiyin/cases/tests/test_staff_verbs.py",),
    ("-m", "browser"),
    ("--second-database", "-m", "database and not browser and not whole"),
)
TITLE = "Every address, to everybody"
CLAIM = (
    "The long walks of the tests, whole: every address opened and sent by every role, with cases in every state, against `docs/routes.md`; no "
    "list, search or parameter gives cases because of a person, tried with every planted name, number and address; of two worlds that differ in "
    "one sealed or excluded case every page is the same, byte for byte, for who must not know of it, also in forty drawn worlds; walks of people "
    "who do what they may to whole cases; every byte of a short ledger "
    "changed by turns; and all that is seen in browsers, with every page looked at by axe at 390 and 1280 px and in the dark, and by the Tab key stop for stop; and every test that uses the database, on PostgreSQL. A round is one of these walks."
)
ROUNDS = len(WALKS)


def prove(seed: int) -> dict[str, float]:
    """Runs the file of that number. AssertionError with the end of what it printed when a test fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *WALKS[seed]]
    if "--second-database" in WALKS[seed]:
        command = [sys.executable, "-m", "huiyin.operations.testing.postgres", "--", *command]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "HUIYIN_WHOLE": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(WALKS[seed])}: {done.stdout[-1500:]}"
    passed = re.search(r"(\d+) passed", done.stdout)
    return {"tests passed": int(passed[1]) if passed else 0}
