"""Made-up data for the page of components: the story of the design (Linhe County, autumn 2026)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from huiyin.web import components as c
from huiyin.web.context import Site

_ZONE = ZoneInfo("Asia/Shanghai")


def _at(month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=_ZONE)


@dataclass(frozen=True)
class Samples:
    """One of each component."""

    why: tuple[c.DerivationRow, ...]
    chips: tuple[c.DeadlineChip, ...]
    bars: tuple[c.ClockBar, ...]
    steps: tuple[c.Step, ...]
    words: c.Words
    messages: tuple[c.Message, ...]
    up: c.Recourse
    slip: c.Slip
    items: tuple[c.Item, ...]
    events: tuple[c.Event, ...]
    letter: c.Letter
    files: tuple[c.FileRow, ...]
    facts: tuple[c.Fact, ...]
    saved_at: dt.datetime
    echo: c.Echo


def site(frame: str) -> Site:
    """The frame around the samples."""
    return Site(
        name="临禾县教育系统",
        brand_lines=("柳塘镇中心学校",) if frame == "staff" else ("临禾县", "教育系统"),
        example_data="示例数据：临禾县、学校和人物都是虚构的",
        public_nav=(c.Link("#raise", "提出诉求", current=True), c.Link("#look", "查进展"), c.Link("#how", "办得怎么样")),
        contacts=(
            c.Contact("当面来", ("临禾县教育局信访接待室", "工作日 8:30–12:00，14:00–17:30")),
            c.Contact("打电话、写信", ("0000-5550 120（工作日）", "临禾县文昌路8号，邮编000000")),
            c.Contact("关于本系统", (), (c.Link("#p", "怎么保护您的信息"), c.Link("#a", "无障碍说明"))),
        ),
        rail=(
            c.RailItem("今日", "/_components/staff", "sun", 7), c.RailItem("事项", "#1", "letter"),
            c.RailItem("应急", "#2", "bolt"), c.RailItem("隐患", "#3", "cone", 4), c.RailItem("值班", "#4", "moon"),
            c.RailItem("接访", "#5", "people"), c.RailItem("统计公示", "#6", "figures"),
        ),
        who=c.Who("总务处副主任", "沈老师", "#out", "#switch"),
    )  # fmt: skip


def chinese() -> Samples:
    """In Simplified Chinese."""
    why = (
        c.DerivationRow("起算", ("2026年10月9日受理，当天不算，从10月10日数起",)),
        c.DerivationRow("长度", ("60日（自然日）→ 12月8日",)),
        c.DerivationRow("不算的天", ("没有。60日按自然日数，周末、假日都算",)),
        c.DerivationRow("暂停", ("没有暂停过",)),
        c.DerivationRow("延长", ("30日。11月20日校长批准", "理由：要向供货商调取九月以来的进货单")),
        c.DerivationRow(
            "到期",
            ("2027年1月7日（周四）",),
            total=True,
            tag="暂定",
            note="2027年的放假安排还没有公布；公布后若有变动，会告诉您。",
        ),
        c.DerivationRow("依据", ("《信访工作条例》第34条",)),
    )
    reply = c.DeadlineChip("还有44天 · 1月7日（周四）", "ok", provisional=True)
    late = c.DeadlineChip("晚了3天 · 已报上级", "late", why)
    return Samples(
        why=why,
        chips=(
            reply,
            late,
            c.DeadlineChip("今天 24:00前 · 告知受理", "soon", why),
            c.DeadlineChip("在等补充材料，暂停", "wait", why),
            c.DeadlineChip("10月9日做到 · 早6天", "met", why),
        ),
        bars=(
            c.ClockBar("答复期限：60日加延长30日，今天是第46天，2027年1月7日到期", 51.1, "第46天", "10月9日受理", "1月7日", original_due=66.7, original_label="原到期"),
            c.ClockBar("告知期限：15日，暂停3天，今天是第15天", 96, "第15天", "9月30日", "10月15日", tone="soon", pauses=((30, 48),)),
            c.ClockBar("回复留言：5个工作日，晚了3天", 100, "晚3天", "10月26日", "11月2日", tone="late"),
        ),
        steps=(
            c.Step("登记", "done", "9月30日网上提交"),
            c.Step("告知、受理", "done", "10月9日，比期限早6天"),
            c.Step("办理中", "now", "已查账、看厨房，在写答复"),
            c.Step("书面答复", "next", "1月7日前"),
            c.Step("复查", "off", "不服答复时，您可以申请"),
            c.Step("复核", "off", "不服复查时，您可以申请"),
        ),
        words=c.Words(
            "孩子在五年级。开学到现在，每天中午轮到他们班打饭，菜都是凉的，汤面上结着一层油。孩子回家说吃不饱，晚饭要吃两碗。\n\n"
            "伙食费一个学期收了九百六十块，家长群里问了三次怎么花的，没有人回答。\n\n希望把每个月的账贴出来，也希望有家长能去看一看厨房。",
            "来访人的话",
            meta="2026年9月30日 14:42 · 网上",
            links=(c.Link("#a", "午饭照片1.jpg"), c.Link("#b", "缴费截图.png")),
            later=c.Link("#later", "后来又说的1条"),
        ),
        messages=(
            c.Message("总务处 答复您", _at(11, 5, 16, 20), "对不起，回晚了。保温台10月29日已经换好，五年级改到11:50第一批打饭。"),
            c.Message("您说", _at(11, 6, 20, 11), "这两天饭是热的，谢谢。账请一定贴出来，我们想看每一笔，不只是总数。", voice=True),
            c.Message("总务处 请您补充", _at(11, 23, 9, 5), "12月1日（周二）中午请家长看厨房，您愿意来吗？来不来都不影响办理。",
                      links=(c.Link("#yes", "愿意来", post=True), c.Link("#no", "不来", post=True))),
        ),
        up=c.Recourse(
            "学校还没有答复，但有一次晚了。您现在就可以请临禾县教育局督促。",
            office="临禾县教育局信访接待室", address="文昌路8号，0000-5550 120",
            action=c.Link("#up", "请教育局督促", post=True),
            later="收到书面答复后，30日内可以申请复查；到那天这里会出现按钮和截止日。往上走不影响学校继续办。",
        ),
        slip=c.Slip(
            "7KQ4-M2XD-9RTB", "柳塘镇中心学校", _at(9, 30, 14, 42),
            (c.Promise("告诉您由谁办、怎么办", c.DeadlineChip("10月15日（周四）前"), "9月30日收到，当天不算，从10月1日起数15日。条例第23条。"),
             c.Promise("书面答复", c.DeadlineChip("受理后60日内"), "受理那天告诉您确切的日期。条例第34条。")),
            "总务处承办，分管副校长负责。",
            "没有按日子答复，或对答复不服：找临禾县教育局信访接待室，文昌路8号，0000-5550 120。收到答复后30日内都可以申请复查，不收钱。",
            "留给单位的一半：事项号h3-9f72 · 渠道：网上 · 材料2个 · 这一半没有您的姓名，也没有回执码",
            "https://huiyin.example/s", "扫右边的码，或在huiyin.example/s输入。",
        ),
        items=(
            c.Item("宿舍热水晚上九点就停", "#1", "k2-71bd", "住校生下了晚自习正好没水，天冷了，孩子三天没洗脚。", ("来电", "办理中", "已报分管副校长"), late, c.Link("#1r", "现在回复")),
            c.Item("校门口早上堵车", "#2", "m1-9e44", "七点四十那一阵，电动车和校车挤在一起，早晚要出事。", ("来电 8:16", c.Tag("可能是安全隐患", "soon", "cone")), reply, c.Link("#2r", "受理或转送")),
        ),
        events=(
            c.Event("请来访人看厨房", _at(11, 23, 9, 5), by="总务处", detail="12月1日中午，等回话"),
            c.Event("来访人留言", _at(11, 6, 20, 11), "voice", detail="“这两天饭是热的，谢谢。账请一定贴出来。”"),
            c.Event("回复留言晚了3天", _at(11, 5, 16, 20), "late", by="总务处", detail="11月3日已自动报分管副校长"),
        ),
        letter=c.Letter(
            "信访事项处理意见书",
            (c.LetterPart("家长同志：", indented=False),
             c.LetterPart("您于2026年9月30日反映食堂饭菜凉、伙食费账目不公布的事项，我校10月9日受理，现答复如下。"),
             c.LetterPart("每月公布账目；请家长看厨房；饭菜要热。", "一、您的诉求。"),
             c.LetterPart("支持您的诉求。", "三、处理意见和依据。", "依据：还没有写")),
            ("柳塘镇中心学校", "2026年__月__日"),
        ),
        files=(
            c.FileRow("午饭照片1.jpg", "已收到 · 1.8 MB", picture=True, remove=c.Link("#x", "删掉", "午饭照片1.jpg", post=True)),
            c.FileRow("家长群聊天录屏.mov", "没有传上：48 MB，超过了20 MB。可以截成几张图再传，或者当面拷给我们。", "bad"),
        ),
        facts=(c.Fact("哪里的事", "柳塘镇中心学校", c.Link("#c", "改")), c.Fact("怎么找您", "手机短信 · 138****2046", c.Link("#d", "改"))),
        saved_at=_at(11, 24, 14, 32),
        echo=c.Echo(
            "您提出诉求：当场给回执，15日内告知受理情况，60日内书面答复。不服，上一级30日内复查，再上一级30日内复核。",
            "您", "上一级",
            (("当场", "给您回执"), ("15日内", "告知受理情况"), ("60日内", "书面答复"), ("不服：复查", "30日内答复"), ("复核", "30日内")),
        ),
    )  # fmt: skip
