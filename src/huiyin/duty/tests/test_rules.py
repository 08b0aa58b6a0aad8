"""Over midnight, special periods, rest, gaps: as pure rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.duty import rules
from huiyin.duty.rules import Needs, Person, Span

ZONE = "Asia/Shanghai"
DAY = dt.date(2026, 11, 28)
NIGHT = rules.span(DAY, dt.time(18), dt.time(7, 30), ZONE)
REST = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Kind:
    days: tuple[str, ...]
    from_on: dt.date | None = None
    until_on: dt.date | None = None


def somebody(key: int = 1, **more) -> Person:
    return Person(**{"key": key, "post": key, "leads": False, "serves": True, **more})


def needs(**more) -> Needs:
    return Needs(**{"span": NIGHT, "people": 2, "leader": True, "days": rules.days_of(NIGHT, ZONE), **more})


def test_a_night_goes_over_midnight_and_touches_two_days():
    assert NIGHT.ends_at - NIGHT.begins_at == dt.timedelta(hours=13.5)
    assert rules.days_of(NIGHT, ZONE) == (DAY, DAY + dt.timedelta(days=1))
    whole = rules.span(DAY, dt.time(8), dt.time(8), ZONE)
    assert whole.ends_at - whole.begins_at == dt.timedelta(days=1)
    until_midnight = rules.span(DAY, dt.time(18), dt.time(0), ZONE)
    assert rules.days_of(until_midnight, ZONE) == (DAY,)


def test_in_a_special_period_its_kinds_stand_in_the_place_of_the_ordinary_ones():
    usual, weekend = Kind(("working",)), Kind(("weekend", "holiday"))
    festival = Kind(("working", "weekend", "holiday"), DAY, DAY + dt.timedelta(days=6))
    kinds = [usual, weekend, festival]
    assert rules.holding(kinds, DAY - dt.timedelta(days=1), "working") == [usual]
    assert rules.holding(kinds, DAY - dt.timedelta(days=1), "holiday") == [weekend]
    assert rules.holding(kinds, DAY, "working") == [festival]
    assert rules.kind_of_day("adjusted") == "working", "an adjusted working day is one"


@pytest.mark.parametrize(
    ("who", "leads", "seated", "against"),
    [
        (somebody(), False, (), None),
        (somebody(), True, (), "part"),
        (somebody(leads=True, serves=False), True, (), None),
        (somebody(leads=True, serves=False), False, (), "part"),
        (somebody(leads=True), True, ((somebody(2), True),), "leader"),
        (somebody(), False, ((somebody(), False),), "here"),
        (somebody(), False, ((somebody(2), False), (somebody(3), False)), "full"),
        (somebody(), False, ((somebody(9), False),), "apart"),
        (somebody(away=((DAY, DAY),)), False, (), "away"),
        (somebody(away=((DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=3)),)), False, (), "away"),
        (somebody(away=((DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=3)),)), False, (), None),
        (somebody(busy=(Span(NIGHT.begins_at - 3 * REST, NIGHT.begins_at - REST),)), False, (), None),
        (somebody(busy=(Span(NIGHT.begins_at - 3 * REST, NIGHT.begins_at - REST + dt.timedelta(minutes=1)),)), False, (), "rest"),
    ],
)  # fmt: skip
def test_who_can_not_sit_and_why(who, leads, seated, against):
    shift = needs(seated=seated)
    assert rules.why_not(who, shift, leads=leads, rest=REST, apart={frozenset({1, 9})}) == against


def test_what_a_shift_lacks():
    assert rules.lacks(needs()) == rules.Lacks(leader=True, people=2)
    trained = needs(qualification="aid", seated=((somebody(1), True), (somebody(2), False), (somebody(3), False)))
    assert rules.lacks(trained) == rules.Lacks(qualification=True)
    seated = (*trained.seated[:2], (somebody(3, qualified=frozenset({"aid"})), False))
    assert not rules.lacks(replace(trained, seated=seated))


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60), st.integers(0, 30))
def test_too_close_is_the_same_both_ways_and_is_less_than_the_rest_between(one, long, other, wide, rest):
    start = NIGHT.begins_at
    hour = dt.timedelta(hours=1)
    first, second = (
        Span(start + one * hour, start + (one + long) * hour),
        Span(start + other * hour, start + (other + wide) * hour),
    )
    close = rules.too_close(first, second, rest * hour)
    assert close == rules.too_close(second, first, rest * hour)
    between = max(second.begins_at - first.ends_at, first.begins_at - second.ends_at)
    assert close == (between < rest * hour)


def test_the_first_day_that_no_roster_covers():
    periods = [(DAY, DAY + dt.timedelta(days=3)), (DAY + dt.timedelta(days=4), DAY + dt.timedelta(days=6))]
    assert rules.uncovered(DAY, 6, periods) is None
    assert rules.uncovered(DAY, 7, periods) == DAY + dt.timedelta(days=7)
