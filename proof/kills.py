"""`kill -9` of the server and of the worker, under load, at random moments; then everything that was promised must hold."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time as monotonic
from collections import Counter
from pathlib import Path

from huiyin.operations.testing.whole import WholeProgram
from proof.people import Browser, Load, Person, Shown, patiently_looked_up
from proof.staff import Clerk

TITLE = "Killed under load"
CLAIM = (
    "Four people at a time hand in concerns and write messages through the web pages, and staff register, sort, accept and answer "
    "them, while server and worker are killed with "
    "`kill -9` at random moments. After each kill: every receipt code that somebody was shown opens its page, every message that "
    "the page took is on it, every act of staff that the page took is in the case's timeline, once, every notice that was owed is delivered or still owed (sent twice at most under one Message-ID), and "
    "`huiyin ledger verify` finds nothing. Each round has an installation of its own and 10 kills."
)
ROUNDS = 20
KILLS = 10
PEOPLE = 4
OWED = """
SELECT c.public_id, e.verb,
       (SELECT count(*) FROM outbox_notice n WHERE n.about = 'case:' || c.public_id AND n.owed_at = e.at)
FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id ORDER BY e.id
"""
DONE = "SELECT c.public_id, e.verb, count(*) FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id GROUP BY 1, 2"
ONCE = ("register", "accept")
DELIVERED = "SELECT d.message_id FROM outbox_delivery d WHERE d.channel = 'email'"
TARGETS = ("server", "worker", "both", "one of the server's", "everything")


def prove(seed: int, kills: int = KILLS, migrated: Path | None = None) -> dict[str, float]:
    """One installation, from nothing or with a `migrated` database, and `kills` kills. Stops by itself: every wait has an end."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="huiyin-kills-") as folder:
        program = WholeProgram(Path(folder) / "whole")
        program.environment["HUIYIN_FORMS_PER_HOUR"] = "100000"
        if migrated is not None:
            program.begin_with(migrated)
        build_district(program)
        program.start()
        try:
            return _Round(program, seed, chance).run(kills)
        finally:
            program.stop()


def build_district(program: WholeProgram) -> None:
    """The example's offices and people, without its cases."""
    program.huiyin("ledger", "verify")  # any command makes the database ready
    build = "import django; django.setup(); from huiyin.organisations.example import build_example_district as build; build()"
    subprocess.run([sys.executable, "-c", build], env=program.environment, check=True)


class _Round:
    def __init__(self, program: WholeProgram, seed: int, chance: random.Random) -> None:
        self.program, self.chance = program, chance
        bureau = program.rows("SELECT public_id FROM organisations_organisation WHERE kind = 'county-bureau'")[0][0]
        self.load = Load(program.port, seed, bureau)
        self.killed: Counter[str] = Counter()
        self.checked = 0
        self.clerk = Clerk(self.load, seed)
        self.owes = self.calibrated()

    def calibrated(self) -> dict[str, int]:
        """Verb -> how many notices it owes, read from one concern that nobody disturbed."""
        self.load.going.set()
        person = Person(self.load, Browser(self.program.port, "127.0.0.1"), "未受打扰")
        person.raise_and_follow(messages=1)
        owes = {verb: owed for _case, verb, owed in self.program.rows(OWED)}
        assert owes.get("raise"), f"a concern owes its receipt by e-mail: {owes}"
        return owes

    def run(self, kills: int) -> dict[str, float]:
        self.load.start(PEOPLE, self.clerk.live)
        try:
            for number in range(kills):
                if number == kills - 1:
                    self.clerk_is_served()
                monotonic.sleep(self.chance.uniform(0.1, 2.5))
                # The supervisor waits longer after each failure; every third time it goes too, and all begins anew.
                target = "everything" if number % 3 == 2 else self.chance.choice(TARGETS)
                self.kill(target)
                self.load.going.clear()
                self.comes_back(target)
                self.holds(f"kill {number + 1} ({target})")
                self.load.going.set()
        finally:
            self.load.stop()
        self.checked = 0
        self.holds("the end")
        return self.settled()

    def clerk_is_served(self) -> None:
        """On a slow machine nobody may have answered the clerk yet: the last kill waits for that, at most two minutes."""
        end = monotonic.monotonic() + 120
        while not self.clerk.taken and monotonic.monotonic() < end:
            monotonic.sleep(0.05)

    def kill(self, target: str) -> None:
        """SIGKILL, without warning."""
        server, worker = self.program.process_ids("granian"), self.program.process_ids("worker")
        victims = {
            "server": server,
            "worker": worker,
            "both": server + worker,
            "one of the server's": self.chance.sample(server, min(1, len(server))),
            "everything": self.program.process_ids("serve") + server + worker,
        }[target]
        for number in victims:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.killed[target] += 1

    def comes_back(self, target: str) -> None:
        """Until server and worker run again; the one that was killed with its supervisor is started by hand."""
        program = self.program
        if target == "everything" and program.process is not None:
            program.process.wait(30)
            program.start()
        program.wait_for("an answer after a kill", program._answers)
        program.wait_for("a worker after a kill", lambda: bool(program.process_ids("worker")))

    def holds(self, when: str) -> None:
        """Everything that was promised so far."""
        assert not self.load.faults, f"{when}: {self.load.faults[0]}"
        for shown in self.load.shown[self.checked :]:
            self.opens(shown, when)
        self.checked = max(0, len(self.load.shown) - PEOPLE)  # whoever was in the middle is looked at again
        self.owed(when)
        self.done(when)
        verified = self.program.huiyin("ledger", "verify", "--json", check=False)
        assert verified.returncode == 0, (
            f"{when}: the ledger does not verify: {verified.stdout}{verified.stderr[-1500:]}"
        )

    def owed(self, when: str) -> None:
        """Each act owes as many notices as the same act did undisturbed; what counts as sent is in the mail folder."""
        for case, verb, owed in self.program.rows(OWED):
            assert owed == self.owes.get(verb, owed), (
                f"{when}: {verb} of case {case} owes {owed} notices, not {self.owes[verb]}"
            )
        delivered = {row[0] for row in self.program.rows(DELIVERED)}
        lost = delivered - {str(mail["Message-ID"]) for mail in self.program.mails()}
        assert not lost, f"{when}: {len(lost)} notices count as sent, but no mail is there"

    def done(self, when: str) -> None:
        """What a page of the staff took is in the timeline; what is done once to a case is there once."""
        taken = dict(self.clerk.taken)
        found = {(case, verb): count for case, verb, count in self.program.rows(DONE)}
        for (case, verb), times in taken.items():
            there = found.get((case, verb), 0)
            assert there >= times, f"{when}: {verb} of case {case} was taken {times} times and is there {there} times"
        twice = [key for key, count in found.items() if key[1] in ONCE and count > 1]
        assert not twice, f"{when}: done twice: {twice[:5]}"

    def opens(self, shown: Shown, when: str) -> None:
        said = list(shown.said)
        answer = patiently_looked_up(self.program.port, self.load.source(self.chance), shown.code)
        assert answer.status == 200, f"{when}: {shown.code} was shown and does not open: {answer.status}"
        assert shown.words in answer.text, f"{when}: {shown.code} opens something else"
        for text in said:
            assert text in answer.text, f"{when}: a message that was taken is gone from {shown.code}"

    def settled(self) -> dict[str, float]:
        """When all is quiet, and the leases of killed workers have run out: nothing is owed any more, and no mail has two keys."""
        self.program.fast_forward(minutes=15)
        states = dict(
            self.program.rows("SELECT state, count(*) FROM outbox_notice WHERE channel = 'email' GROUP BY state")
        )
        assert set(states) == {"delivered"}, f"when all is quiet, notices are {states}"
        keys = Counter(str(mail["Message-ID"]) for mail in self.program.mails())
        assert len(keys) == states["delivered"], (
            f"{states['delivered']} notices went out as {len(keys)} different mails"
        )
        self.holds("when all is quiet")
        return {
            "kills": self.killed.total(),
            **{f"kills of {target}": self.killed[target] for target in TARGETS},
            "receipts shown": len(self.load.shown),
            "messages taken": sum(len(shown.said) for shown in self.load.shown),
            "acts of staff taken": self.clerk.taken.total(),
            "answers that broke off": self.load.broken,
            "notices sent": states["delivered"],
            "notices sent twice under one key": sum(keys.values()) - len(keys),
            "ledger entries": json.loads(self.program.huiyin("ledger", "verify", "--json").stdout)["entries"],
        }
