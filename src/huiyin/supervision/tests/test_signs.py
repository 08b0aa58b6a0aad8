"""The supervisor's page: what stands on it, since when, and when it goes."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases.actions import closing, handling, replying
from huiyin.cases.models import Case
from huiyin.supervision import queries, rules
from huiyin.supervision.models import Mark, Sign

from .test_supervising import answer_the_person, version

NOON = dt.datetime(2026, 11, 2, 4, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(days=3)


@pytest.mark.parametrize(
    ("owed", "happened", "not_done", "asked", "expected"),
    [
        ([], [], None, None, {}),
        ([rules.Owed("close", NOON)], [], None, None, {"late": NOON}),
        ([rules.Owed("close", LATER), rules.Owed("notify_direct", NOON)], [], None, None, {"late": NOON}),
        ([rules.Owed("answer_message", NOON)], [], None, None, {"unanswered": NOON}),
        ([rules.Owed("carry_out", NOON)], [], None, None, {"not-done": NOON}),
        ([rules.Owed("supervise:close", NOON)], [], None, None, {}),  # what the superior owes is no sign of its own
        ([], [("return_to_office", NOON)], None, None, {"returned": NOON}),
        ([], [("return_to_office", NOON), ("issue_reply", LATER)], None, None, {}),  # answered anew
        ([], [("issue_reply", NOON), ("reopen", LATER)], None, None, {"reopened": LATER}),
        ([], [], LATER, NOON, {"not-done": LATER, "asked": NOON}),
    ],
)
def test_each_sign_by_its_facts(owed, happened, not_done, asked, expected):
    found = rules.signs(owed, happened, not_done, asked)
    assert {key: at for key, at in found.items() if key != "any"} == expected
    assert found.get("any") == min(expected.values(), default=None)


def test_a_late_case_stands_on_the_page_of_each_supervisor_above_and_goes_when_it_is_answered(office, late):
    assert set(Sign.objects.filter(case=late, reason="any").values_list("scope", flat=True)) == {
        f"b{office.example.organisations[name].pk}" for name in ("county", "bureau")
    }
    for name in ("ducha", "dudao"):
        [row] = queries.late_cases(office.example.actors[name]).rows
        assert [reason for reason, _since in row.reasons] == ["late"]
    assert queries.late_cases(office.example.actors["he"]).rows == ()  # no supervisor
    answer_the_person(office, late)
    replying.read_on_page(case_id=late.pk)
    assert queries.late_cases(office.example.actors["ducha"]).rows == ()


def test_who_is_dissatisfied_is_counted_and_never_listed(office):
    receipt = office.raised()
    case = office.served(receipt)
    closing.say_not_settled(concern=receipt.concern, note="还是凉的")
    assert queries.late_cases(office.example.actors["ducha"]).rows == ()
    assert Mark.objects.filter(case=case, pattern="dissatisfied").count() == 1


def test_an_unanswered_message_stands_under_its_own_reason(office, days):
    receipt = office.raised()
    case = office.assigned(receipt)
    handling.say(concern=receipt.concern, text="有消息吗？")
    days(30)
    [row] = queries.late_cases(office.example.actors["ducha"], reason="unanswered").rows
    assert row.case == case
    worker = office.example.actors["jiang"]
    handling.answer(actor=worker, case_id=case.pk, version=version(case), text="正在核账。")
    assert queries.late_cases(office.example.actors["ducha"], reason="unanswered").rows == ()


def test_the_list_goes_on_page_by_page_in_both_orders_and_counts_nothing(office, late, django_assert_max_num_queries):
    scope = f"b{office.example.organisations['county'].pk}"
    first = late
    for number in range(60):
        first.pk, first.public_id = None, Case._meta.get_field("public_id").get_default()
        first.save(force_insert=True)
        since = NOON + dt.timedelta(hours=number // 2)
        Sign.objects.create(scope=scope, case_id=first.pk, reason="any", since=since)
    ducha = office.example.actors["ducha"]
    for newest in (False, True):
        seen, after = [], ""
        for _page in range(4):
            with django_assert_max_num_queries(12):
                page = queries.late_cases(ducha, newest=newest, after=after)
            seen += [(row.since, row.case.pk) for row in page.rows]
            after = page.after
            if not after:
                break
        assert len(seen) == 61
        assert seen == sorted(seen, reverse=newest)
