"""The first-run page: for who sees the console, once; and what every page says about the installation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from huiyin.kernel import store, time
from huiyin.kernel.errors import Conflict
from huiyin.operations import actions, doctor, example, first_words
from huiyin.operations.models import Heartbeat, Installation
from huiyin.organisations.example import build_example_district
from huiyin.organisations.models import Account, Organisation

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {
    "name": "临禾县第一小学",
    "short_name": "一小",
    "kind": "school",
    "outside_body_name": "临禾县纪委监委",
    "outside_body_channel": "12388",
    "first_sign_in": "chen",
    "first_person": "陈",
    "second_sign_in": "lin",
    "second_person": "林",
    "roll_over_office": "no",
    "roll_over_petitioner": "yes",
}


def send(client: Client, **changes: str) -> Any:
    return client.post("/setup/", {**ANSWERS, "code": first_words.code(), **changes})


def test_with_the_code_it_sets_up_and_is_gone(client: Client) -> None:
    assert client.get("/setup/").status_code == 200
    done = send(client)
    assert done.status_code == 200
    assert set(Account.objects.values_list("username", flat=True)) == {"chen", "lin"}
    organisation = Organisation.objects.get()
    assert (organisation.roll_over_office, organisation.roll_over_petitioner) == (False, True)
    assert Installation.objects.get().example_data is False
    assert client.get("/setup/").status_code == 404
    assert send(client).status_code == 404


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"code": "2222222222"}, "a guessed code"),
        ({"second_sign_in": "CHEN "}, "one administrator twice"),
        ({"outside_body_name": ""}, "no outside body"),
    ],
)
def test_refused_nothing_is_made_and_what_was_typed_is_kept(
    client: Client, changes: dict[str, str], because: str
) -> None:
    answer = send(client, **changes)
    assert answer.status_code == 422, because
    assert not Organisation.objects.exists()
    assert not Account.objects.exists()
    assert ANSWERS["outside_body_channel"] in answer.content.decode()


def test_guessing_is_limited(client: Client) -> None:
    for number in range(first_words.TRIES):
        send(client, code=f"guess{number}")
    assert send(client).status_code == 422
    assert not Organisation.objects.exists()


def test_the_page_never_shows_the_recovery_words(client: Client) -> None:
    from huiyin.kernel.vault import keys, words

    for language in ("en", "zh-hans"):
        shown = send(client).content.decode() + client.get("/setup/").content.decode()
        phrase = words.to_words(keys.current(), language)
        assert " ".join(phrase[:3]) not in shown
        assert "".join(phrase[:3]) not in shown


def test_example_data_is_said_and_a_plain_connection_from_elsewhere(client: Client) -> None:
    quiet = client.get("/setup/", headers={"accept-language": "en"}).content.decode()
    assert (
        "not encrypted"
        in client.get("/setup/", headers={"host": "huiyin.example", "accept-language": "en"}).content.decode()
    )
    with store.write():
        Installation.objects.create(example_data=True, set_up_at=time.now())
    loud = client.get("/setup/", headers={"accept-language": "en"}).content.decode()
    assert "Example data" in loud
    assert "Example data" not in quiet


def test_staff_are_told_when_the_worker_is_dead(client: Client) -> None:
    actions.set_up(
        actions.Beginning("X", "X", "school", "Y", "Z", (("chen", "陈"), ("lin", "林"))),
    )
    from huiyin.operations import queries

    now = time.now()
    assert not queries.worker_is_alive(now)
    with store.write():
        Heartbeat.objects.create(job="ledger.sequence", at=now, took_ms=1, idle=True)
    assert queries.worker_is_alive(now)
    assert not queries.worker_is_alive(now + dt.timedelta(minutes=3))


def test_an_example_that_was_interrupted_says_so_and_what_to_do() -> None:
    build_example_district()  # the first part of many
    said = first_words.text("http://127.0.0.1:8000/")
    assert str(settings.HUIYIN_HOME) in said
    assert first_words.code() not in said
    with pytest.raises(Conflict) as refused:
        example.build()
    assert str(settings.HUIYIN_HOME) in str(refused.value.remedy)
    [found] = doctor.service.beginning(time.now())
    assert found.weight == "bad"
    actions.note_installation(example=True)
    assert list(doctor.service.beginning(time.now())) == []
