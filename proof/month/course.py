"""What happens in the month, and what is checked at the end of each day."""

from __future__ import annotations

import datetime as dt
import random

from huiyin.incidents.actions import ending, starting
from huiyin.incidents.actions.notices import TITLES
from huiyin.incidents.actions.starting import What
from huiyin.incidents.models import Incident
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Post

from .days import DAY, FIRST, HOUR, MINUTE, Days, moment
from .duty import Duty
from .duty import plan as plan_duty
from .hazards import Hazards
from .reports import Reports
from .telling import Must, Told, in_english
from .town import Size, build

KINDS = ("fire", "pupil-accident", "other", "accident", "infectious")


class Course:
    """`play` goes through all days; a figure for each thing that was played and checked comes out."""

    def __init__(self, size: Size, draw: random.Random) -> None:
        self.size, self.draw, self.days = size, draw, Days()
        with self.days.at(moment(FIRST, 8)):
            self.town = build(size)
        self.duty = Duty(self.town, size, draw, self.days)
        self.hazards = Hazards(self.town, draw, self.days)
        self.reports = Reports(self.town, draw, self.days, self.duty.in_charge)
        self.started = in_english(TITLES["started"])
        self.emergencies: list[Must] = []
        self.told = Told([self.started])

    def play(self) -> dict[str, float]:
        self._plan()
        for number in range(self.size.days):
            end = moment(FIRST + number * DAY, 24) - MINUTE  # a day that ends in this minute is not late yet
            self.days.run(end)
            with self.days.at(end):
                self._check(last=number == self.size.days - 1)
        assert ledger.verify().ok, "the ledger does not verify"
        return self._figures()

    def _plan(self) -> None:
        plan_duty(self.duty)
        half = self.size.days // 2
        for number in range(1, self.size.days):
            self._ordinary_day(FIRST + number * DAY)
        for number in range(half - 1, half + 3):  # the flu: reports of the school, and of some others
            self._later(FIRST + number * DAY, 9, lambda: self.reports.happens(self.town.main, "infectious"))
            for school in self._some(0.02):
                self._later(FIRST + number * DAY, 10, lambda school=school: self.reports.happens(school, "infectious"))
        for number, school in enumerate(self._some(0.05)):  # somebody leaves, and nobody comes after them
            who, day = ("desk", "fixer")[number % 2], FIRST + self.draw.randint(half - 2, half + 2) * DAY
            self._later(day, 13, lambda school=school, who=who: school.leave(who, self.days.now))
        self._storm(FIRST + (self.size.days * 3 // 4) * DAY)

    def _ordinary_day(self, day: dt.date) -> None:
        main = self.town.main
        for _number in range(self.draw.randint(0, 2)):
            self._later(day, self.draw.uniform(8, 17), lambda: self.hazards.find(main, self._severity()))
        for school in self._some(0.05):
            self._later(
                day, self.draw.uniform(8, 17), lambda school=school: self.hazards.find(school, self._severity())
            )
        for school in self._some(0.008):
            kind = self.draw.choice(KINDS)
            self._later(
                day, self.draw.uniform(0, 23), lambda school=school, kind=kind: self.reports.happens(school, kind)
            )

    def _storm(self, day: dt.date) -> None:
        """In the evening: the emergency of the school, its report, and what broke everywhere."""
        main = self.town.main
        self._later(day, 19.5, self._emergency)
        self._later(day, 19.7, lambda: self.reports.happens(main, "disaster"))
        for school in [main, main, main, *self._some(0.5)]:
            at = self.draw.uniform(19, 32)
            self._later(day, at, lambda school=school: self.hazards.find(school, self._severity(storm=True)))
        for school in self._some(0.15):
            self._later(day, self.draw.uniform(19, 26), lambda school=school: self.reports.happens(school, "disaster"))

    def _emergency(self) -> None:
        """The head, the office above and whoever is on the shift know at once; hours later it is over."""
        main, bureau = self.town.main, self.town.bureau
        row = starting.start(actor=main.actors["desk"], what=What(kind="weather", title="大风暴雨", place="全校"))
        told = main.to("head", *(who for who, _leads in self.duty.on_watch(self.days.now))) | bureau.to(
            "head", "supervisor"
        )
        about = f"incident:{row.public_id}"
        self.emergencies += [Must(to, about, self.started, self.days.now) for to in told - main.to("desk")]
        self.days.later(self.days.now + 9 * HOUR, lambda: self._over(row))

    def _over(self, row: Incident) -> None:
        where = {"actor": self.town.main.actors["head"], "incident_id": row.public_id}
        ending.stand_down(**where, reason="风停了，雨小了。")
        ending.end(**where, note="没有人受伤。")

    def _check(self, *, last: bool) -> None:
        """Some schools each day, all of them on the last; what was told, every day whole."""
        self.duty.check()
        self.hazards.check()
        self.reports.check()
        main, bureau = self.town.main, self.town.bureau
        self.told.check(self.emergencies, self.days.now, main.to(*main.posts) | bureau.to(*bureau.posts))
        self._nothing_is_owed_by_nobody()
        schools = self.town.schools if last else [self.town.main, *self.draw.sample(self.town.schools[1:], 5)]
        self.hazards.count(schools)
        self.reports.count(schools)

    def _nothing_is_owed_by_nobody(self) -> None:
        owners = Clock.objects.filter(ended_at=None).values_list("owner", flat=True).distinct()
        posts = Post.objects.filter(public_id__in=[one.removeprefix("post:") for one in owners])
        empty = [one.title for one in posts.select_related("unit__organisation") if not is_held(one)]
        assert not empty, f"what is owed by posts that nobody holds: {empty}"

    def _severity(self, *, storm: bool = False) -> str:
        return self.draw.choices(("grave", "greater", "ordinary"), (4, 4, 3) if storm else (1, 3, 6))[0]

    def _some(self, share: float) -> list:
        return [
            school
            for school in self.town.schools[1:]
            if self.draw.random() < share * (8 if self.size.schools < 20 and share < 0.1 else 1)
        ]

    def _later(self, day: dt.date, hours: float, act) -> None:
        at = moment(day, hours).replace(second=0, microsecond=0) + MINUTE / 2
        self.days.later(at, act)

    def _figures(self) -> dict[str, float]:
        reports = self.reports.reports
        owed = [one.how(self.days.now) for report in reports for one in report.owed]
        return {
            "days": self.size.days, "schools": self.size.schools, "acts": self.days.acts, "minutes in which the worker had something to do": self.days.wakes,
            **self.duty.counts, "hazards": len(self.hazards.cases), "grave hazards that were late": self.hazards.late_grave,
            "reports begun": len(reports), "times to tell or to write": len(owed), "of these in time": owed.count("in_time"),
            "of these late": owed.count("late"), "of these missed": owed.count("missed"), "corrected reports": sum(one.corrected for one in reports),
            "notices checked": sum(told.checked_last for told in (self.duty.told, self.hazards.told, self.reports.told, self.told)),
        }  # fmt: skip
