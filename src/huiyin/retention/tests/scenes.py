"""Scenes for tests of other rooms."""

from __future__ import annotations

import datetime as dt

from huiyin.archive.importing import running
from huiyin.archive.models import Holding
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


def old_archive(office: Office) -> Holding:
    """One row of an old catalogue."""
    bureau, tang = office.example.organisations["bureau"], office.example.actors["tang"]
    running.run(actor=tang, organisation=bureau, given={"目录.csv": "档号,题名\nX·1-3,三楼漏水的处理\n".encode()})
    return Holding.objects.get()
