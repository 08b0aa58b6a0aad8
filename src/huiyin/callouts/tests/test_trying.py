"""A policy tried dry says who would be called today and by which ways, names who can't be reached, and calls nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.callouts.models import Callout, Turn
from huiyin.callouts.queries import trying
from huiyin.kernel.errors import Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.organisations.models import Account, Appointment


def tried(house: Any, name: str = "zheng", post: str = "分管副校长") -> list[trying.Tried]:
    actor = house.actor(name)
    return trying.tried(
        actor, trying.of_cause(actor, "incident").policy, house.example.posts[f"school/{post}"].public_id
    )


def test_it_says_what_a_real_one_then_does(house: Any, later: Any) -> None:
    said = tried(house)
    callout = house.begin(titles=["分管副校长"])
    for minute in range(40):
        later(minute)
    really = [
        (one.post_title, one.step) for one in Turn.objects.filter(callout=callout).exclude(step=None).order_by("id")
    ]
    foretold = [
        (person.post, number)
        for number, row in enumerate(one for one in said if not one.again and not one.shouts)
        for person in row.people
    ]
    assert [post for post, _step in foretold] == [post for post, _step in really]
    assert said[-1].shouts
    minutes = round((Callout.objects.get(pk=callout.pk).shouted_at - callout.began_at).total_seconds() / 60)
    assert 0 <= minutes - said[-1].at <= 1, "the minute of the shout; the sweep here comes once a minute"


def test_nothing_is_sent_and_nothing_written(house: Any) -> None:
    before = Notice.objects.count()
    tried(house)
    assert (Callout.objects.count(), Turn.objects.count(), Notice.objects.count()) == (0, 0, before)


def test_whoever_has_no_address_is_said_in_red(house: Any) -> None:
    Account.objects.filter(username="fang").update(email="", phone="")
    assert [person.ways for person in tried(house)[0].people] == [()]
    client = Client()
    client.force_login(Account.objects.get(username="zheng"))
    page = client.get(
        reverse("callouts:policy", args=["incident"]), {"post": house.example.posts["school/分管副校长"].public_id}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert 'hy-tag--late">没有地址' in text


def test_a_step_that_reaches_nobody_brings_the_next_one_forward(house: Any) -> None:
    as_written = tried(house)
    Appointment.objects.filter(post__unit__organisation=house.example.organisations["school"], deputy=True).delete()
    assert tried(house)[-1].at <= as_written[-1].at


def test_each_cause_is_there_and_another_is_not(house: Any) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="zheng"))
    page = client.get(reverse("callouts:policies")).content.decode()
    for cause in ("incident", "role", "step", "duty"):
        assert reverse("callouts:policy", args=[cause]) in page
        assert client.get(reverse("callouts:policy", args=[cause])).status_code == 200
    assert client.get(reverse("callouts:policy", args=["fire"])).status_code == 404
    with pytest.raises(Refused):
        trying.of_cause(house.actor("zheng"), "fire")
