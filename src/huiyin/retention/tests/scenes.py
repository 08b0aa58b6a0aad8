"""Scenes for tests of other rooms."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.tests.conftest import Office
from huiyin.kernel import time
from huiyin.organisations.models import TwoHands
from huiyin.retention.actions import registering
from huiyin.retention.models import Item, Register


def to_be_destroyed(office: Office, today: dt.date) -> tuple[Register, TwoHands]:
    """A register with one thing on it, for which a second person is asked."""
    bureau, at = office.example.organisations["bureau"], time.now()
    row = Register.objects.create(organisation=bureau, kind="claim", years=1, authority="本单位自定", prepared_at=at)
    ended = today - dt.timedelta(days=400)
    Item.objects.create(
        organisation=bureau, kind="claim", about="case:nothing2here", title="1", ended_on=ended, due_on=today, told_at=at,
        state="listed", register=row,
    )  # fmt: skip
    asked = registering.ask_destruction(actor=office.example.actors["he"], register_id=row.public_id, reason="期满")
    return row, asked
