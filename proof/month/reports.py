"""Reports up the chain: begun, told by telephone, written, followed up, corrected, received and passed on; in time, late, or not at all. With its own list of what was owed."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from huiyin.bulletins.actions import beginning, receiving, telling, writing
from huiyin.bulletins.actions.beginning import Event
from huiyin.bulletins.actions.notices import TITLES
from huiyin.bulletins.actions.writing import Written
from huiyin.bulletins.models import Bulletin
from huiyin.bulletins.queries import figures

from .days import HOUR, MINUTE, Days
from .telling import Must, Told, in_english
from .town import Office, Town

SHOUTS = ("late", "late_level")
WRITTEN, NEXT, RECEIVE = 60 * MINUTE, 24 * HOUR, 30 * MINUTE  # the office's own
DECIDE = 2 * HOUR  # the office's own; of an accident the law's
# kind -> who is told within how many minutes: the law's hours, “at once” and “promptly” as the product proposes them
OWED = {
    "infectious": {"cdc": 120, "above": 120},
    "disaster": {"above": 120},
    "fire": {"fire": 30, "above": 120},
    "pupil-accident": {"parents": 120, "above": 120},
    "accident": {"safety": 60, "above": 60},
    "other": {"above": 120},
}
TEXTS = {"course": "发生了什么，写在这里。", "done": "先做了这些。"}


@dataclass(slots=True)
class Owed:
    """Something that `office` had to have done by a moment. `known`: a moment that had passed when it began is late from then on."""

    name: str
    due: dt.datetime
    known: dt.datetime
    met: dt.datetime | None = None
    noted: dt.datetime | None = None  # when the product learned that it was met

    def how(self, now: dt.datetime) -> str:
        if self.met is not None:
            return "in_time" if self.met <= self.due else "late"
        return "missed" if now.replace(microsecond=0) > self.due else "still_time"

    @property
    def struck(self) -> bool:
        """Whether its moment passed before the product knew that it was met."""
        return self.noted is None or self.noted > self.due


@dataclass(slots=True)
class Level:
    office: Office
    owed: list[Owed]


@dataclass(slots=True)
class Report:
    public_id: str
    school: Office
    kind: str
    learned: dt.datetime
    people: int
    owed: list[Owed] = field(default_factory=list)
    levels: dict[str, Level] = field(default_factory=dict)
    sent: int = 0
    corrected: int = 0

    @property
    def about(self) -> str:
        return f"bulletin:{self.public_id}"


@dataclass(slots=True)
class Reports:
    town: Town
    draw: random.Random
    days: Days
    in_charge: Callable[[dt.datetime], set[str]]
    reports: list[Report] = field(default_factory=list)
    told: Told = field(default_factory=lambda: Told([in_english(TITLES[one]) for one in SHOUTS]))

    def happens(self, school: Office, kind: str) -> None:
        """The office learns of it now; when it is told, written and sent is drawn."""
        learned = self.days.now
        self.days.later(learned + self.draw.randint(2, 45) * MINUTE, lambda: self._begin(school, kind, learned))

    def _begin(self, school: Office, kind: str, learned: dt.datetime) -> None:
        event = Event(kind, learned, learned - 5 * MINUTE, "教学楼")
        row = beginning.begin(actor=school.acting("desk"), event=event)
        now, one = self.days.now, Report(row.public_id, school, kind, learned, self.draw.randint(2, 20))
        one.owed = [Owed(body, learned + minutes * MINUTE, now) for body, minutes in OWED[kind].items()]
        one.owed.append(Owed("written", learned + WRITTEN, now))
        self.reports.append(one)
        for body in OWED[kind]:
            if body != "above" and self.draw.random() < 0.92:
                self._telephone(one, body)
        if self.draw.random() < 0.95:
            late = self.draw.random() < 0.25
            self.days.later(now + self.draw.randint(70, 300) * MINUTE if late else now + self.draw.randint(1, 14) * MINUTE, lambda: self._send(one, "first"))  # fmt: skip

    def _telephone(self, one: Report, body: str) -> None:
        """At once or late; written down in that moment or within the hours after."""
        called = self.days.now + self.draw.choice((0, 3, 10, 20, 60, 150)) * MINUTE
        noted = called + self.draw.choice((0, 0, 5, 40, 200)) * MINUTE

        def note() -> None:
            telling.tell(
                actor=one.school.acting("desk"),
                bulletin_id=one.public_id,
                body=body,
                way="phone",
                at=called,
                whom="值班室",
            )
            for owed in one.owed:
                if owed.name == body and owed.met is None:
                    owed.met, owed.noted = called, self.days.now

        self.days.later(noted, note)

    def _send(self, one: Report, stage: str) -> None:
        fewer = one.sent > 0 and one.people > 2 and self.draw.random() < 0.15
        one.people += -1 if fewer else self.draw.randint(0, 3)
        numbers = {"affected": one.people, "hospital": 0, "badly": 0, "dead": 0, "missing": 0, "slightly": 0, "loss": 0}
        text = Written(
            stage, one.learned - 5 * MINUTE, "教学楼", {**TEXTS, "course": f"第{one.sent + 1}次写：{one.people}人。", "cause": "还不清楚"},
            numbers, ("affected",) if fewer else (), "数错了一人" if fewer else "", "核对过",
        )  # fmt: skip
        version = Bulletin.objects.get(public_id=one.public_id).version
        writing.send(actor=one.school.acting("desk"), bulletin_id=one.public_id, version=version, report=text)
        one.sent += 1
        one.corrected += fewer
        self._met(one.owed, "written", "next", "above")
        self._lies(one, stage)
        if stage != "final":
            one.owed.append(Owed("next", self.days.now + NEXT, self.days.now))
            if self.draw.random() < 0.93:
                after = "final" if one.sent > 1 and self.draw.random() < 0.6 else "follow-up"
                hours = self.draw.randint(25, 40) if self.draw.random() < 0.15 else self.draw.randint(3, 23)
                self.days.later(self.days.now + hours * HOUR + MINUTE, lambda: self._send(one, after))

    def _lies(self, one: Report, stage: str) -> None:
        """With each office that it reached until that acknowledges; the first time the bureau decides how far it goes."""
        if not one.levels:
            self._reach(one, "bureau", self.town.bureau)
        else:
            for level in one.levels.values():
                level.owed.append(Owed("receive", self.days.now + RECEIVE, self.days.now))
        for key in one.levels:
            if self.draw.random() < 0.93:
                minutes = self.draw.randint(2, 20) if self.draw.random() < 0.8 else self.draw.randint(35, 200)
                self.days.later(self.days.now + minutes * MINUTE, lambda key=key: self._acknowledge(one, key))

    def _reach(self, one: Report, key: str, office: Office) -> None:
        now = self.days.now
        one.levels[key] = Level(office, [Owed("decide", now + DECIDE, now), *(Owed("receive", now + RECEIVE, now) for _number in range(one.sent))])  # fmt: skip
        luck = self.draw.random()
        if luck < 0.93:
            minutes = self.draw.randint(5, 100) if luck < 0.75 else self.draw.randint(130, 400)
            self.days.later(now + minutes * MINUTE, lambda: self._decide(one, key))

    def _acknowledge(self, one: Report, key: str) -> None:
        level = one.levels[key]
        if not any(owed.name == "receive" and owed.met is None for owed in level.owed):
            return
        receiving.acknowledge(actor=level.office.actors["supervisor"], bulletin_id=one.public_id)
        self._met(level.owed, "receive")

    def _decide(self, one: Report, key: str) -> None:
        level, actor = one.levels[key], one.levels[key].office.actors["head"]
        up = key == "bureau" and self.draw.random() < 0.5
        if up:
            receiving.pass_on(actor=actor, bulletin_id=one.public_id)
        else:
            receiving.end_here(actor=actor, bulletin_id=one.public_id, why="已经处置完。")
        self._met(level.owed, "receive", "decide")
        if up:
            self._reach(one, "county", self.town.county)

    def _met(self, owed: list[Owed], *names: str) -> None:
        for one in owed:
            if one.name in names and one.met is None:
                one.met = one.noted = self.days.now

    # What had to be told, and what the pages say

    def check(self) -> None:
        posts = {to for school in self.town.schools for to in school.to(*school.posts)}
        posts |= self.town.bureau.to("head", "vice", "desk", "supervisor") | self.town.county.to("head", "supervisor")
        self.told.check([must for one in self.reports for must in self._of(one)], self.days.now, posts)

    def _of(self, one: Report) -> Iterator[Must]:
        for owed in one.owed:
            at = max(owed.due, owed.known)
            if owed.struck and at < self.days.now:
                told = one.school.to_at(at, "desk", "head") | self.town.bureau.to("head", "vice", "desk", "supervisor")
                if one.school is self.town.main:
                    told |= self.in_charge(at)
                yield from (Must(to, one.about, in_english(TITLES["late"]), at) for to in told)
        for key, level in one.levels.items():
            for owed in level.owed:
                if owed.struck and owed.due < self.days.now:
                    told = level.office.to("head")
                    told |= self.town.county.to("head", "supervisor") if key == "bureau" else set()
                    yield from (Must(to, one.about, in_english(TITLES["late_level"]), owed.due) for to in told)

    def count(self, schools: list[Office]) -> None:
        """What the bureau counts of a school, what the school counts of itself, and what was so."""
        table = figures.table(self.town.bureau.actors["supervisor"])
        above = {office.pk: found for office, found in table.rows}
        for school in schools:
            wanted = self._so(school)
            there = above.get(school.pk, figures.Figures())
            assert there == wanted, f"{school.organisation}: above {there}, so it was {wanted}"
            own = figures.table(school.actors["head"]).together
            assert own == wanted, f"{school.organisation} counts {own} of itself, so it was {wanted}"
        every = sum((self._so(school) for school in self.town.schools), figures.Figures())
        bureau = above.get(self.town.bureau.pk, figures.Figures())
        together = every + bureau
        assert table.together == together, f"together {table.together}, so it was {together}"
        levels = [one.levels["bureau"] for one in self.reports if "bureau" in one.levels]
        late = sum(owed.how(self.days.now) in ("late", "missed") for level in levels for owed in level.owed)
        assert (bureau.received, bureau.received_late) == (len(levels), late), (
            f"the bureau counts {bureau}, so it was {late} late"
        )

    def _so(self, school: Office) -> figures.Figures:
        mine = [one for one in self.reports if one.school is school]
        how = Counter(owed.how(self.days.now) for one in mine for owed in one.owed)
        return figures.Figures(
            len(mine), how.total(), how["in_time"], how["late"], how["missed"], sum(one.corrected for one in mine)
        )
