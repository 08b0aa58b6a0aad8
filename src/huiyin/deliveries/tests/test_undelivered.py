"""What could not be delivered stays with a person until somebody settles it, and is in nobody else's world."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.cases.tests.conftest import Office, as_, office
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.outbox import standings
from huiyin.kernel.outbox.breaker import Standing
from huiyin.kernel.outbox.models import Attempt, Notice, Settlement, State
from huiyin.kernel.outbox.tests.mail_server import MailServer
from huiyin.kernel.outbox.tests.web_server import WebServer
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations.models import Account
from huiyin.settings.gateways import WebGateway

__all__ = ["as_", "office"]
pytestmark = pytest.mark.django_db

LIN = "lin@example.test"
LIST = "/undelivered/"


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "huiyin.kernel.outbox.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.fixture
def refused(office: Office, server):
    """A case whose person has an address that takes no mail; a notice to them was given up."""
    receipt = office.raised(contact_by="email")
    server.refusals[LIN] = f"550 no such user {LIN}"
    case = office.assigned(receipt)
    while outbox.deliver_once().taken:
        pass
    assert outbox.given_up()
    return case


def text_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def page_of(notice: Notice) -> str:
    return reverse("deliveries:notice", args=[notice.public_id])


def test_the_page_of_the_case_says_that_the_person_was_not_reached_and_proposes_another_way(refused, as_):
    (first, *_) = outbox.given_up()
    page = as_("jiang").get(reverse("cases:case", args=[refused.public_id])).content.decode()
    assert page_of(first) in page
    assert LIST in as_("jiang").get(reverse("cases:day")).content.decode()
    page = text_of(as_("jiang").get(page_of(first)))
    assert "电话" in page
    for told in (page, text_of(as_("jiang").get(LIST))):
        assert LIN not in told
        assert "13800001111" not in told


def test_somebody_who_telephoned_settles_it_once(refused, as_):
    (first, *rest) = outbox.given_up()
    client, today = as_("jiang"), time.today("Asia/Shanghai")
    sent = {"way": "telephone", "on": today.isoformat(), "proof": "上午与本人通话"}
    assert client.post(page_of(first), {**sent, "proof": ""}).status_code == 422
    answer = client.post(page_of(first), sent)
    assert answer.headers["Location"] == reverse("cases:case", args=[refused.public_id])
    assert client.post(page_of(first), sent).status_code == 404, "nothing is left to settle"
    row = Settlement.objects.get()
    assert (row.way, row.on, row.by) == ("telephone", today, refused.handler.reference)
    assert [one.public_id for one in outbox.given_up()] == [one.public_id for one in rest]
    assert ledger.verify().ok


def test_with_the_address_mended_it_is_sent_again(refused, as_, server):
    first = outbox.given_up()[0]
    server.refusals.clear()
    as_("jiang").post(reverse("deliveries:again", args=[first.public_id]), {"way": "email"})
    outbox.deliver_once()
    first.refresh_from_db()
    assert first.state == State.DELIVERED
    assert server.taken[0][0] == LIN
    assert [one.taken for one in outbox.tries_of(first)] == [False, True]


def test_where_a_gateway_is_named_it_can_go_by_short_message_to_a_confirmed_number(refused, as_, settings):
    web = WebServer()
    SealedIdentity.objects.update(proven=["email", "sms"])
    address = reverse("deliveries:again", args=[outbox.given_up()[0].public_id])
    as_("jiang").post(address, {"way": "sms"})
    assert not outbox.deliver_once().taken, "none is named yet"
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway(web.url)}
    as_("jiang").post(address, {"way": "sms"})
    assert outbox.deliver_once().sent == 1
    assert web.taken[0][0]["to"] == "13800001111"
    web.stop()


def test_who_runs_the_machine_sees_a_gateway_that_is_away_and_nobody_else(office, as_):
    with store.write():
        standings.keep("sms", Standing(3, time.now(), time.now()))
    assert "短信" in text_of(as_("admin").get(LIST))
    assert "短信" not in text_of(as_("he").get(LIST))


def test_it_is_in_nobodys_world_who_may_not_settle_it(refused, as_):
    first = outbox.given_up()[0]
    for name in ("admin", "xiaozhang", "ducha", "jiwei", "dudao"):
        client = as_(name)
        assert client.get(page_of(first)).status_code == 404, name
        assert client.post(reverse("deliveries:again", args=[first.public_id])).status_code == 404, name
        assert page_of(first) not in client.get(LIST).content.decode()
    assert Attempt.objects.filter(notice=first).count() == 1


def test_a_code_to_sign_in_that_bounced_is_with_who_manages_people(office, as_, server):
    from huiyin.organisations.actions.sign_in import ask_for_key

    Account.objects.filter(username="jiang").update(email="jiang@school.example")
    server.refusals["jiang@school.example"] = "550 no"
    ask_for_key(username="jiang", address="198.51.100.7")
    outbox.deliver_once()
    notice = Notice.objects.get(template="organisations/sign-in-key")
    assert page_of(notice) in as_("admin").get(LIST).content.decode()
    assert notice.context["key"] not in as_("admin").get(page_of(notice)).content.decode()
    assert as_("he").get(page_of(notice)).status_code == 404
