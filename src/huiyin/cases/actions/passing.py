"""A case goes to another office of this installation: a case of its own there, with the concern and the person's code."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Group
from huiyin.cases.models.concern import Channel
from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import Organisation

from .beginning import begin, plan
from .intake import packs_for
from .procedure import Doing, Line


def pass_on(case: Case, receiver: Organisation, doing: Doing) -> Case:
    """Part of an action: the receiver's clocks begin today. The sender keeps its own case with the day to ask back.

    The person's code opens the concern wherever it is, and the page tells the whole way.
    """
    if receiver.pk == case.organisation_id:
        raise BadInput("organisation", _("That is your own office."), _("Choose another one, or accept it."))
    there = Case.objects.create(
        organisation=receiver,
        origin=case,
        category=case.category,
        title=case.title,
        summary=case.summary,
        channel=Channel.TRANSFER,
        received_at=doing.at,
        file_salt=secrets.token_bytes(16),
        facts={
            "named": case.facts.get("named", False),
            "address_clear": case.facts.get("address_clear", False),
            "written": True,
            "public_body": receiver.public_body,
            "by_transfer": True,
        },
    )
    people = move_people(case, there)
    arriving = Doing(there, "arrive", doing.actor, doing.title, doing.at)
    planned = plan(arriving, packs_for(there, receiver))
    begin(arriving, planned, Line(data={"from": case.organisation.name}), people)
    return there


def move_people(case: Case, there: Case) -> list[ledger.Committed]:
    """Part of an action: the concerns go with their codes, and the group that they are. Who took it back stays behind."""
    concerns = list(case.concerns.filter(left_at=None))
    for concern in concerns:
        concern.case = there
        concern.save(update_fields=["case"])
    group = Group.objects.filter(case=case).first()
    if group is None:
        return [*concerns]
    group.case = there
    group.save(update_fields=["case"])
    return [*concerns, group]
