"""A bureau with cases that have ended, and a school with a fire plan in force."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.archive import jobs
from huiyin.archive.actions import making
from huiyin.archive.models import Dossier
from huiyin.cases.actions import attaching, closing, handling
from huiyin.cases.models import Case
from huiyin.cases.taxonomy import load_taxonomy
from huiyin.cases.tests.conftest import Office, as_  # noqa: F401  # the fixture itself
from huiyin.incidents.tests.conftest import in_force
from huiyin.kernel import files, time
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.access import Actor
from huiyin.organisations.example import Example, build_example_district

PAPER = "食堂的账：九月三千元，十月没有。".encode()


def _district() -> Example:
    load_taxonomy()
    example = build_example_district()
    in_force(example)
    return example


@pytest.fixture
def office(db) -> Office:
    return Office(built_once("bureau with cases, and a school with a plan", _district))


def settled(office: Office, *, paper: bytes = b"", **more: str) -> Case:
    """Answered, served, and the person says that it is settled. `paper`: a file that they send along."""
    receipt = office.raised(**more)
    case = office.served(receipt)
    if paper:
        message = handling.say(concern=receipt.concern, text="账单附上。")
        attaching.attach(message=message, inspected=[files.inspect(SimpleUploadedFile("账单.txt", paper))])
    case = closing.say_settled(concern=receipt.concern)
    if paper:
        case = Case.objects.get(pk=case.pk)
        handling.answer(actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, text="收到了。")
    case.refresh_from_db()
    closing.close(actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, reason="已经办结。")
    case.refresh_from_db()
    assert case.bucket == "done"
    return case


def made(case: Case, actor: Actor) -> tuple[Dossier, bytes]:
    """Asked for, made by the worker, and taken."""
    row = making.ask_of_case(actor=actor, case_id=case.public_id)
    assert jobs.make(time.now()) == 1
    return making.take(actor=actor, dossier_id=row.public_id)
