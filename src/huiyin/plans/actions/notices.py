"""Who is told of what happens to a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ids, outbox
from huiyin.organisations.access import Actor
from huiyin.plans.models import Plan, PlanVersion

TEMPLATE = "plans/plan"
TITLES: dict[str, str | Promise] = {
    "approve": _("The plan was approved"),
    "publish": _("A plan in which you have a part holds from today on"),
    "retire": _("A plan was retired"),
    "ask_review": _("You are asked for your word on the draft of a plan"),
    "give_review": _("A word on the draft of a plan has come"),
    "comment": _("Somebody has remarked on the draft of a plan"),
    "ask_overruling": _("Somebody thinks a mark of the check mistaken; you decide"),
    "overrule": _("The mark was overruled"),
    "stands": _("The mark stands"),
    "kept": _("You look after a plan from now on"),
    "stale": _("Printed sheets of a plan are out of date; its page “Printed sheets” says which"),
    "remind": _("Something about a plan is due soon"),
    "missed": _("Something about a plan is late"),
}


def tell(plan: Plan, verb: str, references: Iterable[str], *, actor: Actor | str, at: dt.datetime) -> None:
    """One notice to each post; none to who did it."""
    own = actor if isinstance(actor, str) else actor.reference
    told = [one for one in dict.fromkeys(references) if one.startswith("post:") and one != own]
    words = {"title": in_every_language(TITLES[verb]), "plan": plan.title}
    outbox.owe_many(
        [
            outbox.Owed(one, TEMPLATE, words, plan.reference, f"{plan.public_id}:{one}:{ids.public_id()}")
            for one in told
        ],
        at=at,
    )


def posts_of(version: PlanVersion) -> list[str]:
    """Who has a part in it: the posts of its roles, their deputies, and who looks after it."""
    named = [post for role in version.text.roles for post in (role.post, *role.deputies) if post]
    return [*(f"post:{post}" for post in named), version.plan.keeper.reference]
