"""The example's receptions: a group's, a joint one under way, one that ended with a promise, and days on which a leader receives."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.example import BUREAU, Story, Team
from huiyin.kernel import time
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.example import Example

from . import example_group
from .actions import booking, days, joint, promising, receiving, writing
from .models import Invitation, Reception, ReceptionDay

COUNTY = Team("county", "fuhe", "zhou", "zhou", "fuhe", "county/复核承办", "county/分管副县长")


def build_example_receptions(example: Example) -> dict[str, str]:
    """All of them; answers the receipt codes by the case's public id."""
    story = Story(example)
    example_group.tell(story)
    _bridge(story)
    _hearing(story)
    _wednesdays(story)
    return story.codes


def _bridge(story: Story) -> None:
    """Came to the county today, because township and school send each other the matter: both are asked to come."""
    text = (
        "望河村十几个孩子上学要过一座便桥，桥面板断了两块，雨天家长只好背着过。"
        "问镇里，说归学校；问学校，说归镇里，来回三次了。希望两家坐到一起说清楚谁修、哪天修。"
    )
    case = story.raised(COUNTY, 5, text, Identity(name="汪水生", phone="13800005561"), place="望河村便桥")
    case = story.accepted(COUNTY, case, 3, "上学路上的便桥", "道路与交通")
    desk, guest, places = story.actor("fuhe"), story.actor("xinfang"), story.example.organisations
    with time.moved(dt.timedelta(minutes=-70)):
        plan = receiving.Plan(
            kind="visit", planned_for=time.now() + dt.timedelta(minutes=50), place="县政府信访接待中心2号接待室"
        )
        row = receiving.plan(actor=desk, plan=plan, case=case)
        township, school = places["township"].public_id, places["school"].public_id
        row = joint.explain_competence(
            actor=desk, public_id=row.public_id, version=row.version, organisation=township, choice="joint"
        )
        row = joint.invite(actor=desk, public_id=row.public_id, version=row.version, organisation=school)
    invited = Invitation.objects.get(reception=row, organisation=places["township"])
    with time.moved(dt.timedelta(minutes=-55)):
        invited = joint.acknowledge(
            actor=guest, invitation_id=invited.public_id, version=invited.version, officials="镇长、信访专干"
        )
    with time.moved(dt.timedelta(minutes=-20)):
        joint.arrive(actor=guest, invitation_id=invited.public_id, version=invited.version)
        _begun(story, row, "fuhe", "county/分管副县长")


def _hearing(story: Story) -> None:
    """Asked to be received; said what the minutes had left out, agreed to them, and was promised something by a day."""
    text = "儿子上四年级，戴助听器，坐在最后一排，老师讲什么听不清。换过一次座位，开学又排回去了。"
    case = story.raised(BUREAU, 26, text, Identity(name="聂春燕", phone="13800005562"), place="清溪镇中心学校")
    case = story.accepted(BUREAU, case, 24, "戴助听器的学生听课", "特殊教育与融合")
    story.assigned(BUREAU, case, 23.9)
    concern, desk = case.concerns.get(), story.actor("liang")
    with time.moved(dt.timedelta(days=-16)):
        row = receiving.ask_reception(
            concern=concern, kind="visit", words="有些话写不清楚，想当面说，孩子也想说两句。", needs=["hearing"]
        )
    with time.moved(dt.timedelta(days=-15)):
        [need] = row.needs.all()
        receiving.arrange(actor=desk, public_id=row.public_id, need=need.public_id)
        receiving.offer(
            actor=desk, public_id=row.public_id, version=_version(row), planned_for=time.now() + dt.timedelta(days=4),
            place="县教育局一楼接待室",
        )  # fmt: skip
    with time.moved(dt.timedelta(days=-11)):
        _begun(story, row, "liang", "bureau/分管副局长")
        promising.promise(
            actor=desk, public_id=row.public_id, version=_version(row), text="给四（2）班教室装好扩音设备，请孩子试听",
            organisation=story.example.organisations["bureau"].public_id, due_on=time.today("Asia/Shanghai") + dt.timedelta(days=17),
        )  # fmt: skip
        _shown(story, row, "座位固定在前两排。")
    with time.moved(dt.timedelta(days=-10)):
        writing.answer_minutes(
            concern=concern, public_id=row.public_id, said="corrects", text="孩子说的那句没有写：他想跟大家一样听见老师点他的名字。"
        )  # fmt: skip
        _shown(story, row, "座位固定在前两排。孩子说：想跟大家一样听见老师点他的名字。")
    with time.moved(dt.timedelta(days=-9)):
        writing.answer_minutes(concern=concern, public_id=row.public_id, said="agrees")
        writing.close(actor=desk, public_id=row.public_id, version=_version(row))


def _wednesdays(story: Story) -> None:
    """Every other Wednesday the deputy head receives; one place of the first day is taken."""
    today = time.today("Asia/Shanghai")
    first = today + dt.timedelta(days=(2 - today.weekday()) % 7 or 7)
    with time.moved(dt.timedelta(days=-2)):
        published: list[ReceptionDay] = days.publish_days(
            actor=story.actor("liang"),
            series=days.Series(
                post=story.example.posts["bureau/分管副局长"].public_id, first=first, every="fortnight",
                until=first + dt.timedelta(days=42), starts_at=dt.time(9), ends_at=dt.time(11, 30), slot_minutes=30,
                place="县教育局一楼接待室",
            ),
        )  # fmt: skip
    with time.moved(dt.timedelta(days=-1)):
        wish = booking.Wish(slot=1, matter="转学材料交了两次都说不全，想问清楚到底差哪一样。")
        booking.book(day_id=published[0].public_id, wish=wish)


def _begun(story: Story, row: Reception, desk: str, leader: str) -> None:
    receiving.begin(
        actor=story.actor(desk), public_id=row.public_id, version=_version(row), received_by=[story.example.posts[leader].public_id]
    )  # fmt: skip


def _shown(story: Story, row: Reception, said: str) -> None:
    desk = story.actor("liang")
    text = writing.Text(
        "孩子固定坐前两排；教室里装扩音设备，让他听得清。",
        "《信访工作条例》第31条第6项：书面出具处理意见；第34条：受理之日起60日内办结；第35条：不服的，收到之日起30日内可以请求复查。",
        said,
    )
    writing.write_minutes(actor=desk, public_id=row.public_id, version=_version(row), text=text)
    writing.show_minutes(actor=desk, public_id=row.public_id, version=_version(row), how="page")


def _version(row: Reception) -> int:
    return Reception.objects.values_list("version", flat=True).get(pk=row.pk)
