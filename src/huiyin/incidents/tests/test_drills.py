"""Exercises run on the same engine, reach nobody outside, are numbered apart, and bring about what must change."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.incidents import jobs
from huiyin.incidents.actions import contacting, drilling, ending, reviewing, speaking, stepping
from huiyin.incidents.models import ContactAnswer, Finding, LogEntry
from huiyin.incidents.tests.conftest import THROWN
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.models import Post
from huiyin.plans.actions import retire
from huiyin.plans.models import PlanVersion
from huiyin.tasks.models import Task


def posts_of(school, key: str) -> set[str]:
    organisation = school.example.organisations[key]
    return {post.reference for post in Post.objects.filter(unit__organisation=organisation)}


def test_an_unannounced_exercise_is_known_to_who_leads_it_and_the_head_alone(school, planned):
    told = Notice.objects.filter(about=planned.reference)
    assert {one.to for one in told if "exercise is planned" in one.context["title"]["en"]} == {
        school.actor("fang").reference,
        school.actor("xiaozhang").reference,
    }


def test_an_exercise_runs_like_the_real_thing_and_everything_that_leaves_it_says_so(school, played, later):
    assert played.exercise
    assert played.number.startswith("演-")
    assert school.started("sees-fire").number[-3:] == "-01"  # in earnest, counted apart, beside it
    later(3)
    later(20)  # calls go unanswered, steps are late
    speaking.give_report(actor=school.actor("gao"), incident_id=played.public_id, kind="first", text="演练首报", upto=1)
    ending.end(actor=school.actor("fang"), incident_id=played.public_id, note="停止演练")
    notices = Notice.objects.filter(about=played.reference)
    assert notices.count() > 10
    for notice in notices:
        assert notice.to in posts_of(school, "school"), "nobody outside the house hears of an exercise"
        assert notice.context["title"]["zh-hans"].startswith("【演练】")
        assert notice.context["title"]["en"].startswith("【EXERCISE】")
    assert not LogEntry.objects.filter(incident=played, said="unanswered").exists()  # no superior was told
    assert ledger.verify().ok


def test_injects_come_on_their_minute_once_to_who_has_the_role(school, played, later):
    later(3)
    assert drilling.give_due_injects(time.now()) == 0
    later(8)
    assert drilling.give_due_injects(time.now()) == 2
    assert drilling.give_due_injects(time.now()) == 0
    texts = LogEntry.objects.filter(incident=played, said="inject").values_list("text", flat=True)
    assert list(texts) == [one.text for one in THROWN]


def test_the_job_throws_in_what_is_due_and_whoever_has_the_role_is_told(school, played, later):
    later(8)
    assert jobs.throw_in(time.now()) == 2
    told = Notice.objects.filter(about=played.reference, to=school.actor("gao").reference)
    assert any("Something happens" in one.context["title"]["en"] for one in told)


def test_the_law_says_how_often_and_a_miss_is_told(school, later):
    rule = {"actor": school.actor("shen"), "plan_id": school.plan.public_id}
    with pytest.raises(BadInput):
        drilling.set_cadence(**rule, cadence="school", months=2)
    with pytest.raises(BadInput):
        drilling.set_cadence(**rule, cadence="own", months=12)
    drilling.set_cadence(**rule, cadence="school", months=1)
    owed = Clock.objects.get(subject_kind="drill-rule")
    assert (owed.unit, owed.length, owed.verified, "教基一厅" in owed.law["zh-hans"]) == ("months", 1, "S", True)
    later(33 * 24 * 60)
    late = Notice.objects.filter(about=school.plan.reference)
    assert {one.to for one in late if "practised" in one.context["title"]["en"]} >= {
        school.actor("xiaozhang").reference
    }


def test_of_a_plan_that_was_retired_no_exercise_is_owed(school, later):
    drilling.set_cadence(actor=school.actor("shen"), plan_id=school.plan.public_id, cadence="school", months=1)
    retire(actor=school.actor("xiaozhang"), plan_id=school.plan.public_id, why="并入总体预案")
    later(33 * 24 * 60)
    assert Clock.objects.get(subject_kind="drill-rule").status == "stopped"
    assert not any("practised" in one.context["title"]["en"] for one in Notice.objects.all() if "title" in one.context)
    assert ledger.verify().ok


def test_an_exercise_meets_what_was_owed_and_the_next_is_counted_from_it(school, planned):
    drilling.set_cadence(actor=school.actor("shen"), plan_id=school.plan.public_id, cadence="school", months=1)
    run = drilling.start_drill(actor=school.actor("fang"), drill_id=planned.public_id)
    ending.end(actor=school.actor("fang"), incident_id=run.public_id, note="都到了集合点")
    first, second = Clock.objects.filter(subject_kind="drill-rule").order_by("id")
    assert (first.status, second.status) == ("met", "running")
    assert not run.steps.filter(ended_at=None).exists()  # what comes days later is not played


def test_what_was_found_becomes_a_task_with_an_owner_and_a_day_and_a_change_to_the_plan_a_draft(school, played):
    head, day = school.actor("xiaozhang"), time.today("Asia/Shanghai") + dt.timedelta(days=10)
    where = {"incident_id": played.public_id}
    found = {
        "text": "东楼梯的门要两只手才推得开",
        "post": school.example.posts["school/总务处副主任"].public_id,
        "due_on": day,
    }
    drilling.evaluate(actor=school.actor("gao"), **where, point="equipment", mark="failed", text="门太重")
    with pytest.raises(BadInput):
        drilling.evaluate(actor=school.actor("gao"), **where, point="command", mark="partly")
    ending.end(actor=school.actor("fang"), **where, note="停止演练")
    reviewing.write_review(actor=head, **where, course="9点30分开始，8分钟点齐。", well="广播清楚", badly="东门打不开")
    mend = reviewing.add_finding(actor=head, **where, kind="mend", **found)
    change = reviewing.add_finding(actor=head, **where, kind="plan", **{**found, "text": "四年级改走西楼梯"})
    again = reviewing.add_finding(actor=head, **where, kind="plan", **{**found, "text": "三分钟改两分钟"})
    task = Task.objects.get(public_id=mend.task)
    assert (task.origin, task.origin_id, task.due_on, task.post.title) == (
        "finding",
        mend.public_id,
        day,
        "总务处副主任",
    )
    draft = PlanVersion.objects.get(plan=school.plan, number=2)
    assert (change.plan_version, again.plan_version, draft.reasons) == (draft, draft, ["drill"])
    assert played.number in draft.reasons_note
    assert Finding.objects.count() == 3
    assert ledger.verify().ok


def test_the_contact_list_is_tested_by_itself_and_says_which_posts_were_not_reached(school, later):
    test = contacting.start_contact_test(actor=school.actor("shen"), plan_id=school.plan.public_id)
    contacting.answer_contact_test(actor=school.actor("gao"), test_id=test.public_id)
    with pytest.raises(Refused):
        contacting.answer_contact_test(actor=school.actor("qingxi"), test_id=test.public_id)
    later(31)
    test.refresh_from_db()
    assert test.ended_at is not None
    missed = ContactAnswer.objects.filter(test=test, answered_at=None).values_list("post_title", flat=True)
    assert "校办主任" in missed
    assert "教导主任" not in missed
    assert "报送员" in ContactAnswer.objects.get(test=test, post_title="校办主任").roles


def test_a_statement_of_an_exercise_is_played_and_not_given_out(school, played):
    where = {"incident_id": played.public_id}
    row = speaking.draft_statement(actor=school.actor("gao"), **where, audience="press", text="（演练）")
    head = school.actor("xiaozhang")
    speaking.approve_statement(
        actor=head, **where, statement_id=row.public_id, text="（演练）", nobody_is_recognised=True
    )
    line = speaking.give_out_statement(actor=head, **where, statement_id=row.public_id, how="学校网站")
    assert line.said == "statement_played"
    stepping.mark_step(actor=head, **where, step_id=school.step(played, "alarm").public_id, done=True)


def test_the_page_of_a_plan_says_what_of_it_was_never_tried_and_opens_to_the_next_exercise(school, signed_in):
    address = reverse("plans:plan", args=[school.plan.public_id])
    page = text_of(signed_in("gao").get(address))
    assert "从没试过" in page
    assert "这里还没有演练过" in page
    assert f"{reverse('incidents:new-drill')}?plan={school.plan.public_id}" in page
    assert "从没试过" not in text_of(signed_in("qingxi").get(address)), "another house does not see it"
