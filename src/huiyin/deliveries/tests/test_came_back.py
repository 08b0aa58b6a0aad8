"""What was taken and came back later: by a report of delivery in a mailbox, or by a gateway's receipt."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import mailbox
import re
import sys

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.tests.conftest import Office, as_, office
from huiyin.deliveries import commands
from huiyin.deliveries.tests.test_undelivered import LIST, page_of, server, text_of
from huiyin.kernel import ledger, outbox, time
from huiyin.kernel.outbox.bounces import read
from huiyin.kernel.outbox.models import Attempt, Delivery, Notice, State
from huiyin.kernel.outbox.tests.web_server import WebServer
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.settings.gateways import WebGateway

__all__ = ["as_", "office", "server"]
pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-gateway-32-chars"


def report(message_id: str, *, action: str = "failed", status: str = "5.1.1", own_id: str = "<r1@mx.example>") -> bytes:
    """As a mail server writes it (RFC 3464, appendix E, shortened)."""
    return f"""From: MAILER-DAEMON@mx.example
To: huiyin@localhost
Subject: Undelivered Mail Returned to Sender
Message-ID: {own_id}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

<lin@example.test>: host said: 550 5.1.1 no such user

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Fri, 27 Nov 2026 10:00:00 +0800

Final-Recipient: rfc822; lin@example.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user lin@example.test

--B
Content-Type: message/rfc822

Message-ID: {message_id}
To: lin@example.test
Subject: x

secret body
--B--
""".replace("\n", "\r\n").encode()


def take(monkeypatch, raw: bytes, capsys) -> str:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    run("-")
    return str(capsys.readouterr().out)


def run(source: str) -> None:
    import argparse

    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    options = parser.parse_args(["notices", "bounces", source])
    assert options.run(options) == 0


@pytest.fixture
def told(office: Office, server):
    """A case of which the person was told by mail, so it seemed."""
    receipt = office.raised(contact_by="email")
    case = office.assigned(receipt)
    while outbox.deliver_once().taken:
        pass
    delivery = Delivery.objects.filter(notice__template="cases/petitioner").last()
    return receipt, case, delivery


def test_a_mail_that_came_back_is_on_the_page_of_the_case_and_on_the_persons_own(told, as_, monkeypatch, capsys):
    receipt, case, delivery = told
    assert not outbox.given_up()
    take(monkeypatch, report(delivery.message_id), capsys)
    [notice] = outbox.given_up()
    page = as_("jiang").get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert page_of(notice) in page
    assert page_of(notice) in as_("jiang").get(LIST).content.decode()
    settling = text_of(as_("jiang").get(page_of(notice)))
    assert "report 5.1.1" in settling
    assert "电话" in settling, "another way is proposed"
    client = Client()
    client.post("/s", {"code": receipt.code})
    own = text_of(client.get("/status/"))
    assert "没有送到" in own
    for told_page in (page, settling, own):
        assert "lin@example.test" not in told_page
    client.post("/status/contact", {"contact_by": "email", "email": "neu@example.test"})
    assert not outbox.given_up(), "who changes the address has read it"
    assert "没有送到" not in text_of(client.get("/status/"))
    assert ledger.verify().ok


def test_one_report_counts_once_and_a_second_copy_that_is_sent_can_come_back_again(
    told, as_, monkeypatch, capsys, server
):
    _receipt, _case, delivery = told
    first = report(delivery.message_id)
    take(monkeypatch, first, capsys)
    [notice] = outbox.given_up()
    as_("jiang").post(reverse("deliveries:again", args=[notice.public_id]), {"way": "email"})
    assert outbox.deliver_once().sent == 1
    assert "lin@" not in repr(server.taken[-1][1].get_payload()), "sent again, it says only that there is news"
    take(monkeypatch, first, capsys)
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED, "the old report is known"
    take(monkeypatch, report(delivery.message_id, own_id="<r2@mx.example>"), capsys)
    notice.refresh_from_db()
    assert notice.state == State.DEAD
    assert Attempt.objects.filter(notice=notice, source__isnull=False).count() == 2
    assert ledger.verify().ok


def test_a_mailbox_is_read_whole_and_left_as_it_is(told, tmp_path, capsys):
    delivery = told[2]
    box = mailbox.mbox(tmp_path / "bounces")
    for raw in (
        b"Subject: hello\n\nadvertising\n",
        report(delivery.message_id),
        report("<stranger@else.example>", own_id="<r3@x>"),
    ):
        box.add(raw)
    box.close()
    before = (tmp_path / "bounces").read_bytes()
    run(str(tmp_path / "bounces"))
    assert "1" in capsys.readouterr().out
    assert len(outbox.given_up()) == 1
    run(str(tmp_path / "bounces"))
    assert len(outbox.given_up()) == 1
    assert (tmp_path / "bounces").read_bytes() == before


@pytest.mark.parametrize(
    "raw",
    [
        report("<a@b>", action="delayed", status="4.4.1"),
        report("<a@b>", action="delivered", status="2.0.0"),
        report("<a@b>").replace(b"message/delivery-status", b"text/plain"),
        report("<a@b>").replace(b"Message-ID: <a@b>", b"X: y"),
        report("<a@b>")[:400],
        b"\xff\xfe\x00",
        b"",
    ],
)
def test_what_is_no_report_of_a_failure_changes_nothing(raw):
    assert read(raw) is None


def test_headers_alone_are_enough():
    headers = report("<a@b>").replace(b"message/rfc822", b"text/rfc822-headers")
    found = read(headers)
    assert found is not None
    assert (found.message_id, found.detail) == ("<a@b>", "report 5.1.1")


def signed(body: bytes, *, secret: str = SECRET, identifier: str = "msg_1", at: int | None = None) -> dict[str, str]:
    stamp = str(int(time.now().timestamp()) if at is None else at)
    made = hmac.digest(secret.encode(), f"{identifier}.{stamp}.".encode() + body, hashlib.sha256)
    return {
        "HTTP_WEBHOOK_ID": identifier,
        "HTTP_WEBHOOK_TIMESTAMP": stamp,
        "HTTP_WEBHOOK_SIGNATURE": f"v1,{base64.b64encode(made).decode()}",
    }


@pytest.fixture
def texted(office: Office, settings):
    web = WebServer()
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway(web.url, secret=SECRET)}
    receipt = office.raised(contact_by="sms")
    office.assigned(receipt)
    while outbox.deliver_once().taken:
        pass
    yield Delivery.objects.filter(notice__template="cases/petitioner").last()
    web.stop()


def say(body: bytes, headers: dict[str, str]) -> int:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/gateways/sms/receipts", body, content_type="application/json", **headers)
    return int(answer.status_code)


def test_a_gateways_receipt_brings_a_short_message_back_to_a_person(texted):
    body = json.dumps({"key": texted.message_id, "status": "failed", "code": "MK:0013"}).encode()
    assert say(body, signed(body)) == 400, "a code has letters, digits, points and dashes"
    body = json.dumps({"key": texted.message_id, "status": "delivered"}).encode()
    assert say(body, signed(body, identifier="msg_2")) == 204
    assert not outbox.given_up()
    body = json.dumps({"key": texted.message_id, "status": "failed", "code": "UNDELIV"}).encode()
    assert say(body, signed(body, identifier="msg_3")) == 204
    assert [one.pk for one in outbox.given_up()] == [texted.notice_id]
    assert say(body, signed(body, identifier="msg_3")) == 204, "told twice, it is one"
    assert Attempt.objects.filter(failure="returned").get().detail == "receipt UNDELIV"


def test_who_does_not_know_the_secret_changes_nothing(texted, settings):
    body = json.dumps({"key": texted.message_id, "status": "failed"}).encode()
    right = signed(body)
    for headers in (
        {},
        signed(body, secret="another-secret-of-32-characters-"),
        signed(body, at=int(time.now().timestamp()) - 600),
        {**right, "HTTP_WEBHOOK_ID": "msg_9"},
        {**right, "HTTP_WEBHOOK_SIGNATURE": "v1,é"},
    ):
        assert say(body, headers) == 404
    assert say(body + b" ", right) == 404
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway("http://127.0.0.1:1/")}
    assert say(body, signed(body, secret="")) == 404, "without a secret none are taken"
    assert not outbox.given_up()


def test_a_code_that_came_back_is_not_replaced_by_news_to_an_address_that_nobody_confirmed(
    office, server, as_, monkeypatch, capsys
):
    receipt = office.raised(contact_by="email", proven=False)
    office.assigned(receipt)
    outbox.deliver_once()
    take(monkeypatch, report(Delivery.objects.get().message_id), capsys)
    [notice] = outbox.given_up()
    assert "again" not in re.findall(r'action="[^"]*/(\w+)/"', as_("jiang").get(page_of(notice)).content.decode())
    as_("jiang").post(reverse("deliveries:again", args=[notice.public_id]), {"way": "email"})
    assert Notice.objects.get(pk=notice.pk).state == State.DEAD
    assert not SealedIdentity.objects.get().proven
