"""A sealed report in real browsers: handed in on a phone without script, read and answered, the answer read by the code."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Browser, Page

from huiyin.cases.tests.conftest import Office
from huiyin.confidential.models import Report
from huiyin.web.testing import checks

from .test_prevention_in_browser import pytestmark
from .test_whole_job_in_browser import Person

__all__ = ["pytestmark"]

PASSPHRASE = "三月的柳絮 gold teapot"
WORDS = "三次采购都没有比价。"


def looks_right(page: Page) -> None:
    checks.check_page(page, tabs=False, dark=False)


def reads(staff: Person) -> None:
    """Appointed, and a key made."""
    page = staff.page
    page.goto(staff.base + reverse("confidential:readers"))
    looks_right(page)
    page.select_option("#id_post", index=1)
    staff.sends(page.locator("form:has(#id_post) button"))
    page.goto(staff.base + reverse("confidential:key"))
    looks_right(page)
    page.fill("#id_make_passphrase", PASSPHRASE)
    page.fill("#id_make_again", PASSPHRASE)
    staff.sends(page.locator("button[value=make]"))
    looks_right(page)


def without_script(chromium: Browser, base: str) -> Page:
    """A phone on which no script runs, as in Tor Browser at its safest level."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(base + reverse("confidential:begin"))
    return page


def hands_in(page: Page) -> str:
    """Answers the code."""
    page.select_option("#id_home", label="柳塘镇人民政府")
    page.click("button[value=home]")
    page.check("[name=who][value=posts]")
    page.get_by_label("信访专干").check()
    page.click("button[value=about]")
    page.fill("#id_text", WORDS)
    page.set_input_files("#id_papers", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"page 3"})
    page.click("button[value=write]")
    code = page.locator(".hy-slip__code").inner_text()
    page.fill("#id_code", code)
    page.click("button[value=confirm]")
    return code


def wide_enough(page: Page) -> None:
    """Nothing stands out of a narrow screen: without script it is asked from outside."""
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= 390


def test_a_report_goes_its_whole_way_on_a_phone_without_script(office: Office, live_server, chromium):
    base = live_server.url
    secretary = Person(chromium, base, "zh-hans", width=390).signs_in("jiwei")
    reads(secretary)
    person = without_script(chromium, base)
    code = hands_in(person)
    wide_enough(person)
    report = Report.objects.get()

    page = secretary.page
    page.goto(base + reverse("confidential:report", args=[report.public_id]))
    looks_right(page)
    assert WORDS in page.content()
    page.fill("#id_accept_text", "已受理，正在调取比价记录。")
    secretary.sends(page.locator("button[value=accept]"))
    looks_right(page)
    page.goto(base + reverse("confidential:report", args=[report.public_id]) + "?recuse")
    looks_right(page)
    page.goto(base + reverse("confidential:list"))
    secretary.sends(page.locator("button[value=close]"))
    page.goto(base + reverse("confidential:report", args=[report.public_id]))
    looks_right(page)
    assert WORDS not in page.content()

    person.click("button[value=leave]")
    other = without_script(chromium, base)
    other.goto(base + reverse("confidential:mine"))
    other.fill("#id_code", code.lower())
    other.click("button[value=find]")
    assert "已受理，正在调取比价记录。" in other.content()
    wide_enough(other)
    other.fill("#id_text", "还有一张照片。")
    other.click("button[value=say]")
    assert "还有一张照片。" in other.content()

    seen = Person(chromium, base, "en", width=390).page
    for name in ("begin", "mine"):
        seen.goto(base + reverse(f"confidential:{name}"))
        looks_right(seen)
