"""The district and its office, with what a supervisor meets in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import Office, days, forward, office
from huiyin.kernel import time
from huiyin.supervision.actions import supervising
from huiyin.supervision.actions.supervising import Order
from huiyin.supervision.models import Supervision

__all__ = ["days", "forward", "late", "office"]


def order(kind: str = "urge", *, within: int = 7, decided_by: str = "") -> Order:
    """Answer in so many days."""
    due_on = time.today("Asia/Shanghai") + dt.timedelta(days=within)
    return Order(kind, "答复期限已过，来访人没有收到任何消息。", "七日内书面答复来访人。", due_on, decided_by)


@pytest.fixture
def late(office: Office, days: Callable[[float], None]) -> Case:
    """A case of the bureau whose lawful day for the answer has passed."""
    case = office.assigned(office.raised())
    days(61)
    return Case.objects.get(pk=case.pk)


def opened(office: Office, case: Case, *, by: str = "ducha", **more: object) -> Supervision:
    """Taken up where a rule proposed it, else opened anew."""
    actor = office.example.actors[by]
    waiting = Supervision.objects.filter(case=case, status="waiting").first()
    if waiting is not None:
        return supervising.take_up(
            actor=actor, public_id=waiting.public_id, version=waiting.version, trigger="delay", order=order(**more)
        )
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return supervising.open_supervision(
        actor=actor, case_id=case.pk, version=version, trigger="delay", order=order(**more)
    )


def answered(office: Office, supervision: Supervision, *, by: str = "he") -> Supervision:
    return supervising.answer(
        actor=office.example.actors[by], public_id=supervision.public_id, version=supervision.version, adopted="yes",
        text="采纳。三日内答复，今后每周看一次到期的事项。",
    )  # fmt: skip
