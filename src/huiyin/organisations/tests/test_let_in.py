"""Telephone and papers lost: let in once by one administrator, vouched for by another, and nothing sealed opens meanwhile."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from huiyin.kernel import outbox, store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.organisations import actions
from huiyin.organisations.access import may, require
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Account, LetIn

from .telephone import set_up_app
from .test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def jiang(district) -> Account:
    """Opens identities in the bureau; has a second step, and lost all of it."""
    set_up_app(signed_in("jiang"))
    return Account.objects.get(username="jiang")


def by_password() -> tuple[Client, str]:
    client = Client(REMOTE_ADDR="203.0.113.5")
    return client, client.post(reverse("organisations:sign-in"), {"username": "jiang", "password": PASSWORD})[
        "Location"
    ]


def heard(reference: str) -> list[str]:
    return [item.body for item in outbox.inbox((reference,), language="en")]


def test_one_lets_in_once_and_another_vouches(district, jiang):
    admin, second = signed_in("admin"), signed_in("admin2")
    address = reverse("organisations:let-in", args=[jiang.public_id])
    assert admin.post(address, {"reason": ""}).status_code == 422
    assert admin.post(address, {"reason": "本人到办公室，核对了工作证"}).status_code == 302
    assert any("without the second step" in body for body in heard(jiang.reference))
    for told in (district.actors["admin2"], district.actors["he"]):
        assert any("without its second step" in body for body in heard(told.reference)), told.post_title
    assert not any("without its second step" in body for body in heard(district.actors["admin"].reference))

    client, onward = by_password()
    assert onward != reverse("organisations:second")
    assert by_password()[1] == reverse("organisations:second"), "once"
    jiang.refresh_from_db()
    with pytest.raises(Refused):
        require(actor_for(jiang), "open_identity")
    set_up = reverse("organisations:second-step")
    assert client.post(reverse("organisations:remove-code-app"))["Location"] == set_up
    set_up_app(client)
    jiang.refresh_from_db()
    assert actor_for(jiang).second_step_owed, "a new app alone opens nothing: whoever let in could have set it up"
    person = reverse("organisations:person", args=[jiang.public_id])
    assert "核对了工作证" in second.get(person).content.decode()
    vouch = reverse("organisations:vouch", args=[jiang.public_id])
    admin.post(vouch)
    jiang.refresh_from_db()
    assert not jiang.vouched, "not by who let in"
    second.post(vouch)
    jiang.refresh_from_db()
    assert jiang.vouched
    assert may(require(actor_for(jiang), "open_identity"), "open_identity")
    verbs = list(Entry.objects.filter(about=jiang.reference).order_by("id").values_list("verb", flat=True))
    assert [verb for verb in verbs if "let_in" in verb or "vouch" in verb] == [
        "organisations.let_in", "organisations.use_let_in", "organisations.vouch",
    ]  # fmt: skip


def test_it_ends_after_an_hour_and_changes_nothing_if_unused(district, jiang, forward):
    actions.let_in(actor=district.actors["admin"], account=jiang.public_id, reason="电话核实")
    forward(3601)
    assert by_password()[1] == reverse("organisations:second")
    jiang.refresh_from_db()
    assert jiang.vouched


def test_nobody_lets_in_themselves_or_who_is_out_of_reach_or_who_needs_it_not(district, jiang):
    set_up_app(signed_in("admin"))
    own = Account.objects.get(username="admin").public_id
    with pytest.raises(BadInput):
        actions.let_in(actor=district.actors["admin"], account=own, reason="x")
    with pytest.raises(Refused):
        actions.let_in(actor=district.actors["school-admin"], account=jiang.public_id, reason="x")
    with pytest.raises(Refused):
        actions.let_in(actor=district.actors["he"], account=jiang.public_id, reason="x")
    with pytest.raises(Conflict):
        actions.let_in(
            actor=district.actors["admin"], account=Account.objects.get(username="tang").public_id, reason="x"
        )


def test_the_database_itself_knows_two_people(district, jiang):
    row = actions.let_in(actor=district.actors["admin"], account=jiang.public_id, reason="x")
    with pytest.raises(IntegrityError), store.write():
        LetIn.objects.filter(pk=row.pk).update(vouched_by=row.by)


def test_letting_in_asks_for_a_fresh_proof(district, jiang, forward):
    admin = signed_in("admin")
    forward(settings.PROOF_MINUTES * 60 + 1)
    page = admin.post(reverse("organisations:let-in", args=[jiang.public_id]), {"reason": "电话核实"})
    assert page.status_code == 403
    assert "电话核实" in page.content.decode()
    assert not LetIn.objects.exists()
