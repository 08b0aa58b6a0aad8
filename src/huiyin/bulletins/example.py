"""The example's reports up the chain: an accident to a pupil twelve days ago, reported to its end with a correction, and this morning's
illness in a class, of which the first report has just gone."""

from __future__ import annotations

import datetime as dt

from huiyin.incidents.models import Incident
from huiyin.kernel import time
from huiyin.organisations.example import Example

from .actions import beginning, doubting, receiving, telling, writing
from .actions.beginning import Event
from .actions.writing import Written
from .models import Bulletin

DAYS_AGO = dt.timedelta(days=-12)
MINUTES = dt.timedelta(minutes=1)
FALL = {
    "course": "课间一名学生从单杠上摔下，手臂骨折。",
    "done": "校医固定伤处，120送县医院，老师陪同。单杠已停用。",
    "cause": "不清楚",
}
ILL = {
    "course": "二年级（1）班这周第二个学生口腔、手上出疹，发热38度5左右，精神还好，没有抽搐。",
    "done": "两人单独照看，已通知家长接走就诊；教室消毒、开窗；全班晨午检。",
    "cause": "不清楚，等疾控来看",
}


def build_example_bulletins(example: Example) -> None:
    """After the emergencies: one begins from that of this morning."""
    _fall(example)
    _illness(example)


def _fall(example: Example) -> None:
    begun = time.now() + DAYS_AGO
    with time.moved(DAYS_AGO):
        bulletin = beginning.begin(
            actor=example.actors["gao"], event=Event("pupil-accident", begun - 4 * MINUTES, begun - 6 * MINUTES, "操场单杠区", FALL)
        )  # fmt: skip
        telling.tell(
            actor=example.actors["gao"],
            bulletin_id=bulletin.public_id,
            body="parents",
            way="phone",
            at=begun,
            whom="家长",
        )
    numbers = {"dead": 0, "missing": 0, "badly": 1, "slightly": 0, "affected": 1, "hospital": 1}
    with time.moved(DAYS_AGO + 25 * MINUTES):
        _send(example, "gao", bulletin, Written("first", begun - 6 * MINUTES, "操场单杠区", FALL, numbers))
    with time.moved(DAYS_AGO + 38 * MINUTES):
        receiving.acknowledge(actor=example.actors["liang"], bulletin_id=bulletin.public_id)
    with time.moved(DAYS_AGO + 50 * MINUTES):
        receiving.end_here(
            actor=example.actors["he"],
            bulletin_id=bulletin.public_id,
            why="一人受伤，学校处置得当，基教股跟进，不再上报。",
        )
    with time.moved(DAYS_AGO + dt.timedelta(hours=20)):
        final = Written(
            "final", begun - 6 * MINUTES, "操场单杠区",
            {**FALL, "cause": "单杠下的垫子移走了没有放回", "done": "学生已手术，情况稳定。垫子已固定，全校器械查过一遍。"},
            {**numbers, "badly": 0, "slightly": 1}, corrects=("badly",), why_corrected="县医院诊断为轻伤",
        )  # fmt: skip
        _send(example, "gao", bulletin, final)
    with time.moved(DAYS_AGO + dt.timedelta(hours=20, minutes=9)):
        receiving.acknowledge(actor=example.actors["liang"], bulletin_id=bulletin.public_id)
    _doubted(example, bulletin)


def _doubted(example: Example, bulletin: Bulletin) -> None:
    """The bureau asked about one sentence, the school had its say, and it was an honest mistake."""
    key, after = bulletin.public_id, DAYS_AGO + dt.timedelta(days=1)
    with time.moved(after):
        doubting.doubt(
            actor=example.actors["he"], bulletin_id=key, report=1, what="首报写“单杠已停用”，学校安全员拍的照片上当天下午仍可使用。",
            basis="检查组当天下午现场查看",
        )  # fmt: skip
    with time.moved(after + dt.timedelta(hours=3)):
        said = "发报时已口头通知停用，警戒带下午四点才拉上。今后写“已通知”与“已完成”分开。"
        doubting.answer(actor=example.actors["gao"], bulletin_id=key, answer=said)
    with time.moved(after + dt.timedelta(hours=5)):
        doubting.judge(
            actor=example.actors["he"], bulletin_id=key, judgement="mistaken", why="口头通知有记录，不是有意不实"
        )


def _illness(example: Example) -> None:
    incident = Incident.objects.get(organisation=example.organisations["school"], kind="infectious", exercise=False)
    learned = incident.started_at
    numbers = {"affected": 2, "hospital": 0, "badly": 0, "dead": 0}
    with time.moved(-34 * MINUTES):
        event = Event("infectious", learned, learned, "二年级（1）班", ILL, numbers, incident=incident.public_id)
        bulletin = beginning.begin(actor=example.actors["zheng"], event=event)
        telling.tell(
            actor=example.actors["zheng"], bulletin_id=bulletin.public_id, body="cdc", way="phone", at=time.now(), whom="县疾控值班室"
        )  # fmt: skip
    with time.moved(-14 * MINUTES):
        _send(
            example, "zheng", bulletin,
            Written("first", learned, "二年级（1）班", ILL, numbers),
        )  # fmt: skip


def _send(example: Example, who: str, bulletin: Bulletin, report: Written) -> None:
    bulletin.refresh_from_db()
    writing.send(actor=example.actors[who], bulletin_id=bulletin.public_id, version=bulletin.version, report=report)
