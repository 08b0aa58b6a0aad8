"""An emergency from the first tap to the end: who is called when, what is late, what can't be altered, what is destroyed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from huiyin.incidents import queries
from huiyin.incidents.actions import calling, counting, ending, ordering, speaking, starting, stepping, using, writing
from huiyin.incidents.actions.parts import When
from huiyin.incidents.actions.starting import What
from huiyin.incidents.models import Count, Incident, LogEntry, StepState
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.models import SealedText

MINUTE = dt.timedelta(minutes=1)


def told(incident, word: str) -> set[str]:
    return {one.to for one in Notice.objects.filter(about=incident.reference) if word in one.context["title"]["en"]}


def test_whoever_is_there_starts_the_plan_and_the_roles_are_called(school):
    incident = school.started("sees-fire", who="school-admin", place="实验楼三楼")
    assert (incident.number[-3:], incident.level, incident.level_by) == ("-01", "whole-school", "")
    assert incident.plan_version_id == school.plan.current_id
    assert school.said(incident)[:2] == ["started", "level_proposed"]
    assert school.call(incident, "command").post_title == "校长"
    assert {"alarm", "call-119"} <= set(incident.steps.filter(state="running").values_list("key", flat=True))
    assert school.step(incident, "small-fire").state == StepState.WAITING
    bureau = school.example.organisations["bureau"]
    assert bureau.head_post.reference in told(incident, "has begun")
    assert ledger.verify().ok


def test_a_second_start_of_the_same_leads_to_the_one_that_runs(school):
    school.started()
    with pytest.raises(Conflict):
        school.started("sees-fire", who="shen")
    assert school.started("sees-fire", who="shen", another=True).number[-3:] == "-02"
    assert starting.start(actor=school.actor("shen"), what=What(kind="food")).plan_version is None


def test_another_house_neither_starts_nor_sees_it(school):
    incident = school.started()
    with pytest.raises(Refused):
        starting.start(actor=school.actor("qingxi"), what=What(plan=school.plan.public_id))
    for stranger in ("qingxi", "liang", "xinfang"):
        with pytest.raises(Refused):
            queries.visible(school.actor(stranger), incident.public_id)
    assert queries.visible(school.actor("dudao"), incident.public_id) == incident  # the supervisor of the office above
    with pytest.raises(Refused):
        writing.note(actor=school.actor("dudao"), incident_id=incident.public_id, text="看到了")


def test_three_minutes_without_an_answer_call_the_deputy_and_at_the_end_head_and_superior_know(school, later):
    incident = school.started(who="school-admin")
    reporter = school.call(incident, "reporter")
    assert reporter.post_title == "校办主任"
    later(2)
    assert incident.calls.filter(role="reporter").count() == 1
    later(3)
    assert incident.calls.filter(role="reporter").values_list("post_title", "state")[0] == ("校办主任", "unanswered")
    assert school.call(incident, "reporter", 1).post_title == "教导主任"
    assert "unanswered_called" in school.said(incident)
    above = Notice.objects.filter(
        about=incident.reference, to=school.example.organisations["bureau"].head_post.reference
    )
    before = above.count()
    later(6.2)
    assert LogEntry.objects.filter(incident=incident, said="unanswered", data__role=reporter.role_title).exists()
    assert above.count() > before
    assert ledger.verify().ok


def test_one_press_answers_and_whoever_answers_for_the_leading_role_commands(school, later):
    incident = school.started(who="school-admin")
    call = school.call(incident, "command")
    with pytest.raises(Refused):
        calling.acknowledge(actor=school.actor("shen"), incident_id=incident.public_id, call_id=call.public_id)
    later(3)  # the deputy is called, and answers first
    deputy = school.call(incident, "command", 1)
    calling.acknowledge(actor=school.actor("fang"), incident_id=incident.public_id, call_id=deputy.public_id)
    incident.refresh_from_db()
    assert incident.commander.title == "分管副校长"
    calling.acknowledge(actor=school.actor("xiaozhang"), incident_id=incident.public_id, call_id=call.public_id)
    incident.refresh_from_db()
    assert incident.commander.title == "校长"
    owed = Clock.objects.get(subject_kind="incident-step", subject_id=school.step(incident, "take-command").public_id)
    assert owed.owner == incident.commander.reference
    later(10)
    assert incident.calls.filter(role="command").count() == 2


def test_somebody_who_was_reached_by_telephone_is_written_down_by_who_rang(school):
    incident = school.started()
    call = school.call(incident, "logistics")
    calling.acknowledge(
        actor=school.actor("gao"), incident_id=incident.public_id, call_id=call.public_id, heard_by_phone=True
    )
    call.refresh_from_db()
    assert (call.state, call.answered_by) == ("answered", school.actor("gao").reference)


def test_a_step_that_is_late_says_so_itself_calls_the_deputy_and_tells_who_leads(school, later):
    incident = school.started(who="school-admin")
    calling.acknowledge(
        actor=school.actor("zheng"), incident_id=incident.public_id, call_id=school.call(incident, "reporter").public_id
    )
    later(14)
    assert not incident.calls.filter(role="reporter", turn=1).exists()
    later(15)
    step = school.step(incident, "report-bureau")
    assert step.missed_at is not None
    late = LogEntry.objects.get(
        incident=incident, said="step_late_called", data__step=school.step(incident, "report-bureau").action
    )
    assert (late.came_by, late.data["called"]) == ("machine", "教导主任")
    assert school.actor("xiaozhang").reference in told(incident, "step of the plan is late")
    line = next(one for one in queries.steps(incident, time.now()) if one.run == step)
    assert (line.tone, line.left) == ("late", -1)


def test_what_waits_for_a_step_begins_when_it_is_done_and_why_not_must_be_said(school, later):
    incident = school.started()
    ring, small = school.step(incident, "call-119"), school.step(incident, "small-fire")
    with pytest.raises(BadInput):
        stepping.mark_step(
            actor=school.actor("gao"), incident_id=incident.public_id, step_id=ring.public_id, done=False
        )
    later(1)
    stepping.mark_step(actor=school.actor("gao"), incident_id=incident.public_id, step_id=ring.public_id, done=True)
    small.refresh_from_db()
    assert small.state == StepState.RUNNING
    assert small.due_at - small.running_since == 3 * MINUTE
    stepping.mark_step(
        actor=school.actor("gao"),
        incident_id=incident.public_id,
        step_id=small.public_id,
        done=False,
        reason="火已经很大",
    )
    with pytest.raises(Conflict):
        stepping.mark_step(
            actor=school.actor("shen"), incident_id=incident.public_id, step_id=small.public_id, done=True
        )
    assert LogEntry.objects.get(incident=incident, said="step_not_done").text == "火已经很大"


def test_a_person_confirms_or_changes_the_level_with_why_and_the_steps_follow(school):
    incident = school.started("bell", who="gao")
    change = {"actor": school.actor("fang"), "incident_id": incident.public_id, "seen": "one-building"}
    with pytest.raises(BadInput):
        starting.change_level(**change, level="whole-school", reason=" ")
    with pytest.raises(Refused):  # gao started it and leads only until somebody commands; shen never does
        starting.change_level(**{**change, "actor": school.actor("shen")}, level="whole-school", reason="有明火")
    until = time.now() + 90 * MINUTE
    changed = starting.change_level(**change, level="whole-school", reason="三楼有明火", expected_until=until)
    assert (changed.level, changed.level_by, changed.expected_until) == (
        "whole-school",
        school.actor("fang").reference,
        until,
    )
    assert school.step(incident, "brief-brigade").state == StepState.RUNNING
    with pytest.raises(Conflict):
        starting.change_level(**change, level="one-building", reason="弄错了")
    starting.change_level(**{**change, "seen": "whole-school"}, level="one-building", reason="只是烧焦的纸")
    dropped = school.step(incident, "brief-brigade")
    assert (dropped.state, dropped.reason != "") == (StepState.NOT_DONE, True)
    starting.change_level(**change, level="whole-school", reason="又见明火")
    assert school.step(incident, "brief-brigade").state == StepState.RUNNING


def test_the_log_can_only_grow(school):
    incident = school.started()
    entry = writing.note(actor=school.actor("shen"), incident_id=incident.public_id, text="二2班3人咳嗽")
    right = writing.correct(
        actor=school.actor("shen"), incident_id=incident.public_id, position=entry.position, text="是二1班"
    )
    assert list(incident.log.order_by("position").values_list("position", flat=True)) == list(
        range(1, right.position + 1)
    )
    for change in ({"text": "没有事"}, {"at": time.now()}, {"author": "post:x"}, {"position": 99}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():  # noqa: TID251  # the refusal ends it
            LogEntry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():  # noqa: TID251  # the refusal ends it
        LogEntry.objects.filter(pk=entry.pk)._raw_delete("default")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():  # noqa: TID251  # the refusal ends it
        Incident.objects.filter(pk=incident.pk).update(exercise=True, number="演-2026-99")
    with pytest.raises(BadInput):
        writing.note(actor=school.actor("shen"), incident_id=incident.public_id, text="家长电话13800001234")


def test_what_is_sent_twice_from_a_phone_is_there_once_with_its_own_time(school):
    incident = school.started()
    when = When(incident.started_at + 20 * dt.timedelta(seconds=1), "offline", "phone-1")
    group = incident.groups.get(name="一1班").public_id
    with time.moved(5 * MINUTE):
        send = {"actor": school.actor("gao"), "incident_id": incident.public_id, "when": when}
        first = counting.count_class(**send, group=group, heads=counting.Heads(42))
        again = counting.count_class(**send, group=group, heads=counting.Heads(42))
    assert (first, Count.objects.count()) == (again, 1)
    assert (first.at, first.came_by) == (when.at, "offline")
    assert first.received_at - first.at > 4 * MINUTE
    with pytest.raises(BadInput):
        writing.note(
            actor=school.actor("gao"), incident_id=incident.public_id, text="x", when=When(time.now() + 60 * MINUTE)
        )


def test_two_who_count_one_class_differently_are_both_shown_and_a_new_round_begins_from_nothing(school):
    incident = school.started()
    group = incident.groups.get(name="三1班").public_id
    for who, heads in (("gao", counting.Heads(44, missing=1)), ("shen", counting.Heads(45))):
        counting.count_class(actor=school.actor(who), incident_id=incident.public_id, group=group, heads=heads)
    line = next(one for one in queries.heads(incident).lines if one.group.public_id == group)
    assert (line.tally.holds.present, line.tally.against.missing, line.tone) == (45, 1, "miss")
    counting.new_round(actor=school.actor("fang"), incident_id=incident.public_id, seen=1)
    incident.refresh_from_db()
    now = queries.heads(incident)
    assert (now.round, now.counted) == (2, 0)
    assert next(one for one in now.lines if one.group.public_id == group).before == 45


def test_s13_an_order_is_given_by_who_leads_acknowledged_done_and_late(school, later):
    incident = school.started(who="school-admin")
    post = school.example.posts["school/总务处副主任"].public_id
    order = {"incident_id": incident.public_id, "post": post, "text": "把东门打开，救护车要进来", "minutes": 5}
    with pytest.raises(Refused):
        ordering.give_order(actor=school.actor("gao"), **order)
    given = ordering.give_order(actor=school.actor("xiaozhang"), **order)
    with pytest.raises(Refused):
        ordering.acknowledge_order(actor=school.actor("gao"), incident_id=incident.public_id, order_id=given.public_id)
    ordering.acknowledge_order(actor=school.actor("shen"), incident_id=incident.public_id, order_id=given.public_id)
    later(5)
    assert school.actor("shen").reference in told(incident, "order is late")
    ordering.order_done(
        actor=school.actor("shen"), incident_id=incident.public_id, order_id=given.public_id, result="开了"
    )
    given.refresh_from_db()
    assert given.late_at is not None
    assert given.done_at is not None
    assert ledger.verify().ok


def test_s29_a_statement_goes_out_only_after_the_head_has_read_it_and_said_that_no_child_is_recognised(school):
    incident = school.started()
    where = {"incident_id": incident.public_id}
    drafted = speaking.draft_statement(
        actor=school.actor("gao"), **where, audience="parents", text="孩子都在操场，平安。"
    )
    out = {"statement_id": drafted.public_id, "how": "班级群和校门口公告"}
    with pytest.raises(Conflict):
        speaking.give_out_statement(actor=school.actor("gao"), **where, **out)
    yes = {
        "statement_id": drafted.public_id,
        "text": "孩子都在操场，平安。请从东门来接。",
        "nobody_is_recognised": True,
    }
    with pytest.raises(Refused):
        speaking.approve_statement(actor=school.actor("fang"), **where, **yes)
    with pytest.raises(BadInput):
        speaking.approve_statement(actor=school.actor("xiaozhang"), **where, **{**yes, "nobody_is_recognised": False})
    speaking.approve_statement(actor=school.actor("xiaozhang"), **where, **yes)
    said = speaking.give_out_statement(actor=school.actor("gao"), **where, **out)
    assert said.text.endswith("请从东门来接。")
    right = speaking.draft_statement(
        actor=school.actor("gao"), **where, audience="parents", text="更正：从西门来接。", corrects=drafted.public_id
    )
    assert right.corrects == drafted


def test_it_ends_by_the_end_condition_and_the_review_is_owed(school, later):
    incident = school.started(who="school-admin")
    where = {"actor": school.actor("fang"), "incident_id": incident.public_id}
    with pytest.raises(Conflict):
        ending.end(**where, note="没事了")
    ending.stand_down(**where, reason="起火原因已找到并排除；人点齐；值班领导看过能进")
    assert school.step(incident, "declare-end").state == StepState.RUNNING
    using.add_resource(actor=school.actor("shen"), incident_id=incident.public_id, name="灭火器", count="3具")
    over = ending.end(**where, note="烧焦的是一张课桌，没有人受伤。")
    assert over.status == "ended"
    assert not incident.steps.filter(ended_at=None).exclude(phase="aftercare").exists()
    open_clocks = Clock.objects.filter(ended_at=None, subject_kind__startswith="incident")
    assert {(clock.subject_kind, clock.name) for clock in open_clocks} >= {
        ("incident", "destroy"),
        ("incident", "review"),
    }
    assert {clock.subject_kind for clock in open_clocks} == {"incident"}  # nothing of the response is owed any more
    with pytest.raises(Conflict):
        counting.count_class(
            actor=school.actor("gao"), incident_id=incident.public_id, group="一1班", heads=counting.Heads(1)
        )
    later(11 * 24 * 60)
    assert school.example.organisations["bureau"].head_post.reference in told(incident, "review of an incident is late")


def test_personal_data_of_the_response_is_destroyed_by_a_clock_unless_an_assessment_keeps_it(school, later):
    """突发事件应对法 85: used for the response alone, destroyed after it; kept longer only by an assessment in writing."""
    incident = school.started(who="school-admin")
    counting.count_class(
        actor=school.actor("gao"), incident_id=incident.public_id, group="三1班",
        heads=counting.Heads(44, sent_home=1, personal="王小明，由外婆接走，电话13800001234"),
    )  # fmt: skip
    mine, house = (queries.entries(incident, personal=personal)[0] for personal in (True, False))
    assert "外婆" in mine.personal
    assert house.personal == ""
    assert "王小明" not in str(list(incident.log.values_list("text", "data")))
    ending.stand_down(actor=school.actor("fang"), incident_id=incident.public_id, reason="人点齐")
    over = ending.end(actor=school.actor("fang"), incident_id=incident.public_id, note="都平安")
    day = over.data_due_on + dt.timedelta(days=20)
    keep = {"lawful": "保险理赔", "needed": "三1班一名学生的伤情", "safe": "封存，只有校长能看"}
    with pytest.raises(BadInput):
        ending.keep_data(
            actor=school.actor("xiaozhang"), incident_id=incident.public_id, until=day, **{**keep, "needed": ""}
        )
    ending.keep_data(actor=school.actor("xiaozhang"), incident_id=incident.public_id, until=day, **keep)
    later(31 * 24 * 60)
    assert bytes(SealedText.objects.get().ciphertext)
    later(52 * 24 * 60)
    incident.refresh_from_db()
    assert incident.data_destroyed_at is not None
    assert bytes(SealedText.objects.get().ciphertext) == b""
    gone = next(one for one in queries.entries(incident, personal=True) if one.row.sealed)
    assert (gone.personal, gone.gone) == ("", True)
    assert ledger.verify().ok
