"""Who raised a case that was sealed is opened by two accounts, for a purpose that both saw, and the person reads it of both."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.cases.actions import identity, sealing
from huiyin.cases.models import Concern
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.access.session import actors_of
from huiyin.organisations.actions import two_hands
from huiyin.organisations.actions.people import appointed
from huiyin.organisations.models import Account, Post, TwoHands
from huiyin.organisations.rules import Period

NAME, PURPOSE = "欧阳慕云", "核对举报材料的原件"


@pytest.fixture
def sealed(office) -> Concern:
    receipt = office.raised(identity=Identity(name=NAME, phone="13987654321"))
    there = office.accepted(receipt)
    liang = office.example.actors["liang"]
    sealing.seal(actor=liang, case_id=there.pk, version=there.version, seal_number="封-3", forwarded_to="县纪委监委")
    return Concern.objects.get(pk=receipt.concern.pk)


def deputy(office, name: str = "zheng"):
    """Another person who holds the post that sealed it, as deputy."""
    account, post = Account.objects.get(username=name), Post.objects.get(pk=office.example.actors["liang"].post_id)
    with store.write():
        held = appointed(account, post, Period(time.today("Asia/Shanghai") - dt.timedelta(days=3)), deputy=True)
        ledger.record(verb="test.hold", actor="system:test", about=post.reference, at=time.now(), commits=[held])
    return next(one for one in actors_of(account) if one.post_id == post.pk)


def opens(actor, concern):
    return identity.open_identity(actor=actor, concern_public_id=concern.public_id, purpose=PURPOSE, fields=["name"])


def test_one_alone_opens_nothing_and_where_nobody_else_may_it_stays_shut(office, sealed, as_):
    liang = office.example.actors["liang"]
    with pytest.raises(Conflict):
        opens(liang, sealed)
    with pytest.raises(Conflict):
        identity.ask_opening(actor=liang, concern_public_id=sealed.public_id, purpose=PURPOSE)
    with pytest.raises(Refused):
        identity.ask_opening(actor=office.example.actors["zheng"], concern_public_id=sealed.public_id, purpose=PURPOSE)
    sent = {"concern": sealed.public_id, "fields_wanted": ["name"], "purpose": PURPOSE}
    page = as_("liang").post(reverse("cases:open-identity", args=[sealed.case.public_id]), sent)
    assert page.status_code == 409
    assert NAME not in page.content.decode()


def test_two_accounts_open_it_for_an_hour_and_the_person_reads_both(office, sealed, forward):
    liang, second = office.example.actors["liang"], deputy(office)
    row = identity.ask_opening(actor=liang, concern_public_id=sealed.public_id, purpose=PURPOSE)
    with pytest.raises(BadInput):
        two_hands.confirm(actor=liang, public_id=row.public_id)
    with pytest.raises(Conflict):
        opens(liang, sealed)
    two_hands.confirm(actor=second, public_id=row.public_id)
    assert opens(liang, sealed).name == NAME
    assert opens(second, sealed).name == NAME
    line = sealed.case.events.filter(verb="open_identity").first()
    assert line.note == PURPOSE
    forward(61 * 60)
    with pytest.raises(Conflict):
        opens(liang, sealed)
    assert TwoHands.objects.get().asked_by_id != TwoHands.objects.get().confirmed_by_id
    assert ledger.verify().ok
