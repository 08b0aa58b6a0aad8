"""The example's supervisions: one that the person asked for and the school must answer, one that was answered, adopted and closed."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions import going_up
from huiyin.cases.actions.replying import ReplyText
from huiyin.cases.example import BUREAU, SCHOOL, Story
from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.example import Example

from .actions import supervising
from .models import Supervision


def build_example_supervisions(example: Example) -> dict[str, str]:
    """Both; answers the receipt codes by the case's public id."""
    story = Story(example)
    _commuting(story)
    _badges(story)
    return story.codes


def _commuting(story: Story) -> None:
    """A lawful day has passed; the parent asked the bureau to see to it; the school must answer next week."""
    text = "下午放学后校车要等四十分钟才开，孩子在操场边站着，下雨也没有地方躲。九月问过一次，没有回音。"
    case = story.raised(SCHOOL, 70, text, Identity(name="许冬梅", phone="13800005541"), place="校车上车点")
    story.accepted(SCHOOL, case, 66, "放学后等校车太久", "校园安全")
    story.assigned(SCHOOL, case, 65)
    with time.moved(dt.timedelta(days=-4)):
        jobs.sweep()
        going_up.ask_superior(concern=case.concerns.get())
    with time.moved(dt.timedelta(days=-2)):
        waiting = Supervision.objects.get(case=case)
        demanded = "本周内书面答复来访人：什么时候有地方避雨，校车几点开。"
        order = supervising.Order("urge", "受理已满60日，没有答复意见，也没有报延期。", demanded, _day(6))
        supervising.take_up(
            actor=story.actor("dudao"),
            public_id=waiting.public_id,
            version=waiting.version,
            trigger="delay",
            order=order,
        )


def _badges(story: Story) -> None:
    """An improvement that the county proposed to the bureau: adopted; the person had the answer, and it was closed."""
    text = "孩子转学以后校徽要重新买，一枚三十五元，说是统一定做。能不能不收钱？"
    case = story.raised(BUREAU, 75, text, Identity(name="田桂兰", phone="13800005552"), place="县教育局")
    story.accepted(BUREAU, case, 72, "转学重新买校徽收费", "校服与教辅材料")
    story.assigned(BUREAU, case, 71)
    with time.moved(dt.timedelta(days=-11)):
        jobs.sweep()
        supervision = supervising.open_supervision(
            actor=story.actor("ducha"), case_id=case.pk, version=_version(case), trigger="delay",
            order=supervising.Order(
                "improve", "受理已满60日没有答复。同类收费问题今年已有多件。", "答复来访人；在全县学校清理校徽收费，写进收费目录。", _day(7)
            ),
        )  # fmt: skip
    answer = ReplyText(
        "support", "转学不再收校徽费。", "县里没有批准过这项收费。", "不再收取，已收的退还。", "本省中小学服务性收费和代收费管理办法"
    )  # fmt: skip
    story.drafted(BUREAU, case, 9, answer)
    story.issued(BUREAU, case, 8)
    with time.moved(dt.timedelta(days=-7)):
        supervision = supervising.answer(
            actor=story.actor("he"), public_id=supervision.public_id, version=supervision.version, adopted="yes",
            text="采纳。已答复来访人；各校11月底前自查，局里12月抽查，目录里没有的一律停收。",
        )  # fmt: skip
    with time.moved(dt.timedelta(days=-5)):
        supervising.close(
            actor=story.actor("ducha"), public_id=supervision.public_id, version=supervision.version,
            outcome="教育局已经答复您，校徽费退还；全县学校停收这一项，12月抽查。",
        )  # fmt: skip


def _day(ahead: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=ahead)


def _version(case: Case) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)
