"""The solver by itself: hard rules hold in whatever it finds, it is fair, and it names the fewest rules that collide."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.duty.solving.explaining import collide
from huiyin.duty.solving.problem import COVER, Answer, Place, Problem, Rule, Slot, Who, rules_of, too_close, within
from huiyin.duty.solving.sharing import loads_of, solve

DAY = 1440
REST = 12 * 60


def night(day: int, **more) -> Slot:
    return Slot(**{"key": f"n{day}", "begins": day * DAY + 1080, "ends": day * DAY + DAY + 450, "days": (day, day + 1), "people": 1, "leader": False, "weight": 2, "night": True, **more})  # fmt: skip


def daytime(day: int, **more) -> Slot:
    return Slot(**{"key": f"d{day}", "begins": day * DAY + 450, "ends": day * DAY + 1080, "days": (day,), "people": 1, "leader": False, **more})  # fmt: skip


def who(key: str, **more) -> Who:
    return Who(**{"key": key, "post": key, "leads": False, "serves": True, **more})


def problem(slots, people, **more) -> Problem:
    return Problem(**{"slots": tuple(slots), "people": tuple(people), "rest": REST, "seconds": 20.0, **more})


def broken(asked: Problem, answer: Answer) -> list[str]:
    """Written without looking at how it is solved: whatever would be wrong with these seats."""
    slots, people = {one.key: one for one in asked.slots}, {one.key: one for one in asked.people}
    wrong = []
    for one in answer.places:
        slot, person = slots[one.slot], people[one.who]
        span = (slot.begins, slot.ends)
        wrong += [f"part {one}"] if not (person.leads if one.leads else person.serves) else []
        wrong += [f"away {one}"] if any(within(slot.days, away) for away in person.away) else []
        wrong += [f"busy {one}"] if any(too_close(span, busy, asked.rest) for busy in person.busy) else []
    for one, other in combinations(answer.places, 2):
        first, second = slots[one.slot], slots[other.slot]
        if one.who == other.who and too_close((first.begins, first.ends), (second.begins, second.ends), asked.rest):
            wrong.append(f"rest {one} {other}")
        posts = {people[one.who].post, people[other.who].post}
        if one.slot == other.slot and any(set(pair) == posts for pair in asked.apart):
            wrong.append(f"apart {one} {other}")
    seats = Counter((one.slot, one.leads) for one in answer.places)
    for slot in asked.slots:
        trained = any(one.slot == slot.key and slot.training in people[one.who].trained for one in answer.places)
        counts = (seats[slot.key, True], seats[slot.key, False])
        full = counts == (slot.leader, slot.people) and (trained or not slot.training)
        over = counts[0] > slot.leader or counts[1] > slot.people
        wrong += [f"seats {slot.key}"] if over or not (full or asked.gaps) else []
    wrong += [f"not kept {one}" for one in asked.kept if one not in answer.places]
    return wrong


@st.composite
def problems(draw) -> Problem:
    days = draw(st.integers(1, 5))
    slots = []
    for day in range(days):
        for make in draw(st.sampled_from([(night,), (daytime, night), (daytime,)])):
            training = draw(st.sampled_from(["", "", "aid"]))
            slots.append(make(day, people=draw(st.integers(1, 2)), leader=draw(st.booleans()), training=training))
    people = []
    for number in range(draw(st.integers(1, 6))):
        part = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
        away = tuple(
            (first, first + draw(st.integers(0, 1))) for first in draw(st.lists(st.integers(0, days), max_size=1))
        )
        busy = tuple((day * DAY, day * DAY + 600) for day in draw(st.lists(st.integers(-1, days), max_size=1)))
        people.append(who(f"p{number}", leads=part[0], serves=part[1], away=away, busy=busy, trained=frozenset(draw(st.sampled_from([(), ("aid",)]))), served=draw(st.integers(0, 4))))  # fmt: skip
    apart = ((people[0].key, people[1].key),) if len(people) > 1 and draw(st.booleans()) else ()
    return problem(slots, people, apart=apart, rest=draw(st.sampled_from([0, 480, REST])))


SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(problems())
def test_what_is_found_breaks_no_hard_rule_and_what_is_impossible_says_the_fewest_rules(asked):
    answer = solve(asked)
    if answer.state == "found":
        assert broken(asked, answer) == []
        return
    assert answer.state == "impossible"
    assert answer.rules
    assert collide(asked, asked.slots, answer.rules, 20)
    for one in answer.rules:
        assert not collide(asked, asked.slots, [other for other in answer.rules if other != one], 20), one


@SLOW
@given(problems())
def test_with_gaps_something_is_always_found_and_no_hard_rule_is_broken(asked):
    answer = solve(replace(asked, gaps=True))
    assert answer.state == "found"
    assert broken(replace(asked, gaps=True), answer) == []
    assert answer.missing >= answer.missing_bound
    if solve(asked).state == "found":
        assert answer.missing == 0


@SLOW
@given(problems(), st.randoms(use_true_random=False))
def test_what_was_set_by_hand_stays(asked, chance):
    answer = solve(asked)
    if answer.state == "found" and answer.places:
        kept = tuple(chance.sample(answer.places, min(2, len(answer.places))))
        again = solve(replace(asked, kept=kept))
        assert again.state == "found"
        assert broken(replace(asked, kept=kept), again) == []


def test_it_is_shared_out_by_weight_and_no_roster_could_do_better():
    asked = problem([night(day) for day in range(12)], [who(f"p{number}") for number in range(4)])
    answer = solve(asked)
    assert (answer.spread, answer.bound) == (0, 0)
    assert set(loads_of(asked, answer.places)[f"p{number}", False] for number in range(4)) == {6}


def test_where_one_part_can_not_be_even_the_other_still_is():
    """Two in charge of three nights that count 2 each: 2 and 4. That is no reason to be uneven among who serves."""
    people = [who(f"l{number}", leads=True, serves=False) for number in range(2)] + [
        who(f"p{number}") for number in range(3)
    ]
    asked = problem([night(day, leader=True) for day in range(0, 6, 2)], people)
    answer = solve(asked)
    assert answer.spread == answer.bound == 2
    loads = loads_of(asked, answer.places)
    assert {loads[f"p{number}", False] for number in range(3)} == {2}


def test_who_did_more_before_does_less_now():
    asked = problem([night(day) for day in range(8)], [who("much", served=8), who("a"), who("b")])
    answer = solve(asked)
    assert Counter(one.who for one in answer.places) == {"a": 4, "b": 4}
    assert answer.spread == answer.bound == 0


def test_nights_go_round_where_the_weights_alone_would_not_say_so():
    slots = [one for day in range(12) for one in (night(day, weight=1), daytime(day, weight=1))]
    answer = solve(problem(slots, [who(f"p{number}") for number in range(6)]))
    nights = Counter(one.who for one in answer.places if one.slot.startswith("n"))
    assert set(nights.values()) == {2}


@pytest.mark.parametrize(
    ("asked", "collides"),
    [
        (problem([night(0, people=2)], [who("a")]), {Rule("people", slot="n0")}),
        (problem([night(0, leader=True)], [who("a"), who("b")]), {Rule("leader", slot="n0"), Rule("part_leads")}),
        (problem([night(0), night(1)], [who("a")]), {Rule("people", slot="n0"), Rule("people", slot="n1"), Rule("rest")}),
        (problem([night(0)], [who("a", away=((1, 2),))]), {Rule("people", slot="n0"), Rule("away", who="a", span=(1, 2))}),
        (problem([night(0, people=2)], [who("a"), who("b")], apart=(("a", "b"),)), {Rule("people", slot="n0"), Rule("apart", posts=("a", "b"))}),
        (problem([night(0, training="aid")], [who("a"), who("b")]), {Rule("training", slot="n0")}),
        (problem([night(0)], [who("a", busy=((1080, 1200),))]), {Rule("people", slot="n0"), Rule("busy", who="a", span=(1080, 1200))}),
        (
            problem([night(0)], [who("a", away=((0, 0),)), who("b")], kept=(Place("n0", "a"),)),
            {Rule("kept", slot="n0", who="a"), Rule("away", who="a", span=(0, 0))},
        ),
    ],
)  # fmt: skip
def test_each_kind_of_rule_is_named(asked, collides):
    answer = solve(asked)
    assert answer.state == "impossible"
    assert set(answer.rules) == collides


def test_in_a_whole_month_the_collision_of_two_days_is_found():
    people = [who(f"p{number}", away=((14, 16),) if number < 5 else ()) for number in range(6)]
    asked = problem([night(day) for day in range(30)], people)
    answer = solve(asked)
    assert answer.state == "impossible"
    assert {one.kind for one in answer.rules} == {"people", "away", "rest"}
    assert all(one.slot in ("n13", "n14", "n15", "n16") for one in answer.rules if one.kind == "people")
    best = solve(replace(asked, gaps=True))
    assert best.missing == best.missing_bound > 0


def test_every_rule_that_has_a_say_has_a_name():
    """What holds without a name can't be what collides: nobody in two places, no more people than seats."""
    asked = problem([night(0, people=2, leader=True, training="aid")], [who("a", away=((0, 0),)), who("b")], apart=(("a", "b"),))  # fmt: skip
    assert {one.kind for one in rules_of(asked, asked.slots)} == {
        *COVER,
        "rest",
        "away",
        "apart",
        "part_leads",
        "part_serves",
    }
    assert not collide(asked, asked.slots, [], 5)
