"""What is kept on file with a draft: risks, resources, whom one listened to with what became of it, how it was drafted."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, require
from huiyin.plans.models import Paper, PlanPaper

from . import parts


def keep_paper(
    *, actor: Actor, version_id: str, kind: str, who: str, on: dt.date, text: str, became: str = ""
) -> PlanPaper:
    """Put it on file with the draft, before it is approved. Of an answer: what was done with it."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        require(actor, "plan_write", version.plan)
        parts.expect(version, "edit")
        if kind not in Paper.values or kind == Paper.EVALUATED:
            raise BadInput("kind", _("Choose what it is."), "")
        if on > parts.day_of(version.plan, at):
            raise BadInput("on", _("This day has not come yet."), "")
        row = PlanPaper.objects.create(
            plan_version=version, kind=kind, who=parts.written("who", who, _("Say who made it, or who was asked."))[:200],
            on=on, text=parts.written("text", text, _("Nothing is written yet.")), became=became.strip(), at=at,
            actor=actor.reference, actor_title=actor.post_title,
        )  # fmt: skip
        parts.record("keep-paper", actor, version.plan, at, [row])
    return row
