"""Whatever anybody sends to any address: an answer, never a fault of the server; never away from here, never their words as a page's own."""

from __future__ import annotations

import os
import traceback

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from huiyin.cases import drafts
from huiyin.cases.actions import drafting
from huiyin.cases.tests.conftest import Office

from .hostile import Known, Sent, requests, send, wrong
from .pages import Route, routes, undone
from .test_routes import IN_HANDLING, everybody, things, values_of

pytestmark = pytest.mark.django_db

__all__ = ["things"]  # the fixture
PARTS = 3  # so that the processes of a run share it
ANSWERS = {"about": "no", "text": "饭菜凉了三天。", "wish": "换保温台。", "place": "食堂", "naming": "named", "name": "周明",
           "contact_by": "phone", "phone": "13800002046", "checked": True}  # fmt: skip
INPUTS = int(os.environ.get("HUIYIN_HOSTILE", "20000"))  # of all parts
SEED = int(os.environ.get("HUIYIN_HOSTILE_SEED", "0"))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_sent_gets_an_answer(office: Office, things: dict[str, dict[str, str]], part: int):
    """`HUIYIN_HOSTILE` requests, drawn by `HUIYIN_HOSTILE_SEED`, each part to a third of the addresses; on PostgreSQL one in ten
    of them, in one part, to all.
    """
    if connection.vendor == "postgresql" and part:
        pytest.skip("on PostgreSQL the first part is all")
    clients, known, targets = everybody(), Known(), []
    for client in clients.values():
        client.raise_request_exception = False
    for route in routes() if connection.vendor == "postgresql" else routes()[part::PARTS]:
        values = {name: str(value) for name, value in values_of(route, office, things[IN_HANDLING]).items()}
        targets.append((route.name, values, route.at(**values)))
        for person in ("nobody", "handler", "head", "administrator"):
            if route.name in known.of:
                break
            known.look(
                route.name, _undone(clients[person], Sent(person, route.name, "GET", targets[-1][2], {}, "", b""))
            )
    faults: list[str] = []
    got_request_exception.connect(lambda **_: faults.append(traceback.format_exc()), weak=False, dispatch_uid="hostile")
    drawn = requests(targets, list(clients), known)
    count = INPUTS // (10 if connection.vendor == "postgresql" else PARTS)

    @seed(SEED * PARTS + part)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def play(data: st.DataObject) -> None:
        sent = drawn(data.draw)
        faults.clear()
        answer = _undone(clients[sent.person], sent)
        found = wrong(answer, sent)
        assert not found, f"{found}: {sent!r}\n{''.join(faults)[-3000:]}"

    try:
        play()
    finally:
        got_request_exception.disconnect(dispatch_uid="hostile")


def target(route: Route, office: Office, thing: dict[str, str]) -> tuple[str, dict[str, str], str]:
    """An address with what there is in its places."""
    values = {name: str(value) for name, value in values_of(route, office, thing).items()}
    return route.name, values, route.at(**values)


def holder(office: Office) -> Client:
    """Somebody who has typed in the code of a case that was answered."""
    receipt = office.raised()
    office.answered(receipt)
    client = Client(REMOTE_ADDR="198.51.100.8")
    assert client.post(reverse("cases:lookup"), {"code": receipt.code}).status_code == 302
    return client


def writer(office: Office) -> Client:
    """Somebody in the middle of the public form."""
    client, token = Client(REMOTE_ADDR="198.51.100.9"), drafts.Token.fresh()
    drafting.save_draft(token=token, contents=drafts.DraftContents(ANSWERS | {"organisation": bureau(office)}))
    client.cookies["huiyin_draft"] = token.cookie
    return client


def bureau(office: Office) -> str:
    public_id: str = office.example.organisations["bureau"].public_id
    return public_id


def _undone(client: Client, sent: Sent) -> HttpResponse:
    return undone(client, lambda: send(client, sent))
