"""A task is given, acknowledged, named, reported, judged; late it speaks up by itself; who must not know, does not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases import sections
from huiyin.cases.actions import closing, sealing
from huiyin.cases.models import Exclusion
from huiyin.kernel import clocks, ledger, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.handover import open_work
from huiyin.tasks import actions, origins, queries
from huiyin.tasks.models import Status, Task
from huiyin.tasks.pages import day, of_case, promised

from .conftest import in_days

pytestmark = pytest.mark.django_db


def told(office, post: str) -> list[str]:
    items = outbox.inbox([office.example.posts[post].reference], language="en")
    return [item.subject for item in items]


def test_the_office_that_was_asked_acknowledges_names_a_post_and_reports_and_who_asked_accepts(office, give):
    people = office.example.actors
    task = give()
    assert any("given to you" in line for line in told(office, "school/校办主任"))
    task = actions.acknowledge(actor=people["zheng"], task_id=task.public_id, version=task.version)
    assert any("acknowledged" in line for line in told(office, "bureau/局长"))
    shen = office.example.posts["school/总务处副主任"]
    task = actions.hand_to(actor=people["zheng"], task_id=task.public_id, version=task.version, post=shen.public_id)
    assert clocks.queries.of_subject("task", task.public_id)[0].owner == shen.reference
    task = actions.report(actor=people["shen"], task_id=task.public_id, version=task.version, result="11月20日换好了。")
    [judge] = [one for one in clocks.queries.of_subject("task", task.public_id) if one.status == "running"]
    assert judge.owner == people["he"].reference
    task = actions.send_back(
        actor=people["he"], task_id=task.public_id, version=task.version, note="还差验收", due_on=in_days(3)
    )
    assert (task.status, task.due_on) == (Status.ACKNOWLEDGED, in_days(3))
    task = actions.report(actor=people["shen"], task_id=task.public_id, version=task.version, result="验收了。")
    task = actions.accept(actor=people["he"], task_id=task.public_id, version=task.version)
    assert task.status == Status.ACCEPTED
    assert not [one for one in clocks.queries.of_subject("task", task.public_id) if one.status == "running"]
    assert ledger.verify().ok


def test_a_late_task_tells_the_giver_and_the_superior_and_stands_in_the_timeline(office, give, days):
    case = office.assigned(office.raised())
    task = give(by="song", to="bureau", post="bureau/基教股股长", case=case, due=2, promised=True)
    days(3)
    for post in ("bureau/基教股股长", "bureau/分管副局长"):
        assert any("late" in line for line in told(office, post)), post
    line = case.events.get(verb="task_missed")
    assert line.public
    assert line.note == "分管副局长"
    [row] = queries.tasks(office.example.actors["jiang"], "mine")
    assert row.clock.late
    assert [entry.group for entry in day(office.example.actors["jiang"])] == ["late"]
    assert clocks.queries.of_subject("task", task.public_id)[0].status == "running", "it stays owed"


def test_a_task_without_a_case_is_late_too_and_a_report_without_an_answer_goes_to_the_givers_superior(
    office, give, days
):
    people = office.example.actors
    task = give(by="song", due=2)
    days(3)
    assert any("late" in line for line in told(office, "school/校办主任"))
    task.refresh_from_db()
    actions.report(actor=people["zheng"], task_id=task.public_id, version=task.version, result="做了")
    days(8)
    assert any("waits for its answer" in line for line in told(office, "bureau/局长"))
    assert ledger.verify().ok


def test_what_was_promised_stands_on_the_persons_page_with_its_date(office, give):
    receipt = office.raised()
    case = office.assigned(receipt)
    give(by="song", to="bureau", case=case, text="十天内把账贴出来", promised=True)
    give(by="song", to="bureau", case=case, text="先给局长看一遍")
    section = promised(receipt.concern)
    [card] = section.context["cards"]
    assert card.task.text == "十天内把账贴出来"
    assert card.chip.why, "it opens to how it was counted"
    assert len(of_case(office.example.actors["jiang"], case).context["cards"]) == 2


def test_who_must_not_know_of_the_case_is_given_nothing_and_sees_nothing(office, give):
    case = office.assigned(office.raised())
    task = give(by="song", to="school", case=case)
    people, posts = office.example.actors, office.example.posts
    Exclusion.objects.create(case=case, post=posts["school/校长"])
    with pytest.raises(Refused):
        give(by="song", to="school", case=case)
    assert queries.tasks(people["xiaozhang"], "office") == ()
    with pytest.raises(Refused):
        queries.task_page(people["xiaozhang"], task.public_id)
    with pytest.raises(Refused):
        actions.acknowledge(actor=people["xiaozhang"], task_id=task.public_id, version=task.version)
    assert queries.task_page(people["zheng"], task.public_id).task == task


def test_nobody_else_sees_or_does_it(office, give):
    task = give(post="school/总务处副主任")
    people = office.example.actors
    for name in ("qingxi", "gao", "zhenzhang", "admin"):
        with pytest.raises(Refused):
            queries.task_page(people[name], task.public_id)
        with pytest.raises(Refused):
            actions.report(actor=people[name], task_id=task.public_id, version=task.version, result="做了")
    with pytest.raises(Refused):
        actions.report(actor=people["he"], task_id=task.public_id, version=task.version, result="做了")
    task = actions.report(actor=people["shen"], task_id=task.public_id, version=task.version, result="做了")
    with pytest.raises(Refused):
        actions.accept(actor=people["shen"], task_id=task.public_id, version=task.version)


def test_a_case_is_not_closed_while_what_was_promised_to_the_person_is_not_done(office, give):
    receipt = office.raised()
    case = office.served(receipt)
    closing.say_settled(concern=receipt.concern)
    task = give(to="bureau", post="bureau/基教股股长", case=case, promised=True)

    def close() -> None:
        case.refresh_from_db()
        closing.close(actor=office.example.actors["song"], case_id=case.pk, version=case.version, reason="来访人认可")

    with pytest.raises(BadInput, match="保温台"):
        close()
    task = actions.report(
        actor=office.example.actors["jiang"], task_id=task.public_id, version=task.version, result="换好了"
    )
    actions.accept(actor=office.example.actors["he"], task_id=task.public_id, version=task.version)
    close()
    assert case.tracks.first().state == "closed"


def test_the_notice_of_a_task_in_a_case_that_only_the_giver_reads_leads_to_the_task(office, give):
    case = office.assigned(office.raised())
    task = give(to="school", post="school/总务处副主任", case=case)
    pages = sections.pages_of(office.example.actors["shen"], [case.reference])
    assert pages == {case.reference: reverse("tasks:task", args=[task.public_id])}
    assert sections.pages_of(office.example.actors["he"], [case.reference])[case.reference].startswith("/cases/")
    assert sections.pages_of(office.example.actors["qingxi"], [case.reference, "installation:1"]) == {
        case.reference: ""
    }


def test_two_people_at_once_and_empty_words(office, give):
    task = give()
    people = office.example.actors
    actions.acknowledge(actor=people["zheng"], task_id=task.public_id, version=0)
    with pytest.raises(Conflict):
        actions.acknowledge(actor=people["xiaozhang"], task_id=task.public_id, version=0)
    with pytest.raises(BadInput):
        actions.report(actor=people["zheng"], task_id=task.public_id, version=1, result=" ")
    with pytest.raises(BadInput):
        give(due=-1)


def test_a_report_reaches_the_room_that_gave_it_in_the_same_write(office, give):
    heard = []
    origins.on_report("reception", lambda task, actor, at: heard.append((task.public_id, store.in_write())) or [])
    task = give()
    actions.report(actor=office.example.actors["zheng"], task_id=task.public_id, version=0, result="做了")
    assert heard == [(task.public_id, True)]
    origins.on_report("reception", lambda task, actor, at: [])


def test_a_withdrawn_task_is_owed_by_nobody(office, give):
    task = give()
    actor, at = office.example.actors["he"], time.now()
    with store.write():
        rows = actions.withdraw(task=task, actor=actor, at=at, reason="别的单位办了")
        ledger.record(verb="tasks.withdraw", actor=actor.reference, about=task.reference, at=at, commits=rows)
    assert Task.objects.get().status == Status.WITHDRAWN
    assert clocks.queries.of_subject("task", task.public_id, only_open=True) == ()
    assert queries.tasks(office.example.actors["zheng"], "office") == ()


def test_what_lies_on_a_post_is_told_when_its_holder_leaves_and_sealed_work_is_not(office, give):
    case = office.assigned(office.raised())
    post = office.example.posts["bureau/基教股股长"]
    give(by="song", to="bureau", post="bureau/基教股股长", case=case)

    def tasks_open() -> list[int]:
        return [one.number for one in open_work(post.reference) if str(one.kind) in ("tasks", "任务")]

    assert tasks_open() == [1]
    case.refresh_from_db()
    sealing.seal(
        actor=office.example.actors["liang"], case_id=case.pk, version=case.version, seal_number="07", forwarded_to="县纪委"
    )  # fmt: skip
    assert tasks_open() == []
    task = Task.objects.get()
    assert (task.text, task.status) == ("", Status.WITHDRAWN), "its words lie under the case's key"
    assert not task.events.exclude(note="").exists()
    assert clocks.queries.of_subject("task", task.public_id, only_open=True) == ()
    assert queries.tasks(office.example.actors["jiang"], "mine") == ()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_pages_carry_a_task_from_its_arrival_to_its_end(office, give, language):
    def signed_in(name: str) -> Client:
        client = Client()
        client.post(reverse("organisations:sign-in"), {"username": name, "password": PASSWORD})
        client.get(f"/language/{language}")
        return client

    task = give()
    address = reverse("tasks:task", args=[task.public_id])
    client = signed_in("zheng")
    assert task.text in client.get(reverse("tasks:list") + "?view=office").content.decode()
    assert client.post(address, {"do": "report", "version": 0, "result": ""}).status_code == 422
    assert client.post(address, {"do": "acknowledge", "version": 0}).status_code == 302
    stale = client.post(address, {"do": "report", "version": 0, "result": "换好了"})
    assert stale.status_code == 409
    assert "换好了" in stale.content.decode(), "what was typed stays"
    assert client.post(address, {"do": "report", "version": 1, "result": "换好了"}).status_code == 302
    client = signed_in("he")
    assert "换好了" in client.get(address).content.decode()
    assert client.post(address, {"do": "accept", "version": 2}).status_code == 302
    assert signed_in("qingxi").get(address).status_code == 404
