"""Steps of a whole installation, each a process of its own under a moved clock: what is planted, and what the worker does."""

from __future__ import annotations

import json
import sys

import django


def plant(name: str, phone: str, text: str, paper: str) -> None:
    from huiyin.archive.tests.conftest import made, settled
    from huiyin.cases.taxonomy import load_taxonomy
    from huiyin.cases.tests.conftest import Office
    from huiyin.kernel.vault.identity import Identity
    from huiyin.organisations.example import build_example_district

    from .conftest import scheduled

    load_taxonomy()
    office = Office(build_example_district())
    case = settled(office, text=text, paper=paper.encode(), identity=Identity(name=name, phone=phone))
    made(case, office.example.actors["he"])
    scheduled(office)


def night(*_planted: str) -> None:
    from . import conftest

    conftest.night()


def confirm(*_planted: str) -> None:
    from huiyin.organisations.access.session import actor_for
    from huiyin.organisations.actions import two_hands
    from huiyin.organisations.models import Account
    from huiyin.retention.actions import registering
    from huiyin.retention.models import Register

    first, second = (actor_for(Account.objects.get(username=name)) for name in ("tang", "he"))
    assert first is not None
    assert second is not None
    register = Register.objects.get()
    asked = registering.ask_destruction(actor=first, register_id=register.public_id, reason="保管期限已满")
    two_hands.confirm(actor=second, public_id=asked.public_id)


if __name__ == "__main__":
    django.setup()
    from huiyin.kernel import ledger

    {"plant": plant, "night": night, "confirm": confirm}[sys.argv[1]](*json.loads(sys.argv[2]))
    ledger.sequence_now()
