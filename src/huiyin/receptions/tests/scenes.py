"""A reception of a case of the bureau, done as its people would."""

from __future__ import annotations

from huiyin.kernel import time
from huiyin.receptions.actions import receiving, writing
from huiyin.receptions.models import Reception

TEXT = writing.Text(
    "要求把代课年限算进工龄。", "《信访工作条例》第34条：受理之日起60日内办结。", "局里说明了材料缺什么。"
)


class Room:
    """Does the verbs of a reception as its people would."""

    def __init__(self, office, *, kind="visit", **more) -> None:
        self.office = office
        self.receipt = office.raised()
        self.case = office.assigned(self.receipt)
        self.desk = office.example.actors["liang"]
        plan = receiving.Plan(kind=kind, planned_for=time.now(), place="一楼接待室", **more)
        self.row = receiving.plan(actor=self.desk, plan=plan, case=self.case)

    @property
    def now(self) -> Reception:
        return Reception.objects.get(pk=self.row.pk)

    def do(self, action, **given):
        return action(actor=self.desk, public_id=self.row.public_id, version=self.now.version, **given)

    def begun(self) -> Room:
        self.do(receiving.begin, received_by=[self.office.example.posts["bureau/接待室主任"].public_id])
        return self

    def shown(self, how="page") -> Room:
        self.do(writing.write_minutes, text=TEXT)
        self.do(writing.show_minutes, how=how)
        return self

    def says(self, said, text=""):
        return writing.answer_minutes(concern=self.receipt.concern, public_id=self.row.public_id, said=said, text=text)
