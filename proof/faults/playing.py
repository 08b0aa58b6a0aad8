"""One installation under schedules of faults, and what must hold after each and at the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time as monotonic
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from huiyin.operations.testing.whole import WholeProgram
from proof.people import Answer, Browser, Load, patiently_looked_up

from .disk import SlowDisk, SmallDisk
from .gateways import Faulty, Gateways, key_of
from .plan import LENGTH, RECIPIENTS, Fault

PEOPLE = 2
BATCH = 6  # notices that are owed at once
QUIET_ROUNDS, QUIET_MINUTES = 60, 20
PARTS = {"server": ("granian",), "worker": ("worker",), "watcher": ("huiyin.operations.watching",), "everything": ("serve", "granian", "worker", "huiyin.operations.watching")}  # fmt: skip
SENT = """
SELECT n.id, n.key, n.state, d.message_id FROM outbox_notice n LEFT JOIN outbox_delivery d ON d.notice_id = n.id
WHERE n.channel IN ('email', 'sms')
"""
OPEN = "SELECT count(*) FROM outbox_notice WHERE channel IN ('email', 'sms') AND state IN ('owed', 'leased')"


class PatientBrowser(Browser):
    """A page that says that nothing was taken just now is tried again, as people do."""

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        answer = super()._ask(method, path, body)
        if answer.status == 503:
            raise ConnectionError("not just now")
        return answer


class Round:
    """The program with its load. `play` one schedule after the other, then `settled`."""

    def __init__(
        self, program: WholeProgram, gateways: Gateways, disk: SmallDisk, slow_disk: SlowDisk, seed: int
    ) -> None:
        self.program, self.gateways, self.disk, self.slow_disk = program, gateways, disk, slow_disk
        self.chance = random.Random(f"{seed}/owed")
        self.owing = subprocess.Popen(
            [sys.executable, "-m", "proof.faults.owing"], env=program.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        assert self.owing.stdout is not None
        assert len(json.loads(self.owing.stdout.readline())) == RECIPIENTS
        self.owed: list[str] = []
        self.asked = self.answered = 0
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()
        self.faults: Counter[str] = Counter()
        self.checked = 0
        bureau = program.rows("SELECT public_id FROM organisations_organisation WHERE kind = 'county-bureau'")[0][0]
        self.load = Load(program.port, seed, bureau, browser=PatientBrowser)
        self.load.start(PEOPLE)

    def stop(self) -> None:
        self._heal()
        self.load.stop()
        assert self.owing.stdin is not None
        self.owing.stdin.close()
        self.listening.join(30)
        self.owing.wait(30)
        if self.owing.stdout is not None:
            self.owing.stdout.close()

    def play(self, number: int, schedule: list[Fault]) -> None:
        """The schedule with people and notices in it; afterwards all is mended, and what was promised is looked at."""
        began = monotonic.monotonic()
        for at, begins, fault in _events(schedule):
            monotonic.sleep(max(0.0, began + at - monotonic.monotonic()))
            self._begin(fault) if begins else self._end(fault)
            self._owe()
        monotonic.sleep(max(0.0, began + LENGTH - monotonic.monotonic()))
        self._heal()
        self._comes_back()
        self._owe()
        self.program.wait_for("what is owed to be on disk", lambda: self.answered == self.asked)
        self.load.going.clear()
        self._receipts_open(f"schedule {number} ({', '.join(f'{one.kind} {one.what}'.strip() for one in schedule)})")
        self.load.going.set()

    def settled(self) -> dict[str, float]:
        """When all is mended and quiet."""
        self.load.stop()
        for _round in range(QUIET_ROUNDS):
            if self.program.rows(OPEN)[0][0] == 0:
                break
            self.program.fast_forward(minutes=QUIET_MINUTES)
        self._receipts_open("when all is quiet")
        figures = self._delivered()
        verified = self.program.huiyin("ledger", "verify", "--json", check=False)
        assert verified.returncode == 0, f"the ledger does not verify: {verified.stdout}{verified.stderr[-1500:]}"
        return {
            **{f"faults: {kind}": number for kind, number in sorted(self.faults.items())},
            "receipts shown": len(self.load.shown), "answers that broke off": self.load.broken, **figures,
            "ledger entries": json.loads(verified.stdout)["entries"],
        }  # fmt: skip

    # --- faults

    def _begin(self, fault: Fault) -> None:
        self.faults[f"{fault.kind} {fault.what}".strip() if fault.kind != "clock" else "clock set"] += 1
        if fault.kind == "kill":
            self._signal(fault.what, signal.SIGKILL)
        elif fault.kind == "freeze":
            self._signal(fault.what, signal.SIGSTOP)
        elif fault.kind == "full":
            self.disk.fill()
        elif fault.kind == "slow":
            self.slow_disk.slow()
        elif fault.kind == "clock":
            self._set_clock(float(fault.what))
        else:
            self._gateway(fault).mode = fault.what

    def _end(self, fault: Fault) -> None:
        if fault.kind == "freeze":
            self._signal("everything", signal.SIGCONT)
        elif fault.kind == "full":
            self.disk.free()
        elif fault.kind == "slow":
            self.slow_disk.quick()
        elif fault.kind in ("mail", "web"):
            self._gateway(fault).mode = "ok"

    def _heal(self) -> None:
        self.gateways.heal()
        self.disk.free()
        self.slow_disk.quick()
        self._signal("everything", signal.SIGCONT)

    def _gateway(self, fault: Fault) -> Faulty:
        return self.gateways.mail if fault.kind == "mail" else self.gateways.web

    def _signal(self, what: str, number: signal.Signals) -> None:
        found = [one for part in PARTS.get(what, ("granian",)) for one in self.program.process_ids(part)]
        if what == "one of the server's":
            found = self.chance.sample(found, min(1, len(found)))
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _set_clock(self, seconds: float) -> None:
        """At once for all processes; nobody waits for what it brings about."""
        self.program.set_clock(seconds=seconds)

    def _comes_back(self) -> None:
        program = self.program
        if program.process is not None and program.process.poll() is not None:
            program.start()
        program.wait_for("an answer after a schedule", program._answers)
        program.wait_for("a worker after a schedule", lambda: bool(program.process_ids("worker")))

    # --- what is owed, and what must hold

    def _owe(self) -> None:
        """A few notices more. Nobody waits for the answer: who holds the write may have been stopped."""
        wanted = []
        for _number in range(self.chance.randint(1, BATCH)):
            alarm = self.chance.random() < 0.3
            wanted.append(
                [self.chance.randrange(RECIPIENTS), "sms" if alarm else self.chance.choice(("email", "sms")), alarm]
            )
        assert self.owing.stdin is not None
        self.owing.stdin.write(json.dumps(wanted) + "\n")
        self.owing.stdin.flush()
        self.asked += 1

    def _listen(self) -> None:
        """What it answers is on disk."""
        assert self.owing.stdout is not None
        for line in self.owing.stdout:
            self.owed += json.loads(line)
            self.answered += 1

    def _receipts_open(self, when: str) -> None:
        assert not self.load.faults, f"{when}: {self.load.faults[0]}"
        for shown in self.load.shown[self.checked :]:
            answer = patiently_looked_up(self.program.port, self.load.source(self.chance), shown.code)
            assert answer.status == 200, f"{when}: {shown.code} was shown and does not open: {answer.status}"
            assert shown.words in answer.text, f"{when}: {shown.code} opens something else"
        self.checked = len(self.load.shown)

    def _delivered(self) -> dict[str, float]:
        sent = self.program.rows(SENT)
        keys = self._keys()
        came = Counter(one.key for one in self.gateways.taken)
        missing = set(self.owed) - {key for _id, key, *_rest in sent}
        assert not missing, f"{len(missing)} notices were owed and are not there: {sorted(missing)[:5]}"
        states = Counter(state for _id, _key, state, _message in sent)
        assert set(states) == {"delivered"}, f"when all is quiet, notices are {dict(states)}"
        lost = [key for _id, key, _state, message in sent if key_of(message) not in came]
        assert not lost, f"{len(lost)} notices count as sent and nobody took them: {lost[:5]}"
        unknown = set(came) - set(keys)
        assert not unknown, f"{len(unknown)} copies came under a key that no notice has: {sorted(unknown)[:5]}"
        self._in_order(keys)
        return {
            "notices owed": len(sent), "tries": float(self.program.rows("SELECT count(*) FROM outbox_attempt")[0][0]),
            "copies taken": came.total(), "copies under the key of the first": came.total() - len(came),
        }  # fmt: skip

    def _keys(self) -> dict[str, tuple[int, str, bool, str]]:
        asked = subprocess.run(
            [sys.executable, "-m", "proof.faults.keys"], env=self.program.environment, stdout=subprocess.PIPE, text=True, check=True
        )  # fmt: skip
        return {key: (notice, to, alarm, way) for key, (notice, to, alarm, way) in json.loads(asked.stdout).items()}

    def _in_order(self, keys: dict[str, tuple[int, str, bool, str]]) -> None:
        """To each recipient the first copies came in the order in which they were owed; alarms overtake, in an order of their own."""
        last: dict[tuple[str, bool], int] = {}
        seen: set[int] = set()
        for taken in self.gateways.taken:
            notice, to, alarm, _channel = keys[taken.key]
            if notice in seen:
                continue
            seen.add(notice)
            before = last.get((to, alarm), 0)
            assert before < notice, f"notice {notice} came to {to} after notice {before}, which was owed later"
            last[to, alarm] = notice


def _events(schedule: list[Fault]) -> Iterator[tuple[float, bool, Fault]]:
    """Beginnings and ends in the order of their moments."""
    both = [(one.at, True, one) for one in schedule] + [
        (one.at + one.length, False, one) for one in schedule if one.length
    ]
    return iter(sorted(both, key=lambda event: event[0]))
