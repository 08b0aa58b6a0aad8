"""The example's mediations: an agreement of which one promise is late, and an invitation that waits for the person's word."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.example import SCHOOL, Story
from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.example import Example

from .actions import agreeing, inviting, minutes
from .actions.agreeing import Promise
from .actions.parts import Guest
from .models import Meeting

VILLAGE = (
    Guest("village-mediator", "王桂兰", "石桥村人民调解委员会"),
    Guest("other-side", "工地项目负责人", "校舍翻修施工队"),
)


def build_example_meetings(example: Example) -> dict[str, str]:
    """Both stories; answers the receipt codes by the case's public id."""
    story = Story(example)
    _wall(story)
    _noise(story)
    jobs.sweep()
    return story.codes


def _wall(story: Story) -> None:
    """A neighbour's wall cracked by the building works: agreed in the village, and the school is late with one term."""
    text = "学校翻修围墙，挖掘机把我家东墙震裂了一条缝，下雨往里渗水。找了施工队两次，让我找学校。希望给修好。"
    case = story.raised(SCHOOL, 40, text, Identity(name="石大山", phone="13800005542"), place="学校东围墙外")
    story.accepted(SCHOOL, case, 38, "围墙施工震裂邻居墙", "校舍与设施")
    story.assigned(SCHOOL, case, 37)
    meeting = _invited(story, case, 30, "东墙裂缝怎么修、谁来修", "修复的方式、时间和费用由双方商定")
    shen = story.actor("shen")
    _both_agree(story, meeting, 28)
    with time.moved(dt.timedelta(days=-25)):
        meeting.refresh_from_db()
        minutes.write(
            actor=shen, meeting_id=meeting.public_id, version=meeting.version, read_out=True,
            text="村调解员王桂兰主持，到墙边看过。裂缝长一米六，双方认可是施工震裂的。施工队愿意修，学校愿意先垫材料费。",
        )  # fmt: skip
        minutes.answer(concern=case.concerns.get(), meeting_id=meeting.public_id, number=1, answer="yes")
        meeting.refresh_from_db()
        today = time.today("Asia/Shanghai")
        promises = [
            Promise("office", "垫付材料费，并请人验收修好的墙", today + dt.timedelta(days=21)),
            Promise("other", "把裂缝凿开、灌浆、抹平", today + dt.timedelta(days=14)),
        ]
        agreeing.write_down(
            actor=shen, meeting_id=meeting.public_id, version=meeting.version, promises=promises,
            text="施工队修好东墙裂缝，学校垫付材料费并组织验收。",
        )  # fmt: skip
        meeting.refresh_from_db()
        agreeing.take_down(actor=shen, meeting_id=meeting.public_id, version=meeting.version, side="other", yes=True)
        agreeing.sign(concern=case.concerns.get(), meeting_id=meeting.public_id, number=1, yes=True)


def _noise(story: Story) -> None:
    """The loudspeaker in the morning: both sides are invited, the person has not said yet."""
    text = "学校早上六点四十就放广播，我家离喇叭不到三十米，上夜班的人没法睡。能不能晚一点，或者把喇叭转个方向。"
    case = story.raised(SCHOOL, 14, text, Identity(name="柏雪", phone="13800005549"), place="校门对面")
    story.accepted(SCHOOL, case, 12, "早晨广播声音大", "校舍与设施")
    story.assigned(SCHOOL, case, 11)
    _invited(
        story, case, 2, "早晨广播的时间、音量和喇叭方向", "作息以外的广播由学校自己安排，可以商定", led_by="office"
    )


def _invited(story: Story, case: Case, ago: float, subject: str, within: str, led_by: str = "committee") -> Meeting:
    with time.moved(dt.timedelta(days=-ago)):
        case.refresh_from_db()
        other = "校舍翻修施工队" if led_by == "committee" else "学校政教处"
        wanted = inviting.Invitation(
            subject, within, other, "石桥村村部", _afternoon(5), led_by,
            VILLAGE if led_by == "committee" else (),
        )  # fmt: skip
        return inviting.invite(actor=story.actor("shen"), case_id=case.pk, version=case.version, invitation=wanted)


def _afternoon(days: int) -> dt.datetime:
    zone = time.zone_of("Asia/Shanghai")
    return dt.datetime.combine(time.today("Asia/Shanghai") + dt.timedelta(days=days), dt.time(15), tzinfo=zone)


def _both_agree(story: Story, meeting: Meeting, ago: float) -> None:
    with time.moved(dt.timedelta(days=-ago)):
        inviting.say(concern=meeting.case.concerns.get(), meeting_id=meeting.public_id, yes=True)
        meeting.refresh_from_db()
        inviting.take_down(
            actor=story.actor("shen"), meeting_id=meeting.public_id, version=meeting.version, side="other",
            yes=True, how="spoken",
        )  # fmt: skip
