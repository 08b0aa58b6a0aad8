"""The example's plans: one in force at the central school, from a starter plan; one draft, from an old paper, with things to mend."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.example import Example

from . import actions
from .models import PlanVersion

SCHOOL_POSTS = ("校长", "分管副校长", "校办主任", "总务处副主任", "教导主任")


def build_example_plans(example: Example) -> None:
    """A fire plan signed two months ago, its posts chosen; a plan for food poisoning that two people are writing."""
    with time.moved(dt.timedelta(days=-64)):
        fire = actions.create_from_starter(actor=example.actors["shen"], name="fire")
        _seat(example, fire)
        head = example.actors["xiaozhang"]
        fire.refresh_from_db()
        actions.approve(actor=head, version_id=fire.public_id, seen=fire.version)
    with time.moved(dt.timedelta(days=-60)):
        actions.publish(actor=head, version_id=fire.public_id)
    with time.moved(dt.timedelta(days=-40)):
        day = time.today("Asia/Shanghai")
        actions.file_with_superior(
            actor=example.actors["zheng"],
            version_id=fire.public_id,
            filed_with="临禾县教育局",
            proof="收文118号",
            on=day,
        )
    _draft(example)


def _seat(example: Example, version: PlanVersion) -> None:
    """Each role gets a post and a deputy, in turn; the last one is left open, as it happens."""
    roles = version.text.roles
    posts = [example.posts[f"school/{title}"].public_id for title in SCHOOL_POSTS]
    for number, role in enumerate(roles[:-1]):
        own, deputy = posts[number % len(posts)], posts[(number + 1) % len(posts)]
        actions.change(
            actor=example.actors["shen"], version_id=version.public_id, seen=number, key=role.key,
            values={"post": own, "deputies": [deputy]},
        )  # fmt: skip


def _draft(example: Example) -> None:
    with time.moved(dt.timedelta(days=-3)):
        draft = actions.create_from_starter(actor=example.actors["shen"], name="food-poisoning")
        clause = draft.text.parts[0].clauses[0]
        actions.comment(
            actor=example.actors["gao"], version_id=draft.public_id, key=clause.key, text="要不要写上供餐公司？"
        )
        actions.ask_review(
            actor=example.actors["shen"], version_id=draft.public_id, post=example.posts["school/分管副校长"].public_id,
            due_on=time.today("Asia/Shanghai") + dt.timedelta(days=6), question="留样和停餐这两步对不对？",
        )  # fmt: skip
