"""A claim in handling, and what is said in a mediation about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from huiyin.cases.actions import intake
from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import Office, days, office  # noqa: F401  # the fixtures themselves
from huiyin.kernel import time
from huiyin.mediation.actions import agreeing, inviting
from huiyin.mediation.actions.agreeing import Promise
from huiyin.mediation.actions.parts import Guest
from huiyin.mediation.models import Meeting
from huiyin.organisations.tests.conftest import forward  # noqa: F401

GUESTS = (Guest("village-mediator", "王桂兰", "石桥村调委会"), Guest("other-side", "孙经理", "供餐公司"))


def in_days(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


@dataclass
class Table:
    """Does what the people at a mediation do, one after the other."""

    office: Office
    receipt: intake.Receipt
    who: str = "jiang"

    @property
    def actor(self):
        return self.office.example.actors[self.who]

    @property
    def case(self) -> Case:
        return self.office.fresh(self.receipt)

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.get(case=self.case)

    @property
    def state(self) -> str:
        return self.case.tracks.get(pack="xinfang-2022").state

    def invited(self, **more: object) -> Meeting:
        given = {
            "subject": "伙食费账目怎么公布", "within": "公布的时间和方式由学校和供餐方商定", "other_side": "供餐公司",
            "place": "石桥村村部", "meets_at": time.now() + dt.timedelta(days=3), "led_by": "committee", "guests": GUESTS,
        }  # fmt: skip
        case = self.case
        wanted = inviting.Invitation(**{**given, **more})
        return inviting.invite(actor=self.actor, case_id=case.pk, version=case.version, invitation=wanted)

    def says(self, *, yes: bool) -> Meeting:
        return inviting.say(concern=self.receipt.concern, meeting_id=self.meeting.public_id, yes=yes)

    def other_says(self, *, yes: bool) -> Meeting:
        found = self.meeting
        return inviting.take_down(
            actor=self.actor, meeting_id=found.public_id, version=found.version, side="other", yes=yes, how="spoken"
        )

    def begun(self) -> Meeting:
        self.invited()
        self.says(yes=True)
        return self.other_says(yes=True)

    def written(self, text: str = "账目每月公布。", due: int = 5):
        found = self.meeting
        return agreeing.write_down(
            actor=self.actor, meeting_id=found.public_id, version=found.version, text=text,
            promises=[Promise("office", "公布十月的账目", in_days(due)), Promise("other", "供餐公司每周送来单据", in_days(7))],
        )  # fmt: skip

    def other_signs(self) -> Meeting:
        found = self.meeting
        return agreeing.take_down(
            actor=self.actor, meeting_id=found.public_id, version=found.version, side="other", yes=True
        )

    def signs(self, *, yes: bool = True, number: int = 1) -> Meeting:
        return agreeing.sign(concern=self.receipt.concern, meeting_id=self.meeting.public_id, number=number, yes=yes)

    def agreed(self) -> Meeting:
        self.begun()
        self.written()
        self.other_signs()
        return self.signs()


@pytest.fixture
def table(office: Office) -> Table:  # noqa: F811
    receipt = office.raised()
    office.assigned(receipt)
    return Table(office, receipt)
