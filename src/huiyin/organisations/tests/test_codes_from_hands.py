"""A code that goes through an administrator's hands sets a password and opens nothing that shows who somebody is."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.kernel import outbox
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.organisations import actions
from huiyin.organisations.access import may, require
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.models import Account, LetIn
from huiyin.organisations.models.people import SignInKey

from .telephone import set_up_app
from .test_pages import signed_in, try_password

pytestmark = pytest.mark.django_db
NEW = "a whole new phrase"


@pytest.fixture
def jiang(district) -> Account:
    """Opens identities in the bureau, without a second step."""
    account = Account.objects.get(username="jiang")
    assert may(actor_for(account), "open_identity")
    return account


def reset(client: Client, account: Account) -> str:
    page = client.post(
        reverse("organisations:reset", args=[account.public_id]), {"reason": "本人到办公室，核对了工作证"}
    )
    return re.search(r'hy-code">([^<]+)<', page.content.decode())[1]


def heard(reference: str) -> str:
    return " ".join(item.body for item in outbox.inbox((reference,), language="en"))


def opens_identities(account: Account) -> bool:
    actor = actor_for(Account.objects.get(pk=account.pk))
    try:
        require(actor, "open_identity")
    except Refused:
        return False
    return True


def test_whoever_uses_it_sees_no_identity_until_a_second_administrator_vouches(district, jiang):
    admin, second = signed_in("admin"), signed_in("admin2")
    key = reset(admin, jiang)
    assert "voided your password" in heard(jiang.reference)
    for told in ("admin2", "he"):
        assert "voided somebody's password" in heard(district.actors[told].reference)
    assert "voided somebody's password" not in heard(district.actors["admin"].reference)
    assert opens_identities(jiang), "an administrator shuts nobody out by giving a code that nobody uses"

    client = Client()
    assert client.post(reverse("organisations:key"), {"key": key, "new": NEW}).status_code == 302
    assert try_password(client, "jiang", NEW) == 302, "all other work goes on"
    assert not opens_identities(jiang)
    assert "went through an administrator" in heard(jiang.reference)
    assert "由管理员" in client.get(reverse("organisations:second-step")).content.decode()
    set_up_app(client)
    assert not opens_identities(jiang), "an app that is set up afterwards proves nobody"

    vouch = reverse("organisations:vouch", args=[jiang.public_id])
    admin.post(vouch)
    assert not opens_identities(jiang), "not by whose hands it went through"
    assert "核对了工作证" in second.get(reverse("organisations:person", args=[jiang.public_id])).content.decode()
    second.post(vouch)
    assert opens_identities(jiang)
    verbs = list(Entry.objects.filter(about=jiang.reference).order_by("id").values_list("verb", flat=True))
    assert [verb.partition(".")[2] for verb in verbs if verb.endswith(("password", "use_key", "vouch"))] == [
        "reset_password", "use_key", "vouch",
    ]  # fmt: skip


def test_a_second_administrator_vouches_for_who_has_no_second_step(district, jiang):
    key = reset(signed_in("admin"), jiang)
    actions.use_key(key=key, new=NEW, address="203.0.113.9")
    assert not opens_identities(jiang)
    actions.vouch(actor=district.actors["admin2"], account=jiang.public_id)
    assert opens_identities(jiang)


def test_where_there_is_a_second_step_it_is_what_proves(district, jiang):
    set_up_app(signed_in("jiang"))
    actions.use_key(key=reset(signed_in("admin"), jiang), new=NEW, address="203.0.113.9")
    assert opens_identities(jiang)
    client = Client()
    answer = client.post(reverse("organisations:sign-in"), {"username": "jiang", "password": NEW})
    assert answer["Location"] == reverse("organisations:second"), "a code for a password is no way past it"


def test_a_code_to_an_address_that_an_administrator_wrote_is_one_from_their_hands(district, jiang):
    def by_mail() -> None:
        actions.ask_for_key(username="jiang", address="203.0.113.9")
        sent = outbox.Notice.objects.filter(channel="email", template="organisations/sign-in-key").latest("id")
        actions.use_key(key=sent.context["key"], new=f"{NEW} {sent.pk}", address="203.0.113.9")

    def mail(actor: str, address: str) -> None:
        row = Account.objects.get(pk=jiang.pk)
        changes = {"email": address}
        actions.edit_account(
            actor=district.actors[actor], account=row.public_id, version=row.version, changes=changes
        )  # fmt: skip

    mail("jiang", "jiang@example.org")
    by_mail()
    assert opens_identities(jiang), "their own address"
    mail("admin", "admin@example.org")
    assert "changed the mail address" in heard(jiang.reference)
    by_mail()
    assert not opens_identities(jiang)
    actions.vouch(actor=district.actors["admin2"], account=jiang.public_id)
    by_mail()
    assert opens_identities(jiang), "vouched for, with the address"


def test_it_takes_a_reason_a_fresh_proof_and_somebody_else(district, jiang, forward):
    admin = signed_in("admin")
    address = reverse("organisations:reset", args=[jiang.public_id])
    assert admin.post(address, {"reason": " "}).status_code == 422
    assert admin.get(address).status_code == 200
    assert not SignInKey.objects.exists(), "reading the page voids nothing"
    own = Account.objects.get(username="admin")
    with pytest.raises(BadInput):
        actions.reset_password(actor=district.actors["admin"], account=own.public_id, reason="x")
    forward(settings.PROOF_MINUTES * 60 + 1)
    assert admin.post(address, {"reason": "电话核实"}).status_code == 403
    assert not SignInKey.objects.exists()
    assert not LetIn.objects.exists()


def test_the_first_code_of_a_new_account_is_vouched_for_by_its_appointment(district):
    made = actions.create_account(actor=district.actors["admin"], username="new-one", display_name="新人")
    actions.use_key(key=made.key, new=NEW, address="203.0.113.9")
    assert Account.objects.get(username="new-one").vouched
