"""A leader who leaves in the middle, in real browsers: the administrator, the desk, the leaders before and after, the parent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.leaders.models import Handover
from huiyin.leaders.tests.conftest import LEADER, Led
from huiyin.organisations.models import Account, Appointment
from huiyin.tasks.models import Task
from huiyin.web.testing import checks

from .test_instructions_in_browser import fills
from .test_review_in_browser import opens, presses
from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = reverse("leaders:board")
WHO_ANSWERS = "section[aria-labelledby=leader]"


def in_days(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


def led_page(led: Led) -> str:
    return reverse("leaders:lead", args=[led.lead.public_id])


def ends(admin: Person, username: str) -> None:
    """The administrator ends the appointment that is held now."""
    held = Appointment.objects.get(account__username=username, ended_at=None)
    admin.page.goto(admin.base + reverse("organisations:end-appointment", args=[held.public_id]))
    admin.page.locator("main form button.govuk-button").last.click()
    admin.page.wait_for_url("**/people/")


def appoints(admin: Person, username: str, post: str) -> None:
    admin.page.goto(admin.base + reverse("organisations:appoint", args=[post]))
    admin.fill("account", Account.objects.get(username=username).public_id)
    admin.fill("from_on", in_days(0).isoformat())
    admin.page.locator("main form button.govuk-button").last.click()
    admin.page.wait_for_url("**/people/")


def test_s9_a_leader_who_leaves_in_the_middle(office, live_server, chromium, days):
    base = live_server.url
    led = Led(office)
    led.planned(ahead=6)
    before = dict(Clock.objects.filter(ended_at=None).values_list("public_id", "due_at"))
    parent = Person(chromium, base, "zh-hans", width=390)
    leader = Person(chromium, base, "zh-hans").signs_in("song")
    head = Person(chromium, base, "en").signs_in("he")
    admin = Person(chromium, base, "zh-hans").signs_in("admin", "/people/")
    opens(parent, led.receipt.code)
    assert "分管副局长" in parent.page.inner_text(WHO_ANSWERS)
    leader.page.goto(base + BOARD)
    first = led_page(led)
    leader.page.locator(f"main a[href='{first}']").first.click()
    assert "陪家长看厨房" in leader.page.inner_text("main")

    ends(admin, "song")
    leader.page.reload()
    assert led.fresh().title not in leader.page.inner_text("body"), "who has left reads nothing any more"
    head.page.goto(base + BOARD)
    head.page.locator(f"main a[href='{led_page(led)}']").first.click()
    assert "陪家长看厨房" in head.page.inner_text("main"), "with the step that was planned"
    parent.page.reload()
    told = parent.page.inner_text(WHO_ANSWERS)
    assert "局长" in told
    assert "分管副局长" not in told
    after = dict(Clock.objects.filter(ended_at=None).values_list("public_id", "due_at"))
    assert before.items() <= after.items(), "every date goes on as it was"

    appoints(admin, "tang", office.example.posts[LEADER].public_id)
    address = base + reverse("leaders:handover", args=[Handover.objects.get().public_id])
    head.page.goto(address)
    checks.check_page(head.page, dark=False)
    presses(head, "sign")
    presses(head, "back")
    successor = Person(chromium, base, "zh-hans", width=390).signs_in("tang")
    successor.page.goto(base + reverse("organisations:choose-post"))
    successor.page.locator("main form button").first.click()
    successor.page.wait_for_url("**/today/")
    successor.page.goto(base + BOARD)
    assert led.fresh().title in successor.page.inner_text("main")
    checks.check_page(successor.page, tabs=False, dark=False)
    parent.page.reload()
    assert "分管副局长" in parent.page.inner_text(WHO_ANSWERS)

    desk = Person(chromium, base, "zh-hans").signs_in("liang")
    desk.page.goto(base + reverse("cases:case", args=[led.case.public_id]))
    assert desk.page.inner_text("section[aria-labelledby=events]").count("换") >= 2, "the record shows both hand-overs"
    desk.page.locator(f"main a[href='{led_page(led)}']").click()
    handler = office.example.posts["bureau/基教股股长"]
    fills(desk, "urge", whom=f"post:{handler.public_id}", text="三天内把九月的账贴出来", due_on=in_days(3).isoformat())
    checks.check_page(desk.page, dark=False)
    days(5)
    successor.page.goto(base + reverse("cases:day"))
    assert "晚了" in successor.page.inner_text("section[aria-labelledby=notices]"), "silence goes up"
    successor.page.goto(base + led_page(led))
    assert successor.page.locator("section[aria-labelledby=urged] .hy-chip--late").count() == 1
    assert Task.objects.get().events.filter(verb="missed").exists()
    for person in (parent, leader, head, admin, successor, desk):
        person.leaves()
    assert ledger.verify().ok
