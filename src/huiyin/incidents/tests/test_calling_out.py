"""An emergency calls out: by the policy of the installation, beside the calls of the room, and the two know of each other."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.callouts.actions import answering
from huiyin.callouts.models import By, Callout, Status
from huiyin.incidents.actions import calling, ending, stepping
from huiyin.incidents.models import CallState
from huiyin.kernel import ledger
from huiyin.kernel.outbox.models import Notice
from huiyin.organisations.models import Account


@pytest.fixture(autouse=True)
def reachable(school, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://school.example"]
    for account in Account.objects.all():
        Account.objects.filter(pk=account.pk).update(email=f"{account.username}@school.example")


def about(incident, cause="incident") -> Callout:
    return Callout.objects.filter(about=incident.reference, cause=cause).latest("id")


def test_who_answers_the_message_commands_in_the_room(school):
    incident = school.started()
    owed = Notice.objects.filter(to=school.actor("xiaozhang").account_reference, channel="email")
    [sent] = [one for one in owed if one.context["title"]["en"].startswith("You are called")]
    assert sent.template == "callouts/call", "one message, with the link by which to answer"
    address = sent.context["link"].removeprefix("https://school.example")
    Client().post(address, {"do": "coming"})
    call = school.call(incident, "command")
    assert call.state == CallState.ANSWERED
    incident.refresh_from_db()
    assert incident.commander == school.example.posts["school/校长"]
    assert about(incident).status == Status.ANSWERED
    assert ledger.verify().ok


def test_who_answers_in_the_room_ends_the_call_out(school):
    incident = school.started()
    call = school.call(incident, "command")
    calling.acknowledge(actor=school.actor("xiaozhang"), incident_id=incident.public_id, call_id=call.public_id)
    ended = about(incident)
    assert ended.status == Status.ANSWERED
    assert ended.turns.get().by == By.THING


def test_nobody_answers_and_the_whole_house_reads_it_on_the_page_of_the_incident(school, later, signed_in):
    incident = school.started()
    for minute in range(0, 30):
        later(minute)
    assert about(incident).status == Status.SHOUTING
    page = signed_in("gao").get(reverse("incidents:room", args=[incident.public_id])).content.decode()
    assert reverse("callouts:callout", args=[about(incident).public_id]) in page
    answering.on_the_page(actor=school.actor("fang"), callout_id=about(incident).public_id, coming=True)
    assert about(incident).status == Status.ANSWERED


def test_who_is_in_command_and_starts_it_is_not_called_out(school):
    incident = school.started(who="xiaozhang")
    assert not Callout.objects.filter(about=incident.reference).exists()


def test_a_role_that_nobody_takes_calls_out_and_the_end_of_the_incident_ends_all(school, later):
    incident = school.started()
    calling.acknowledge(
        actor=school.actor("xiaozhang"),
        incident_id=incident.public_id,
        call_id=school.call(incident, "command").public_id,
    )
    for minute in range(0, 8):
        later(minute)
    assert about(incident, "role").status == Status.RUNNING
    assert about(incident, "role").turns.first().post_title == "校长", "who commands"
    head = school.actor("xiaozhang")
    ending.stand_down(actor=head, incident_id=incident.public_id, reason="明火已灭，现场已查")
    ending.end(actor=head, incident_id=incident.public_id, note="没有人受伤")
    assert not Callout.objects.filter(status__in=("running", "shouting")).exists()


def test_a_late_step_of_a_role_without_an_answer_calls_out_until_it_is_done(school, later):
    incident = school.started()
    for minute in range(0, 6):
        later(minute)
    late = incident.steps.filter(state="running", missed_at__isnull=False).first()
    callout = Callout.objects.get(about=f"incident-step:{late.public_id}", cause="step")
    assert callout.status == Status.RUNNING
    stepping.mark_step(actor=school.actor("gao"), incident_id=incident.public_id, step_id=late.public_id, done=True)
    callout.refresh_from_db()
    assert callout.status == Status.WITHDRAWN


def test_the_call_out_of_an_exercise_is_marked_and_stays_in_the_house(school, played, later):
    for minute in range(0, 30):
        later(minute)
    callout = Callout.objects.get(about=played.reference)
    assert callout.exercise
    told = Notice.objects.filter(about=callout.reference)
    assert told.exists()
    assert not told.filter(alarm=True).exists()
    assert not told.filter(to=school.actor("he").account_reference).exists()
