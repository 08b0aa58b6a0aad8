"""The second step of signing in: setting it up, passing it once with each code, losing the telephone, and who guesses."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.kernel import outbox
from huiyin.kernel.ledger.models import Entry
from huiyin.organisations import codes
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Account, CodeApp, RecoveryCode

from .telephone import Telephone, set_up_app
from .test_pages import signed_in

pytestmark = pytest.mark.django_db
SECOND = "organisations:second"


@pytest.fixture
def shen(district) -> tuple[Client, Telephone, list[str]]:
    """Her computer, her telephone, her codes on paper."""
    client = signed_in("shen")
    return client, *set_up_app(client)


def with_password(address: str = "203.0.113.66", client: Client | None = None) -> Client:
    client = client or Client(REMOTE_ADDR=address)
    answer = client.post(reverse("organisations:sign-in"), {"username": "shen", "password": PASSWORD})
    assert answer["Location"] == reverse(SECOND), "the password alone signs nobody in"
    return client


def send(client: Client, code: str) -> int:
    return client.post(reverse(SECOND), {"code": code}).status_code


def is_in(client: Client) -> bool:
    return client.get(reverse("organisations:account")).status_code == 200


def heard(username: str) -> list[str]:
    to = Account.objects.get(username=username).reference
    return [item.body for item in outbox.inbox((to,), language="en")]


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_rfc(at, code):
    """RFC 6238, appendix B, the last six of the eight digits."""
    moment = dt.datetime.fromtimestamp(at, dt.UTC)
    assert codes.matching_step(b"12345678901234567890", code, moment, 0) == at // 30


def test_the_password_alone_opens_nothing(shen):
    _own, telephone, _papers = shen
    client = with_password()
    assert not is_in(client)
    assert send(client, "000000") == 422
    assert not is_in(client)
    assert send(client, telephone.code(30)) == 302
    assert is_in(client)


def test_a_code_counts_once(shen):
    _own, telephone, _papers = shen
    code = telephone.code(30)
    assert send(with_password(), code) == 302
    assert send(with_password("198.51.100.9"), code) == 422, "seen over a shoulder it is worth nothing"
    assert send(with_password("198.51.100.9"), telephone.code()) == 422, "nor is one from before it"


def test_a_code_typed_with_a_chinese_keyboard_counts(shen):
    _own, telephone, _papers = shen
    wide = telephone.code(30).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert send(with_password(), f" {wide[:3]} {wide[3:]} ") == 302


def test_a_code_on_paper_counts_once_and_its_holder_hears_of_it(shen):
    _own, _telephone, papers = shen
    assert len(set(papers)) == codes.PAPER_CODES
    assert send(with_password(), papers[0].upper()) == 302
    assert send(with_password(), papers[0]) == 422
    assert send(with_password(), papers[1].replace("-", " ")) == 302
    assert sum("code on paper" in body for body in heard("shen")) == 2
    assert Entry.objects.filter(verb="organisations.use_recovery_code").count() == 2


def test_new_papers_end_the_old_ones(shen):
    own, _telephone, papers = shen
    own.post(reverse("organisations:renew-papers"))
    assert send(with_password(), papers[3]) == 422


def test_the_database_makes_no_code_and_holds_no_paper(shen):
    _own, telephone, papers = shen
    stored = bytes(CodeApp.objects.get().sealed_seed)
    assert telephone.seed not in stored
    with connection.cursor() as cursor:
        for table in ("django_session", "ledger_entry", "outbox_notice"):
            cursor.execute(f"SELECT * FROM {table}")
            text = repr(cursor.fetchall())
            assert base64.b32encode(telephone.seed).decode() not in text
            assert papers[0] not in text
    assert papers[0].replace("-", "") not in repr(list(RecoveryCode.objects.values()))


def test_a_seal_of_another_account_opens_nothing(shen):
    other = Account.objects.get(username="gao")
    CodeApp.objects.create(account=other, sealed_seed=bytes(CodeApp.objects.get().sealed_seed), confirmed=True)
    Account.objects.filter(pk=other.pk).update(second_step=True)
    client = Client()
    client.post(reverse("organisations:sign-in"), {"username": "gao", "password": PASSWORD})
    page = client.post(reverse(SECOND), {"code": shen[1].code(30)})
    assert page.status_code == 422


def test_the_seed_is_shown_until_it_is_confirmed_and_never_again(shen):
    own, _telephone, _papers = shen
    assert own.get(reverse("organisations:code-app"))["Location"] == reverse("organisations:second-step")
    assert "Take the app away" in english(own, reverse("organisations:second-step"))


def test_setting_it_up_ends_the_other_sessions(district):
    forgotten, own = signed_in("shen"), signed_in("shen")
    set_up_app(own)
    assert not is_in(forgotten)
    assert is_in(own)


def test_an_app_that_was_never_confirmed_is_not_asked_for(district):
    client = signed_in("shen")
    client.post(reverse("organisations:begin-code-app"))
    assert client.post(reverse("organisations:code-app"), {"code": "123456"}).status_code == 422
    assert is_in(signed_in("shen"))


def test_taking_it_away_takes_the_papers_along(shen, forward):
    own, _telephone, _papers = shen
    own.post(reverse("organisations:remove-code-app"))
    assert not RecoveryCode.objects.exists()
    assert is_in(signed_in("shen"))
    assert any("taken away" in body for body in heard("shen"))


def test_who_waits_at_the_second_step_is_gone_after_ten_minutes_or_a_new_password(shen, forward):
    _own, telephone, _papers = shen
    slow, thief = with_password(), with_password("198.51.100.9")
    row = Account.objects.get(username="shen")
    row.set_password("another password")
    row.save()
    assert thief.post(reverse(SECOND), {"code": telephone.code(30)})["Location"] == reverse("organisations:sign-in")
    row.set_password(PASSWORD)
    row.save()
    slow = with_password()
    forward(601)
    assert slow.post(reverse(SECOND), {"code": telephone.code()})["Location"] == reverse("organisations:sign-in")


def test_who_guesses_codes_is_slowed_and_the_holder_is_not(shen):
    own, telephone, _papers = shen
    thief = with_password()
    assert [send(thief, "000000") for _ in range(7)] == [422] * 7
    assert send(thief, telephone.code(30)) == 422, "while waiting not even the right code is looked at"
    own.post(reverse("organisations:sign-out"))
    with_password(client=own)
    assert send(own, telephone.code(30)) == 302, "her own browser goes on as if nobody had tried"


def test_who_guesses_from_everywhere_comes_to_an_end_and_the_holder_hears_of_it(shen):
    own, telephone, papers = shen
    for network in range(30):
        assert send(with_password(f"10.0.{network}.1"), "000000") == 422
    assert send(with_password("10.1.0.1"), telephone.code(30)) == 422
    assert [body for body in heard("shen") if "tried many codes" in body]
    assert send(with_password("10.1.1.1"), papers[0]) == 302, "by paper she comes in from anywhere"
    own.post(reverse("organisations:sign-out"))
    assert send(with_password(client=own), telephone.code(30)) == 302, "and with the app on her own computer"


def test_nobody_jumps_to_the_second_step(district):
    assert Client().get(reverse(SECOND))["Location"] == reverse("organisations:sign-in")


def english(client: Client, address: str) -> str:
    client.cookies["huiyin_language"] = "en"
    return client.get(address).content.decode()
