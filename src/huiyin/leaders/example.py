"""The example's leaders: a hard case that one has taken on in person and urges in, and one whose leader is about to leave."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.example import BUREAU, Story, Team
from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.access import machine
from huiyin.organisations.actions.groups import Member, save_leading_group
from huiyin.organisations.actions.people import appoint, end_appointment
from huiyin.organisations.example import Example
from huiyin.organisations.models import Account, Appointment
from huiyin.tasks import actions as tasks
from huiyin.tasks.models import Task

from . import actions
from .models import Lead

QINGXI = Team(
    "school-2", "qingxi-ban", "qingxi", "qingxi", "qingxi-zongwu", "school-2/总务处副主任", "school-2/分管副校长"
)


def build_example_leads(example: Example) -> dict[str, str]:
    """Both stories; answers the receipt codes by the case's public id."""
    story = Story(example)
    _group(example)
    _bus(story)
    _leaves(story)
    jobs.sweep()
    return story.codes


def _group(example: Example) -> None:
    """The bureau's leading group has the duties in writing that its leaders' work sheets show as due."""
    posts = example.posts
    with time.moved(dt.timedelta(days=-120)):
        save_leading_group(
            actor=example.actors["he"], organisation=example.organisations["bureau"].public_id, name="信访工作领导小组",
            purpose="疑难的事有领导包案，办到底。", office_unit=example.units["bureau/信访接待室"].public_id,
            members=[
                Member(posts["bureau/局长"].public_id, "leader", "每季度听一次汇报。拿不下来的事亲自定。"),
                Member(posts["bureau/分管副局长"].public_id, "deputy", "疑难的事亲自包案。每月到现场看一次。当面和来访人谈。"),
                Member(posts["bureau/接待室主任"].public_id, "office-director", "登记、催办，每周报一次晚了的事项。"),
            ],
        )  # fmt: skip


def _bus(story: Story) -> None:
    """The school bus: studied, talked over, seen at the place; one urging was answered, one waits and is late."""
    text = (
        "石桥片十四个孩子坐校车，车坏了以后合并到一趟，站着的有六个，路上要五十分钟。"
        "问学校，说归运营公司；问公司，说归教育局。希望恢复两趟，开车前有人数一遍人数。"
    )
    case = story.raised(BUREAU, 41, text, Identity(name="连志芳", phone="13800005571"), place="石桥片校车线路")
    story.accepted(BUREAU, case, 39, "校车并趟、孩子站着", "校车与接送")
    story.assigned(BUREAU, case, 38)
    _step(story, case, 36, "study", "看了运营合同：并趟没有报局里，合同要求两趟。", "当面听家长说", 4)
    _step(story, case, 33, "talk", "当面谈了，家长要的是两趟和点人数，不要赔偿。", "和运营公司坐下来定恢复的日子", 10)
    _urged(story, case, "song", 32, "把九月以来每趟的乘车人数报给我", 4)
    with time.moved(dt.timedelta(days=-29)):
        task = Task.objects.get(case=case)
        tasks.report(
            actor=story.actor("jiang"), task_id=task.public_id, version=task.version, result="每趟四十一至四十三人，核定三十七人。"
        )  # fmt: skip
        task.refresh_from_db()
        tasks.accept(actor=story.actor("song"), task_id=task.public_id, version=task.version)
    _step(story, case, 24, "visit", "早上六点四十跟了一趟车，站着的有六个孩子。", "看新车到位没有", 28)
    _urged(story, case, "liang", 9, "运营公司的书面答复要回来，写明哪天恢复两趟", 6)


def _leaves(story: Story) -> None:
    """The deputy head of Qingxi goes to another post in ten days: who follows is named, the list waits for both signatures."""
    text = "宿舍三楼的厕所一个月没有修好，晚上要摸黑下楼。问过宿管两次，说已经报了。"
    case = story.raised(QINGXI, 19, text, Identity(phone="13800005572"), place="清溪镇中心学校女生宿舍")
    story.accepted(QINGXI, case, 17, "宿舍三楼厕所没修好", "宿舍")
    story.assigned(QINGXI, case, 16)
    _step(story, case, 12, "inspect", "配件到了，安装队排在下周。", "看装好没有", 20, leader="qingxi-fu")
    with time.moved(dt.timedelta(days=-1)):
        leaves, desk = Appointment.objects.get(account__username="qingxi-fu"), machine("people")
        last = time.today("Asia/Shanghai") + dt.timedelta(days=11)
        end_appointment(actor=desk, appointment=leaves.public_id, on=last)
        for who, post in (("qingxi-zongwu", "分管副校长"), ("qingxi-fu", "总务处副主任")):
            appoint(
                actor=desk, account=Account.objects.get(username=who).public_id,
                post=story.example.posts[f"school-2/{post}"].public_id, from_on=last + dt.timedelta(days=1), deputy=post == "总务处副主任",
            )  # fmt: skip


def _step(
    story: Story, case: Case, ago: float, kind: str, text: str, then: str, days: int, *, leader: str = "song"
) -> None:
    """Done in person on that day; what comes next, so many days later."""
    with time.moved(dt.timedelta(days=-ago)):
        lead, today = Lead.objects.get(case=case, until=None), time.today("Asia/Shanghai")
        actions.record_step(
            actor=story.actor(leader), lead_id=lead.public_id, version=lead.version, kind=kind, on=today, text=text,
            next_step=then, next_on=today + dt.timedelta(days=days),
        )  # fmt: skip


def _urged(story: Story, case: Case, by: str, ago: float, text: str, days: int) -> None:
    with time.moved(dt.timedelta(days=-ago)):
        lead = Lead.objects.get(case=case, until=None)
        actions.urge(
            actor=story.actor(by), lead_id=lead.public_id, version=lead.version, text=text,
            whom=f"post:{story.example.posts['bureau/基教股股长'].public_id}",
            due_on=time.today("Asia/Shanghai") + dt.timedelta(days=days),
        )  # fmt: skip
