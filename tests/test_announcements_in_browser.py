"""A notice to posts and parents in real browsers: written at a desk, approved, read on a parent's phone without script, corrected. Each page is looked at."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from playwright.sync_api import Page

from huiyin.announcements.models import Announcement, ClassPage, Taps
from huiyin.cases.tests.conftest import Office
from huiyin.kernel import time
from huiyin.web.testing import checks

from .test_prevention_in_browser import pytestmark
from .test_whole_job_in_browser import Person

__all__ = ["pytestmark"]


def looks_right(page: Page) -> None:
    checks.check_page(page, tabs=False, dark=False)


def writes(desk: Person) -> Announcement:
    page, today = desk.page, time.today("Asia/Shanghai")
    for name in ("list", "classes"):
        page.goto(desk.base + reverse(f"announcements:{name}"))
        looks_right(page)
    page.goto(desk.base + reverse("announcements:new"))
    looks_right(page)
    page.fill("#id_title", "流感多发，请这样照看孩子")
    page.fill("#id_text", "退热24小时后再来。")
    page.check("#id_everybody")
    page.locator("input[name=classes]").first.check()
    page.fill("#id_until_on", f"{today + dt.timedelta(days=9)}")
    page.check("#id_acknowledge")
    page.fill("#id_by_on", f"{today + dt.timedelta(days=3)}")
    desk.sends(page.locator("main form.hy-card button"))
    looks_right(page)
    return Announcement.objects.get()


def test_from_a_desk_to_a_parents_phone_without_script(office: Office, live_server, chromium):
    base = live_server.url
    row = writes(Person(chromium, base, "zh-hans").signs_in("gao"))
    where = reverse("announcements:notice", args=[row.public_id])
    leader = Person(chromium, base, "zh-hant", width=390).signs_in("fang")
    leader.page.goto(base + where)
    looks_right(leader.page)
    leader.sends(leader.page.locator("button[value=approve]"))
    looks_right(leader.page)

    context = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    parent, address = (
        context.new_page(),
        base + reverse("announcements:class", args=[ClassPage.objects.get().public_id]),
    )
    parent.goto(address)
    parent.locator("button[name=notice]").click()
    assert parent.locator("[role=status]").is_visible()
    assert Taps.objects.get().number == 1

    staff = Person(chromium, base, "en", width=390).signs_in("shen")
    staff.page.goto(base + where)
    staff.sends(staff.page.locator("button[value=read]"))
    looks_right(staff.page)
    for part in ("printed",):
        staff.page.goto(base + reverse(f"announcements:{part}", args=[row.public_id]))
        looks_right(staff.page)

    page = leader.page
    page.locator("details", has=page.locator("button[value=correct]")).evaluate("one => one.open = true")
    page.fill("#id_correct_text", "退热48小时后再来。")
    page.fill("#id_correct_why", "原来写成了24小时。")
    leader.sends(page.locator("button[value=correct]"))
    looks_right(page)
    visitor = Person(chromium, base, "zh-hans", width=390)
    visitor.page.goto(address)
    looks_right(visitor.page)
    assert "48" in visitor.page.content()
