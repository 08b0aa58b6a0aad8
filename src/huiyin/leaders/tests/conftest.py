"""The district and its office, and a led case to work on."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import Office, days, forward, office  # noqa: F401
from huiyin.kernel import time
from huiyin.leaders import actions
from huiyin.leaders.models import Lead

LEADER = "bureau/分管副局长"


class Led:
    """A case of the bureau, assigned and led by the deputy director."""

    def __init__(self, office: Office, leader: str = LEADER) -> None:  # noqa: F811
        self.office = office
        self.receipt = office.raised()
        self.case = office.assigned(self.receipt)
        self.named(leader)

    def named(self, leader: str, by: str = "he") -> Case:
        case = self.fresh()
        post = self.office.example.posts[leader].public_id
        head = self.office.example.actors[by]
        return actions.appoint_leader(actor=head, case_id=case.pk, version=case.version, leader=post)

    def fresh(self) -> Case:
        return Case.objects.select_related("leader", "organisation").get(pk=self.case.pk)

    @property
    def lead(self) -> Lead:
        return Lead.objects.get(case=self.case, until=None)

    def planned(self, ahead: int = 5, by: str = "song") -> Lead:
        day = time.today("Asia/Shanghai") + dt.timedelta(days=ahead)
        return actions.plan_step(
            actor=self.office.example.actors[by], lead_id=self.lead.public_id, version=self.lead.version,
            next_step="陪家长看厨房", next_on=day,
        )  # fmt: skip


@pytest.fixture
def led(office: Office) -> Led:  # noqa: F811
    return Led(office)
