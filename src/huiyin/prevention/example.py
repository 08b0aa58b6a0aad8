"""The example's hazards: at a school one in each state, a grave one that is late and went up, a place where they come again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.incidents.models import Incident
from huiyin.kernel import files, time
from huiyin.kernel.clocks import jobs
from huiyin.organisations.example import Example
from huiyin.plans.models import Plan

from .actions import charging, keeping, mapping, mending, registering, reporting, rounds
from .actions.keeping import Done, Thing
from .actions.mapping import Point
from .actions.mending import Work
from .actions.registering import Found
from .actions.reporting import Seen
from .actions.rounds import Given, Planned
from .models import CampusMap, Hazard, Round

FIXER, TEACHING = "总务处副主任", "教导主任"
DRAWING = Path(__file__).with_name("example-map.png")
WHERE = {
    "东门": (0.93, 0.85), "宿舍二楼204室": (0.78, 0.2), "教学楼三楼西": (0.2, 0.23), "操场南": (0.58, 0.86),
    "教学楼四楼走廊": (0.42, 0.22), "教学楼二楼水房": (0.3, 0.23), "食堂": (0.2, 0.54), "校门": (0.18, 0.88),
}  # fmt: skip


class _Play:
    """Does what people of the school did some days ago."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.map = _map(example)

    def point(self, place: str) -> Point | None:
        return Point(self.map.public_id, *WHERE[place]) if place in WHERE else None

    def finds(self, days: float, who: str, title: str, place: str, severity: str = "ordinary", **more: Any) -> Hazard:
        owner = self.example.posts[f"school/{more.pop('owner', FIXER)}"].public_id
        with time.moved(dt.timedelta(days=-days)):
            found = Found(title, place, severity, owner, point=self.point(place), **more)
            return registering.register(actor=self.example.actors[who], found=found)

    def mends(self, days: float, hazard: Hazard, who: str, work: Work) -> Hazard:
        with time.moved(dt.timedelta(days=-days)):
            hazard.refresh_from_db()
            return mending.mend(
                actor=self.example.actors[who], hazard_id=hazard.public_id, version=hazard.version, work=work
            )

    def looks(self, days: float, hazard: Hazard, who: str, note: str, *, passed: bool = True) -> Hazard:
        with time.moved(dt.timedelta(days=-days)):
            hazard.refresh_from_db()
            return mending.check(
                actor=self.example.actors[who], hazard_id=hazard.public_id, version=hazard.version, passed=passed, note=note
            )  # fmt: skip


def build_example_hazards(example: Example) -> None:
    """After plans and incidents: some hazards came of them."""
    play = _Play(example)
    drill = Incident.objects.filter(organisation=example.organisations["school"], exercise=True).first()
    fire = Plan.objects.filter(organisation=example.organisations["school"], kind="fire").first()
    _over(play)
    _rail(play)
    gate = play.finds(
        18, "xiaozhang", "东门门闩锈住，推不开", "东门", "greater", interim="sign", interim_note="贴了“走西门”。",
        incident=drill.public_id if drill else "",
    )  # fmt: skip
    play.mends(1, gate, "shen", Work("换了门闩，开关试了十次。", Decimal("180"), "镇东五金"))
    play.finds(
        9, "gao", "二楼电线外露", "宿舍二楼204室", "grave", interim="closed-off", interim_note="房间停用，学生已换房。",
        text="开关盒脱落，铜线露在外面。",
    )  # fmt: skip
    with time.moved(dt.timedelta(days=-5)):
        jobs.sweep()
    play.finds(
        6, "zheng", "灭火器过期两个月", "教学楼三楼西", "greater", interim="sign", plan=fire.public_id if fire else ""
    )
    _reported(play)
    play.finds(4, "gao", "排烟罩油垢厚", "食堂")
    play.finds(2, "fang", "井盖松，踩上去会翘", "操场南", interim="sign", owner=TEACHING)
    _rounds(play)
    _things(play)
    _network(play)
    jobs.sweep()


def _map(example: Example) -> CampusMap:
    """One drawing of the whole school."""
    picture = files.inspect(SimpleUploadedFile(DRAWING.name, DRAWING.read_bytes()))
    with time.moved(dt.timedelta(days=-70)):
        return mapping.add_map(actor=example.actors["shen"], title="校园平面图", picture=picture)


def _things(play: _Play) -> None:
    """One that has run out, one that does soon, two that hold; and a paper of last year."""
    shen, today = play.example.actors["shen"], time.today("Asia/Shanghai")
    keeper = play.example.posts[f"school/{FIXER}"].public_id
    for kind, name, place, check, days, months in (
        ("fire", "三楼灭火器（6具）", "教学楼三楼", "年度检测", -12, 12),
        ("boiler", "2号锅炉", "食堂锅炉房", "锅炉检验", 20, None),
        ("vehicle", "1号校车", "校车停车场", "车辆检验", 150, 6),
        ("lift", "教学楼电梯", "教学楼", "电梯检验", 210, 12),
    ):
        with time.moved(dt.timedelta(days=-20)):
            thing = Thing(kind, name, place, keeper, check, today + dt.timedelta(days=days), months)
            row = keeping.add_equipment(actor=shen, thing=thing)
        if kind == "lift":
            with time.moved(dt.timedelta(days=-10)):
                done = Done(today - dt.timedelta(days=11), firm="临禾特种设备检验所", note="合格")
                keeping.check_done(actor=shen, check_id=row.checks.get().public_id, done=done)


def _network(play: _Play) -> None:
    """Who answers for it, and three things of it; the backup is to be tried soon."""
    shen, today, day = play.example.actors["shen"], time.today("Asia/Shanghai"), dt.timedelta(days=1)
    teaching, fixer = (play.example.posts[f"school/{one}"].public_id for one in (TEACHING, FIXER))
    with time.moved(-40 * day):
        charging.name_charge(actor=play.example.actors["fang"], post=teaching, deputy=fixer)
        for kind, name, place, check, days in (
            ("computers", "一号电脑教室（48台）", "教学楼四楼", "系统更新、查毒", 25),
            ("server", "教务服务器", "四楼机房", "备份恢复一次试试", 6),
            ("system", "学校网站和公众号", "对外", "管理账号清理、改口令", 80),
        ):
            keeping.add_equipment(actor=shen, thing=Thing(kind, name, place, teaching, check, today + days * day, 6))


def _rounds(play: _Play) -> None:
    """Fire every week, gone twice and due; the canteen on each working day; the playground, which nobody went."""
    day, today = dt.timedelta(days=1), time.today("Asia/Shanghai")
    post, shen = play.example.posts, play.example.actors["shen"]
    teaching, fixer, office = (post[f"school/{one}"].public_id for one in (TEACHING, FIXER, "校办主任"))
    with time.moved(-16 * day):
        fire = rounds.plan_inspection(
            actor=shen, planned=Planned("starter:fire", "教学楼", "week", today - 14 * day, teaching, fixer, office)
        )
        rounds.plan_inspection(
            actor=shen, planned=Planned("starter:playground", "操场", "month", today - 8 * day, fixer, fixer)
        )
    for ago, wrong in ((14, {}), (7, {"sockets": "三楼东插座面板裂了"})):
        with time.moved(-(ago + 0.5) * day):
            _goes(play, fire.rounds.get(status="due"), wrong)
    with time.moved(-day):
        rounds.plan_inspection(
            actor=shen, planned=Planned("starter:food", "食堂", "workday", today, teaching, fixer, fixer)
        )


def _goes(play: _Play, one: Round, wrong: dict[str, str]) -> None:
    seen = [
        Given(item["key"], "hazard", wrong[item["key"]]) if item["key"] in wrong else Given(item["key"], "good")
        for item in one.items
    ]
    rounds.go(actor=play.example.actors["gao"], round_id=one.public_id, seen=seen, finish=True)


def _reported(play: _Play) -> None:
    """Sheets hang at three places: one report became a hazard, one was none, one waits."""
    desk = play.example.actors["zheng"]
    with time.moved(dt.timedelta(days=-21)):
        gate, canteen, _floor = (
            reporting.open_spot(actor=desk, name=name) for name in ("校门", "食堂", "教学楼四楼走廊")
        )
        for one in (gate, canteen):
            mapping.mark_spot(actor=desk, spot_id=one.public_id, point=play.point(one.name))
    with time.moved(dt.timedelta(days=-8)):
        none, _code = reporting.report(spot_id=gate.public_id, seen=Seen("门口的牌子快掉下来了"))
        reporting.refuse(
            actor=desk, report_id=none.public_id, reason="去看过：牌子有两根钢索拉着，本来就会晃一点，检查过螺栓。"
        )
    with time.moved(dt.timedelta(days=-3)):
        row, _code = reporting.report(spot_id=canteen.public_id, seen=Seen("洗碗间地上的插座没有盖子", "靠窗那个"))
    with time.moved(dt.timedelta(days=-2.5)):
        owner = play.example.posts[f"school/{FIXER}"].public_id
        found = Found("地插座没有盖子", "食堂洗碗间", "greater", owner, interim="closed-off", interim_note="先断了电。")
        reporting.accept(actor=desk, report_id=row.public_id, found=found)
    with time.moved(dt.timedelta(hours=-5)):
        reporting.report(spot_id=gate.public_id, seen=Seen("放学时电动伸缩门夹到过书包", "东边那一扇"))


def _over(play: _Play) -> None:
    """Mended and looked at; and one that was none."""
    floor = play.finds(40, "gao", "水房地面滑", "教学楼二楼水房")
    play.mends(33, floor, "shen", Work("铺了防滑垫。", Decimal("320.50"), "清溪建材"))
    play.looks(32, floor, "gao", "湿了也不滑。")
    sign = play.finds(30, "fang", "校门口指示牌看不清", "校门")
    with time.moved(dt.timedelta(days=-29)):
        registering.drop(
            actor=play.example.actors["fang"], hazard_id=sign.public_id, version=sign.version, why="牌子是旧的，字清楚；已擦干净。"
        )  # fmt: skip


def _rail(play: _Play) -> None:
    """Twice at one place: mended, not well enough, mended again, and back."""
    rail = play.finds(60, "gao", "护栏松动", "教学楼四楼走廊", "greater", interim="closed-off")
    play.mends(55, rail, "shen", Work("拧紧了螺丝。"))
    rail = play.looks(54, rail, "gao", "中间一段还在晃。", passed=False)
    play.mends(50, rail, "shen", Work("整段重新焊牢，刷漆。", Decimal("860"), "镇东五金"))
    rail = play.looks(49, rail, "fang", "摇不动了。")
    with time.moved(dt.timedelta(days=-11)):
        mending.reopen(
            actor=play.example.actors["gao"], hazard_id=rail.public_id, version=rail.version, why="靠东头的一段又松了，已拉警戒带。"
        )  # fmt: skip
    play.finds(20, "gao", "窗扣坏，窗扇关不上", "教学楼四楼走廊")
