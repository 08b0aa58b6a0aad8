"""The example's way down and up: an instruction whose result is owed, one that is tracked, a hard case that got an answer."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.example import BUREAU, Story
from huiyin.kernel import time
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.example import Example
from huiyin.tasks import actions as tasks
from huiyin.tasks.models import Task

from . import actions
from .models import Instruction


def build_example_instructions(example: Example) -> dict[str, str]:
    """All three; answers the receipt codes by the case's public id."""
    story = Story(example)
    _day_care(story)
    _uniforms(story)
    _pension(story)
    return story.codes


def _day_care(story: Story) -> None:
    """Given three weeks ago; passed on to two central schools, one has reported; the result is owed next week."""
    text = "近期校外午托点火灾隐患反映较多。请教育局会同各中心校摸清底数、逐点整改，三十日内报结果。"
    with time.moved(dt.timedelta(days=-22)):
        one = _instructed(
            story, "校外午托点的消防", text, "摸清全县校外午托点底数，逐点检查消防，能改的改，不能改的停。"
        )
    for ago, school in ((-21.0, "school"), (-20.9, "school-2")):
        with time.moved(dt.timedelta(days=ago)):
            one = actions.pass_on(
                actor=story.actor("liang"), instruction_id=one.public_id, version=one.version,
                to=f"office:{story.example.organisations[school].public_id}",
                text="逐点检查本镇校外午托点的消防，列出问题、整改的日子和责任人。", due_on=_day(16),
            )  # fmt: skip
    first = Task.objects.filter(origin_id=one.public_id).order_by("id")[0]
    with time.moved(dt.timedelta(days=-20)):
        first = tasks.acknowledge(actor=story.actor("zheng"), task_id=first.public_id, version=first.version)
    with time.moved(dt.timedelta(days=-6)):
        first = tasks.report(
            actor=story.actor("zheng"), task_id=first.public_id, version=first.version,
            result="柳塘镇六处，四处缺灭火器，11月15日补齐；一处楼梯堵塞，已清；一处无证，已停。",
        )  # fmt: skip
        tasks.accept(actor=story.actor("liang"), task_id=first.public_id, version=first.version)


def _uniforms(story: Story) -> None:
    """Reported and acknowledged; that it is carried out is looked at by a day."""
    text = "校服要坚持自愿。请查清有无强制购买，有的退款，月内报我。"
    with time.moved(dt.timedelta(days=-40)):
        one = _instructed(story, "校服自愿购买", text, "查清各校有无强制购买校服，有的退款。")
    with time.moved(dt.timedelta(days=-18)):
        result = "查了十一所学校，两所在通知里没有写明自愿，已更正并退款一百零六人。"
        one = actions.report_result(
            actor=story.actor("he"), instruction_id=one.public_id, version=one.version, result=result
        )
    with time.moved(dt.timedelta(days=-16)):
        one = actions.acknowledge_result(
            actor=story.actor("zhou"), instruction_id=one.public_id, version=one.version, word="可以。下学期开学时再看一次。"
        )  # fmt: skip
        actions.add_step(
            actor=story.actor("he"), instruction_id=one.public_id, version=one.version, text="开学时抽查五所学校的收费通知", due_on=_day(95)
        )  # fmt: skip


def _pension(story: Story) -> None:
    """A hard case: the deputy head handed it to the head, who answered."""
    text = "我在教学点烧了十九年锅炉，2009年教学点撤了，养老保险一直没有人给补。跑了几个地方都说不归他管。"
    case = story.raised(BUREAU, 33, text, Identity(name="龚长顺", phone="13800005543"), place="石桥教学点（已撤）")
    story.accepted(BUREAU, case, 30, "撤并教学点工友的养老保险", "退休教职工")
    story.assigned(BUREAU, case, 29)
    posts = story.example.posts
    with time.moved(dt.timedelta(days=-14)):
        hard = actions.report_up(
            actor=story.actor("jiang"), case_id=case.pk, to=posts["bureau/分管副局长"].public_id,
            tried="查到2003年至2009年的工资单；人社局说要原用人单位出证明，教学点已撤，中心校说没有接收档案。",
            asks="请局里定由谁出证明，并和人社局谈一次。",
        )  # fmt: skip
    with time.moved(dt.timedelta(days=-12)):
        hard = actions.pass_further(
            actor=story.actor("song"), hop_id=hard.hops.get().public_id, version=hard.version,
            to=posts["bureau/局长"].public_id, why="要以局的名义出证明，还涉及其他撤并教学点，我定不了。",
        )  # fmt: skip
    with time.moved(dt.timedelta(days=-9)):
        said = actions.Answer(
            "由局出具用工证明，人事股一周内办；我已和人社局约好12月2日一起看材料。其他撤并教学点照此办理。", decides=True,
            to_person="局里定了：用工证明由县教育局出，12月2日和人社局一起看您的材料，看完当天告诉您结果。",
        )  # fmt: skip
        hop = hard.hops.order_by("id").last()
        assert hop is not None
        hard = actions.answer(actor=story.actor("he"), hop_id=hop.public_id, version=hard.version, answer=said)
    with time.moved(dt.timedelta(days=-8)):
        follows = "证明11月18日已出。12月2日带材料去人社局，当天回告本人。"
        actions.take(actor=story.actor("jiang"), hard_id=hard.public_id, version=hard.version, follows=follows)


def _instructed(story: Story, subject: str, text: str, must: str) -> Instruction:
    today = time.today("Asia/Shanghai")
    paper = actions.Paper(
        subject=subject, text=text, must=must, dated_on=today, superior=story.example.posts["county/分管副县长"].public_id
    )  # fmt: skip
    bureau = story.example.organisations["bureau"].public_id
    return actions.record_instruction(actor=story.actor("zhou"), organisation=bureau, paper=paper)


def _day(ahead: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=ahead)
