"""Hazards of every school: found, mended in time or late, looked at, not mended after all, graver than was thought. With its own list of days."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from huiyin.kernel import time
from huiyin.organisations.models import Organisation
from huiyin.prevention.actions import mending, registering
from huiyin.prevention.actions.mending import Work
from huiyin.prevention.actions.notices import TITLES
from huiyin.prevention.actions.registering import Found
from huiyin.prevention.models import Hazard
from huiyin.prevention.queries import figures
from huiyin.prevention.queries import hazards as queries
from huiyin.prevention.queries.hazards import Filters

from .days import DAY, HOUR, MINUTE, ZONE, Days, moment
from .telling import Must, Told, in_english
from .town import Office, Town

MEND = {"grave": 3, "greater": 7, "ordinary": 15}  # days, as the product proposes them
CHECK, STILL = 3, 3
SHOUTS = ("grave", "late", "late_grave", "unchecked", "reopen")
THINGS = ("灭火器过期", "栏杆松动", "吊扇晃动", "插座烧黑", "井盖翘起", "墙砖脱落", "应急灯不亮", "树枝断裂")


@dataclass(slots=True)
class Case:
    """A hazard as the oracle knows it. `waits`: (what, since, by when, severity) of what was owed, and when that ended."""

    public_id: str
    school: Office
    severity: str
    status: str = "open"
    waits: list[Wait] = field(default_factory=list)
    said: list[Must] = field(default_factory=list)

    @property
    def about(self) -> str:
        return f"hazard:{self.public_id}"


@dataclass(slots=True)
class Wait:
    what: str
    begun: dt.datetime
    due: dt.datetime
    severity: str
    ended: dt.datetime | None = None
    known: dt.datetime | None = None  # a day that had passed when it was set is late from then on

    def late(self, now: dt.datetime) -> bool:
        return self.ended is None and now.replace(microsecond=0) > self.due


def due(since: dt.datetime, days: int) -> dt.datetime:
    """The end of the day so many days after the one on which it began."""
    return moment(since.astimezone(ZONE).date() + days * DAY, 24)


@dataclass(slots=True)
class Hazards:
    town: Town
    draw: random.Random
    days: Days
    cases: list[Case] = field(default_factory=list)
    told: Told = field(default_factory=lambda: Told([in_english(TITLES[one]) for one in SHOUTS]))
    late_grave: int = 0

    def find(self, school: Office, severity: str, place: str = "") -> None:
        """The desk or who mends things registers it; what follows is drawn now."""
        who = self.draw.choice(("desk", "fixer", "head"))
        found = Found(
            self.draw.choice(THINGS), place or f"{self.draw.randint(1, 5)}号楼", severity,
            school.posts["fixer"].public_id, interim="closed-off" if severity == "grave" else "",
        )  # fmt: skip
        row = registering.register(actor=school.acting(who), found=found)
        one = Case(row.public_id, school, severity)
        self.cases.append(one)
        self._owed(one, self.days.now)
        if severity == "grave" and who != "head" and who not in school.gone:
            one.said += [Must(to, one.about, in_english(TITLES["grave"]), self.days.now) for to in school.to("head")]
        self._plan(one, self.days.now)

    def _plan(self, one: Case, since: dt.datetime) -> None:
        """Mended in time, late, or not this month; now and then it is graver than was thought."""
        luck, limit = self.draw.random(), MEND[one.severity]
        if one.severity == "ordinary" and self.draw.random() < 0.08:
            self.days.later(since + self.draw.randint(1, 17) * DAY, lambda: self._regrade(one))
        if luck < 0.88:
            length = self.draw.randint(0, limit) if luck < 0.62 else limit + self.draw.randint(1, 9)
            self.days.later(since + length * DAY + self.draw.randint(1, 9) * HOUR, lambda: self._mend(one))

    def _mend(self, one: Case) -> None:
        if one.status != "open":
            return
        mending.mend(
            actor=one.school.acting("fixer"), hazard_id=one.public_id, version=self._version(one), work=Work("修好了。")
        )
        self._end(one)
        one.status = "mended"
        one.waits.append(Wait("check", self.days.now, due(self.days.now, CHECK), one.severity))
        if self.draw.random() < 0.9:
            self.days.later(self.days.now + self.draw.randint(2, 110) * HOUR, lambda: self._check(one))

    def _check(self, one: Case) -> None:
        passed = self.draw.random() < 0.88
        looks = "desk" if "fixer" in one.school.gone else "head"  # another person than who mended it
        mending.check(
            actor=one.school.actors[looks], hazard_id=one.public_id, version=self._version(one), passed=passed,
            note="" if passed else "还松着。",
        )  # fmt: skip
        self._end(one)
        one.status = "closed" if passed else "open"
        if not passed:
            self._owed(one, self.days.now)
            self._plan(one, self.days.now)
        elif self.draw.random() < 0.06:
            self.days.later(self.days.now + self.draw.randint(1, 6) * DAY, lambda: self._reopen(one))

    def _regrade(self, one: Case) -> None:
        if one.status != "open" or one.severity != "ordinary":
            return
        since = next(wait.begun for wait in reversed(one.waits) if wait.what == "mend")
        registering.regrade(
            actor=one.school.acting("desk"), hazard_id=one.public_id, version=self._version(one), severity="grave",
            why="下面就是过道。", interim="sign",
        )  # fmt: skip
        self._end(one)
        one.severity = "grave"
        self._owed(one, since)
        told = one.school.to("head") - ({one.school.acting("desk").reference})
        one.said += [Must(to, one.about, in_english(TITLES["grave"]), self.days.now) for to in told]

    def _reopen(self, one: Case) -> None:
        mending.reopen(
            actor=one.school.acting("desk"), hazard_id=one.public_id, version=self._version(one), why="又坏了。",
            interim="sign",
        )  # fmt: skip
        one.status = "open"
        self._owed(one, self.days.now)
        told = one.school.to_at(self.days.now, "head", "fixer") - {one.school.acting("desk").reference}
        one.said += [Must(to, one.about, in_english(TITLES["reopen"]), self.days.now) for to in told]
        self._plan(one, self.days.now)

    def _owed(self, one: Case, since: dt.datetime) -> None:
        one.waits.append(Wait("mend", since, due(since, MEND[one.severity]), one.severity))
        one.waits[-1].known = self.days.now

    def _end(self, one: Case) -> None:
        one.waits[-1].ended = self.days.now

    def _version(self, one: Case) -> int:
        return Hazard.objects.get(public_id=one.public_id).version

    # What had to be told, and what the pages say

    def check(self) -> None:
        posts = {to for school in self.town.schools for to in school.to(*school.posts)}
        posts |= self.town.bureau.to("head", "vice", "desk", "supervisor") | self.town.county.to("head", "supervisor")
        musts = [must for one in self.cases for must in (*one.said, *self._of(one))]
        self.late_grave = len({one.about for one in musts if one.title == in_english(TITLES["late_grave"])})
        self.told.check(musts, self.days.now, posts)
        self._superiors_know()

    def _of(self, one: Case) -> Iterator[Must]:
        """Each day that passed: the own people, of a grave one the office above, and days later the one above that."""
        for wait in one.waits:
            at = max(wait.due, wait.known or wait.due)
            if wait.ended is not None and wait.ended <= wait.due:
                continue
            head = one.school.to("head")
            if wait.what == "check":
                yield from (Must(to, one.about, in_english(TITLES["unchecked"]), at) for to in head)
            elif wait.severity != "grave":
                yield from (
                    Must(to, one.about, in_english(TITLES["late"]), at) for to in head | one.school.to_at(at, "fixer")
                )
            else:
                told = head | one.school.to_at(at, "fixer") | self.town.bureau.to("head", "supervisor")
                yield from (Must(to, one.about, in_english(TITLES["late_grave"]), at) for to in told)
                still = due(at + MINUTE, STILL)
                if wait.ended is None or wait.ended > still:
                    yield from (
                        Must(to, one.about, in_english(TITLES["late_grave"]), still)
                        for to in self.town.county.to("head", "supervisor")
                    )

    def _superiors_know(self) -> None:
        """Whoever is above the school opens each grave one that is late, and finds it in the list of what is late below."""
        late = [
            one for one in self.cases
            if one.status == "open" and one.severity == "grave" and one.waits[-1].late(self.days.now)
        ]  # fmt: skip
        for who in ("head", "supervisor"):
            actor = self.town.bureau.actors[who]
            listed = queries.listed(actor, Filters("late", "grave", below=True)).rows
            shown = {row.hazard.public_id for row in listed}
            missing = [one.public_id for one in late if one.public_id not in shown]
            assert not missing, f"{who} of the bureau does not find grave hazards that are late: {missing}"
            for one in late[:3]:
                queries.page(actor, one.public_id)

    def count(self, schools: list[Office]) -> None:
        """The office above counts what each school counts of itself, and both what was so."""
        above = {office.pk: found for office, found in figures.offices(self.town.bureau.actors["supervisor"])}
        for school in schools:
            mine = [one for one in self.cases if one.school is school and one.status in ("open", "mended")]
            late = sum(one.waits[-1].late(time.now()) for one in mine)
            grave = sum(one.waits[-1].late(time.now()) and one.severity == "grave" for one in mine)
            own = figures.figures(school.actors["head"])
            there = above.get(school.pk)
            said = (there.open_ones, there.late, there.late_grave) if there else (0, 0, 0)
            assert said == (len(mine), late, grave), (
                f"{school.organisation}: above {said}, so it was {(len(mine), late, grave)}"
            )
            assert (own.open_ones, len(own.late)) == (len(mine), late), (
                f"{school.organisation} counts otherwise of itself"
            )
        everything = [one for one in self.cases if one.status in ("open", "mended")]
        assert sum(one.open_ones for one in above.values()) == len(everything), "the sum is not the whole"
        assert set(above) <= set(Organisation.objects.values_list("pk", flat=True))
