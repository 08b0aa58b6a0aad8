"""A mediation in a real browser: the parent on a phone, the handler and the desk's head at once; a village mediator is named."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.clocks import jobs
from huiyin.mediation.models import Meeting
from huiyin.tasks.models import Task
from huiyin.web.testing import checks
from huiyin.web.testing.browser import spoken

from .test_review_in_browser import opens, presses
from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INVITED = {
    "subject": "伙食费账目怎么公布", "within": "公布的时间和方式由双方商定", "other_side": "供餐公司", "led_by": "committee",
    "place": "石桥村村部", "meets_time": "15:00", "role_0": "village-mediator", "called_0": "王桂兰", "comes_from_0": "石桥村调委会",
}  # fmt: skip


def day(number: int) -> str:
    return (time.today("Asia/Shanghai") + dt.timedelta(days=number)).isoformat()


def fills(person: Person, do: str, fields: dict[str, str]) -> None:
    """Opens the part of the meeting's page that holds the form, and fills it in."""
    box = person.page.locator(f"main form:has(button[value={do}])")
    person.page.locator(f"main details:has(button[value={do}])").last.evaluate("element => element.open = true")
    for name, value in fields.items():
        field = box.locator(f"[name={name}]").first
        kind = field.evaluate("element => element.type")
        if kind == "radio":
            box.locator(f"[name={name}][value='{value}']").check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)
    checks.check_page(person.page)
    presses(person, do)


@pytest.mark.parametrize("language", spoken("zh-hans", "en"))
def test_s32_a_village_mediator_takes_part_and_the_agreement_is_kept_or_the_case_goes_on(
    office, live_server, chromium, forward, language
):
    base = live_server.url
    receipt = office.raised()
    case = office.assigned(receipt)
    parent = Person(chromium, base, language, width=390)
    handler = Person(chromium, base, language).signs_in("jiang")
    handler.page.goto(base + reverse("cases:verb", args=[case.public_id, "start_mediation"]))
    checks.check_page(handler.page)
    handler.does(case, "start_mediation", **INVITED, meets_on=day(3))
    meeting = Meeting.objects.get()

    opens(parent, receipt.code)
    parent.page.locator(f"main a[href='/status/meetings/{meeting.public_id}/']").first.click()
    assert "王桂兰" in parent.page.inner_text("main")
    checks.check_page(parent.page)
    presses(parent, "yes")

    staff = base + reverse("mediation:meeting", args=[meeting.public_id])
    handler.page.goto(staff)
    fills(handler, "word", {"who": "other", "answer": "yes", "how": "spoken"})
    assert case.tracks.get().state == "mediation"
    fills(handler, "minutes", {"text": "双方谈了账目，村调解员王桂兰主持。"})
    fills(
        handler,
        "agreement",
        {"text": "账目每月公布。", "by_0": "office", "term_0": "公布十月的账目", "due_0": day(2)},
    )
    fills(handler, "signature", {"who": "other", "answer": "yes"})

    parent.page.reload()
    checks.check_page(parent.page)
    presses(parent, "minutes_yes")
    presses(parent, "sign")
    assert case.tracks.get().state == "carrying_out"
    task = Task.objects.get(origin="agreement", promised=True)

    handler.page.goto(base + reverse("tasks:task", args=[task.public_id]))
    assert staff.removeprefix(base) in handler.page.content(), "the task leads to the mediation"
    handler.page.goto(staff)
    checks.check_page(handler.page)

    forward(4 * 86400)
    jobs.sweep()
    opens(parent, receipt.code)
    assert "公布十月的账目" in parent.page.inner_text("main")
    parent.sends(parent.page.locator("main a[href='/status/not-kept']").first)
    checks.check_page(parent.page)
    parent.page.fill("#id_missing", "十月没有公布。")
    parent.page.locator("main form button.govuk-button").click()
    parent.page.wait_for_url("**/status/")
    assert case.tracks.get().state == "in_handling"
    checks.check_page(parent.page)
    assert ledger.verify().ok
    for person in (parent, handler):
        person.leaves()
