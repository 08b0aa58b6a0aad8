"""A leader is named in time, works on a case in person, urges, and what is late goes up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from huiyin.cases.actions import closing, handling, sealing, sorting
from huiyin.cases.models import Case, CaseEvent
from huiyin.cases.sections import public_sections
from huiyin.cases.tests.conftest import Office
from huiyin.cases.tests.staff_scenes import code
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.leaders import actions
from huiyin.leaders.models import Lead, Stage
from huiyin.leaders.queries import board
from huiyin.organisations.models import Account
from huiyin.tasks import actions as tasks
from huiyin.tasks.models import Task

from .conftest import LEADER, Led

pytestmark = pytest.mark.django_db


def urgent(office: Office) -> Case:
    case = office.accepted(office.raised())
    desk = office.example.actors["liang"]
    wanted = sorting.Sorting("claim", code(), "食堂饭菜凉", 6, alerts=frozenset({"urgent"}))
    return sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)


def naming(case: Case) -> Clock:
    return Clock.objects.get(subject_id=case.public_id, name="leader_named")


def notices(post: str) -> int:
    return Notice.objects.filter(to=post).count()


def test_s9_an_urgent_case_without_a_leader_runs_against_the_heads_clock(office, days):
    case = urgent(office)
    clock = naming(case)
    assert clock.owner == office.example.posts["bureau/局长"].reference
    assert clock.own_rule
    days(10)
    clock.refresh_from_db()
    assert clock.missed_at is not None, "nobody was named"
    above = Clock.objects.get(subject_id=case.public_id, name="supervise_up:leader_named")
    assert above.is_open
    assert CaseEvent.objects.filter(case=case, verb="missed", public=True).exists(), "the person reads it"
    case.refresh_from_db()
    head = office.example.actors["he"]
    actions.appoint_leader(
        actor=head, case_id=case.pk, version=case.version, leader=office.example.posts[LEADER].public_id
    )
    above.refresh_from_db()
    assert not above.is_open
    assert not naming(case).is_open
    assert ledger.verify().ok


def test_the_page_of_the_case_says_why_a_leader_is_needed_and_then_who_answers(office):
    case = urgent(office)
    client = Client()
    client.force_login(Account.objects.get(username="he"))
    page = client.get(f"/cases/{case.public_id}/").content.decode()
    assert "事情紧急或者重大" in page
    address = f"/cases/{case.public_id}/do/appoint_leader/"
    assert address in page
    leader = office.example.posts[LEADER].public_id
    assert client.post(address, {"version": case.version, "leader": leader}).status_code == 302
    page = client.get(f"/cases/{case.public_id}/").content.decode()
    assert "分管副局长" in page
    assert "事情紧急或者重大" in page


def test_naming_with_the_assignment_counts_too(office):
    case = urgent(office)
    posts = office.example.posts
    handling.assign(
        actor=office.example.actors["he"], case_id=case.pk, version=case.version, conflict_free=True,
        handler=posts["bureau/基教股股长"].public_id, leader=posts[LEADER].public_id,
    )  # fmt: skip
    assert not naming(case).is_open
    assert Lead.objects.get(case=case, until=None).post == posts[LEADER]


def test_who_may_not_name_a_leader_and_who_cannot_be_one(led, office):
    case = led.fresh()
    for who in ("jiang", "ducha", "xiaozhang"):
        with pytest.raises(Refused):
            actions.appoint_leader(
                actor=office.example.actors[who], case_id=case.pk, version=case.version,
                leader=office.example.posts["bureau/局长"].public_id,
            )  # fmt: skip
    for wrong in ("bureau/基教股股长", "school/分管副校长", LEADER):
        with pytest.raises(BadInput):
            led.named(wrong)
    assert led.named("bureau/局长").leader == office.example.posts["bureau/局长"]


def test_the_person_reads_which_post_answers_never_a_name(led, office):
    [section] = [one for one in public_sections(led.receipt.concern) if one.key == "leader"]
    assert section.context["lead"].post.title == "分管副局长"
    assert not section.context["changed"]
    led.named("bureau/局长")
    [section] = [one for one in public_sections(led.receipt.concern) if one.key == "leader"]
    assert section.context["lead"].post.title == "局长"
    assert section.context["changed"]
    assert Lead.objects.filter(case=led.case).count() == 2


def test_s9_the_leaders_own_steps_are_recorded_and_the_next_one_has_its_day(led, office, days):
    song, lead = office.example.actors["song"], led.lead
    today = time.today("Asia/Shanghai")
    actions.record_step(
        actor=song, lead_id=lead.public_id, version=lead.version, kind="talk", on=today, text="当面谈了，账目下周贴出来。",
        next_step="看账目贴出来没有", next_on=today + dt.timedelta(days=4),
    )  # fmt: skip
    clock = Clock.objects.get(subject_kind="lead", subject_id=led.case.public_id)
    assert (clock.owner, clock.due_on) == (song.reference, today + dt.timedelta(days=4))
    assert CaseEvent.objects.filter(case=led.case, verb="leader_talk", public=True).exists()
    with pytest.raises(Conflict):
        actions.plan_step(actor=song, lead_id=lead.public_id, version=lead.version, next_step="x y", next_on=today)
    head = office.example.posts["bureau/局长"].reference
    before = notices(head)
    days(6)
    assert notices(head) > before, "the superior is told that the leader's own step is late"
    assert CaseEvent.objects.filter(case=led.case, verb="leader_step_missed", public=False).exists()


@pytest.mark.parametrize("who", ["he", "liang", "jiang", "fang"])
def test_nobody_but_the_leader_acts_as_the_leader(led, office, who):
    with pytest.raises(Refused):
        led.planned(by=who)


def test_s9_whoever_works_on_it_is_urged_and_silence_goes_up(led, office, days):
    song, lead = office.example.actors["song"], led.lead
    handler = office.example.posts["bureau/基教股股长"]
    due = time.today("Asia/Shanghai") + dt.timedelta(days=3)
    given = actions.urge(
        actor=song, lead_id=lead.public_id, version=lead.version, whom=f"post:{handler.public_id}",
        text="三天内把九月的账贴出来", due_on=due,
    )  # fmt: skip
    assert given.task.origin == "urging"
    assert CaseEvent.objects.filter(case=led.case, verb="task_give").exists()
    head = office.example.posts["bureau/局长"].reference
    superior = handler.reports_to.reference
    before = notices(superior), notices(head)
    days(5)
    assert (notices(superior), notices(head)) > before
    task = Task.objects.get(pk=given.task.pk)
    tasks.report(
        actor=office.example.actors["jiang"], task_id=task.public_id, version=task.version, result="贴出来了。"
    )
    assert Clock.objects.get(subject_id=task.public_id, name="judge").owner == song.reference
    with pytest.raises(BadInput):
        actions.urge(
            actor=song, lead_id=led.lead.public_id, version=led.lead.version,
            whom=f"post:{office.example.posts['school/总务处副主任'].public_id}", text="请办理", due_on=due,
        )  # fmt: skip


def test_s9_the_desk_urges_in_the_leaders_stead_and_who_leads_next_still_sees_it(led, office):
    handler, leader = office.example.posts["bureau/基教股股长"], office.example.posts[LEADER]
    desk, day = office.example.actors["liang"], time.today("Asia/Shanghai") + dt.timedelta(days=3)
    before = notices(leader.reference)
    given = actions.urge(
        actor=desk, lead_id=led.lead.public_id, version=led.lead.version, whom=f"post:{handler.public_id}",
        text="三天内回话", due_on=day,
    )  # fmt: skip
    assert given.task.given_by == desk.reference, "the answer comes to who urged"
    assert notices(leader.reference) > before, "the leader is told"
    for who in ("jiang", "xiaozhang", "ducha"):
        with pytest.raises(Refused):
            actions.urge(
                actor=office.example.actors[who], lead_id=led.lead.public_id, version=led.lead.version,
                whom=f"post:{handler.public_id}", text="请办理", due_on=day,
            )  # fmt: skip
    led.named("bureau/局长")
    page = board.lead_page(office.example.actors["he"], led.lead.public_id)
    assert [lead.post.title for lead in page.leads] == ["分管副局长", "局长"]
    client = Client()
    client.force_login(Account.objects.get(username="he"))
    assert "三天内回话" in client.get(f"/leaders/cases/{led.lead.public_id}/").content.decode()


def test_the_board_shows_late_ones_first_and_each_date_opens_to_its_derivation(office, days):
    first, second = Led(office), Led(office)
    days(3)
    third = Led(office)
    song = office.example.actors["song"]
    rows = board.board(song).rows
    assert [row.case.pk for row in rows] == [first.case.pk, second.case.pk, third.case.pk]
    assert all(row.owed and row.owed.derivation for row in rows)
    third.planned(ahead=1)
    client = Client()
    client.force_login(Account.objects.get(username="song"))
    page = client.get("/leaders/").content.decode()
    assert "陪家长看厨房" in page
    assert "hy-why" in page
    days(70)
    late = board.board(song)
    assert late.late == 3
    assert late.rows[0].late


def test_a_head_sees_the_boards_of_the_own_office_by_post_and_nobody_else(led, office):
    owner = office.example.posts[LEADER].public_id
    assert board.board(office.example.actors["he"], post=owner).rows
    for who in ("xiaozhang", "zhou", "liang"):
        with pytest.raises(Refused):
            board.board(office.example.actors[who], post=owner)
    assert board.board(office.example.actors["fang"]).rows == ()


def test_s33_after_the_answer_it_stays_on_the_board_until_it_was_really_done_and_looked_at(office):
    led = Led.__new__(Led)
    led.office, led.receipt = office, office.raised()
    led.case = office.served(led.receipt, outcome="support")
    led.named(LEADER)
    worker = office.example.actors["jiang"]
    assert led.lead.stage == Stage.AFTERCARE
    case = led.fresh()
    case = closing.carry_out(actor=worker, case_id=case.pk, version=case.version, plan="12月10日前贴出来")
    case = closing.carried_out(actor=worker, case_id=case.pk, version=case.version, proof="12月8日贴出，有照片")
    song = office.example.actors["song"]
    found = board.board(song, stage=Stage.AFTERCARE)
    assert [row.case.pk for row in found.rows] == [case.pk]
    assert found.aftercare == 1
    closing.check_later(actor=worker, case_id=case.pk, version=case.version, result="kept", note="看过，贴着。")
    assert not Lead.objects.filter(case=case, until=None).exists()


def test_an_answer_that_promises_nothing_leaves_the_board_with_its_procedure(led, office, days):
    case = led.fresh()
    closing.withdraw(concern=led.receipt.concern)
    assert not Lead.objects.filter(case=case, until=None).exists()
    assert not Clock.objects.filter(subject_kind="lead", ended_at=None).exists()


def test_a_sealed_case_is_on_nobodys_board(led, office):
    case = led.fresh()
    sealing.seal(
        actor=office.example.actors["liang"],
        case_id=case.pk,
        version=case.version,
        seal_number="A-1",
        forwarded_to="县纪委",
    )
    assert not Lead.objects.filter(case=case, until=None).exists()
    assert board.board(office.example.actors["song"]).rows == ()
