"""A lived-in district, and a concern to work on, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases import drafts
from huiyin.cases.actions import drafting, erasure, handling, intake, replying, sorting
from huiyin.cases.actions.contact import prove_address
from huiyin.cases.models import Case, Category, Concern
from huiyin.cases.rules import MACHINE_WAYS, Answers
from huiyin.cases.taxonomy import load_taxonomy
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import AddressProof
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.access import Actor
from huiyin.organisations.actions import two_hands
from huiyin.organisations.example import PASSWORD, Example, build_example_district
from huiyin.organisations.tests.conftest import forward  # noqa: F401  # the fixture itself

WORDS = "孩子在五年级。每天中午菜都是凉的，伙食费问了三次没有人回答。希望把账贴出来。"
NAMED = Identity(name="林秀英", phone="13800001111", email="lin@example.test", address="柳塘镇石桥村18号")


@dataclass
class Office:
    """Does the verbs of a case as its people would, one after the other, so that a test can start anywhere."""

    example: Example
    at: str = "bureau"
    desk: str = "liang"
    decider: str = "song"
    head: str = "he"
    worker: str = "jiang"
    handler_post: str = "bureau/基教股股长"
    drafts: dict[str, drafts.Token] = field(default_factory=dict)

    def raised(
        self, *, text: str = WORDS, identity: Identity = NAMED, proven: bool = True, **more: str
    ) -> intake.Receipt:
        token = drafts.Token.fresh()
        drafting.save_draft(token=token, contents=drafts.DraftContents())
        answers = Answers(organisation=self.example.organisations[self.at].public_id, text=text, **more)
        receipt = intake.submit(token=token, answers=answers, identity=identity)
        self.drafts[receipt.code] = token
        if more.get("contact_by") in MACHINE_WAYS and proven:
            prove_address(concern=receipt.concern, typed=code_sent(receipt.concern))
        return receipt

    def fresh(self, receipt: intake.Receipt) -> Case:
        return Case.objects.get(concerns=receipt.concern)

    def accepted(self, receipt: intake.Receipt, *, kind: str = "claim", channel: int | None = 6, **more: bool) -> Case:
        desk = self.example.actors[self.desk]
        head = self.example.actors[self.head]
        code = Category.objects.filter(level=2).first().code
        case = self.fresh(receipt)
        case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category=code)
        wanted = sorting.Sorting(kind=kind, category=code, title="食堂饭菜凉", claim_channel=channel, **more)
        case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
        return sorting.accept(actor=head, case_id=case.pk, version=case.version, conflict_free=True)

    def assigned(self, receipt: intake.Receipt, **more: object) -> Case:
        case = self.accepted(receipt, **more)
        handler = self.example.posts[self.handler_post].public_id
        head = self.example.actors[self.head]
        return handling.assign(actor=head, case_id=case.pk, version=case.version, handler=handler, conflict_free=True)

    def answered(self, receipt: intake.Receipt, *, outcome: str = "explain", **more: object) -> Case:
        case = self.assigned(receipt, **more)
        worker = self.example.actors[self.worker]
        text = replying.ReplyText(
            outcome=outcome,
            claim="公布账目",
            facts="保温台已更换。",
            decision="每月公布。",
            basis="食品安全法实施条例第28条",
        )
        replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
        case.refresh_from_db()
        replying.submit_for_approval(actor=worker, case_id=case.pk, version=case.version)
        case.refresh_from_db()
        replying.issue_reply(actor=self.example.actors[self.decider], case_id=case.pk, version=case.version)
        return self.fresh(receipt)

    def served(self, receipt: intake.Receipt, **more: object) -> Case:
        case = self.answered(receipt, **more)
        replying.read_on_page(case_id=case.pk)
        return self.fresh(receipt)

    def clock(self, case: Case, name: str) -> Clock:
        return Clock.objects.get(subject_id=case.public_id, name=name)


def code_sent(concern: Concern) -> str:
    """What the person reads at their address, before it has left the house."""
    proof = AddressProof.objects.get(sealed__public_id=concern.identity, proven_at=None, ended_at=None)
    return str(Notice.objects.get(to=proof.reference).context["code"])


@pytest.fixture
def office(db) -> Office:
    return Office(built_once("district with its taxonomy", lambda: (load_taxonomy(), build_example_district())[1]))


@pytest.fixture
def days(forward: Callable[[float], None]) -> Callable[[float], None]:  # noqa: F811
    """Moves time forward by so many days and lets the sweep do what is due."""
    from huiyin.kernel.clocks import jobs

    def move(number: float) -> None:
        forward(number * 86400)
        jobs.sweep()

    return move


@pytest.fixture
def as_(office):
    """A signed-in browser for a sign-in name, once each."""
    clients: dict[str, Client] = {}

    def sign_in(username: str) -> Client:
        if username not in clients:
            clients[username] = Client()
            answer = clients[username].post(
                reverse("organisations:sign-in"), {"username": username, "password": PASSWORD}
            )
            assert answer.status_code == 302
        return clients[username]

    return sign_in


@pytest.fixture
def do(as_):
    """Opens the page of a verb, fills it in, sends it. The answer of the form."""

    def act(username: str, case: Case, verb: str, **data: object):
        client, address = as_(username), reverse("cases:verb", args=[case.public_id, verb])
        page = client.get(address)
        assert page.status_code == 200, f"{username} {verb}: {page.status_code}"
        version = page.context["form"]["version"].value()
        return client.post(address, {"version": version, **data})

    return act


@pytest.fixture
def county(office) -> Office:
    """The same district, seen from the county's desk."""
    return Office(office.example, at="county", desk="fuhe", decider="zhou", head="zhou", worker="fuhe")


def erase_by_two(first: Actor, second: Actor, concern: Concern, ground: str = "本人申请") -> None:
    """Asked for by one, confirmed by another."""
    row = erasure.ask_erasure(actor=first, concern_public_id=concern.public_id, ground=ground)
    two_hands.confirm(actor=second, public_id=row.public_id)
