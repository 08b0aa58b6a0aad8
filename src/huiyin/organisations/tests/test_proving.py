"""A fresh proof in front of what only the holder of an account may do, in a session that somebody left open."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import CodeApp

from .telephone import set_up_app
from .test_pages import signed_in

pytestmark = pytest.mark.django_db
BEGIN = "organisations:begin-code-app"


@pytest.fixture
def left_open(district, forward):
    client = signed_in("shen")
    forward(settings.PROOF_MINUTES * 60 + 1)
    return client


def test_an_open_session_sets_nothing_up_without_a_proof(left_open):
    page = left_open.post(reverse(BEGIN), {"typed": "<b>第一行</b>"})
    assert page.status_code == 403
    assert not CodeApp.objects.exists()
    assert 'name="typed" value="&lt;b&gt;第一行&lt;/b&gt;"' in page.content.decode(), "what was typed goes along"
    assert left_open.post(reverse(BEGIN), {"holder_proof": "a wrong password"}).status_code == 422
    assert not CodeApp.objects.exists()
    assert left_open.post(reverse(BEGIN), {"holder_proof": PASSWORD}).status_code == 302
    assert CodeApp.objects.exists()
    assert left_open.get(reverse("organisations:code-app")).status_code == 200, "one proof is good for a while"


def test_a_page_behind_a_proof_is_reached_after_it(left_open):
    address = reverse("organisations:code-app")
    asked = left_open.get(address)["Location"]
    assert asked.startswith(reverse("organisations:prove"))
    assert left_open.post(asked, {"holder_proof": PASSWORD})["Location"] == address


def test_a_code_of_the_app_is_a_proof_once(district, forward):
    client = signed_in("shen")
    telephone, _papers = set_up_app(client)
    forward(settings.PROOF_MINUTES * 60 + 1)
    code = telephone.code()
    assert client.post(reverse("organisations:renew-papers"), {"holder_proof": code}).status_code == 200
    forward(settings.PROOF_MINUTES * 60 + 1)
    assert client.post(reverse("organisations:renew-papers"), {"holder_proof": code}).status_code == 422


def test_guessing_in_a_session_that_was_left_open_waits_longer_and_slows_nobody_else(left_open, forward):
    assert [left_open.post(reverse(BEGIN), {"holder_proof": f"guess {n}"}).status_code for n in range(7)] == [422] * 7
    assert left_open.post(reverse(BEGIN), {"holder_proof": PASSWORD}).status_code == 422
    elsewhere = signed_in("shen")
    forward(settings.PROOF_MINUTES * 60 + 1)
    assert elsewhere.post(reverse(BEGIN), {"holder_proof": PASSWORD}).status_code == 302
