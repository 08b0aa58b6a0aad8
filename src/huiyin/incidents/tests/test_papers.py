"""What was written on printed sheets during a power cut is typed in afterwards: each row once, with its own time, by whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.incidents.actions import ending, entering, reviewing, starting, stepping
from huiyin.incidents.actions.entering import Typed
from huiyin.incidents.actions.starting import What
from huiyin.incidents.models import Count, LogEntry
from huiyin.incidents.rules import moments
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.plans import actions as plans
from huiyin.plans.actions import Order
from huiyin.plans.models import PlanVersion
from huiyin.plans.paper.rows import RowId

MINUTES = dt.timedelta(minutes=1)
ZONE = time.zone_of("Asia/Shanghai")


@pytest.fixture
def printed(school):
    """Sheets of the plan in force, by kind; of the cards that of the teachers."""

    def print_them(version: PlanVersion | None = None, **more: object):
        version = version or school.plan.current
        order = Order(("card", "classes", "contacts", "log"), ("teachers",), **more)
        found = plans.print_sheets(actor=school.actor("gao"), version_id=version.public_id, order=order)
        return {sheet.kind: sheet for sheet in found}

    return print_them


def enter(school, incident, sheet, row, minute, who="zheng", **more):
    typed = Typed(sheet.code, row, incident.started_at + minute * MINUTES, **more)
    return entering.enter_row(actor=school.actor(who), incident_id=incident.public_id, typed=typed)


def address(incident, sheet) -> str:
    return reverse("incidents:paper", args=[incident.public_id, sheet.code])


def test_rows_of_every_kind_of_sheet_become_what_they_are_with_their_own_time(school, printed, later):
    sheets, incident = printed(), school.started()
    later(40)
    teacher = school.example.posts["school/教导主任"].public_id
    done = enter(school, incident, sheets["card"], 1, 2, by=teacher)
    run = incident.steps.get(key=sheets["card"].rows[0])
    assert (run.state, run.ended_at, run.marked_title) == ("done", incident.started_at + 2 * MINUTES, "教导主任")
    assert run.missed_at is None, "it was done in time, and only came here late"
    assert (done.came_by, done.author_title, done.data["paper_by"]) == ("paper", "校办主任", "教导主任")
    assert done.received_at - done.at > 30 * MINUTES
    heads = entering.Heads(41, missing=1, personal="缺一人")
    enter(school, incident, sheets["classes"], 1, 5, heads=heads, by=teacher)
    assert Count.objects.values_list("present", "came_by", "author_title").get() == (41, "paper", "教导主任")
    role = sheets["contacts"].rows.index("command") + 1
    enter(school, incident, sheets["contacts"], role, 1)
    assert incident.calls.filter(role="command", state="answered", answered_at=incident.started_at + MINUTES).exists()
    assert enter(school, incident, sheets["log"], 7, 9, text="东门来了6位家长").data["paper"] == str(
        RowId(sheets["log"].code, 7)
    )
    assert ledger.verify().ok


def test_a_row_is_entered_once_and_a_second_copy_of_the_sheet_is_told_apart(school, printed):
    sheet, incident = printed(copies=2)["log"], school.started()
    enter(school, incident, sheet, 3, 0, text="铃响")
    other = starting.start(actor=school.actor("gao"), what=What(plan=school.plan.public_id, another=True))
    for where in (incident, other):
        with pytest.raises(Conflict) as told:
            enter(school, where, sheet, 3, 0, text="铃响")
        assert incident.number in str(told.value)
    enter(school, incident, sheet, 3, 0, text="水停了", copy=2)
    with pytest.raises(Refused):
        enter(school, incident, sheet, 3, 0, text="x", copy=3)
    assert LogEntry.objects.filter(came_by="paper").count() == 2


def test_what_others_did_first_stands_and_the_paper_becomes_a_line(school, printed):
    sheet, incident = printed()["card"], school.started()
    step = incident.steps.get(key=sheet.rows[0])
    stepping.mark_step(actor=school.actor("gao"), incident_id=incident.public_id, step_id=step.public_id, done=True)
    with pytest.raises(Conflict):
        enter(school, incident, sheet, 1, 0, done=False, text="门锁着")
    line = enter(school, incident, sheet, 1, 0, done=False, text="门锁着", as_line=True)
    assert (line.kind, line.said, line.text) == ("note", "paper_not_done", "门锁着")
    step.refresh_from_db()
    assert step.state == "done"


def test_after_the_end_rows_are_lines_until_the_review_and_say_so(school, printed, signed_in):
    sheets, incident = printed(), school.started()
    head = {"actor": school.actor("xiaozhang"), "incident_id": incident.public_id}
    ending.stand_down(**head, reason="火已灭")
    ending.end(**head, note="火已灭")
    enter(school, incident, sheets["classes"], 1, 0, heads=entering.Heads(40))
    assert not Count.objects.exists()
    room = text_of(signed_in("gao").get(reverse("incidents:room", args=[incident.public_id])))
    assert "结束后补记" in room
    reviewing.write_review(**head, course="a", well="b", badly="c")
    with pytest.raises(Conflict):
        enter(school, incident, sheets["log"], 1, 0, text="迟到的一条")


def test_sheets_of_an_exercise_of_another_house_or_with_numbers_of_people_are_refused(school, printed):
    incident, play = school.started(), printed(exercise=True)["log"]
    with pytest.raises(Conflict):
        enter(school, incident, play, 1, 0, text="x")
    sheet = printed()["log"]
    with pytest.raises(BadInput):
        enter(school, incident, sheet, 1, 0, text="家长电话13912345678")
    with pytest.raises(BadInput):
        enter(school, incident, sheet, 1, 60, text="还没有到的时间")
    with pytest.raises(Refused):
        enter(school, incident, sheet, 1, 0, who="qingxi", text="x")
    assert not LogEntry.objects.filter(came_by="paper").exists()


def test_a_sheet_of_an_older_version_is_shown_as_it_was_printed(school, printed, signed_in):
    old = printed()["card"]
    head, version = school.actor("xiaozhang"), school.plan.current
    draft = plans.revise(actor=school.actor("shen"), version_id=version.public_id, reasons=["drill"], note="")
    document = version.text
    first, gone = old.rows[0], old.rows[1]
    steps = tuple(
        one.model_copy(update={"action": "改了说法"}) if one.key == first else one
        for one in document.steps
        if one.key != gone
    )
    changed = document.model_copy(update={"steps": steps})
    PlanVersion.objects.filter(pk=draft.pk).update(document=changed.model_dump(mode="json"))
    draft.refresh_from_db()
    plans.approve(actor=head, version_id=draft.public_id, seen=draft.version)
    plans.publish(actor=head, version_id=draft.public_id)
    incident = school.started()
    page = text_of(signed_in("zheng").get(address(incident, old)))
    was = {one.key: one.action for one in document.steps}
    assert was[first] in page
    assert "改了说法" in page
    assert was[gone] in page
    assert enter(school, incident, old, 2, 0).said == "paper_done"
    assert enter(school, incident, old, 1, 0).said == "step_done"


def test_the_page_takes_rows_keeps_what_is_wrong_and_tells_what_was_entered(school, printed, signed_in):
    sheet, incident = printed()["log"], school.started()
    zheng = signed_in("zheng")
    found = zheng.get(reverse("incidents:find-paper"), {"number": str(RowId(sheet.code, 4)).lower()})
    assert found.url == address(incident, sheet)
    wrong = zheng.get(reverse("incidents:papers", args=[incident.public_id]), {"number": "7KQ2M-Q9"})
    assert wrong.status_code == 422
    assert "govuk-error-summary" in text_of(wrong)
    local = incident.started_at.astimezone(ZONE)
    at = local.strftime("%H:%M")
    sent = {"day": local.date().isoformat(), "at_1": at, "text_1": "铃响", "text_2": "没有写时间"}
    refused = zheng.post(found.url, sent)
    assert refused.status_code == 422
    assert 'id="id_at_2-error"' in text_of(refused) or "id_at_2" in text_of(refused)
    assert not LogEntry.objects.filter(came_by="paper").exists(), "nothing is taken from a page with something to mend"
    assert zheng.post(found.url, sent | {"at_2": at}).status_code == 302
    again = zheng.post(
        found.url, {"day": sent["day"], "at_1": at, "text_1": "又打了一遍", "at_3": at, "text_3": "第三行"}
    )
    assert again.status_code == 409
    assert "又打了一遍" in text_of(again)
    texts = LogEntry.objects.filter(came_by="paper").order_by("position").values_list("text", flat=True)
    assert list(texts) == ["铃响", "没有写时间", "第三行"]


def test_the_page_of_a_sheet_leads_to_where_it_is_typed_in(school, printed, signed_in):
    sheet = printed()["log"]
    page = text_of(signed_in("zheng").get(reverse("plan-paper:sheets"), {"number": str(RowId(sheet.code))}))
    assert f"{reverse('incidents:find-paper')}?number={RowId(sheet.code)}" in page


def test_rows_written_on_past_midnight_are_those_of_the_day_after():
    day = dt.date(2026, 11, 24)
    times = [dt.time(23, 40), dt.time(23, 55), dt.time(0, 10), dt.time(23, 58), dt.time(1, 0)]
    assert [one.day for one in moments(day, times, ZONE)] == [24, 24, 25, 24, 25]
