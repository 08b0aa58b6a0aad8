"""States of cases as staff meet them, for the tests that look at pages."""

from __future__ import annotations

from huiyin.cases.actions import handling, identity, intake, replying, sorting
from huiyin.cases.models import Case, Category
from huiyin.cases.rules import Answers
from huiyin.kernel import time
from huiyin.kernel.vault.identity import Identity

WORDS = (
    "孩子在五年级。开学到现在，每天中午轮到他们班打饭，菜都是凉的，汤面上结着一层油。\n\n"
    "伙食费一个学期收了九百六十块，家长群里问了三次怎么花的，没有人回答。\n\n希望把每个月的账贴出来。"
)


def busy(office) -> Case:
    """A case in the middle of everything: asked, consulted, looked up, half drafted."""
    receipt = office.raised(text=WORDS)
    case = office.assigned(receipt, complex=True)
    worker = office.example.actors[office.worker]

    def version() -> int:
        return Case.objects.get(pk=case.pk).version

    handling.say(concern=receipt.concern, text="这两天饭是热的，谢谢。账请一定贴出来。")
    handling.ask_person(actor=worker, case_id=case.pk, version=version(), question="是哪一天的菜凉？")
    unit = next(
        unit for name, unit in office.example.units.items() if name.startswith(office.at) and unit.pk != case.unit_id
    )
    handling.consult(
        actor=worker, case_id=case.pk, version=version(), unit=unit.public_id, question="账目公布有没有规定？"
    )
    identity.open_identity(
        actor=worker,
        concern_public_id=receipt.concern.public_id,
        purpose="打电话核对打饭时间",
        fields=["name", "phone"],
    )
    handling.ask_extension(
        actor=worker, case_id=case.pk, version=version(), length=30, reason="要向供货商调取九月以来的进货单"
    )
    text = replying.ReplyText(
        outcome="support", claim="每月公布账目；饭菜要热。", facts="保温台九月初损坏，10月29日更换。"
    )
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    return Case.objects.get(pk=case.pk)


def at_the_counter(office, text: str = "来访说热水九点就停，天冷了，孩子三天没洗脚。") -> intake.Receipt:
    """Taken down by the clerk, without a name."""
    desk = office.example.actors[office.desk]
    answers = Answers(organisation=office.example.organisations[office.at].public_id, text=text)
    came = intake.Intake("visit", time.now(), desk, read_back=True)
    return intake.register_for(actor=desk, answers=answers, identity=Identity(), intake=came)


def code() -> str:
    return Category.objects.filter(level=2).first().code


def registered(office, receipt=None) -> Case:
    case = office.fresh(receipt or office.raised())
    return sorting.register(
        actor=office.example.actors["liang"], case_id=case.pk, version=case.version, category=code()
    )


def sorted_(office, receipt=None, *, channel: int = 6) -> Case:
    case = registered(office, receipt)
    wanted = sorting.Sorting(kind="claim", category=code(), title="食堂饭菜凉", claim_channel=channel)
    return sorting.sort(actor=office.example.actors["liang"], case_id=case.pk, version=case.version, sorting=wanted)


def submitted(office) -> Case:
    case = office.assigned(office.raised())
    worker = office.example.actors["jiang"]
    text = replying.ReplyText("explain", "公布账目", "保温台已更换。", "每月公布。", "条例第28条")
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    case.refresh_from_db()
    replying.submit_for_approval(actor=worker, case_id=case.pk, version=case.version)
    return Case.objects.get(pk=case.pk)


def passed_on(office) -> Case:
    receipt = office.raised()
    case = sorted_(office, receipt)
    there = sorting.Elsewhere("", organisation=office.example.organisations["township"].public_id)
    sorting.transfer(
        actor=office.example.actors["liang"], case_id=case.pk, version=case.version, reason="路归镇里", elsewhere=there
    )
    return office.fresh(receipt)
