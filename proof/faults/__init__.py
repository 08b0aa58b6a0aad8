"""Random schedules of faults against the real processes; then what is owed must have been delivered, in order, and nothing lost.

`python -m proof.faults SEED SCHEDULE` plays one schedule of a round again, alone, and says what it does.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from huiyin.operations.testing.whole import WholeProgram
from proof.kills import build_district

from . import plan
from .disk import SlowDisk, SmallDisk
from .gateways import Gateways
from .playing import Round

TITLE = "Whatever fails, what is owed is delivered"
CLAIM = (
    "People hand in concerns while notices (mail, short messages, alarms with another way) are owed to thirty recipients, and schedules of faults are drawn: processes "
    "killed with `kill -9` or stopped with SIGSTOP, the clock set forward or back, the disk full or slow, gateways that hang, refuse, answer late, drop the connection after they took it, answer twice or with "
    "rubbish. After each schedule every receipt that somebody was shown opens its page. When all is quiet: every notice that was owed was taken at least once, a second copy has "
    "the key of the first, to each recipient they came in the order in which they were owed (alarms among themselves), what counts as sent was taken, and `huiyin ledger verify` finds nothing. "
    "Each round has an installation of its own and 50 schedules."
)
ROUNDS = 20
SCHEDULES = 50


def prove(seed: int, schedules: int = SCHEDULES, migrated: Path | None = None, first: int = 0) -> dict[str, float]:
    """One installation, from nothing or with a `migrated` database, and so many schedules from the `first` on. Every wait has an end."""
    with (
        tempfile.TemporaryDirectory(prefix="huiyin-faults-") as folder,
        SmallDisk(Path(folder) / "whole" / "home") as disk,
    ):
        program = WholeProgram(Path(folder) / "whole")
        gateways, slow_disk = Gateways(), SlowDisk(Path(folder) / "slow")
        program.environment |= {
            "HUIYIN_FORMS_PER_HOUR": "100000",
            "HUIYIN_MAIL": f"smtp://127.0.0.1:{gateways.mail.port}",
            **slow_disk.environment,
        }
        if migrated is not None:
            program.begin_with(migrated)
        build_district(program)
        (program.home / "gateways.toml").write_text(gateways.toml)
        program.start()
        try:
            return _played(Round(program, gateways, disk, slow_disk, seed), seed, range(first, first + schedules))
        finally:
            program.stop()
            gateways.stop()


def _played(one: Round, seed: int, numbers: range) -> dict[str, float]:
    try:
        for number in numbers:
            chance = random.Random(f"{seed}/{number}")
            one.play(number, plan.drawn(chance, full_disk=one.disk.is_small, slow_disk=bool(one.slow_disk.environment)))
        return one.settled()
    finally:
        one.stop()
