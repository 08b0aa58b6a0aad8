"""The example's plans: two in force at the central school, from starter plans; a draft that two people are writing."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.example import Example

from . import actions
from .models import PlanVersion

# role of a starter plan -> who holds it, then the deputy; whoever is not named here stays open, as it happens
SEATS = {
    "command": ("校长", "分管副校长"),
    "duty": ("分管副校长", "校办主任"),
    "teachers": ("教导主任", "总务处副主任"),
    "checker": ("教导主任", "分管副校长"),
    "guide": ("教导主任", "分管副校长"),
    "room-keeper": ("总务处副主任", "校办主任"),
    "medic": ("总务处副主任", "校办主任"),
    "guard": ("总务处副主任", "校办主任"),
    "logistics": ("总务处副主任", "校办主任"),
    "epidemic": ("校办主任", "教导主任"),
    "reporter": ("校办主任", "教导主任"),
    "parents": ("教导主任", "校办主任"),
    "speaker": ("校长", "分管副校长"),
    "records": ("校办主任", "总务处副主任"),
}


def build_example_plans(example: Example) -> None:
    """A fire plan and one for infectious diseases, signed two months ago; a plan for food poisoning that two people are writing."""
    fire = _in_force(example, "fire")
    _in_force(example, "infectious-disease")
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


def _in_force(example: Example, name: str) -> PlanVersion:
    """From the starter plan of this name, its posts chosen, signed by the head."""
    head = example.actors["xiaozhang"]
    with time.moved(dt.timedelta(days=-64)):
        version = actions.create_from_starter(actor=example.actors["shen"], name=name)
        _seat(example, version)
        version.refresh_from_db()
        actions.approve(actor=head, version_id=version.public_id, seen=version.version)
    with time.moved(dt.timedelta(days=-60)):
        return actions.publish(actor=head, version_id=version.public_id)


def _seat(example: Example, version: PlanVersion) -> None:
    seated = [role.key for role in version.text.roles if role.key in SEATS]
    for number, key in enumerate(seated):
        own, *deputies = (example.posts[f"school/{title}"].public_id for title in SEATS[key])
        actions.change(
            actor=example.actors["shen"], version_id=version.public_id, seen=number, key=key,
            values={"post": own, "deputies": deputies},
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
