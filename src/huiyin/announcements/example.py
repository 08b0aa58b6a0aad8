"""The example's notices: one about the stairs that every post of the school acknowledges, one to parents that was corrected, one that waits."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.example import Example
from huiyin.organisations.models import SchoolClass

from .actions import reading, writing
from .actions.writing import Corrected, Wanted
from .models import ClassPage

DAY = dt.timedelta(days=1)
STAIRS = "东楼梯这两周修栏杆，中间一段封住。课间请各班走西楼梯，班主任在二楼转角看一看。\n发现围挡松了，告诉总务处。"
COLD = "近期流感多。孩子发热请在家休息，退热48小时后再来。需要请假的，打下面的学校电话。"


def build_example_announcements(example: Example) -> None:
    """After the classes."""
    school, today = example.organisations["school"], time.today("Asia/Shanghai")
    classes = list(SchoolClass.objects.filter(organisation=school).order_by("id").values_list("public_id", flat=True))
    ago = -3 * DAY
    with time.moved(ago):
        stairs = writing.write(
            actor=example.actors["shen"],
            wanted=Wanted("东楼梯维修期间请走西楼梯", STAIRS, today + ago, today + 11 * DAY, everybody=True, acknowledge=True, by_on=today + 2 * DAY),
        )  # fmt: skip
    for hours, name in ((-60, "fang"), (-30, "gao")):
        with time.moved(dt.timedelta(hours=hours)):
            reading.acknowledge(actor=example.actors[name], announcement_id=stairs.public_id, number=1)
    with time.moved(ago):
        cold = writing.write(
            actor=example.actors["zheng"],
            wanted=Wanted(
                "流感多发，请这样照看孩子", COLD.replace("48", "24"), today + ago, today + 25 * DAY, classes=classes[:4]
            ),
        )
    with time.moved(-2 * DAY):
        writing.approve(actor=example.actors["fang"], announcement_id=cold.public_id, version=cold.version)
    with time.moved(-1 * DAY):
        cold.refresh_from_db()
        corrected = Corrected("流感多发，请这样照看孩子", COLD, "退热后要观察48小时，原来写成了24小时。")
        writing.correct(
            actor=example.actors["fang"], announcement_id=cold.public_id, version=cold.version, corrected=corrected
        )
    for page in ClassPage.objects.filter(organisation=school).order_by("id")[:2]:
        for _time in range(17 + page.pk % 5):
            reading.tap(page_id=page.public_id, announcement_id=cold.public_id)
    with time.moved(dt.timedelta(hours=-4)):
        writing.write(
            actor=example.actors["gao"],
            wanted=Wanted("周五下午家长开放日", "周五14:00开放两节课，请走正门。自行车停在操场北侧。", today, today + 9 * DAY, classes=classes),
        )  # fmt: skip
