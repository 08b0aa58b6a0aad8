"""The pages of this room, without script: one led case, a hand-over list, and what nobody else may open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from huiyin.kernel import time
from huiyin.leaders.models import Handover, LeaderStep
from huiyin.organisations import actions as people
from huiyin.organisations.access import machine
from huiyin.organisations.models import Account, Appointment
from huiyin.tasks.models import Task

pytestmark = pytest.mark.django_db


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=name))
    return client


def test_the_leader_records_plans_and_urges_on_one_page_and_what_was_typed_stays(led, office):
    client, address = signed_in("song"), f"/leaders/cases/{led.lead.public_id}/"
    assert "三次没有人回答" in client.get(address).content.decode()
    day = time.today("Asia/Shanghai")
    step = {"do": "step", "version": led.lead.version, "kind": "visit", "on": day.isoformat(), "text": "看了保温台。"}
    stale = step["version"]
    assert client.post(address, step).status_code == 302
    answer = client.post(address, {**step, "version": stale, "text": "又看了一次。"})
    assert answer.status_code == 409
    assert "又看了一次。" in answer.content.decode()
    assert LeaderStep.objects.count() == 1
    plan = {"do": "plan", "version": led.lead.version, "next_step": "", "next_on": ""}
    assert client.post(address, plan).status_code == 422
    handler = office.example.posts["bureau/基教股股长"].public_id
    urge = {"do": "urge", "version": led.lead.version, "whom": f"post:{handler}", "text": "贴账", "due_on": (day + dt.timedelta(2)).isoformat()}  # fmt: skip
    assert client.post(address, urge).status_code == 302
    assert Task.objects.get().text == "贴账"
    assert "贴账" in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["jiang", "xiaozhang", "fang", "ducha", "admin"])
def test_for_everybody_else_a_led_case_is_not_there(led, who):
    assert signed_in(who).get(f"/leaders/cases/{led.lead.public_id}/").status_code == 404


def test_the_list_is_read_and_signed_and_the_day_list_names_it(led, office):
    leaving = Appointment.objects.get(account__username="song", ended_at=None)
    people.end_appointment(actor=machine("people"), appointment=leaving.public_id)
    row = Handover.objects.get()
    client, address = signed_in("he"), f"/leaders/handovers/{row.public_id}/"
    assert address in client.get("/today/").content.decode()
    page = client.get(address).content.decode()
    assert led.fresh().title in page
    assert client.post(address, {"do": "sign"}).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None
    assert signed_in("liang").get(address).status_code == 404
