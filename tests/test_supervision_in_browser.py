"""A superior chases a late case in a real browser: the supervisor and the office's head at once, and the parent on a phone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.kernel import ledger, time
from huiyin.supervision.models import Accountability, Supervision
from huiyin.web.testing import checks
from huiyin.web.testing.browser import spoken

from .test_review_in_browser import opens, presses
from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG = "9月20日到期，来访人没有收到任何消息。"


def day(number: int) -> str:
    return (time.today("Asia/Shanghai") + dt.timedelta(days=number)).isoformat()


def orders(person: Person, **fields: str) -> None:
    given = {"trigger": "delay", "kind": "urge", "wrong": WRONG, "demanded": "七日内答复来访人。", "due_on": day(7)}
    for name, value in {**given, **fields}.items():
        person.fill(name, value)


@pytest.mark.parametrize("language", spoken("zh-hans", "zh-hant", "en"))
def test_s17_a_superior_chases_a_late_case_and_takes_it_over(office, days, live_server, chromium, language):
    base = live_server.url
    receipt = office.raised()
    case = office.assigned(receipt)
    days(61)
    supervisor = Person(chromium, base, language).signs_in("ducha")
    head = Person(chromium, base, language).signs_in("he")
    supervisor.page.goto(base + reverse("supervision:late"))
    assert case.public_id in supervisor.page.inner_text("main")
    checks.check_page(supervisor.page)
    supervisor.page.goto(base + reverse("supervision:open", args=[case.public_id]))
    orders(supervisor)
    checks.check_page(supervisor.page)
    supervisor.page.locator("main form button.govuk-button").last.click()
    supervisor.page.wait_for_url(f"**{reverse('cases:case', args=[case.public_id])}**")
    page = base + reverse("supervision:one", args=[Supervision.objects.get().public_id])

    head.page.goto(base + reverse("supervision:list"))
    assert case.public_id in head.page.inner_text("main")
    head.page.goto(page)
    assert WRONG in head.page.inner_text("main")
    head.fill("adopted", "partly")
    head.fill("text", "账还没有调到。")
    checks.check_page(head.page)
    supervisor.page.goto(page)  # both look at it; the supervisor's page is older than the answer
    presses(head, "answer")
    supervisor.page.reload()
    assert "账还没有调到。" in supervisor.page.inner_text("main")
    checks.check_page(supervisor.page)

    supervisor.page.goto(base + reverse("supervision:take-over", args=[case.public_id]))
    supervisor.fill("handler", office.example.posts["county/复核承办"].public_id)
    supervisor.fill("reasons", "两个月没有答复，县里直接办。")
    checks.check_page(supervisor.page)
    supervisor.page.locator("main form button.govuk-button").last.click()
    supervisor.page.wait_for_url(f"**{reverse('cases:case', args=[case.public_id])}**")
    assert Case.objects.get(pk=case.pk).worked_by == office.example.organisations["county"]

    worker = Person(chromium, base, language).signs_in("fuhe")
    worker.page.goto(base + reverse("cases:case", args=[case.public_id]))
    fields = {
        "outcome": "support",
        "claim": "公布账目",
        "facts": "账已调到。",
        "decision": "十日内公布。",
        "basis": "第32条",
    }
    for name, value in fields.items():
        worker.fill(name, value)
    checks.check_page(worker.page)
    worker.sends(worker.page.locator("button[name=submit]"))
    assert Case.objects.get(pk=case.pk).replies.get().status == "submitted"

    parent = Person(chromium, base, language, width=390)
    opens(parent, receipt.code)
    assert "两个月没有答复，县里直接办。" in parent.page.inner_text("main")
    assert WRONG not in parent.page.inner_text("main")
    checks.check_page(parent.page)
    assert ledger.verify().ok
    for person in (supervisor, head, worker, parent):
        person.leaves()


def test_s12_an_office_answers_for_how_a_case_was_handled_and_is_heard_first(office, days, live_server, chromium):
    base = live_server.url
    receipt = office.raised()
    case = office.assigned(receipt)
    days(61)
    supervisor = Person(chromium, base, "zh-hans").signs_in("ducha")
    handler = Person(chromium, base, "zh-hans", width=390).signs_in("jiang")
    supervisor.page.goto(base + reverse("supervision:open", args=[case.public_id]))
    orders(supervisor, kind="accountability")
    supervisor.sends(supervisor.page.locator("main form button.govuk-button").last)
    supervision = Supervision.objects.get()
    supervisor.page.goto(base + reverse("supervision:hold", args=[supervision.public_id]))
    for name, value in {
        "post": office.example.posts["bureau/基教股股长"].public_id,
        "ground": "late",
        "facts": WRONG,
    }.items():
        supervisor.fill(name, value)
    checks.check_page(supervisor.page)
    supervisor.sends(supervisor.page.locator("main form button.govuk-button").last)
    page = base + reverse("supervision:record", args=[Accountability.objects.get().public_id])

    handler.page.goto(base + reverse("supervision:records"))
    checks.check_page(handler.page)
    handler.page.goto(page)
    handler.fill("text", "供货商十月才给单据。")
    handler.fill("objected", "yes")
    checks.check_page(handler.page)
    supervisor.page.goto(page)
    presses(handler, "heard")
    decision = {
        "consequence": "correction", "decided_by": "县政府常务会议", "reasons": "没有报延期。", "ordered": "改正，书面检查。", "due_on": day(10),
    }  # fmt: skip
    for name, value in decision.items():
        supervisor.fill(name, value)
    presses(supervisor, "decide")  # the handler was faster: what was typed stays, and the objection must be answered
    assert supervisor.page.input_value("[name=ordered]") == "改正，书面检查。"
    supervisor.fill("objection_answer", "可以先报延期。")
    presses(supervisor, "decide")
    checks.check_page(supervisor.page)
    record = Accountability.objects.get()
    assert (record.standing, record.objected, record.objection_answer) == ("ordered", True, "可以先报延期。")

    parent = Person(chromium, base, "zh-hans", width=390)
    opens(parent, receipt.code)
    assert "供货商" not in parent.page.inner_text("main")
    assert "没有报延期" not in parent.page.inner_text("main")
    for person in (supervisor, handler, parent):
        person.leaves()
