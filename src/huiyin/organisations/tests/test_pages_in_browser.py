"""Every page of this room in a real browser: axe, no sideways scroll, a visible ring at every stop, in light and dark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse

from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.organisations.models import Account, Appointment, LeadingGroup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses(example) -> list[str]:
    school = example.organisations["school"].public_id
    shen = Account.objects.get(username="shen").public_id
    one = {
        "person": shen,
        "appoint": example.posts["school/教导主任"].public_id,
        "end-appointment": Appointment.objects.get(account__username="shen").public_id,
        "tree-of": school,
        "settings": school,
        "post": example.posts["school/总务处副主任"].public_id,
        "groups": school,
        "group": LeadingGroup.objects.get().public_id,
        "school-year": school,
        "import": school,
    }
    plain = [
        "people",
        "new-person",
        "account",
        "password",
        "choose-post",
        "second-step",
        "new-passkey",
        "sessions",
        "prove",
    ]
    return [reverse(f"organisations:{name}") for name in plain] + [
        reverse(f"organisations:{name}", args=[key]) for name, key in one.items()
    ]


def test_staff_pages_hold_in_a_browser(live_server, page, check_page):
    example = build_example_district()
    for name in ("key", "forgotten", "sign-in"):
        page.goto(live_server.url + reverse(f"organisations:{name}"))
        check_page()
    page.goto(live_server.url + reverse("organisations:sign-in") + "?next=" + reverse("organisations:people"))
    page.get_by_label("登录名").fill("admin")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + reverse("organisations:people"))
    for address in addresses(example):
        page.goto(live_server.url + address)
        assert page.url == live_server.url + address
        _picture(page, address)
        check_page(tabs=False)


def _picture(page, address: str) -> None:
    """With HUIYIN_PICTURES=DIR the pages are kept as pictures, to be looked at."""
    folder = os.environ.get("HUIYIN_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{address.strip('/').replace('/', '-')}.png", full_page=True)
