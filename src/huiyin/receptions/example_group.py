"""The example's group: parents of one village at the gate, three who speak for them, a room, minutes that all three agreed to."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions import grouping, handling
from huiyin.cases.drafts import Token
from huiyin.cases.example import BUREAU, Story
from huiyin.cases.models import Case, Concern
from huiyin.cases.queries import groups
from huiyin.kernel import time
from huiyin.kernel.vault.identity import Identity

from .actions import promising, receiving, writing
from .models import Reception

MATTER = "望河教学点下学期要撤，孩子转到镇上要走六公里。我们请求：先把车和午饭定下来再撤；撤不撤要听我们说。"
AT_THE_GATE = ("聂光明", "戚小梅", "", "房国庆", "郁春兰", "", "颜大成", "滕玉珍", "路平安", "")


def tell(story: Story) -> None:
    """One raised it on the page; the others came on the day after, with slips and by the code of the group too."""
    first = story.raised(
        BUREAU,
        22,
        "教学点要撤，我家两个孩子没有人送。",
        Identity(name="祁连生", phone="13800005581"),
        place="望河教学点",
    )
    case = _came(story, first)
    case = story.accepted(BUREAU, case, 19, "望河教学点撤并后的接送和午饭", "入学与划片")
    story.assigned(BUREAU, case, 18)
    _received(story, case)
    with time.moved(dt.timedelta(days=-3)):
        case.refresh_from_db()
        handling.answer(
            actor=story.actor("jiang"), case_id=case.pk, version=case.version,
            text="车的事县里定了：下学期起望河到镇上早晚各一趟，车票由县里出。午饭还在谈，12月5日前告诉大家。",
        )  # fmt: skip


def _came(story: Story, case: Case) -> Case:
    desk = story.actor("liang")
    with time.moved(dt.timedelta(days=-21)):
        grouping.open_group(actor=desk, case_id=case.pk, version=case.version, matter=MATTER)
        grouping.speak(concern=case.concerns.get())
        for number, name in enumerate(AT_THE_GATE):
            who = Identity(name=name, phone=f"138000055{number:02}" if name else "")
            joining = grouping.Joining(who, speaks=number in (1, 4))
            grouping.add_member(actor=desk, case_id=case.pk, joining=joining)
        slips = grouping.print_slips(actor=desk, case_id=case.pk, count=6)
    with time.moved(dt.timedelta(days=-20)):
        for code in slips[:3]:
            _joins(code)
        card = groups.group_of(case)
        assert card is not None
        _joins(card.invite, "我家老人腿脚不好，接送只能靠车。")
    case.refresh_from_db()
    return case


def _joins(code: str, words: str = "") -> Concern:
    found = groups.of_code(code)
    assert found is not None
    group, slip = found
    joining = grouping.Joining(Identity(), words)
    return grouping.join(group=group, joining=joining, token=Token.fresh(), slip=slip).concern


def _received(story: Story, case: Case) -> None:
    desk = story.actor("liang")
    with time.moved(dt.timedelta(days=-12)):
        plan = receiving.Plan(
            kind="group",
            planned_for=time.now() + dt.timedelta(days=2),
            place="县教育局三楼会议室",
            people=15,
            representatives=3,
        )
        row = receiving.plan(actor=desk, plan=plan, case=case)
    with time.moved(dt.timedelta(days=-10)):
        leader = story.example.posts["bureau/分管副局长"].public_id
        receiving.begin(actor=desk, public_id=row.public_id, version=_version(row), received_by=[leader])
        promising.promise(
            actor=desk, public_id=row.public_id, version=_version(row), text="撤并前再开一次家长会，每家都能说话",
            organisation=story.example.organisations["bureau"].public_id, due_on=time.today("Asia/Shanghai") + dt.timedelta(days=24),
        )  # fmt: skip
        text = writing.Text(
            "先定车和午饭再撤；撤不撤要听家长的。",
            "《信访工作条例》第20条：多人来访推选代表，不超过5人；第34条：受理之日起60日内办结。",
            "分管副局长说：车的事报县里，午饭由镇中心校算账；没定下来以前不撤。",
        )
        writing.write_minutes(actor=desk, public_id=row.public_id, version=_version(row), text=text)
        writing.show_minutes(actor=desk, public_id=row.public_id, version=_version(row), how="aloud")
        for label in row.participants.filter(of_office=False).values_list("label", flat=True):
            writing.take_answer(actor=desk, public_id=row.public_id, version=_version(row), who=label, said="agrees")


def _version(row: Reception) -> int:
    return Reception.objects.values_list("version", flat=True).get(pk=row.pk)
