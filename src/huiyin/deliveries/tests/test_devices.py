"""A device that somebody switched on tells them that there is something new: through a push service that reads nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions.intake import Receipt
from huiyin.cases.tests.conftest import as_, office
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.outbox import Owed, devices
from huiyin.kernel.outbox.models import Attempt, GatewayStanding, Notice
from huiyin.kernel.outbox.tests.push_service import PushService, signed_for
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations.models import Account, Device
from huiyin.settings.gateways import PUSH_HOSTS, WebGateway

__all__ = ["as_", "office"]
pytestmark = pytest.mark.django_db
OWN = reverse("organisations:devices")


@pytest.fixture
def service(settings):
    found = PushService()
    settings.OUTBOX_GATEWAYS = {"push": WebGateway("", seconds=3, hosts=(found.url,))}
    settings.OUTBOX_ALARM_WAYS = ("push", "email")
    settings.CSRF_TRUSTED_ORIGINS = ["https://huiyin.example"]
    yield found
    found.stop()


def switch_on(client: Client, service: PushService, path: str = "/one", **changes: object):
    return client.post(OWN, {"name": "传达室的旧手机", "subscription": service.device(path, **changes)})


def owe(kind: str = "push", **more: object) -> Notice:
    account = Account.objects.get(username="jiang")
    with store.write():
        owed = Owed(
            account.reference, "passed-on", {"language": "zh-hans"}, "own:x", f"k{Notice.objects.count()}", kind, **more
        )
        outbox.owe_many([owed], at=time.now())
    return Notice.objects.order_by("-id")[0]


def state_of(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


def person(office) -> tuple[Client, Receipt]:
    """Somebody who left neither name nor address."""
    receipt = office.raised(identity=Identity())
    client = Client()
    client.post("/s", {"code": receipt.code})
    return client, receipt


def test_a_member_of_staff_is_told_on_their_device_and_the_service_reads_nothing(office, as_, service):
    assert switch_on(as_("jiang"), service).status_code == 302
    assert Account.objects.get(username="jiang").told_by == ["push"], "whoever switches it on wants it"
    notice = owe()
    assert outbox.deliver_once().sent == 1
    [told] = service.heard
    assert told.said["title"]
    assert told.said["open"] == "staff"
    assert told.said["title"].encode() not in told.body
    assert signed_for(told.headers["Authorization"])["aud"] == service.url
    assert told.headers["Urgency"] == "normal"
    assert state_of(notice) == "delivered"


def test_an_alarm_is_urgent_and_opens_what_it_is_about(office, as_, service):
    switch_on(as_("jiang"), service)
    owe("email", alarm=True)
    outbox.deliver_once(alarms=True)
    [told] = service.heard
    assert told.headers["Urgency"] == "high"
    assert int(told.headers["TTL"]) <= 3600, "yesterday's alarm wakes nobody"
    assert len(told.headers["Topic"]) <= 32


def test_each_device_of_a_person_is_told_and_one_that_is_gone_ends_alone(office, as_, service):
    client = as_("jiang")
    switch_on(client, service, "/one")
    switch_on(client, service, "/two")
    service.gone = {"/one"}
    notice = owe()
    outbox.deliver_once()
    assert state_of(notice) == "delivered"
    assert [told.path for told in service.heard] == ["/two"]
    assert devices.end() == 1
    assert [one.subscription.count("/two") for one in Device.objects.all()] == [1]
    assert Account.objects.get(username="jiang").told_by == ["push"]


def test_with_the_last_device_this_way_is_gone_and_the_next_one_is_taken(office, as_, service):
    switch_on(as_("jiang"), service)
    service.gone = {"/one"}
    notice = owe("email", alarm=True)
    outbox.deliver_once(alarms=True)
    notice.refresh_from_db()
    assert notice.channel == "email", "the next way at once"
    devices.end()
    assert not Device.objects.exists()
    assert Account.objects.get(username="jiang").told_by == []


def test_a_service_that_is_away_stops_no_other_and_is_asked_again(office, as_, service, settings):
    other = PushService()
    settings.OUTBOX_GATEWAYS = {"push": WebGateway("", seconds=3, hosts=(service.url, other.url))}
    switch_on(as_("jiang"), other)
    switch_on(as_("gao"), service)
    other.stop()
    notice = owe()
    with store.write():
        gao = Account.objects.get(username="gao")
        outbox.owe_many([Owed(gao.reference, "passed-on", {"language": "en"}, "own:x", "gao", "push")], at=time.now())
    outbox.deliver_once()
    assert [told.path for told in service.heard] == ["/one"]
    assert state_of(notice) == "owed"
    assert not GatewayStanding.objects.filter(failures__gt=0).exists()


@pytest.mark.parametrize(
    ("status", "state"), [(429, "owed"), (503, "owed"), (400, "dead"), (403, "dead"), (413, "dead")]
)
def test_what_a_refusal_means(office, as_, service, status, state):
    switch_on(as_("jiang"), service)
    service.status = status
    notice = owe()
    outbox.deliver_once()
    assert state_of(notice) == state
    assert service.url not in Attempt.objects.get().detail + notice.last_error
    assert Device.objects.exists(), "only 404 and 410 say that a device is gone"


def test_a_device_at_another_service_is_refused_and_nothing_is_sent_there(office, as_, service):
    for endpoint in ("https://evil.example/x", "http://169.254.169.254/x", f"{service.url}@evil.example/x"):
        assert switch_on(as_("jiang"), service, endpoint=endpoint).status_code == 422
    assert not Device.objects.exists()


def test_a_name_that_leads_into_the_house_gets_nothing(office, as_, service, settings):
    """`localhost` is among the hosts and lies on this machine: the connection is not made."""
    settings.OUTBOX_GATEWAYS = {"push": WebGateway("", seconds=3, hosts=("localhost", *PUSH_HOSTS))}
    assert switch_on(as_("jiang"), service, endpoint="https://localhost/x").status_code == 302
    notice = owe()
    outbox.deliver_once()
    assert state_of(notice) == "owed"
    assert Attempt.objects.get().failure == "unreachable"


def test_nobody_takes_another_ones_device_away(office, as_, service):
    switch_on(as_("jiang"), service)
    [row] = Device.objects.all()
    url = reverse("organisations:remove-device", args=[row.public_id])
    assert as_("gao").post(url).status_code == 404
    assert "传达室的旧手机" not in as_("gao").get(OWN).content.decode()
    assert as_("jiang").post(url).status_code == 302
    assert not Device.objects.exists()


def test_where_the_installation_sends_nothing_it_is_not_offered(office, as_, settings):
    settings.OUTBOX_GATEWAYS = {}
    assert as_("jiang").get(OWN).status_code == 404
    assert OWN not in as_("jiang").get(reverse("organisations:account")).content.decode()
    client, _receipt = person(office)
    assert client.get("/status/contact/device").status_code == 404


def test_a_person_without_a_name_is_told_that_there_is_news_and_nothing_else(office, as_, service):
    client, receipt = person(office)
    assert "/status/contact/device" in client.get("/status/contact").content.decode()
    assert client.post("/status/contact/device", {"subscription": service.device()}).status_code == 302
    case = office.assigned(receipt)
    outbox.deliver_once()
    assert service.heard
    told = service.heard[0]
    assert told.said["open"] == "person"
    assert told.said["body"] == ""
    for secret in (case.organisation.name, case.public_id, "食堂", receipt.code):
        assert secret not in str(told.said)
    [sealed] = SealedIdentity.objects.filter(proven=["push"])
    assert sealed.kept == [], "nothing of it can be opened"
    assert "在本人开启提醒的设备上" in as_("jiang").get(f"/cases/{case.public_id}/").content.decode()
    assert ledger.verify().ok


def test_the_subscription_stands_in_the_vault_alone(office, service):
    client, receipt = person(office)
    client.post("/status/contact/device", {"subscription": service.device("/a-secret-path")})
    office.accepted(receipt)
    outbox.deliver_once()
    for model in apps.get_models():
        assert not any("a-secret-path" in str(row) for row in model.objects.values()), model


def test_a_device_that_is_gone_comes_back_to_the_case_and_to_the_person(office, as_, service):
    client, receipt = person(office)
    client.post("/status/contact/device", {"subscription": service.device()})
    service.gone = {"/one"}
    case = office.accepted(receipt)
    outbox.deliver_once()
    devices.end()
    assert SealedIdentity.objects.get(about=f"concern:{case.concerns.get().public_id}").proven == []
    page = client.get("/status/").content.decode()
    assert 'href="/status/contact"' in page
    assert client.get("/status/contact/prove").status_code == 302, "there is no code to be typed"
    assert Notice.objects.filter(about=case.reference, state="dead").exists()
    service.gone = set()
    client.post("/status/contact/device", {"subscription": service.device("/new")})
    assert not Notice.objects.filter(about=case.reference, state="dead").exists(), "the person settled it"


def test_whoever_chooses_another_way_is_told_on_the_device_no_more(office, service):
    client, receipt = person(office)
    client.post("/status/contact/device", {"subscription": service.device()})
    assert client.post("/status/contact", {"contact_by": "page"}).status_code == 302
    office.accepted(receipt)
    outbox.deliver_once()
    assert not service.heard
