"""How a person is told: the ways that there are, the address that must be their own, and what keeps a stranger from being bothered."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import handling, intake
from huiyin.cases.actions.contact import correct_contact
from huiyin.cases.models import Concern
from huiyin.cases.rules import Answers, limit_key
from huiyin.cases.tests.conftest import code_sent
from huiyin.kernel import ledger, outbox
from huiyin.kernel.outbox.letters import compose
from huiyin.kernel.outbox.models import Notice, State
from huiyin.kernel.outbox.tests.web_server import WebServer
from huiyin.kernel.time import now
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import AddressProof, SealedIdentity
from huiyin.settings.gateways import WebGateway

pytestmark = pytest.mark.django_db
PHONE = "13800001111"


def opened(code: str) -> Client:
    client = Client()
    client.post("/s", {"code": code})
    return client


def ask_something(office, case) -> None:
    case.refresh_from_db()
    actor = office.example.actors["jiang"]
    handling.ask_person(actor=actor, case_id=case.pk, version=case.version, question="哪一天？")


def to_person() -> list[Notice]:
    return list(Notice.objects.filter(template="cases/petitioner"))


@pytest.fixture
def sms(settings):
    server = WebServer()
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway(server.url)}
    yield server
    server.stop()


def test_an_address_that_is_not_confirmed_gets_the_code_and_nothing_else(office, sms):
    receipt = office.raised(contact_by="sms", proven=False)
    case = office.assigned(receipt)
    assert not to_person()
    while outbox.deliver_once().taken:
        pass
    [(said, _headers)] = sms.taken
    assert said["to"] == PHONE
    for secret in ("食堂饭菜凉", receipt.code, "http", case.public_id):
        assert secret not in said["subject"] + said["text"]
    code = said["subject"].split()[0]
    client = opened(receipt.code)
    assert "还没有" in client.get("/status/").content.decode()
    assert client.post("/status/contact/prove", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    ask_something(office, case)
    [notice] = to_person()
    assert (notice.channel, notice.to) == ("sms", f"vault:{receipt.concern.identity}")
    outbox.deliver_once()
    assert sms.taken[-1][0]["to"] == PHONE
    assert ledger.verify().ok


def test_the_code_stands_nowhere_once_it_is_out_and_only_as_a_digest_before(office, sms):
    receipt = office.raised(contact_by="sms", proven=False)
    code = code_sent(receipt.concern)
    outbox.deliver_once()
    assert not Notice.objects.get(template="cases/prove").context
    assert code.encode() not in bytes(AddressProof.objects.get().digest)


def test_five_wrong_codes_end_it_and_a_new_one_is_needed(office):
    receipt = office.raised(contact_by="email", proven=False)
    right = code_sent(receipt.concern)
    wrong = "000000" if right != "000000" else "111111"
    client = opened(receipt.code)
    for _try in range(5):
        answer = client.post("/status/contact/prove", {"code": wrong})
        assert "不是" in answer.content.decode()
    assert client.post("/status/contact/prove", {"code": right}).status_code == 422, "guessed often enough"
    client.post("/status/contact", {"contact_by": "email", "email": "lin@example.test"})
    assert client.post("/status/contact/prove", {"code": code_sent(receipt.concern)}).status_code == 302
    assert SealedIdentity.objects.get().proven == ["email"]


def test_a_code_holds_for_a_week(office, days):
    receipt = office.raised(contact_by="email", proven=False)
    code = code_sent(receipt.concern)
    days(7.1)
    assert opened(receipt.code).post("/status/contact/prove", {"code": code}).status_code == 422


def test_another_address_must_be_confirmed_again_and_the_old_code_proves_nothing(office):
    receipt = office.raised(contact_by="email")
    case = office.assigned(receipt)
    Notice.objects.filter(template="cases/petitioner").delete()
    client = opened(receipt.code)
    answer = client.post("/status/contact", {"contact_by": "email", "email": "neu@example.test"})
    assert answer.headers["Location"] == "/status/contact/prove"
    first = code_sent(receipt.concern)
    old = Notice.objects.get(template="cases/prove", state=State.OWED, to=AddressProof.objects.last().reference)
    ask_something(office, case)
    assert not to_person(), "nothing goes to the new address yet, and nothing to the old one"
    client.post("/status/contact", {"contact_by": "email", "email": "neuer@example.test"})
    old.refresh_from_db()
    assert old.state == State.CANCELLED, "the code to the first one does not go out any more"
    if first != code_sent(receipt.concern):
        assert client.post("/status/contact/prove", {"code": first}).status_code == 422
    client.post("/status/contact/prove", {"code": code_sent(receipt.concern)})
    ask_something(office, case)
    assert len(to_person()) == 1


def test_a_way_that_was_confirmed_can_be_chosen_again_without_typing(office, sms):
    receipt = office.raised(contact_by="email")
    client = opened(receipt.code)
    client.post("/status/contact", {"contact_by": "sms", "mobile": PHONE})
    client.post("/status/contact/prove", {"code": code_sent(receipt.concern)})
    assert client.post("/status/contact", {"contact_by": "email"}).headers["Location"] == "/status/"
    assert client.post("/status/contact", {"contact_by": "letter"}).status_code == 302, "an address was sealed"
    assert client.post("/status/contact", {"contact_by": "voice"}).context["form"].errors, "there is no gateway for it"


def test_nobody_floods_a_stranger_from_many_forms(office):
    for number in range(5):
        address = ["lin@example.test", "LIN@example.test", "lin+x@example.test", "lin+y@Example.test"][number % 4]
        receipt = office.raised(identity=Identity(email=address), contact_by="email", proven=False)
    assert Notice.objects.filter(template="cases/prove").count() == 3
    assert office.fresh(receipt).public_id, "what was raised is taken all the same"
    client = opened(receipt.code)
    assert "没有确认" in client.get("/status/").content.decode()
    answer = client.post("/status/contact", {"contact_by": "email", "email": "lin@example.test"})
    assert "明天" in answer.content.decode()
    assert Concern.objects.get(pk=receipt.concern.pk).contact_by == "email"
    assert Notice.objects.filter(template="cases/prove").count() == 3


def test_the_limit_counts_again_after_a_day(office, days):
    for _form in range(4):
        receipt = office.raised(identity=Identity(email="lin@example.test"), contact_by="email", proven=False)
    days(2.1)
    correct_contact(concern=receipt.concern, changes={"email": "lin@example.test"}, contact_by="email")
    assert Notice.objects.filter(template="cases/prove").count() == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lin+a@Example.test", "lin@example.test"),
        ("+86 138-0000 1111", "13800001111"),
        ("１３８00001111", "13800001111"),
    ],
)
def test_one_address_is_one_for_the_limit_however_it_is_written(one, other):
    assert limit_key(one) == limit_key(other)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_code_is_in_the_first_line_and_the_message_says_nothing_of_a_concern(office, language):
    receipt = office.raised(contact_by="email", language=language, proven=False)
    letter = compose(Notice.objects.get(template="cases/prove"))
    assert code_sent(receipt.concern) in letter.subject
    for word in ("concern", "complain", "反映", "信访", "投诉", "食堂"):
        assert word not in letter.subject + letter.body


def test_short_message_and_call_are_offered_only_where_there_is_a_gateway(office, settings):
    receipt = office.raised()
    client = opened(receipt.code)
    assert 'value="sms"' not in client.get("/status/contact").content.decode()
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway("http://127.0.0.1:1/"), "voice": WebGateway("http://127.0.0.1:1/")}
    page = client.get("/status/contact").content.decode()
    assert 'value="sms"' in page
    assert 'value="voice"' in page


def test_the_desk_sees_how_the_person_is_told_and_that_the_address_is_not_confirmed(office, as_):
    desk = office.example.actors["liang"]
    answers = Answers(office.example.organisations["bureau"].public_id, "来访说工资没有发", contact_by="email")
    counted = intake.Intake("visit", now(), desk, read_back=True)
    who = Identity(name="王", email="wang@example.test")
    slip = intake.register_for(actor=desk, answers=answers, identity=who, intake=counted)
    page = as_("liang").get(reverse("cases:case", args=[slip.concern.case.public_id])).content.decode()
    assert "电子邮件" in page
    assert "还没有确认" in page
    assert "wang@example.test" not in page


def test_staff_can_send_again_only_by_ways_that_are_confirmed(office, as_, sms):
    receipt = office.raised(contact_by="email")
    case = office.assigned(receipt)
    ask_something(office, case)
    notice = to_person()[-1]
    Notice.objects.filter(pk=notice.pk).update(state=State.DEAD)
    again = reverse("deliveries:again", args=[notice.public_id])
    as_("jiang").post(again, {"way": "sms"})
    notice.refresh_from_db()
    assert notice.state == State.DEAD, "the number was never shown to be the person's"
