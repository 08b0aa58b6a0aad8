"""The law's numbers, as a lawyer reads them: deadline, length, unit, who answers, what starts it, article, mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.procedures import load
from huiyin.procedures.engine import Facts, NotPossible, Settings, begin, miss, step
from huiyin.procedures.engine.clocks import specify

NUMBERS = [
    # pack, deadline, length, unit, owner, started by, source, mark
    ("xinfang-2022", "triage", 15, "days", "registrar", "begin", "art. 22", "S"),
    ("xinfang-2022", "notify_direct", 15, "days", "registrar", "begin", "art. 23¶2", "S"),
    ("xinfang-2022", "notify_transferred", 15, "days", "registrar", "begin", "art. 23¶3", "S"),
    ("xinfang-2022", "object", 5, "working-days", "approver", "begin", "art. 23¶3", "S"),
    ("xinfang-2022", "close", 60, "days", "handler", "accept", "art. 34", "S"),
    ("xinfang-2022", "ask_review", 30, "days", "petitioner", "serve", "art. 35", "S"),
    ("xinfang-2022", "review", 30, "days", "superior", "ask_review", "art. 35", "S"),
    ("xinfang-2022", "ask_second_review", 30, "days", "petitioner", "serve", "art. 36", "S"),
    ("xinfang-2022", "second_review", 30, "days", "second-superior", "ask_second_review", "art. 36", "S"),
    ("xinfang-2022", "urgent_report", 0, "immediate", "head", "begin", "art. 25", "S"),
    ("xinfang-2022", "simple_decide", 3, "working-days", "approver", "begin", "2016", "U"),
    ("xinfang-2022", "simple_close", 10, "working-days", "handler", "accept", "2016", "U"),
    ("discipline-2020", "forward", 15, "days", "registrar", "begin", "art. 22", "I"),
    ("discipline-2020", "up_level", 5, "working-days", "discipline", "begin", "art. 15", "S"),
    ("discipline-2020", "lower_accept", 5, "working-days", "outside-body", "transfer", "art. 16", "S"),
    ("discipline-2020", "tell_accept", 15, "working-days", "discipline", "begin", "article no. U", "S"),
    ("discipline-2020", "tell_result", 15, "working-days", "discipline", "conclude", "article no. U", "S"),
    ("discipline-2020", "internal_feedback", 3, "months", "discipline", "conclude", "art. 18", "S"),
    ("child-safety", "report", 0, "immediate", "head", "begin", "art. 11¶2", "S"),
    ("child-safety", "tell_parents", 0, "immediate", "handler", "begin", "art. 37¶2, 39", "S"),
    ("pupil-accident", "tell_parents", 0, "immediate", "handler", "begin", "art. 37¶2", "S"),
    ("teacher-appeal", "decision", 30, "days", "superior", "transfer", "art. 39", "S"),
    ("eu-whistleblowing-2019", "ack", 7, "days", "registrar", "begin", "art. 9(1)(b)", "S"),
    ("eu-whistleblowing-2019", "feedback", 3, "months", "handler", "notify", "art. 9(1)(f)", "S"),
    ("eu-whistleblowing-2019", "feedback_external", 3, "months", "handler", "notify", "art. 11(2)(d)", "S"),
]

OWN_PROPOSALS = [
    ("school-internal", "acknowledge", 2, "school-days"),
    ("school-internal", "informal", 5, "school-days"),
    ("school-internal", "decision", 15, "school-days"),
    ("school-internal", "ask_panel", 10, "school-days"),
    ("school-internal", "panel", 20, "school-days"),
    ("iso-10002", "response", 20, "working-days"),
]


@pytest.mark.parametrize(("pack", "name", "length", "unit", "owner", "starts", "source", "mark"), NUMBERS)
def test_the_laws_number_stands_in_the_pack(pack, name, length, unit, owner, starts, source, mark):
    deadline = load(pack).deadline(name)
    assert (deadline.length, deadline.unit, deadline.owner, deadline.verified) == (length, unit, owner, mark)
    assert starts in deadline.starts
    assert source in deadline.source


@pytest.mark.parametrize(("pack", "name", "length", "unit"), OWN_PROPOSALS)
def test_an_own_number_says_that_it_is_one(pack, name, length, unit):
    deadline = load(pack).deadline(name)
    assert (deadline.own_rule, deadline.length, deadline.own_unit) == (True, length, unit)
    assert deadline.source.startswith("own rule")


def test_no_other_lawful_number_is_in_the_petition_pack():
    """A number that is not in the list above would be one that nobody has compared with the text."""
    lawful = {d.id for d in load("xinfang-2022").deadlines if not d.own_rule}
    assert lawful == {name for pack, name, *_rest in NUMBERS if pack == "xinfang-2022"}


def test_sixty_days_may_grow_once_by_thirty_for_complex_matters_with_the_heads_approval():
    extends = load("xinfang-2022").deadline("close").extends
    assert (extends.max, extends.unit, extends.times, extends.approver) == (30, "days", 1, "head")
    assert extends.when == {"complex": True}
    assert load("xinfang-2022").notice(extends.notice).to == "petitioner"


CLAIM = Facts(kind="claim", channel=6, address_clear=True, conflict_free=True)


def started(found):
    return {s.id: (s.length, s.unit) for s in found.starts}


@pytest.mark.parametrize(
    ("facts", "runs", "does_not"),
    [
        # A unit that the person wrote to: art. 23¶2.
        (CLAIM, {"notify_direct"}, {"triage", "notify_transferred", "object"}),
        # It came from another body: art. 23¶3, with five working days to object.
        (replace(CLAIM, by_transfer=True), {"notify_transferred", "object"}, {"triage", "notify_direct"}),
        # A petition office sorts and sends on: art. 22.
        (replace(CLAIM, petition_office=True), {"triage"}, {"notify_direct", "notify_transferred"}),
        # Name or address unclear: no duty to tell, but registration is not barred (art. 19, 23¶2).
        (replace(CLAIM, address_clear=False), {"register"}, {"notify_direct", "triage"}),
        # Major and urgent: up at once (art. 25).
        (replace(CLAIM, urgent=True), {"urgent_report"}, set()),
        # The simple procedure is not in the law that was seen: off until somebody turns it on.
        (replace(CLAIM, simple=True), set(), {"simple_decide"}),
    ],
)
def test_which_clocks_the_receipt_starts(facts, runs, does_not):
    ids = set(started(begin(load("xinfang-2022"), facts, Settings())))
    assert runs <= ids
    assert not ids & does_not


def test_an_unverified_clock_runs_once_it_is_switched_on():
    on = Settings(switched_on=frozenset({"xinfang-2022:simple_decide"}))
    assert "simple_decide" in started(begin(load("xinfang-2022"), replace(CLAIM, simple=True), on))


@pytest.mark.parametrize(
    ("kind", "channel", "clock"),
    [("claim", 6, "close"), ("claim", 5, "answer_own"), ("suggestion", 0, "answer_own")],
)
def test_sixty_lawful_days_are_for_residual_claims_alone(kind, channel, clock):
    found = step(load("xinfang-2022"), "sorted", "accept", replace(CLAIM, kind=kind, channel=channel), Settings())
    assert {"close", "answer_own"} & set(started(found)) == {clock}


def test_thirty_days_begin_with_the_delivery_and_not_with_the_issue():
    pack, facts = load("xinfang-2022"), replace(CLAIM, given=frozenset({"service_record"}))
    given = replace(CLAIM, given=frozenset({"opinion_claim", "opinion_facts", "opinion_basis", "opinion_outcome"}))
    assert "ask_review" not in started(step(pack, "awaiting_approval", "issue_reply", given, Settings()))
    assert started(step(pack, "reply_issued", "serve", facts, Settings()))["ask_review"] == (30, "days")


def test_a_hearing_stops_the_second_reviews_clock_and_has_one_of_its_own():
    given = replace(CLAIM, given=frozenset({"hearing_notice", "hearing_minutes"}))
    pack = load("xinfang-2022")
    begins = step(pack, "in_second_review", "start_hearing", given, Settings())
    ends = step(pack, "hearing", "hearing_ends", given, Settings())
    assert "second_review" in begins.pauses
    assert "hearing" in started(begins)
    assert "second_review" in ends.resumes


def test_a_missed_answer_goes_up_step_by_step_until_the_outside_body_and_never_ends():
    pack, clock, seen = load("xinfang-2022"), "close", []
    for _ in range(4):
        missed = miss(pack, "in_handling", clock, CLAIM, Settings())
        assert {n.to for n in missed.notices} >= {"petitioner"}
        assert missed.recourse
        seen.append((missed.tells, missed.starts[0].owner_role))
        clock = missed.starts[0].id
    assert seen == [
        ("head", "head"),
        ("superior", "superior"),
        ("outside-body", "superior"),
        ("outside-body", "superior"),
    ]
    answered = step(
        pack,
        "awaiting_approval",
        "issue_reply",
        replace(CLAIM, given=frozenset({"opinion_claim", "opinion_facts", "opinion_basis", "opinion_outcome"})),
        Settings(),
    )
    assert clock in answered.meets


def test_who_does_not_ask_for_review_in_time_has_an_opinion_that_stands():
    lapsed = miss(load("xinfang-2022"), "review_open", "ask_review", replace(CLAIM, outcome="explain"), Settings())
    assert (lapsed.to_state, lapsed.final, lapsed.effect) == ("opinion_stands", True, "opinion_stands")
    supported = miss(load("xinfang-2022"), "review_open", "ask_review", replace(CLAIM, outcome="support"), Settings())
    assert supported.to_state == "carrying_out"
    assert "carry_out" in started(supported)


def test_closing_early_does_not_take_the_thirty_days_away():
    pack = load("xinfang-2022")
    closed = step(pack, "settled", "close", replace(CLAIM, given=frozenset({"reason"})), Settings())
    assert "ask_review" not in closed.stops
    asked = step(pack, "closed", "ask_review", replace(CLAIM, given=frozenset({"review_request"})), Settings())
    assert asked.to_state == "review_requested"
    late = replace(CLAIM, given=frozenset({"review_request"}), in_time=False)
    with pytest.raises(NotPossible):
        step(pack, "closed", "ask_review", late, Settings())


def test_while_the_person_is_asked_the_sixty_days_go_on():
    asked = step(
        load("xinfang-2022"), "in_handling", "ask_person", replace(CLAIM, given=frozenset({"question"})), Settings()
    )
    assert "close" not in {*asked.stops, *asked.pauses, *asked.meets}
    assert asked.starts[0].waits_on == "petitioner"


def test_an_office_cannot_set_itself_more_than_the_law():
    pack = load("xinfang-2022")
    greedy = Settings(numbers={"xinfang-2022:answer_own": 400, "xinfang-2022:sort": 90})
    assert specify(pack, pack.deadline("answer_own"), greedy).length == 60
    assert specify(pack, pack.deadline("sort"), greedy).length <= 10
    assert specify(pack, pack.deadline("answer_own"), Settings(numbers={"xinfang-2022:answer_own": 20})).length == 20


def test_school_holidays_never_carry_an_answer_past_the_law():
    """Fifteen school days over a summer are longer than sixty days; then the lawful date binds."""
    school = load("school-internal")
    spec = specify(school, school.deadline("decision"), Settings())
    assert (spec.ceiling.length, spec.ceiling.unit) == (60, "days")


def test_the_last_day_rolls_for_the_person_and_not_for_the_office_unless_chosen():
    pack = load("xinfang-2022")
    assert specify(pack, pack.deadline("ask_review"), Settings()).roll is True
    assert specify(pack, pack.deadline("close"), Settings()).roll is False
    assert specify(pack, pack.deadline("close"), Settings(roll_office=True)).roll is True
