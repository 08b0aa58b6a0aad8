"""Random cases through every pack, by the engine alone: somebody is always responsible."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.procedures import load, names
from huiyin.procedures.engine import Facts, NotPossible, Settings, available, begin, beside, miss, step, strip
from huiyin.procedures.engine.facts import DOMAINS
from huiyin.procedures.engine.reasons import FACTS, REQUIRED

PACKS = [load(name) for name in names()]
EVERYTHING = frozenset(name for pack in PACKS for t in pack.transitions for name in t.requires)


def running(pack, state, clocks):
    return {c for c in clocks if state not in pack.deadline(c.rsplit(":", 1)[-1]).pauses}


def follow(pack, clocks, done):
    return (clocks - set(done.meets) - set(done.stops)) | {s.id for s in done.starts}


def draw_facts(data, kind, channel):
    values = {n: data.draw(st.sampled_from(d), label=n) for n, d in DOMAINS.items() if n not in ("kind", "channel")}
    return Facts(kind=kind, channel=channel, given=EVERYTHING, **values)


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_walk_reaches_a_waiting_state_without_a_running_clock(pack, data):
    kind = data.draw(st.sampled_from(pack.kinds))
    channel = data.draw(st.sampled_from(pack.channels or [0])) if kind == "claim" else 0
    facts = draw_facts(data, kind, channel)
    done = begin(pack, facts, Settings())
    state, clocks, history = done.to_state, {s.id for s in done.starts}, []
    for _ in range(data.draw(st.integers(1, 25))):
        assert pack.state(state).final or running(pack, state, clocks), f"{pack.name}: {' → '.join([*history, state])}"
        assert [s.status for s in strip(pack, state, history)].count("now") <= 1
        facts = draw_facts(data, kind, channel)
        offers = [o for o in available(pack, state, facts) if o.possible]
        moves = [("do", o.transition.verb) for o in offers] + [
            ("miss", c) for c in sorted(running(pack, state, clocks))
        ]
        if not moves:
            break
        how, what = data.draw(st.sampled_from(moves))
        history.append(state)
        if how == "do":
            done = step(pack, state, what, facts, Settings())
        else:
            done = miss(pack, state, what, facts, Settings())
            clocks = clocks - {what}
        state, clocks = done.to_state, follow(pack, clocks, done)
    assert pack.state(state).final or running(pack, state, clocks)


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_every_fact_and_every_requirement_can_be_told_in_words(pack):
    assert {n for t in pack.transitions for n in t.when} <= set(FACTS)
    assert {n for t in pack.transitions for n in t.requires} <= set(REQUIRED)


def test_what_is_missing_is_said_and_a_misfit_is_refused():
    pack, facts = load("xinfang-2022"), Facts(kind="claim", channel=6)
    refusing = next(o for o in available(pack, "sorted", facts) if o.transition.verb == "refuse")
    assert refusing.missing == ("reason", "competent_body")
    assert refusing.why_not
    with pytest.raises(NotPossible) as told:
        step(pack, "sorted", "refuse", facts, Settings())
    assert told.value.offer.missing == ("reason", "competent_body")
    with pytest.raises(NotPossible):
        step(pack, "received", "issue_reply", facts, Settings())
    with pytest.raises(NotPossible):
        step(pack, "accepted", "assign", replace(facts, given=EVERYTHING, conflict_free=False), Settings())


def test_the_strip_shows_reviews_as_open_to_the_person_and_what_is_past_as_done():
    pack = load("xinfang-2022")
    shown = {s.id: s.status for s in strip(pack, "in_handling", ["received", "registered", "sorted", "accepted"])}
    assert shown == {
        "registered": "done",
        "accepted": "done",
        "handling": "now",
        "reply": "next",
        "review": "off",
        "done": "next",
    }
    refused = {s.id: s.status for s in strip(pack, "refused", ["received", "registered", "sorted"])}
    assert refused["accepted"] == "done"
    assert refused["reply"] == "off"


def test_a_report_on_a_person_is_sealed_from_any_state_and_opens_the_sealed_track():
    pack = load("xinfang-2022")
    for state in sorted(pack.open_states(sealed=False)):
        done = step(pack, state, "seal", Facts(given=EVERYTHING), Settings())
        assert (done.to_state, done.opens) == ("to_discipline", ("discipline-2020",))
    assert pack.state("to_discipline").hands == 0


@pytest.mark.parametrize(
    ("facts", "tracks"),
    [
        # A written complaint to a public school is a petition too; a talk, or a private school's, is not.
        (Facts(), ("xinfang-2022",)),
        (Facts(written=False), ()),
        (Facts(public_body=False), ()),
        # A child in danger, an accident, a teacher's appeal open their own track at once, whatever else runs.
        (Facts(child_safety=True), ("xinfang-2022", "child-safety")),
        (Facts(public_body=False, accident=True, staff_appeal=True), ("pupil-accident", "teacher-appeal")),
    ],
)
def test_which_tracks_run_beside_the_schools_own(facts, tracks):
    assert beside(load("school-internal"), facts) == tracks
