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
from .involving import involve
from .procedure import Doing, Line


def pass_on(case: Case, receiver: Organisation, doing: Doing, *, stays: str = "", people: bool = True) -> Case:
    """Part of an action: the receiver's clocks begin today. The sender keeps its own case with the day to ask back.

    The person's code opens the concern wherever it is, and the page tells the whole way. `stays`: in which part the sender
    sits at the table of the receiver's case. Who must not know of the one must not know of the other. `people`: whether their
    concerns go with it at once.
    """
    may_get(case, receiver)
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
            "returns": int(given_back_before(case, receiver)),
        },
    )
    for exclusion in case.exclusions.all():
        there.exclusions.create(post_id=exclusion.post_id)
    rows = move_people(case, there) if people else []
    arriving = Doing(there, "arrive", doing.actor, doing.title, doing.at)
    if stays:
        rows.append(involve(arriving, case.organisation, stays))
    planned = plan(arriving, packs_for(there, receiver))
    begin(arriving, planned, Line(data={"from": case.organisation.name}), rows)
    return there


def may_get(case: Case, receiver: Organisation) -> None:
    """`BadInput` for the case's own office, and for one in which somebody must not know of the case."""
    if receiver.pk == case.organisation_id:
        raise BadInput("organisation", _("That is your own office."), _("Choose another one, or accept it."))
    if Case.objects.filter(origin=case, organisation=receiver, events__verb="decide_sender").exists():
        raise BadInput(
            "organisation",
            _("The office above both has decided that it is yours."),
            _("Accept it, or pass it on to another one."),
        )
    if concerned(case, receiver):
        raise BadInput("organisation", _("This office can't get it."), _("Choose another one, or the one above it."))


def given_back_before(case: Case, receiver: Organisation) -> bool:
    """Whether that office got it from this one before, and gave it back."""
    return Case.objects.filter(origin=case, organisation=receiver, tracks__state="sent_back").exists()


def concerned(case: Case, office: Organisation) -> bool:
    """Whether the case is about somebody there: a post of the office must not know of it."""
    return case.exclusions.filter(post__unit__organisation=office).exists()


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
