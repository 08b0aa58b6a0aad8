"""The example's support: a school has named who supports, and somebody has asked, was answered, and agreed to a visit."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.example import Example

from .actions import answering, asking, naming
from .actions.asking import Asked


def build_example_support(example: Example) -> None:
    """At a school, a week ago."""
    head, supports = example.actors["xiaozhang"], example.actors["gao"]
    deputy = example.posts["school/分管副校长"].public_id
    with time.moved(-dt.timedelta(days=60)):
        naming.name_supporter(actor=head, post_id=example.posts["school/教导主任"].public_id, deputy_id=deputy)
    with time.moved(-dt.timedelta(days=7)):
        asked = Asked(
            "母亲住院，我每天要去县医院，这两周的晚自习实在顾不过来。", name="一位老师", phone="0000-5550 999"
        )
        row, code = asking.ask(organisation_id=example.organisations["school"].public_id, asked=asked)
    with time.moved(-dt.timedelta(days=6)):
        words = "知道了。晚自习先由我来调，您安心去医院。要不要我过去看看您？"
        answering.take_on(actor=supports, request_id=row.public_id, words=words)
        on = time.now() + dt.timedelta(days=2)
        visit = answering.propose_visit(
            actor=supports, request_id=row.public_id, on=on, words="到县医院住院部楼下，十分钟，把课表带给您。"
        )
        asking.answer_visit(code=code, visit_id=visit.public_id, answer="yes", words="好的，谢谢。")
    with time.moved(-dt.timedelta(days=4)):
        answering.visited(
            actor=supports,
            request_id=row.public_id,
            visit_id=visit.public_id,
            held=True,
            words="见到了，母亲情况平稳。",
        )
    with time.moved(-dt.timedelta(days=3)):
        answering.write_agreement(
            actor=supports, request_id=row.public_id, follow_on=time.today("Asia/Shanghai") + dt.timedelta(days=14),
            words="两周内不排晚自习，由教导处安排同事代；两周后再看。",
        )  # fmt: skip
