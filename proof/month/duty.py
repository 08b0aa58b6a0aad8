"""Duty of the first school: rosters, absences, substitutes, swaps, somebody who leaves, a shift on which nobody is. With its own list of gaps."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from huiyin.duty import solver, weighing
from huiyin.duty.actions import checking, proposing, rostering, seating, settling, swapping
from huiyin.duty.actions.notices import TITLES
from huiyin.duty.actions.settling import Says
from huiyin.duty.models import Roster, Seat, Shift
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import machine

from .days import DAY, FIRST, HOUR, MINUTE, ZONE, Days, moment
from .telling import Must, Told, in_english
from .town import Size, Town

EVERY = ("working", "weekend", "holiday")
SHOUTS = ("gap", "gap_head", "gap_begun", "unmanned", "unmanned_head", "next_head")
HEAD_DAYS, NEXT_DAYS, HERE = 3, 7, 15 * MINUTE  # as the product proposes them


@dataclass(slots=True)
class Line:
    """A shift as the oracle knows it. `seats`: seat -> (who, in charge); `here`: who said that they are there, and when the first did."""

    public_id: str
    begins: dt.datetime
    ends: dt.datetime
    people: int
    leader: bool
    seats: dict[str, tuple[str, bool]]
    here: set[str] = field(default_factory=set)
    here_at: dt.datetime | None = None

    @property
    def about(self) -> str:
        return f"shift:{self.public_id}"

    @property
    def days(self) -> set[dt.date]:
        last = (self.ends - MINUTE).astimezone(ZONE).date()
        return {self.begins.astimezone(ZONE).date(), last}


@dataclass(slots=True)
class Gap:
    line: Line
    opened: dt.datetime
    by: str
    filled: dt.datetime | None = None


@dataclass(slots=True)
class Duty:
    """What people do, and beside it the plain lists that say what had to be told."""

    town: Town
    size: Size
    draw: random.Random
    days: Days
    members: dict[str, str] = field(default_factory=dict)  # who -> member
    lines: dict[str, Line] = field(default_factory=dict)
    away: list[tuple[str, dt.date, dt.date]] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    stood: list[tuple[dt.datetime, list[tuple[dt.datetime, dt.datetime, str]]]] = field(default_factory=list)
    rosters: list[tuple[str, dt.date, dt.date, dt.datetime]] = field(default_factory=list)
    fixed: list[Must] = field(default_factory=list)  # what was said of shifts on which nobody was
    told: Told = field(default_factory=lambda: Told([in_english(TITLES[one]) for one in SHOUTS]))
    counts: dict[str, int] = field(
        default_factory=lambda: {"absences": 0, "substitutes": 0, "swaps": 0, "gaps": 0, "unmanned shifts": 0}
    )

    # What people do

    def settle(self) -> None:
        school = self.town.main
        for says in (
            Says("日班", ("working",), dt.time(7, 30), dt.time(18), self.size.serve, says_here=True),
            Says("休息日班", ("weekend", "holiday"), dt.time(7, 30), dt.time(18), self.size.serve, weight=2, says_here=True),
            Says("夜班", EVERY, dt.time(18), dt.time(7, 30), self.size.serve, weight=2, says_here=True),
        ):  # fmt: skip
            settling.add_kind(actor=school.actors["desk"], says=says)
        names = [one for one in school.actors if one != "head"]
        for place, who in enumerate(names):
            part = "leads" if place < self.size.leads else "serves"
            row = settling.take_in(actor=school.actors["desk"], appointment=school.appointments[who], part=part)
            self.members[who] = row.public_id

    def publish(self, first: dt.date, last: dt.date) -> None:
        """Seats by the solver, with gaps where rules collide; it holds from then on."""
        desk, vice = self.town.main.actors["desk"], self.town.main.acting("vice")
        draft = rostering.begin(actor=desk, first_day=first, last_day=last)
        proposing.ask(actor=desk, roster_id=draft.public_id, version=draft.version, gaps=True)
        proposal = proposing.begin(time.now())
        assert proposal is not None
        problem = weighing.problem_of(proposal.roster, gaps=True, seconds=self.size.seconds)
        proposing.take_over(proposal=proposal, answer=solver.solved(problem, lambda _stage: None))
        draft.refresh_from_db()
        rostering.publish(actor=vice, roster_id=draft.public_id, version=draft.version)
        self.rosters.append((draft.public_id, first, last, self.days.now))
        self._take_in(draft)
        self._look(vice.reference)

    def _take_in(self, roster: Roster) -> None:
        names = {member: who for who, member in self.members.items()}
        for shift in Shift.objects.filter(roster=roster).order_by("begins_at"):
            seats = Seat.objects.filter(shift=shift, left_at=None).select_related("member")
            line = Line(
                shift.public_id, shift.begins_at, shift.ends_at, self.size.serve, True,
                {one.public_id: (names[one.member.public_id], one.leads) for one in seats},
            )  # fmt: skip
            self.lines[line.public_id] = line
            self.days.later(line.begins + 1.5 * MINUTE, lambda: None)  # the worker looks who is there
            self._come(line)

    def _come(self, line: Line) -> None:
        """Who sits there says so about when it begins; now and then late, now and then nobody."""
        luck = self.draw.random()
        for seat in list(line.seats):
            offset = self.draw.randint(-10, 9) * MINUTE
            if luck < 0.04:
                return
            if luck < 0.08:
                offset = 20 * MINUTE
            self.days.later(line.begins + offset + MINUTE / 2, lambda seat=seat: self._say_here(line, seat))

    def _say_here(self, line: Line, seat: str) -> None:
        who, _leads = line.seats.get(seat, ("", False))
        if not who or not self._there(line, who):
            return
        checking.say_here(actor=self.town.main.actors[who], shift_id=line.public_id)
        line.here.add(who)
        line.here_at = line.here_at or self.days.now
        self._look(self.town.main.actors[who].reference)

    def fall_ill(self, who: str, first: dt.date, length: int) -> None:
        """The desk notes it; hours later somebody looks for substitutes, or nobody does."""
        desk, last = self.town.main.actors["desk"], first + (length - 1) * DAY
        if who in self.left or any(one == who and begin <= last and first <= end for one, begin, end in self.away):
            return
        row = settling.note_away(actor=desk, member=self.members[who], first_day=first, last_day=last)
        self.away.append((who, first, last))
        self.counts["absences"] += 1
        self._look(desk.reference)
        if self.draw.random() < 0.7:
            self.days.later(self.days.now + self.draw.randint(1, 6) * HOUR, lambda: self._substitute(who))
        if length > 2 and self.draw.random() < 0.3:
            back = moment(last, 6.5) + MINUTE / 2
            self.days.later(back, lambda: self._back(row.public_id, (who, first, last)))

    def _back(self, public_id: str, entry: tuple[str, dt.date, dt.date]) -> None:
        settling.back_again(actor=self.town.main.actors["desk"], away_id=public_id)
        self.away.remove(entry)
        self._look(self.town.main.actors["desk"].reference)

    def leave(self, who: str) -> None:
        """Somebody leaves the school from one moment to the next."""
        self.town.main.leave(who, self.days.now)
        self.left.add(who)
        self._look(machine("month").reference)
        self.days.later(self.days.now + 30 * HOUR, lambda: self._substitute(who))

    def _substitute(self, who: str) -> None:
        """For each shift to come on which who is away sits: another, if one can be found; some are given up at once, some stay."""
        for line in self._coming():
            seat = next((key for key, (one, _leads) in line.seats.items() if one == who), None)
            if seat is None or self._there(line, who) or self.draw.random() < 0.15:
                continue
            leads = line.seats[seat][1]
            if self.draw.random() < 0.5:
                self._unseat(line, seat)
            self._seat_another(line, leads)

    def _unseat(self, line: Line, seat: str) -> None:
        version = Shift.objects.get(public_id=line.public_id).version
        seating.unseat(actor=self.town.main.actors["desk"], shift_id=line.public_id, version=version, seat_id=seat)
        del line.seats[seat]
        self._look(self.town.main.actors["desk"].reference)

    def _seat_another(self, line: Line, leads: bool) -> None:
        for who in self.draw.sample(sorted(self.members), len(self.members)):
            if who in self.left or self._is_away(who, line):
                continue
            version = Shift.objects.get(public_id=line.public_id).version
            try:
                row = seating.seat(
                    actor=self.town.main.actors["desk"], shift_id=line.public_id, version=version,
                    member=self.members[who], leads=leads,
                )  # fmt: skip
            except BadInput:
                continue
            gone = set(line.seats) - set(
                Seat.objects.filter(shift__public_id=line.public_id, left_at=None).values_list("public_id", flat=True)
            )
            assert not any(self._there(line, line.seats[one][0]) for one in gone), (
                "a substitute drove somebody away who is there"
            )
            for one in gone:
                del line.seats[one]
            line.seats[row.public_id] = (who, leads)
            self.counts["substitutes"] += 1
            self._look(self.town.main.actors["desk"].reference)
            return

    def ask_for_swap(self) -> None:
        """Two who serve change a shift; now and then the other does not answer."""
        coming = [one for one in self._coming() if one.begins > self.days.now + DAY and len(self._serving(one)) > 0]
        if len(coming) < 2:
            return
        mine, other = self.draw.sample(coming, 2)
        seat, back = self.draw.choice(self._serving(mine)), self.draw.choice(self._serving(other))
        asker, asked = mine.seats[seat][0], other.seats[back][0]
        if asker == asked or {asker, asked} & self.left:
            return
        try:
            row = swapping.ask(actor=self.town.main.actors[asker], seat_id=seat, back=back)
        except (BadInput, Conflict):
            return
        if self.draw.random() < 0.8:
            self.days.later(
                self.days.now + 3 * HOUR, lambda: self._agree(row.public_id, asked, (mine, seat), (other, back))
            )

    def _agree(self, swap: str, asked: str, one: tuple[Line, str], other: tuple[Line, str]) -> None:
        try:
            swapping.agree(actor=self.town.main.actors[asked], swap_id=swap)
        except (BadInput, Conflict):
            return
        self.counts["swaps"] += 1
        (mine, seat), (theirs, back) = one, other
        asker = mine.seats.pop(seat)[0]
        theirs.seats.pop(back)
        for line, who in ((mine, asked), (theirs, asker)):
            fresh = Seat.objects.get(shift__public_id=line.public_id, left_at=None, member__public_id=self.members[who])
            line.seats[fresh.public_id] = (who, False)
        self._look(self.town.main.actors[asked].reference)

    # What is so

    def in_charge(self, at: dt.datetime) -> set[str]:
        """Posts that were in charge of a shift at a moment, of who was there as things stood then."""
        stood = next((row for since, row in reversed(self.stood) if since <= at), [])
        return {self.town.main.posts[who].reference for begins, ends, who in stood if begins <= at < ends}

    def on_watch(self, at: dt.datetime) -> list[tuple[str, bool]]:
        return [
            (who, leads)
            for line in self.lines.values()
            if line.begins <= at < line.ends
            for who, leads in line.seats.values()
            if self._there(line, who)
        ]

    def _coming(self) -> list[Line]:
        return [one for one in self.lines.values() if one.begins > self.days.now]

    def _serving(self, line: Line) -> list[str]:
        return [key for key, (who, leads) in line.seats.items() if not leads and self._there(line, who)]

    def _is_away(self, who: str, line: Line) -> bool:
        return any(one == who and any(first <= day <= last for day in line.days) for one, first, last in self.away)

    def _there(self, line: Line, who: str) -> bool:
        """Who has said that they are there is there; else who is neither away nor has left."""
        return who in line.here or not (who in self.left or self._is_away(who, line))

    def _missing(self, line: Line) -> bool:
        there = [leads for who, leads in line.seats.values() if self._there(line, who)]
        return (line.leader and True not in there) or there.count(False) < line.people

    def _look(self, by: str) -> None:
        """After each act: which gaps opened, which are filled; and who leads which shift as things stand now."""
        self.stood.append((self.days.now, [
            (line.begins, line.ends, who)
            for line in self.lines.values() if line.ends > self.days.now
            for who, leads in line.seats.values() if leads and self._there(line, who)
        ]))  # fmt: skip
        known = {gap.line.public_id: gap for gap in self.gaps if gap.filled is None}
        for line in self.lines.values():
            if line.ends <= self.days.now:
                continue
            gap, missing = known.get(line.public_id), self._missing(line)
            if missing and gap is None:
                self.gaps.append(Gap(line, self.days.now, by))
                self.counts["gaps"] += 1
            elif gap is not None and not missing:
                gap.filled = self.days.now

    # What had to be told

    def check(self) -> None:
        now, school, bureau = self.days.now, self.town.main, self.town.bureau
        for line in self.lines.values():
            self._fix_unmanned(line)
        musts = [one for gap in self.gaps for one in self._of_gap(gap)] + self.fixed + list(self._of_rosters())
        leaders = {school.actors[who].account_reference for who in self.members}
        self.told.check(
            musts, now, leaders | school.to("vice", "head") | bureau.to("head", "vice", "desk", "supervisor")
        )

    def _of_gap(self, gap: Gap) -> Iterator[Must]:
        line, school = gap.line, self.town.main
        end = min(gap.filled or line.ends, line.ends)
        above = self.town.bureau.to("head", "supervisor")
        moments = (
            ("gap", gap.opened, ("vice",), set()),
            ("gap_head", max(gap.opened, line.begins - HEAD_DAYS * DAY), ("vice", "head"), set()),
            ("gap_begun", max(gap.opened, line.begins), ("vice", "head"), above),
        )
        for verb, at, own, others in moments:
            posts = school.to_at(at, *own) | others
            if at < end or at == gap.opened != end:
                by = {gap.by} if at == gap.opened and verb != "gap_begun" else set()
                yield from (Must(one, line.about, in_english(TITLES[verb]), at) for one in posts - by)

    def _fix_unmanned(self, line: Line) -> None:
        """Fixed once, when the first half hour of a shift is over: what is so later changes nothing of it."""
        first, second = line.begins + HERE, line.begins + 2 * HERE
        about = line.about
        if first + 20 * MINUTE >= self.days.now:
            return
        if any(one.about == about for one in self.fixed) or (line.here_at is not None and line.here_at <= first):
            return
        self.counts["unmanned shifts"] += 1
        leaders = [who for who, leads in line.seats.values() if leads and self._there(line, who)]
        if leaders:
            account = self.town.main.actors[leaders[0]].account_reference
            self.fixed.append(Must(account, about, in_english(TITLES["unmanned"]), first))
            if line.here_at is None or line.here_at > second:
                both = self.town.main.to_at(second, "vice", "head")
                self.fixed += [Must(one, about, in_english(TITLES["unmanned_head"]), second) for one in both]
        else:
            both = self.town.main.to_at(first, "vice", "head")
            self.fixed += [Must(one, about, in_english(TITLES["unmanned_head"]), first) for one in both]

    def _of_rosters(self) -> Iterator[Must]:
        """A roster without a next one, a week before it ends."""
        for public_id, _first, last, _at in self.rosters:
            due = moment(last - NEXT_DAYS * DAY, 24)
            after = [at for _id, first, _last, at in self.rosters if first == last + DAY]
            if not after or after[0] > due:
                both = self.town.main.to_at(due, "vice", "head")
                yield from (Must(one, f"roster:{public_id}", in_english(TITLES["next_head"]), due) for one in both)


def plan(duty: Duty) -> None:
    """The month: two rosters, absences here and there, the flu wave, swaps, somebody who leaves."""
    days, draw, size = duty.days, duty.draw, duty.size
    half = size.days // 2
    days.later(moment(FIRST, 9) + MINUTE / 2, duty.settle)
    begin, end = FIRST + 2 * DAY, FIRST + (half + 4) * DAY
    days.later(moment(FIRST, 10) + MINUTE / 2, lambda: duty.publish(begin, end))
    again = end - draw.choice((9, 8, 6, 5)) * DAY  # in time, or after the head was told
    again = max(again, FIRST + DAY)
    last = FIRST + (size.days + 9) * DAY
    days.later(moment(again, 15) + MINUTE / 2, lambda: duty.publish(end + DAY, last))
    people = [one for one in duty.town.main.actors if one not in ("head", "vice", "desk")]
    wave = FIRST + (half - 2) * DAY
    for number in range(1, size.days):
        day = FIRST + number * DAY
        flu = 0 <= (day - wave).days < 5
        for who in people:
            if draw.random() < (0.15 if flu else 0.015):
                at, length = moment(day, draw.choice((6.2, 6.8, 9.0, 14.5, 20.0))) + MINUTE / 2, draw.randint(1, 5)
                begins = day + (DAY if at > moment(day, 12) else 0 * DAY)
                days.later(at, lambda who=who, begins=begins, length=length: duty.fall_ill(who, begins, length))
        if draw.random() < 0.5:
            days.later(moment(day, 12.5) + MINUTE / 2, duty.ask_for_swap)
    leaves = draw.choice(people[-10:])
    days.later(moment(FIRST + (half + 2) * DAY, 16) + MINUTE / 2, lambda: duty.leave(leaves))
    if draw.random() < 0.5:  # who published the roster leaves
        days.later(moment(FIRST + (half + 3) * DAY, 11) + MINUTE / 2, lambda: duty.leave("vice"))
