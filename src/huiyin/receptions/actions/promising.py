"""What was promised at a reception: each a task of an office with a date, which the person sees."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation, Post
from huiyin.receptions.models import Reception, Status
from huiyin.tasks.actions import give
from huiyin.tasks.models import Task

from . import parts

ORIGIN = "reception"


def promise(
    *, actor: Actor, public_id: str, version: int, organisation: str, text: str, due_on: dt.date, post: str = ""
) -> Task:
    """Promise it: to be done by an office that is at the table, by a day. The person reads whether it was kept."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.BEGUN, Status.WRITTEN)
        office = _office(reception, organisation)
        named = Post.objects.filter(public_id=post, unit__organisation=office, closed_at=None).first() if post else None
        if due_on < time.today(reception.organisation.zone):
            raise BadInput("due_on", _("This day is over."), _("Choose a day from today on."))
        given = give(
            actor=actor, at=at, case=reception.case, origin=ORIGIN, origin_id=reception.public_id, organisation=office,
            post=named, text=text, due_on=due_on, promised=True,
            concern=reception.concern,
        )  # fmt: skip
        parts.save(reception)
        parts.record(reception, "promise", actor, at, given.rows, line=None)
    return given.task


def promises_of(reception: Reception) -> list[dict[str, str]]:
    """What was promised, as it is written into the minutes."""
    rows = Task.objects.filter(origin=ORIGIN, origin_id=reception.public_id).exclude(status="withdrawn")
    return [
        {"text": row.text, "who": row.organisation.name, "due": row.due_on.isoformat()}
        for row in rows.select_related("organisation")
    ]


def _office(reception: Reception, public_id: str) -> Organisation:
    """The office that receives, or one that was invited."""
    at_table = [
        reception.organisation,
        *(one.organisation for one in reception.invitations.select_related("organisation")),
    ]
    found = next((one for one in at_table if one.public_id == public_id), None)
    if found is None:
        raise BadInput("organisation", _("Choose an office that is at the table."), _("Invite it first."))
    return found
