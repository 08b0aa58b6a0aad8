"""What every answer has, whichever room it is of."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.tests.conftest import Office

from .pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize("name", ["cases:home", "organisations:sign-in"])
def test_a_method_that_nothing_uses_is_refused_and_its_words_are_not_given_back(method: str, name: str):
    answer = Client().generic(method, reverse(name), b"", HTTP_X_SECRET="4711-secret")
    assert answer.status_code == 405
    assert b"4711-secret" not in answer.content
    assert "POST" in answer.headers["Allow"]


def test_under_https_a_cookie_is_taken_from_this_host_alone(office: Office, settings):
    settings.HTTPS = True
    client = signed_in("jiang")
    assert client.cookies
    for name, morsel in client.cookies.items():
        assert name.startswith(("__Host-", "__Secure-")), name
        assert morsel["secure"], name
        if name.startswith("__Host-"):
            assert (morsel["path"], morsel["domain"]) == ("/", ""), name
    page = reverse("organisations:account")
    assert client.get(page, secure=True).status_code == 200

    slipped_in = Client(REMOTE_ADDR="198.51.100.7")
    slipped_in.cookies["huiyin_session"] = client.cookies["__Host-huiyin_session"].value
    assert slipped_in.get(page, secure=True).status_code == 302, "a neighbouring host could have set it"


def test_pages_of_somebody_stay_out_of_caches(office: Office):
    client = signed_in("jiang")
    for name in ("organisations:account", "cases:laws"):
        assert {"private", "no-store"} <= set(client.get(reverse(name)).headers["Cache-Control"].split(", ")), name
    assert "no-store" not in Client().get(reverse("cases:laws")).headers.get("Cache-Control", "")


def test_answers_forbid_frames_plugins_and_guessing_of_types(office: Office):
    for answer in (Client().get("/"), Client().get("/not-there"), signed_in("jiang").get(reverse("cases:list"))):
        policy = answer.headers["Content-Security-Policy"]
        for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"):
            assert directive in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"]


@pytest.mark.parametrize(
    "target", ["0", "0000-00-00", "cases:list", "//elsewhere.example/", "https://elsewhere.example/", "\\x", "%", ""]
)
def test_a_way_on_that_is_no_address_of_this_host_leads_to_the_ordinary_place(office: Office, target: str):
    client = signed_in("jiang")
    for answer in (
        client.post(reverse("organisations:sign-in"), {"next": target}),
        client.get(reverse("web:language", args=["en"]), {"next": target}),
    ):
        assert answer.status_code == 302
        assert answer.url in (reverse("organisations:home"), "/")
    own = client.post(reverse("organisations:sign-in"), {"next": "http://testserver/cases/?page=2"})
    assert own.url == "/cases/?page=2"
