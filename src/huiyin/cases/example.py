"""The example's cases: one in every state that a clerk, a handler, a head and a petitioner should have seen.

Everything is done through the same actions as in earnest, weeks ago, by moving the one clock back inside this process.
People, places and words are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huiyin.cases import drafts
from huiyin.cases.actions import closing, drafting, handling, identity, intake, replying, sorting
from huiyin.cases.actions.contact import prove_address
from huiyin.cases.models import Case, Category, Concern, Reply
from huiyin.cases.rules import MACHINE_WAYS, Answers, show_code
from huiyin.cases.taxonomy import load_taxonomy
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.queries import open_proof
from huiyin.organisations.access import Actor
from huiyin.organisations.example import Example


@dataclass(frozen=True, slots=True)
class Team:
    """Who does what in one organisation of the example, by sign-in name."""

    organisation: str
    desk: str
    head: str
    decider: str
    worker: str
    handler: str
    leader: str


SCHOOL = Team("school", "zheng", "xiaozhang", "fang", "shen", "school/总务处副主任", "school/分管副校长")
BUREAU = Team("bureau", "liang", "he", "song", "jiang", "bureau/基教股股长", "bureau/分管副局长")


@dataclass
class Story:
    """Builds one case after the other, each so many days ago."""

    example: Example
    codes: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return self.example.actors[name]

    def raised(
        self,
        team: Team,
        ago: float,
        text: str,
        who: Identity | None = None,
        *,
        place: str = "",
        wish: str = "",
        contact_by: str = "",
    ) -> Case:
        with time.moved(dt.timedelta(days=-ago)):
            token = drafts.Token.fresh()
            drafting.save_draft(token=token, contents=drafts.DraftContents())
            organisation = self.example.organisations[team.organisation].public_id
            answers = Answers(organisation, text, wish, place, contact_by=contact_by)
            receipt = intake.submit(token=token, answers=answers, identity=who or Identity())
            if contact_by in MACHINE_WAYS:
                prove_address(concern=receipt.concern, typed=_code_sent(receipt.concern))
            case = Case.objects.get(concerns=receipt.concern)
            self.codes[case.public_id] = show_code(receipt.code)
        return case

    def accepted(self, team: Team, case: Case, ago: float, title: str, category: str, kind: str = "claim") -> Case:
        code = next(c.code for c in Category.objects.all() if c.title["zh-hans"] == category)
        channel = 6 if kind == "claim" else None
        with time.moved(dt.timedelta(days=-ago)):
            desk = self.actor(team.desk)
            case = sorting.register(actor=desk, case_id=case.pk, version=_version(case), category=code)
            wanted = sorting.Sorting(kind, code, title, channel, complex=kind == "claim")
            case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
            return sorting.accept(
                actor=self.actor(team.head), case_id=case.pk, version=case.version, conflict_free=True
            )

    def assigned(self, team: Team, case: Case, ago: float) -> Case:
        handler = self.example.posts[team.handler].public_id
        leader = self.example.posts[team.leader].public_id
        with time.moved(dt.timedelta(days=-ago)):
            return handling.assign(
                actor=self.actor(team.head),
                case_id=case.pk,
                version=_version(case),
                handler=handler,
                leader=leader,
                conflict_free=True,
            )

    def drafted(self, team: Team, case: Case, ago: float, text: replying.ReplyText, *, hand_in: bool = True) -> None:
        with time.moved(dt.timedelta(days=-ago)):
            worker = self.actor(team.worker)
            replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
            if hand_in:
                replying.submit_for_approval(actor=worker, case_id=case.pk, version=_version(case))

    def issued(self, team: Team, case: Case, ago: float, *, read: bool = True) -> Reply:
        with time.moved(dt.timedelta(days=-ago)):
            reply = replying.issue_reply(actor=self.actor(team.decider), case_id=case.pk, version=_version(case))
            if read:
                replying.read_on_page(case_id=case.pk)
        return reply


def build_example_cases(example: Example) -> dict[str, str]:
    """Build them; answers the receipt codes by the case's public id, for whoever wants to look as a petitioner."""
    from . import example_reviews  # it tells its own chapters with this story

    load_taxonomy()
    story = Story(example)
    for chapter in (_canteen, _leak, _hot_water, _traffic, _woodwork, _fees, _medical, _settled, _wages, _lamp):
        chapter(story)
    example_reviews.tell(story)
    jobs.sweep()
    return story.codes


PARENT = Identity(name="林秀英", phone="13900000001", email="lin@example.invalid", note="晚上七点以后方便")


def _canteen(story: Story) -> None:
    """In handling, extended, a question answered late, the identity opened once: the case of the design's pages."""
    text = (
        "孩子在五年级。开学到现在，每天中午轮到他们班打饭，菜都是凉的，汤面上结着一层油。孩子回家说吃不饱，晚饭要吃两碗。\n"
        "伙食费一个学期收了九百六十块，家长群里问了三次怎么花的，没有人回答。\n希望把每个月的账贴出来，也希望有家长能去看一看厨房。"
    )
    case = story.raised(SCHOOL, 55, text, PARENT, contact_by="email", place="学校食堂", wish="公布每个月的账目")
    case = story.accepted(SCHOOL, case, 46, "食堂饭菜凉、伙食费账目", "食堂与伙食费")
    story.assigned(SCHOOL, case, 45.9)
    worker = story.actor("shen")
    concern = case.concerns.get()
    with time.moved(dt.timedelta(days=-43)):
        identity.open_identity(
            actor=worker,
            concern_public_id=concern.public_id,
            purpose="打电话核对孩子所在班级的打饭时间",
            fields=["name", "phone"],
        )
    with time.moved(dt.timedelta(days=-29)):
        handling.say(concern=concern, text="都一个月了，饭还是凉的，账也没有贴。")
    with time.moved(dt.timedelta(days=-20)):
        jobs.sweep()
        handling.answer(
            actor=worker,
            case_id=case.pk,
            version=_version(case),
            text="对不起，回晚了。保温台已经换好，五年级改到11:50第一批打饭。账目还在核，进货单要向供货商调。",
        )
    with time.moved(dt.timedelta(days=-4)):
        request = handling.ask_extension(
            actor=worker,
            case_id=case.pk,
            version=_version(case),
            length=30,
            reason="要向供货商调取九月以来的进货单",
            deadline="xinfang-2022:close",
        )
        handling.decide_extension(actor=story.actor("xiaozhang"), public_id=request.public_id, approve=True)
    with time.moved(dt.timedelta(days=-1)):
        handling.ask_person(
            actor=worker,
            case_id=case.pk,
            version=_version(case),
            question="12月1日（周二）中午请家长看厨房，您愿意来吗？来不来都不影响办理。",
        )


def _leak(story: Story) -> None:
    """The first day to answer comes today."""
    story.raised(SCHOOL, 15, "三年级教室漏雨。雨大的时候拿脸盆接，孩子的书都潮了。", Identity(phone="13900000002"))


def _hot_water(story: Story) -> None:
    """Accepted and worked on; the school's own date was missed and went up by itself."""
    case = story.raised(SCHOOL, 34, "住校生下了晚自习正好没水，天冷了，孩子三天没洗脚。", Identity(phone="13900000003"))
    case = story.accepted(SCHOOL, case, 32, "宿舍热水晚上九点就停", "宿舍")
    story.assigned(SCHOOL, case, 31)


def _traffic(story: Story) -> None:
    """New this morning."""
    story.raised(SCHOOL, 0.1, "七点四十那一阵，电动车和校车挤在一起，早晚要出事。", place="校门口")


def _woodwork(story: Story) -> None:
    """A suggestion, adopted."""
    case = story.raised(
        SCHOOL,
        24,
        "建议课后服务加一个木工组。我可以来教，我做了三十年木匠。",
        Identity(name="陈木生", phone="13900000004"),
    )
    case = story.accepted(SCHOOL, case, 22, "建议课后服务加一个木工组", "课后服务", kind="suggestion")
    story.assigned(SCHOOL, case, 21)
    text = replying.ReplyText(
        "adopt",
        "课后服务加一个木工组",
        "学校有空教室，教导处问过，四十二名学生愿意参加。",
        "采纳。下学期每周三下午开课，请陈师傅来教。",
    )
    story.drafted(SCHOOL, case, 15, text)
    story.issued(SCHOOL, case, 14)


def _fees(story: Story) -> None:
    """The answer waits for approval."""
    case = story.raised(
        BUREAU,
        30,
        "校服换了新款，旧的才穿一年，又要交三百六。",
        Identity(email="w@example.invalid"),
        contact_by="email",
    )
    case = story.accepted(BUREAU, case, 26, "一年内换两次校服", "校服与教辅材料")
    story.assigned(BUREAU, case, 25)
    text = replying.ReplyText(
        "support",
        "不再强制购买新款校服",
        "学校在通知里没有写明自愿购买，家长不知道可以不买。",
        "责成学校书面说明自愿购买，已交的可以退。",
        "县教育局关于校服自愿购买的通知",
    )
    story.drafted(BUREAU, case, 1, text)


def _medical(story: Story) -> None:
    """Not accepted: told why, and who is competent."""
    case = story.raised(
        BUREAU,
        12,
        "我九八年退的，医保补缴的名单里没有我，想问问为什么。",
        Identity(name="吴国梁", address="柳塘镇中街7号"),
    )
    code = next(c.code for c in Category.objects.all() if c.title["zh-hans"] == "退休教职工")
    with time.moved(dt.timedelta(days=-10)):
        desk = story.actor("liang")
        case = sorting.register(actor=desk, case_id=case.pk, version=_version(case), category=code)
        wanted = sorting.Sorting("claim", code, "退休教师询问医保补缴", 6)
        case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
        sorting.refuse(
            actor=story.actor("he"),
            case_id=case.pk,
            version=case.version,
            reason="医保补缴由医疗保障部门经办，不归教育局（《信访工作条例》第23条）。",
            elsewhere=sorting.Elsewhere("临禾县医疗保障局", "文昌路9号，0000-5550 140"),
        )


def _settled(story: Story) -> None:
    """Handled, called settled by the person, and looked at again later."""
    case = story.raised(BUREAU, 90, "学校门口的斑马线看不清了，孩子过马路害怕。", Identity(email="z@example.invalid"))
    case = story.accepted(BUREAU, case, 86, "校门口斑马线看不清", "校园安全")
    story.assigned(BUREAU, case, 85)
    text = replying.ReplyText(
        "explain",
        "重新划斑马线",
        "现场看过，线磨掉一半。",
        "已请交警大队重划，九月底前划好。",
        "县交警大队与教育局的校园周边安全分工",
    )
    story.drafted(BUREAU, case, 70, text)
    story.issued(BUREAU, case, 69)
    with time.moved(dt.timedelta(days=-66)):
        closing.say_settled(concern=case.concerns.get(), note="线划好了，谢谢")
    with time.moved(dt.timedelta(days=-20)):
        closing.check_later(
            actor=story.actor("jiang"),
            case_id=case.pk,
            version=_version(case),
            result="kept",
            note="11月4日去看过，线清楚。",
        )


def _wages(story: Story) -> None:
    """Came to the wrong office and was passed on inside the installation."""
    case = story.raised(
        BUREAU, 9, "给中心校修围墙的钱拖了半年没有给，一共两万三。", Identity(name="罗大海", phone="13900000005")
    )
    code = next(c.code for c in Category.objects.all() if c.title["zh-hans"] == "农民工工资")
    with time.moved(dt.timedelta(days=-7)):
        desk = story.actor("liang")
        case = sorting.register(actor=desk, case_id=case.pk, version=_version(case), category=code)
        wanted = sorting.Sorting("claim", code, "修围墙的工钱拖了半年", 6, competent=False)
        case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
        there = sorting.Elsewhere("", organisation=story.example.organisations["township"].public_id)
        sorting.transfer(actor=desk, case_id=case.pk, version=case.version, reason="工程由镇政府发包", elsewhere=there)


def _lamp(story: Story) -> None:
    """Answered, and the person says that it is not settled."""
    case = story.raised(SCHOOL, 40, "操场灯太暗，晚上锻炼看不见脚下。", Identity(phone="13900000006"))
    case = story.accepted(SCHOOL, case, 37, "操场灯太暗", "校舍与设施")
    story.assigned(SCHOOL, case, 36)
    text = replying.ReplyText(
        "explain", "换操场的灯", "今年设备经费已经用完。", "明年三月换灯；在那之前晚上九点关操场。", "学校年度经费安排"
    )
    story.drafted(SCHOOL, case, 12, text)
    story.issued(SCHOOL, case, 11)
    with time.moved(dt.timedelta(days=-5)):
        closing.say_not_settled(concern=case.concerns.get(), note="等到明年三月太久了，先换两盏也行")


def _version(case: Case) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)


def _code_sent(concern: Concern) -> str:
    """What this person read at their address."""
    proof = open_proof(concern.identity, concern.contact_by)
    assert proof is not None
    return str(Notice.objects.get(to=proof.reference).context["code"])
