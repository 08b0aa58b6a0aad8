"""Robots of WeCom, DingTalk and Feishu tell a member of staff that there is news: what is sent, to whom, and what a refusal is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.tests.conftest import as_, office
from huiyin.kernel import outbox, store, time
from huiyin.kernel.outbox.gateways.chat import robot
from huiyin.kernel.outbox.models import Attempt, GatewayStanding, Notice
from huiyin.kernel.outbox.tests.chat_server import ChatServer
from huiyin.organisations.addresses import of_accounts
from huiyin.organisations.models import Account
from huiyin.settings.gateways import CHATS, WebGateway, gateways_from

__all__ = ["as_", "office"]
pytestmark = pytest.mark.django_db
SECRET = "SEC-of-the-robot"
KEY = "3f7a-key"


@pytest.fixture(params=["wecom", "dingtalk", "feishu"])
def service(request, settings):
    server = ChatServer(request.param, SECRET)
    settings.OUTBOX_GATEWAYS = {request.param: WebGateway(server.url)}
    yield server
    server.stop()


def choose(client, server: ChatServer, **changes: object):
    page = client.get(reverse("organisations:account"))
    form = page.context["form"]
    kept = {"version": form["version"].value(), "language": "zh-hans", "told_by": [server.kind]}
    own = {"robot": f"{server.url}{CHATS[server.kind]}{KEY}", "robot_secret": SECRET}
    return client.post(reverse("organisations:account"), {**kept, **own, **changes})


def owe(account: Account, kind: str) -> Notice:
    with store.write():
        outbox.owe(
            to=account.reference, template="passed-on", context={"language": "zh-hans"}, about="own:x",
            key=f"k{Notice.objects.count()}", channel=kind, at=time.now(),
        )  # fmt: skip
    return Notice.objects.order_by("-id")[0]


def test_a_robot_says_that_there_is_news_signed_as_its_service_wants(office, as_, service):
    assert choose(as_("jiang"), service).status_code == 302
    notice = owe(Account.objects.get(username="jiang"), service.kind)
    assert outbox.deliver_once().sent == 1
    [(path, said)] = service.heard
    assert KEY in path
    assert "Huiyin" in said or "回音" in said
    notice.refresh_from_db()
    assert notice.state == "delivered"


@pytest.mark.parametrize("number", [45009, 130101, 11232])
def test_a_number_that_passes_is_tried_again_and_one_that_does_not_is_given_up(office, as_, service, number):
    choose(as_("jiang"), service)
    service.number = number
    notice = owe(Account.objects.get(username="jiang"), service.kind)
    outbox.deliver_once()
    notice.refresh_from_db()
    passing = {"wecom": 45009, "dingtalk": 130101, "feishu": 11232}[service.kind] == number
    assert notice.state == ("owed" if passing else "dead")
    attempt = Attempt.objects.get()
    assert attempt.detail == f"not taken: {number}"
    assert KEY not in attempt.detail + notice.last_error
    assert not GatewayStanding.objects.exists(), "one robot that is gone says nothing of the service"


def test_a_wrong_secret_is_this_robots_trouble_alone(office, as_, service):
    choose(as_("jiang"), service, robot_secret="another")
    notice = owe(Account.objects.get(username="jiang"), service.kind)
    outbox.deliver_once()
    notice.refresh_from_db()
    assert notice.state == ("delivered" if service.kind == "wecom" else "dead"), "WeCom signs nothing"


def test_a_service_that_is_away_is_everybodys_trouble(office, as_, service):
    choose(as_("jiang"), service)
    service.status = 502
    notice = owe(Account.objects.get(username="jiang"), service.kind)
    assert outbox.deliver_once().outage
    notice.refresh_from_db()
    assert notice.state == "owed"
    assert GatewayStanding.objects.get(channel=service.kind).failures == 1


def test_nothing_is_ever_sent_to_another_host(office, as_, service):
    evil = (
        "https://evil.example" + CHATS[service.kind] + KEY,
        f"{service.url}.evil.example{CHATS[service.kind]}{KEY}",
        f"{service.url}@evil.example{CHATS[service.kind]}{KEY}",
        f"{service.url}/other?key={KEY}",
        f"{service.url}{CHATS[service.kind]}",
        "http://169.254.169.254/",
    )
    for url in evil:
        assert robot(service.kind, url) is None, url
        assert choose(as_("jiang"), service, robot=url).status_code == 422
    assert not Account.objects.exclude(robot="").exists()
    Account.objects.filter(username="jiang").update(robot=evil[0], told_by=[service.kind])
    owe(Account.objects.get(username="jiang"), service.kind)
    outbox.deliver_once()
    assert not service.heard


def test_where_the_installation_names_no_service_nothing_is_asked(office, as_, settings):
    settings.OUTBOX_GATEWAYS = {}
    page = as_("jiang").get(reverse("organisations:account")).content.decode()
    assert "robot" not in page
    assert of_accounts([Account.objects.get(username="jiang").public_id], "wecom") == {}


def test_an_empty_table_means_the_service_itself_and_alarms_go_there_only_where_it_is_said(tmp_path):
    path = tmp_path / "gateways.toml"
    path.write_text("[wecom]\n[feishu]\nurl = 'https://feishu.school.example'\n")
    found = gateways_from(path)
    assert found.web["wecom"].url == "https://qyapi.weixin.qq.com"
    assert found.web["feishu"].url == "https://feishu.school.example"
    assert found.alarms == ("email",)
