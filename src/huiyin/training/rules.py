"""What is decided about training: when a lesson of a template falls due, and what a programme's report says."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_LESSONS = 80  # of a programme
REMINDERS = (14, 3)  # days before
MOST_MONTHS = 60  # for which a training holds
HANDFUL = 5  # a smaller number could be told from persons
MOST_QUESTIONS, MOST_CHOICES, LONGEST_CHOICE = 8, 6, 80


def year_of(begins: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the year that runs today and begins with this month."""
    first = dt.date(today.year if today.month >= begins else today.year - 1, begins, 1)
    return first, dt.date(first.year + 1, begins, 1) - dt.timedelta(days=1)


def due_days(months: Sequence[int], first_on: dt.date, last_on: dt.date, today: dt.date) -> tuple[dt.date, ...]:
    """The last day of each of these months within the programme, where it has not passed yet."""
    found = []
    day = first_on.replace(day=1)
    while day <= last_on:
        end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        if day.month in months and today <= min(end, last_on):
            found.append(min(end, last_on))
        day = end + dt.timedelta(days=1)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the report needs of a lesson."""

    topic: str
    status: str
    due_on: dt.date
    held_on: dt.date | None
    people: int
    staff: int


@dataclass(slots=True)
class Line:
    """A topic of the report, or all of them. `people` and `staff`: how often somebody took part, not how many persons."""

    planned: int = 0
    in_time: int = 0
    held_late: int = 0
    late: int = 0
    coming: int = 0
    dropped: int = 0
    people: int = 0
    staff: int = 0

    @property
    def held(self) -> int:
        return self.in_time + self.held_late

    def add(self, one: Fact, today: dt.date) -> None:
        if one.status == "dropped":
            self.dropped += 1
            return
        self.planned += 1
        if one.held_on is not None:
            self.in_time += one.held_on <= one.due_on
            self.held_late += one.held_on > one.due_on
            self.people += one.people
            self.staff += one.staff
        else:
            self.late += one.due_on < today
            self.coming += one.due_on >= today


@dataclass(slots=True)
class Report:
    """Of a programme: every topic that it has, and all together."""

    whole: Line = field(default_factory=Line)
    topics: dict[str, Line] = field(default_factory=dict)


def report(facts: Iterable[Fact], today: dt.date) -> Report:
    """Lessons are counted, and how often somebody took part; nobody is."""
    found = Report()
    for one in facts:
        found.whole.add(one, today)
        found.topics.setdefault(one.topic, Line()).add(one, today)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """How a post stands with a training that it needs. `lacking`: of those who hold it; `until`: while all of them have it."""

    post: str
    holders: int
    lacking: int
    until: dt.date | None


def standing(post: str, untils: Sequence[dt.date | None], today: dt.date) -> Standing:
    """`untils`: of each who holds the post, the last day on which the training holds, or None."""
    good = [day for day in untils if day is not None and day >= today]
    lacking = len(untils) - len(good)
    return Standing(post, len(untils), lacking, None if lacking else min(good, default=None))


def rows_of(text: str, most: int) -> tuple[int, ...] | None:
    """Rows of a list as somebody types them (1-40, 42、45至60), in order; None where that is no row of it."""
    found: set[int] = set()
    for part in re.split(r"[\s,，、;；.。]+", re.sub(r"\s*[-–—~～至到]+\s*", "-", text.strip())):
        said = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        if part and said is None:
            return None
        if said is not None:
            first, last = int(said[1]), int(said[2] or said[1])
            if not 1 <= first <= last <= most:
                return None
            found.update(range(first, last + 1))
    return tuple(sorted(found))


def rows_text(rows: Sequence[int]) -> str:
    """Rows as short as they can be said: 1-40,42."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


@dataclass(frozen=True, slots=True)
class Office:
    """What an office reads of its year, or several offices together. `needed`: posts that need a training; `lacking`: of these, one."""

    offices: int = 0
    without: int = 0  # a programme that runs
    planned: int = 0
    held: int = 0
    late: int = 0
    needed: int = 0
    lacking: int = 0

    def __add__(self, other: Office) -> Office:
        return Office(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def handfuls(number: int, of: int) -> tuple[int, int] | None:
    """From where to where it lies: never so near that one could tell posts by it, or by the rest. None: there are too few."""
    if of < 2 * HANDFUL:
        return None
    if number < HANDFUL:
        return 0, HANDFUL - 1
    if of - number < HANDFUL:
        return of - HANDFUL + 1, of
    low = number // HANDFUL * HANDFUL
    return low, min(low + HANDFUL - 1, of - HANDFUL)


def open_quiz(status: str, audience: str, last_on: dt.date, today: dt.date) -> bool:
    """Staff answers once the lesson was held, until the programme is over."""
    return status == "held" and audience != "pupils" and today <= last_on


@dataclass(frozen=True, slots=True)
class Counts:
    """What the office reads of a quiz. None: the number, or the rest beside it, is less than a handful."""

    answered: int | None
    passed: int | None
    wrong: tuple[int | None, ...]


def counts(shown: Mapping[str, Any], questions: int) -> Counts:
    """Of what was kept at the last full handful."""
    answered, passed = shown.get("answered", 0), shown.get("passed", 0)
    if answered < HANDFUL:
        return Counts(None, None, (None,) * questions)

    def told(number: int) -> int | None:
        return number if min(number, answered - number) >= HANDFUL else None

    return Counts(answered, told(passed), tuple(told(number) for number in shown["wrong"]))
