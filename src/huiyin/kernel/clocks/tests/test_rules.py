"""How a date is reckoned: readable cases first, then the laws that hold for every clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kernel.calendars import tables
from huiyin.kernel.calendars.china import ChinaCalendar, Notice, NoticeDay
from huiyin.kernel.clocks import facts, rules
from huiyin.kernel.clocks.facts import Allowance, Extension, Facts, Length, Pause, Reminder, Term
from huiyin.kernel.errors import BadInput

CHINA = tables.china_with(())
ZONE = ZoneInfo("Asia/Shanghai")
D = dt.date
ACCEPTED = D(2026, 10, 9)


def at(date: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour), ZONE)


def clock(start: dt.date = ACCEPTED, length: int = 60, unit: facts.Unit = "days", **more: object) -> Facts:
    plain = Facts(start=at(start), length=length, unit=unit, zone="Asia/Shanghai", roll=True)
    return replace(plain, **more)  # type: ignore[arg-type]


def more(length: int, unit: facts.Unit = "days", told_on: dt.date | None = None) -> Extension:
    return Extension(length, unit, "材料要向供货商调取", "post:head", D(2026, 11, 20), told_on)


def test_sixty_days_and_thirty_more() -> None:
    """信访工作条例 34: accepted on 9 October, 60 days to 8 December, 30 more to 7 January."""
    assert rules.reckon(CHINA, clock()).due_on == D(2026, 12, 8)
    extended = rules.reckon(CHINA, clock(extensions=(more(30),)))
    assert (extended.due_on, extended.plain_on, extended.provisional) == (D(2027, 1, 7), D(2026, 12, 8), True)
    assert extended.inner_on == D(2027, 1, 6)
    assert extended.due_at == dt.datetime(2027, 1, 7, 15, 59, 59, tzinfo=dt.UTC)


def test_an_extension_counts_on_from_the_day_before_rolling() -> None:
    """16 September + 15 days is 1 October, a holiday; 10 more days from there are 11 October, a Sunday."""
    fifteen = clock(D(2026, 9, 16), 15)
    assert rules.reckon(CHINA, fifteen).due_on == D(2026, 10, 8)
    longer = rules.reckon(CHINA, replace(fifteen, extensions=(more(10),)))
    assert (longer.due_on, longer.rolled_from) == (D(2026, 10, 12), D(2026, 10, 11))
    assert rules.reckon(CHINA, replace(fifteen, extensions=(more(10),), roll=False)).due_on == D(2026, 10, 11)


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        (at(D(2026, 10, 12)), at(D(2026, 10, 12), 18), D(2026, 10, 16)),  # within a day: nothing is gained
        (at(D(2026, 10, 12)), at(D(2026, 10, 14)), D(2026, 10, 20)),  # the 12th and 13th; then the 18th is a Sunday, …
        (at(D(2026, 10, 16)), at(D(2026, 10, 21)), D(2026, 10, 21)),  # stopped on the last day: that day is given back
        (at(D(2026, 10, 17)), at(D(2026, 10, 21)), D(2026, 10, 16)),  # stopped too late: what is owed stays owed
        (at(D(2026, 10, 12)), None, D(2026, 10, 16)),  # still stopped: its days are known when it ends
    ],
)
def test_a_pause_gives_back_the_days_at_whose_end_it_stood_still(
    since: dt.datetime, until: dt.datetime | None, due: dt.date
) -> None:
    """5 working days from Friday 9 October 2026 (the 10th is a working Saturday) end on Thursday 15; here 6 end on 16."""
    assert rules.reckon(CHINA, clock(length=6, unit="working-days")).due_on == D(2026, 10, 16)
    facts_ = clock(length=6, unit="working-days", pauses=(Pause(since, until),))
    assert rules.reckon(CHINA, facts_).due_on == due


def test_a_rolled_last_day_never_lies_inside_a_pause() -> None:
    """15 days from 25 September end on Saturday 10 October, a working day; one more on Sunday, which gives way to Monday."""
    facts_ = clock(D(2026, 9, 26), 15, pauses=(Pause(at(D(2026, 10, 12), 9), at(D(2026, 10, 15))),))
    answer = rules.reckon(CHINA, facts_)
    assert (answer.rolled_from, answer.due_on) == (D(2026, 10, 11), D(2026, 10, 15))


def test_hours_run_from_the_moment_through_nights_and_pauses() -> None:
    plain = clock(length=24, unit="hours")
    assert rules.reckon(CHINA, plain).due_at == at(D(2026, 10, 10))
    paused = replace(plain, pauses=(Pause(at(D(2026, 10, 9), 12), at(D(2026, 10, 9), 15)),))
    assert rules.reckon(CHINA, paused).due_at == at(D(2026, 10, 10), 13)
    with pytest.raises(BadInput, match="hours"):
        rules.reckon(CHINA, replace(plain, extensions=(more(1),)))


def test_hours_are_hours_when_summer_time_ends() -> None:
    """Berlin, 25 October 2026: the night has an hour more, so 24 hours end at 9 by the wall's clock."""
    berlin = ZoneInfo("Europe/Berlin")
    start = dt.datetime(2026, 10, 24, 10, tzinfo=berlin)
    pause = Pause(start + dt.timedelta(hours=12), dt.datetime(2026, 10, 25, 4, tzinfo=berlin))  # 22:00 to 4:00: 7 hours
    plain = Facts(start, 24, "hours", "Europe/Berlin", True)
    assert rules.reckon(CHINA, plain).due_at == dt.datetime(2026, 10, 25, 9, tzinfo=berlin)
    assert rules.reckon(CHINA, replace(plain, pauses=(pause,))).due_at == dt.datetime(2026, 10, 25, 16, tzinfo=berlin)


def test_at_once_is_the_very_day_even_a_holiday() -> None:
    assert rules.reckon(CHINA, clock(D(2026, 10, 3), 0, "immediate")).due_on == D(2026, 10, 3)


def test_school_days_lie_in_terms_and_are_provisional_after_the_last_known_one() -> None:
    autumn = Term(D(2026, 9, 1), D(2026, 10, 16))
    spring = Term(D(2026, 11, 2), D(2026, 12, 31))
    inside = rules.reckon(CHINA, clock(length=10, unit="school-days", terms=(autumn, spring)))
    assert (inside.due_on, inside.provisional) == (D(2026, 11, 5), False)
    assert "out-of-term" in {day.kind for day in inside.not_counted}
    beyond = rules.reckon(CHINA, clock(length=10, unit="school-days", terms=(autumn,)))
    assert (beyond.due_on, beyond.provisional) == (D(2026, 10, 22), True)
    assert rules.reckon(CHINA, clock(length=1, unit="school-days")).provisional


def test_an_own_number_never_passes_the_lawful_one() -> None:
    """15 of the school's working days would pass the law's 15 days."""
    own = clock(length=15, unit="working-days", ceiling=Length(15, "days"))
    answer = rules.reckon(CHINA, own)
    assert (answer.due_on, answer.limited) == (rules.reckon(CHINA, clock(length=15)).due_on, True)
    assert not rules.reckon(CHINA, replace(own, length=5)).limited
    hours = clock(length=100, unit="hours")
    assert rules.reckon(CHINA, replace(hours, ceiling=Length(24, "hours"))).due_at == at(D(2026, 10, 10))
    by_day = rules.reckon(CHINA, replace(hours, ceiling=Length(0, "immediate")))
    assert (by_day.due_on, by_day.limited) == (D(2026, 10, 9), True)
    assert rules.reckon(CHINA, clock(length=5, ceiling=Length(24, "hours"))).due_on == D(2026, 10, 10)


def test_the_last_second_is_in_time() -> None:
    due_at = rules.reckon(CHINA, clock()).due_at
    assert rules.in_time(due_at.replace(microsecond=999_999), due_at)
    assert not rules.in_time(rules.missed_from(due_at), due_at)


@pytest.mark.parametrize(
    ("extension", "allowance", "earlier", "when", "is_open", "why"),
    [
        (more(30), Allowance(30, "days"), (), D(2026, 11, 20), True, None),
        (more(31), Allowance(30, "days"), (), D(2026, 11, 20), True, "length"),
        (more(20), Allowance(30, "days", 2), (more(20),), D(2026, 11, 20), True, "length"),
        (more(10), Allowance(30, "days", 2), (more(20),), D(2026, 11, 20), True, None),
        (more(10), Allowance(30, "days"), (more(20),), D(2026, 11, 20), True, "times"),
        (more(30, "working-days"), Allowance(30, "days"), (), D(2026, 11, 20), True, "unit"),
        (more(30), None, (), D(2026, 11, 20), True, "times"),
        (more(30), Allowance(30, "days"), (), D(2026, 12, 9), True, "late"),
        (more(30), Allowance(30, "days"), (), D(2026, 11, 20), False, "status"),
        (replace(more(30), reason=" "), Allowance(30, "days"), (), D(2026, 11, 20), True, "reason"),
        (replace(more(30), approved_by=""), Allowance(30, "days"), (), D(2026, 11, 20), True, "approval"),
        (more(0), Allowance(30, "days"), (), D(2026, 11, 20), True, "length"),
    ],
)
def test_extensions_stay_within_the_procedure(
    extension: Extension,
    allowance: Allowance | None,
    earlier: tuple[Extension, ...],
    when: dt.date,
    is_open: bool,
    why: str | None,
) -> None:
    def ask() -> None:
        rules.check_extension(
            facts=clock(extensions=earlier),
            due_at=rules.reckon(CHINA, clock()).due_at,
            is_open=is_open,
            extension=extension,
            allowance=allowance,
            at=at(when),
        )

    if why is None:
        ask()
    else:
        with pytest.raises(rules.CannotExtend) as refused:
            ask()
        assert refused.value.why == why


def test_reminders_come_in_the_morning_in_order_and_then_the_end() -> None:
    answer = rules.reckon(CHINA, clock(D(2026, 9, 16), 15))  # due on 8 October, after the long rest
    reminders = (Reminder(1, "working-days"), Reminder(3))
    moments = rules.reminder_moments(CHINA, answer, reminders, "Asia/Shanghai")
    assert moments == [at(D(2026, 9, 30), 8), at(D(2026, 10, 5), 8)]
    assert rules.next_wake(answer.due_at, moments, at(D(2026, 9, 16))) == moments[0]
    assert rules.next_wake(answer.due_at, moments, moments[0]) == moments[1]
    assert rules.next_wake(answer.due_at, moments, moments[1]) == rules.missed_from(answer.due_at)


def test_kept_forms_lose_nothing() -> None:
    pause, extension = Pause(at(D(2026, 10, 12)), None, "等补充"), more(30, told_on=D(2026, 11, 21))
    assert facts.pause_from_json(facts.pause_to_json(pause)) == pause
    assert facts.extension_from_json(facts.extension_to_json(extension)) == extension
    answer = rules.reckon(CHINA, clock(D(2026, 9, 16), 15))
    kept = facts.reckoning_to_json(answer)
    again = facts.reckoning_from_json(kept, due_on=answer.due_on, due_at=answer.due_at, provisional=False)
    assert again == answer


# -- Laws -------------------------------------------------------------------------------------------------------------

STARTS = st.builds(
    lambda date, time: dt.datetime.combine(date, time, ZONE), st.dates(D(2025, 1, 1), D(2028, 12, 30)), st.times()
)
DAY_UNITS = st.sampled_from(["days", "working-days", "months", "school-days"])
EXTENSIONS = st.lists(
    st.builds(lambda length, unit: more(length, unit), st.integers(1, 30), st.sampled_from(["days", "working-days"])),
    max_size=3,
).map(tuple)


@st.composite
def day_clocks(draw: st.DrawFn) -> Facts:
    start = draw(STARTS)
    unit = draw(DAY_UNITS)
    length = draw(st.integers(0, 12 if unit == "months" else 90))
    pauses = []
    moment = start
    for _number in range(draw(st.integers(0, 3))):
        moment += dt.timedelta(hours=draw(st.integers(0, 24 * 40)))
        until = moment + dt.timedelta(hours=draw(st.integers(0, 24 * 30)))
        pauses.append(Pause(moment, until))
        moment = until
    terms = (
        Term(D(2025, 2, 10), D(2025, 7, 5)),
        Term(D(2025, 9, 1), D(2026, 1, 20)),
        Term(D(2026, 3, 1), D(2026, 7, 4)),
    )
    return Facts(
        start, length, unit, "Asia/Shanghai", draw(st.booleans()), tuple(pauses), draw(EXTENSIONS), terms=terms
    )


@st.composite
def notices_2027(draw: st.DrawFn) -> ChinaCalendar:
    """A calendar in which 2027 and 2028 are announced, whatever the State Council may think of."""
    notices = []
    for year in (2027, 2028):
        days = draw(st.dictionaries(st.dates(D(year, 1, 1), D(year, 12, 31)), st.booleans(), min_size=1, max_size=30))
        notices.append(Notice(year, (), tuple(NoticeDay(date, "春节", off) for date, off in sorted(days.items()))))
    return tables.china_with(tuple(notices))


@given(day_clocks())
def test_never_due_on_a_rest_day_or_in_a_pause_when_it_rolls(facts_: Facts) -> None:
    answer = rules.reckon(CHINA, replace(facts_, roll=True))
    assert CHINA.day(answer.due_on).working_day
    for pause in facts_.pauses:
        assert pause.until is not None
        assert not pause.since.date() <= answer.due_on < pause.until.date()


@given(day_clocks(), st.integers(1, 40))
def test_longer_later_started_and_extended_are_never_due_earlier(facts_: Facts, extra: int) -> None:
    due = rules.reckon(CHINA, facts_).due_on
    assert rules.reckon(CHINA, replace(facts_, length=facts_.length + extra)).due_on >= due
    assert rules.reckon(CHINA, replace(facts_, extensions=(*facts_.extensions, more(extra)))).due_on >= due
    later = replace(facts_, start=facts_.start + dt.timedelta(days=extra))
    assert rules.reckon(CHINA, later).due_on >= due - lacking(later)


def lacking(facts_: Facts) -> dt.timedelta:
    """How much earlier a later start may come out: a month without the day ends on its last (Civil Code, article 202).

    Started on 29 December, two months end on 28 February. Started on the 27th with two days' pause, they end on 1 March.
    """
    return dt.timedelta(days=3 if facts_.unit == "months" and facts_.pauses and facts_.start.day > 28 else 0)


@given(day_clocks(), st.integers(0, 24 * 60), st.integers(0, 24 * 60))
def test_one_pause_more_is_never_due_earlier_nor_later_than_it_lasted(facts_: Facts, after: int, hours: int) -> None:
    """Counted without rolling: a pause of n midnights gives back n days that count."""
    facts_ = replace(facts_, roll=False, unit="days", pauses=(), extensions=())
    since = facts_.start + dt.timedelta(hours=after)
    until = since + dt.timedelta(hours=hours)
    due = rules.reckon(CHINA, facts_).due_on
    paused = rules.reckon(CHINA, replace(facts_, pauses=(Pause(since, until),))).due_on
    midnights = (until.date() - since.date()).days
    within = facts_.start.date() < since.date() <= due
    assert due <= paused <= due + dt.timedelta(days=midnights)
    if within:
        assert paused == due + dt.timedelta(days=midnights)


@given(day_clocks(), st.integers(1, 40), st.integers(1, 40))
def test_extensions_add_up(facts_: Facts, one: int, two: int) -> None:
    apart = replace(facts_, extensions=(more(one), more(two)))
    together = replace(facts_, extensions=(more(one + two),))
    assert rules.reckon(CHINA, apart).due_on == rules.reckon(CHINA, together).due_on


@settings(max_examples=60)
@given(day_clocks(), notices_2027())
def test_a_notice_moves_only_what_was_provisional_and_settles_it(facts_: Facts, announced: ChinaCalendar) -> None:
    before, after = rules.reckon(CHINA, facts_), rules.reckon(announced, facts_)
    if not before.provisional:
        assert after.due_on == before.due_on
        assert not after.provisional
    if facts_.unit != "school-days" and after.due_on < D(2028, 12, 29):
        assert not after.provisional
    if facts_.roll:
        assert announced.day(after.due_on).working_day


@given(
    STARTS,
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 100)), max_size=4),
    st.integers(1, 48),
)
def test_hours_are_monotone_and_paused_hours_come_back(
    start: dt.datetime, length: int, gaps: list[tuple[int, int]], extra: int
) -> None:
    pauses = tuple(
        Pause(start + dt.timedelta(hours=gap), start + dt.timedelta(hours=gap + lasting)) for gap, lasting in gaps
    )
    hours = Facts(start, length, "hours", "Asia/Shanghai", True, pauses)
    due = rules.reckon(CHINA, hours).due_at
    longer = rules.reckon(CHINA, replace(hours, length=length + extra)).due_at
    assert longer >= due + dt.timedelta(hours=extra)
    assert due >= start + dt.timedelta(hours=length)
