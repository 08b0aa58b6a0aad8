"""Signing in by the provider of the house, and what a hostile one, a copied answer or a dead one comes to."""

from __future__ import annotations

import time as stopwatch
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from huiyin.kernel import outbox
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.organisations import actions
from huiyin.organisations.access import owes_second_step
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Account, LinkedIdentity, OpenSession, Organisation
from huiyin.organisations.openid import Who
from huiyin.settings.identity import identity_from

from .identity_provider import CLIENT, SECRET, Provider
from .telephone import set_up_app
from .test_pages import signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, BACK = "organisations:sign-in-identity", "organisations:identity-back"


@pytest.fixture
def provider(settings, tmp_path: Path) -> Iterator[Provider]:
    """A provider that answers, and an installation that knows it."""
    one = Provider()
    file = tmp_path / "identity.toml"
    file.write_text(
        f'issuer = "{one.issuer}"\naddress = "https://testserver"\nclient = "{CLIENT}"\nsecret = "{SECRET}"\n'
        'name = "区统一身份认证"\nseconds = 0.5\nsecond_step = ["mfa"]\n'
    )
    settings.IDENTITY_PROVIDER = identity_from(file)
    yield one
    one.stop()


@pytest.fixture
def linked(district, provider: Provider) -> Account:
    """Teacher Shen, who linked her account through the pages."""
    client = signed_in("shen")
    answer = provider.visit(client.get(reverse("organisations:begin-identity"))["Location"])
    assert client.get(reverse(BACK), answer)["Location"] == reverse("organisations:identity")
    assert "沈老师" in client.get(reverse("organisations:identity")).content.decode()
    assert not LinkedIdentity.objects.exists(), "not before she said that it is she"
    assert client.post(reverse("organisations:link-identity")).status_code == 302
    return Account.objects.get(username="shen")


def came_back(provider: Provider, client: Client | None = None, **changed: str) -> tuple[Client, Any]:
    """Through the provider and back."""
    client = client or Client()
    begun = client.get(reverse(SIGN_IN), {"next": "/account/"})
    assert begun.status_code == 302
    answer = {**provider.visit(begun["Location"]), **changed}
    return client, client.get(reverse(BACK), answer)


def is_in(client: Client) -> bool:
    return client.get(reverse("organisations:account")).status_code == 200


def test_who_linked_the_account_comes_in_and_nobody_else_does(linked, provider):
    client, answer = came_back(provider)
    assert answer["Location"] == "/account/"
    assert is_in(client)
    assert OpenSession.objects.filter(account=linked).count() == 2
    provider.person = {"sub": "somebody else", "name": "沈老师"}
    stranger, answer = came_back(provider)
    assert answer["Location"] == reverse("organisations:sign-in")
    assert not is_in(stranger)
    assert Account.objects.filter(display_name="沈老师").count() == 0, "none is made"
    verbs = Entry.objects.filter(about=linked.reference).values_list("verb", flat=True)
    assert "organisations.link_identity" in verbs
    assert any("sign-in service" in one.body for one in outbox.inbox((linked.reference,), language="en"))


def test_who_came_by_the_provider_is_offered_to_sign_out_there_too(linked, provider):
    client, _answer = came_back(provider)
    shown = client.post(reverse("organisations:sign-out"), follow=True).content.decode()
    assert not is_in(client)
    assert reverse("organisations:leave-identity") in shown
    provider.lies["discovery"] = {"end_session_endpoint": f"{provider.issuer}/end"}
    assert (
        client.get(reverse("organisations:leave-identity"))["Location"] == f"{provider.issuer}/end?client_id={CLIENT}"
    )
    by_password = signed_in("shen")
    shown = by_password.post(reverse("organisations:sign-out"), follow=True).content.decode()
    assert reverse("organisations:leave-identity") not in shown, "the provider knows nothing of it"


@pytest.mark.parametrize("end", [None, "https://elsewhere.example/end", ["x"], "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_to_sign_out(linked, provider, end):
    provider.lies["discovery"] = {"end_session_endpoint": end}
    client = Client()
    assert client.get(reverse("organisations:leave-identity"))["Location"] == reverse("organisations:sign-in")
    assert 'role="alert"' in client.get(reverse("organisations:sign-in")).content.decode()


@pytest.mark.parametrize(
    ("twist", "lies"),
    [
        ({"nonce": "another question"}, {}),
        ({"nonce": None}, {}),
        ({"aud": "another-client"}, {}),
        ({"aud": ["huiyin", "another-client"]}, {}),
        ({"aud": ["huiyin", "other"], "azp": "other"}, {}),
        ({"azp": "other"}, {}),
        ({"aud": None}, {}),
        ({"iss": "https://elsewhere.example"}, {}),
        ({"exp": 1_000_000_000}, {}),
        ({"exp": None}, {}),
        ({"iat": 4_000_000_000}, {}),
        ({"iat": 1_000_000_000}, {}),
        ({"sub": None}, {}),
        ({"sub": ""}, {}),
        ({"sub": ["248289761001"]}, {}),
        ({}, {"alg": "none"}),
        ({}, {"alg": "HS256"}),
        ({}, {"other_key": True}),
        ({}, {"iss": "https://elsewhere.example"}),
        ({}, {"iss": ""}),
        ({}, {"/keys": "giant"}),
        ({}, {"/keys": "elsewhere"}),
        ({}, {"/keys": "no json"}),
        ({}, {"discovery": {"jwks_uri": "http://127.0.0.1:1/keys"}}),
        ({}, {"discovery": {"token_endpoint": "https://elsewhere.example/token"}}),
        ({}, {"discovery": {"issuer": "https://elsewhere.example"}}),
        ({}, {"discovery": {"jwks_uri": "http://[broken"}}),
        ({}, {"discovery": {"code_challenge_methods_supported": ["plain"]}}),
    ],
)
def test_a_hostile_answer_lets_nobody_in(linked, provider, twist, lies):
    client = Client()
    begun = client.get(reverse(SIGN_IN))
    provider.twist, provider.lies = twist, lies
    answer = client.get(reverse(BACK), provider.visit(begun["Location"]))
    assert answer["Location"] == reverse("organisations:sign-in")
    assert not is_in(client)
    assert "/inside" not in provider.asked, "no redirect is followed"
    assert client.post(
        reverse("organisations:sign-in"), {"username": "shen", "password": PASSWORD}
    ).status_code == 302, "the password goes on"  # fmt: skip


def test_an_answer_counts_once_and_in_the_browser_that_asked(linked, provider, forward):
    client = Client()
    answer = provider.visit(client.get(reverse(SIGN_IN))["Location"])
    thief = Client()
    thief.get(reverse(SIGN_IN))
    assert thief.get(reverse(BACK), answer)["Location"] == reverse("organisations:sign-in")
    assert not is_in(thief)
    assert provider.asked.count("/token") == 1, "a state of another browser does not even use the code up"
    assert client.get(reverse(BACK), {**answer, "state": "guessed"}).status_code == 302
    client.get(reverse(BACK), answer)
    assert not is_in(client), "a question that got an answer is over"

    client, _answer = came_back(provider)
    client.post(reverse("organisations:sign-out"))
    late = provider.visit(client.get(reverse(SIGN_IN))["Location"])
    forward(601)
    client.get(reverse(BACK), late)
    assert not is_in(client)
    assert not is_in(came_back(provider, code="made-up")[0])


def test_a_dead_or_slow_provider_costs_seconds_and_passwords_go_on(linked, provider):
    provider.lies = {"/.well-known/openid-configuration": "drip"}
    began = stopwatch.monotonic()
    client = Client()
    assert client.get(reverse(SIGN_IN))["Location"] == reverse("organisations:sign-in")
    assert stopwatch.monotonic() - began < 5, "patience is for the whole answer"
    provider.stop()
    assert client.get(reverse(SIGN_IN))["Location"] == reverse("organisations:sign-in")
    assert "passkey" in client.get(reverse("organisations:sign-in"), headers={"accept-language": "en"}).content.decode()
    assert client.post(
        reverse("organisations:sign-in"), {"username": "shen", "password": PASSWORD}
    ).status_code == 302  # fmt: skip


def test_what_the_provider_saw_decides_whether_it_is_a_second_step(linked, provider):
    set_up_app(came_back(provider)[0])
    client, answer = came_back(provider)
    assert answer["Location"] == reverse("organisations:second"), "a password there is no second step"
    assert not is_in(client)
    provider.person["amr"] = ["pwd", "mfa"]
    client, answer = came_back(provider)
    assert answer["Location"] == "/account/"


def test_it_opens_what_the_office_closes_without_a_second_step(linked, provider):
    Organisation.objects.update(second_step=True)
    assert owes_second_step(actor_for(linked), "open_identity")
    page, asks = reverse("organisations:second-step"), "本单位要求设置两步验证"
    weak, _answer = came_back(provider)
    assert asks in weak.get(page).content.decode()
    provider.person["amr"] = ["mfa"]
    strong, _answer = came_back(provider)
    assert asks not in strong.get(page).content.decode()
    assert owes_second_step(actor_for(linked), "open_identity"), "the password alone still does not open it"


def test_the_holder_alone_links_and_an_administrator_takes_away(linked, district, provider):
    who = Who(provider.issuer, "248289761001", "沈老师", strong=False)
    with pytest.raises(Conflict):
        actions.link_identity(actor=district.actors["gao"], who=who)
    client, _answer = came_back(provider)
    address = reverse("organisations:unlink-identity-of", args=[linked.public_id])
    assert signed_in("gao").post(address).status_code == 404
    assert signed_in("admin").post(address).status_code == 302
    assert not LinkedIdentity.objects.exists()
    assert not is_in(client), "its sessions end"
    assert not is_in(came_back(provider)[0])
    with pytest.raises(Refused):
        actions.unlink_identity(actor=district.actors["gao"], account=linked.public_id)
    Account.objects.filter(pk=linked.pk).update(vouched=False)
    linked.refresh_from_db()
    with pytest.raises(Conflict):
        actions.link_identity(actor=actor_for(linked), who=who)


def test_a_closed_account_stays_closed(linked, provider, district):
    actions.deactivate_account(actor=district.actors["admin"], account=linked.public_id)
    assert not is_in(came_back(provider)[0])


def test_without_a_provider_nothing_of_it_is_there(district, settings):
    assert settings.IDENTITY_PROVIDER is None
    assert Client().get(reverse(SIGN_IN)).status_code == 404
    assert Client().get(reverse(BACK)).status_code == 302
    assert reverse(SIGN_IN) not in Client().get(reverse("organisations:sign-in")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        'issuer = "http://login.example"', 'issuer = "ftp://x"', 'issuer = "https://a@b"', "issuer = 3",
        'address = "//x"', 'client = ""', "seconds = 60", 'second_step = "mfa"', 'colour = "red"', "= broken",
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_before_anything_starts(tmp_path: Path, wrong: str):
    right = {"issuer": '"https://a"', "address": '"https://b"', "client": '"c"', "name": '"n"'}
    right.pop(wrong.partition(" =")[0], None)
    file = tmp_path / "identity.toml"
    file.write_text("\n".join([*(f"{name} = {value}" for name, value in right.items()), wrong]))
    with pytest.raises(ImproperlyConfigured, match=r"identity\.toml"):
        identity_from(file)
