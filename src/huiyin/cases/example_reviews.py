"""The example's reviews: one that the county is looking at, one in which it overturned the answer."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions import asking_review, replying, reviewing
from huiyin.kernel import time
from huiyin.kernel.vault.identity import Identity

from .example import BUREAU, Story, Team
from .models import Case, Review

TOWNSHIP = Team("township", "xinfang", "zhenzhang", "zhenzhang", "xinfang", "township/信访专干", "township/镇长")


def tell(story: Story) -> None:
    """Both stories."""
    _seniority(story)
    _crossing(story)


def _seniority(story: Story) -> None:
    """A teacher's years of service: answered, not accepted, and now with the county."""
    text = (
        "我1994年8月到石桥小学代课，2001年转正。核定工龄时把前七年都去掉了，每月少三百多元。"
        "当年的工资单我还留着。希望按政策把代课年限算进去。"
    )
    case = story.raised(BUREAU, 58, text, Identity(name="邵桂芬", phone="13800005520"), place="县教育局")
    story.accepted(BUREAU, case, 55, "代课年限核定", "职称与考核")
    story.assigned(BUREAU, case, 54)
    answer = replying.ReplyText(
        outcome="explain", claim="把1994年至2001年的代课时间计入工龄。",
        facts="档案里没有代课期间的聘用手续，工资单是村里发的。", decision="按现有材料无法计入；补齐聘用手续后可以重新申报。",
        basis="《信访工作条例》第32条；本省代课人员工龄认定办法第4条",
    )  # fmt: skip
    story.drafted(BUREAU, case, 30, answer)
    story.issued(BUREAU, case, 26)
    review = _asked(story, case, 9, "工资单上有中心校的公章，局里没有看原件。我把原件带来了。")
    with time.moved(dt.timedelta(days=-7)):
        review = reviewing.begin_review(
            actor=story.actor("zhou"), review_id=review.public_id, version=0, handler=story.example.posts["county/复核承办"].public_id
        )  # fmt: skip
        reviewing.save_review(
            actor=story.actor("fuhe"), review_id=review.public_id, version=review.version,
            text=reviewing.ReviewText(claim="代课年限计入工龄。", facts="11月19日当面看了工资单原件，盖有原石桥联校公章。"),
        )  # fmt: skip


def _crossing(story: Story) -> None:
    """The road before the school: the township's answer was overturned."""
    text = "石桥小学门口的路没有减速带，上个月又撞了一个孩子。希望装减速带，上学放学有人看着。"
    case = story.raised(TOWNSHIP, 88, text, Identity(name="柳小满", phone="13800005531"), place="石桥小学门口")
    story.accepted(TOWNSHIP, case, 86, "校门口减速带", "道路与交通")
    story.assigned(TOWNSHIP, case, 85)
    answer = replying.ReplyText(
        outcome="reject", claim="装减速带，上下学有人值守。", facts="该路段属县道，不归镇里管。",
        decision="不予安装，请找公路部门。", basis="《公路法》第8条",
    )  # fmt: skip
    story.drafted(TOWNSHIP, case, 62, answer)
    story.issued(TOWNSHIP, case, 58)
    review = _asked(story, case, 40, "镇里自己就管着路口，换一个部门我还要再跑一遍。")
    with time.moved(dt.timedelta(days=-36)):
        review = reviewing.begin_review(
            actor=story.actor("zhou"), review_id=review.public_id, version=0, handler=story.example.posts["county/复核承办"].public_id
        )  # fmt: skip
    with time.moved(dt.timedelta(days=-20)):
        fuhe = story.actor("fuhe")
        text_of_review = reviewing.ReviewText(
            outcome="change", result="support", claim="装减速带，上下学有人值守。",
            facts="路口值守归镇里；减速带由县交通局装，镇里应当转办而不是让家长自己跑。",
            decision="撤销原答复。减速带11月30日前由县交通局安装，值守从明天起由镇里安排。", basis="《信访工作条例》第24条、第35条",
        )  # fmt: skip
        review = reviewing.save_review(
            actor=fuhe, review_id=review.public_id, version=review.version, text=text_of_review
        )
        review = reviewing.submit_review(actor=fuhe, review_id=review.public_id, version=review.version)
        reviewing.issue_review(actor=story.actor("zhou"), review_id=review.public_id, version=review.version)
    with time.moved(dt.timedelta(days=-18)):
        reviewing.read_review_on_page(case_id=case.pk)


def _asked(story: Story, case: Case, ago: float, reasons: str) -> Review:
    with time.moved(dt.timedelta(days=-ago)):
        [review] = asking_review.ask_review(concern=case.concerns.get(), reasons=reasons)
    return review
