"""What can't be undone takes two people: asked for with a reason, confirmed by another account within the time, or nothing happens."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse

from huiyin.cases.actions import closing, erasure
from huiyin.cases.models import Case, Concern, Exclusion
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.organisations.actions import two_hands
from huiyin.organisations.models import Account, TwoHands

GROUND = "本人11月24日书面申请"


@pytest.fixture
def ended(office) -> Concern:
    receipt = office.raised()
    office.assigned(receipt)
    closing.withdraw(concern=receipt.concern, note="")
    return Concern.objects.get(pk=receipt.concern.pk)


def asked(office, concern: Concern, by: str = "jiang") -> TwoHands:
    return erasure.ask_erasure(actor=office.example.actors[by], concern_public_id=concern.public_id, ground=GROUND)


def heard(office, who: str) -> list[str]:
    return [item.body for item in outbox.inbox((office.example.actors[who].reference,), language="en")]


def test_one_asks_another_confirms_and_everybody_concerned_hears_of_it(office, ended, as_):
    row = asked(office, ended)
    assert Concern.objects.get().text
    assert any("waits for a second person" in body for body in heard(office, "he"))
    assert not any("waits for a second person" in body for body in heard(office, "jiang"))
    address = reverse("organisations:two-hands-one", args=[row.public_id])
    assert GROUND in as_("he").get(address).content.decode()
    assert address in as_("he").get(reverse("organisations:two-hands")).content.decode()
    assert as_("he").post(address, {"do": "confirm"}).status_code == 302
    assert not Concern.objects.exclude(text="").exists()
    assert any("was confirmed" in body for body in heard(office, "jiang"))
    assert not any("waits for a second person" in body for body in heard(office, "he"))
    verbs = Entry.objects.filter(about=f"concern:{ended.public_id}").order_by("id").values_list("verb", flat=True)
    assert [verb for verb in verbs if "second" in verb] == ["organisations.ask_second", "organisations.confirm_second"]
    assert ledger.verify().ok


def test_who_asked_does_not_confirm_and_the_database_refuses_it_too(office, ended):
    row = asked(office, ended)
    with pytest.raises(BadInput):
        two_hands.confirm(actor=office.example.actors["jiang"], public_id=row.public_id)
    with pytest.raises(IntegrityError), store.write():
        TwoHands.objects.filter(pk=row.pk).update(confirmed_by=row.asked_by_id, confirmed_at=time.now())
    other = Account.objects.get(username="he")
    with pytest.raises(IntegrityError), store.write():
        TwoHands.objects.filter(pk=row.pk).update(confirmed_by=other, confirmed_at=row.until_at + two_hands.LASTS)
    assert Concern.objects.get().text


def test_the_second_person_proves_who_they_are(office, ended, as_, forward):
    row = asked(office, ended)
    client = as_("he")
    forward(settings.PROOF_MINUTES * 60 + 1)
    page = client.post(reverse("organisations:two-hands-one", args=[row.public_id]), {"do": "confirm"})
    assert page.status_code == 403
    assert Concern.objects.get().text


def test_it_comes_to_nothing_by_who_asked_by_who_declines_or_by_itself(office, ended, forward):
    he, jiang = office.example.actors["he"], office.example.actors["jiang"]
    two_hands.decline(actor=jiang, public_id=asked(office, ended).public_id)
    two_hands.decline(actor=he, public_id=asked(office, ended).public_id)
    assert any("was declined" in body for body in heard(office, "jiang"))
    row = asked(office, ended)
    assert two_hands.end_run_out() == 0
    forward(two_hands.LASTS.total_seconds() + 1)
    with pytest.raises(Conflict):
        two_hands.confirm(actor=he, public_id=row.public_id)
    assert two_hands.end_run_out() == 1
    assert two_hands.end_run_out() == 0
    assert any("no second person" in body for body in heard(office, "jiang"))
    assert list(TwoHands.objects.order_by("id").values_list("ended_how", flat=True)) == [
        "taken-back", "declined", "ran-out",
    ]  # fmt: skip
    assert Concern.objects.get().text
    assert ledger.verify().ok


def test_it_is_asked_for_once_and_not_confirmed_when_the_case_runs_again(office, ended):
    row = asked(office, ended)
    with pytest.raises(Conflict):
        asked(office, ended, by="song")
    Case.objects.filter(pk=ended.case_id).update(bucket="open")
    with pytest.raises(Conflict):
        two_hands.confirm(actor=office.example.actors["he"], public_id=row.public_id)
    assert Concern.objects.get().text


def test_who_may_not_do_it_alone_may_not_as_second_and_is_told_nothing(office, ended, as_):
    Exclusion.objects.create(case=ended.case, post_id=office.example.actors["song"].post_id)
    row = asked(office, ended)
    assert not any("waits for a second person" in body for body in heard(office, "song"))
    for who in ("song", "xiaozhang", "admin"):
        with pytest.raises(Refused):
            two_hands.confirm(actor=office.example.actors[who], public_id=row.public_id)
        with pytest.raises(Refused):
            two_hands.decline(actor=office.example.actors[who], public_id=row.public_id)
        assert as_(who).get(reverse("organisations:two-hands-one", args=[row.public_id])).status_code == 404
        assert GROUND not in as_(who).get(reverse("organisations:two-hands")).content.decode()
