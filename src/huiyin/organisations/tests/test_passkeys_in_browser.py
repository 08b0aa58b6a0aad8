"""Passkeys with a device that Chromium plays: made, used alone and at the second step, and never twice."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.organisations.models import Account, Passkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def device(page) -> Any:
    """A device that is plugged in and whose holder touches it at once. Answers the session that commands it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    cdp.authenticator = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return cdp


def by_password(page, base: str) -> None:
    page.goto(base + reverse("organisations:sign-in"))
    page.fill("#id_username", "shen")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != base + reverse("organisations:sign-in"))


def sign_out(page, base: str) -> None:
    page.context.clear_cookies()
    page.goto(base + reverse("organisations:sign-in"))


@pytest.fixture
def made(page, live_server, device, check_page) -> str:
    """Shen's account has a passkey, made on the pages."""
    build_example_district()
    base = live_server.url
    by_password(page, base)
    page.goto(base + reverse("organisations:new-passkey"))
    check_page()
    page.fill("#id_name", "办公室电脑")
    with page.expect_navigation():
        page.click("[data-with] button")
    assert page.locator(".hy-code").count() == 10, "codes on paper come with it"
    page.goto(base + reverse("organisations:second-step"))
    check_page()
    assert page.get_by_text("办公室电脑 · localhost").is_visible()
    sign_out(page, base)
    return base


def at(page, name: str) -> None:
    page.wait_for_url(re.compile(re.escape(reverse(name)) + "(\\?.*)?$"))


def is_in(page, base: str) -> bool:
    page.goto(base + reverse("organisations:account"))
    return page.get_by_text("shen", exact=False).count() > 0 and reverse("organisations:sign-in") not in page.url


def test_a_passkey_signs_in_alone_and_after_the_password(page, made, device, check_page):
    page.goto(made + reverse("organisations:sign-in-passkey"))
    check_page()
    with page.expect_navigation(url=lambda url: "sign-in" not in url):
        page.click("[data-with] button")
    assert is_in(page, made)
    sign_out(page, made)
    by_password(page, made)
    at(page, "organisations:second")
    check_page()
    with page.expect_navigation(url=lambda url: "sign-in" not in url):
        page.click("[data-with] button")
    assert is_in(page, made)


def test_a_device_that_did_not_look_who_holds_it_opens_nothing(page, made, device):
    device.send("WebAuthn.setUserVerified", {"authenticatorId": device.authenticator, "isUserVerified": False})
    page.goto(made + reverse("organisations:sign-in-passkey"))
    page.click("[data-with] button")
    page.locator("[data-failed]").wait_for(state="visible")
    assert not is_in(page, made)


def test_an_answer_counts_once_and_only_in_the_session_that_was_asked(page, made, device):
    page.goto(made + reverse("organisations:sign-in-passkey"))
    with page.expect_request(lambda request: request.method == "POST") as caught, page.expect_navigation():
        page.click("[data-with] button")
    sent = parse_qs(caught.value.post_data)["answer"][0]
    thief = Client()
    address = reverse("organisations:sign-in-passkey")
    assert thief.post(address, {"answer": sent}).status_code == 422
    thief.get(address)
    assert thief.post(address, {"answer": sent}).status_code == 422


def test_a_copied_key_is_refused_and_the_holder_hears_of_it(page, made, device):
    from huiyin.kernel import outbox

    Passkey.objects.update(count=10**6)
    page.goto(made + reverse("organisations:sign-in-passkey"))
    with page.expect_navigation():
        page.click("[data-with] button")
    assert not is_in(page, made)
    to = Account.objects.get(username="shen").reference
    assert any("copied" in item.body for item in outbox.inbox((to,), language="en"))


def test_without_script_the_page_names_the_other_ways(chromium, live_server):
    build_example_district()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("organisations:sign-in-passkey"))
    assert page.locator("[data-without]").is_visible()
    assert not page.locator("[data-with]").is_visible()
    context.close()
