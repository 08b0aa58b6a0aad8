"""What a hazard came of: a case, an incident, a plan. Who may not read that thing sees no link."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.incidents.models import Incident
from huiyin.kernel import ledger, store
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, may
from huiyin.plans.models import Plan
from huiyin.prevention.models import Hazard, Source

from . import parts
from .parts import Doing


def link(*, actor: Actor, hazard_id: str, version: int, case: str = "", incident: str = "", plan: str = "") -> Hazard:
    """By public ids; the last link of a kind holds."""
    with store.write():
        act = parts.doing("link", actor, hazard_id, "hazard_sort", version)
        if not (case or incident or plan):
            raise BadInput("incident", _("Choose what it came of."), "")
        try:
            linked(act, actor, case=case, incident=incident, plan=plan)
        except Refused as error:
            raise BadInput(
                "case" if case else "incident", _("This can't be linked."), _("Look at its number.")
            ) from error
        parts.line(act, "link")
        act.end()
    return act.hazard


def linked(act: Doing, actor: Actor, *, case: str = "", incident: str = "", plan: str = "") -> None:
    """Part of an action. `Refused` for what is not there or may not be read: which of the two is not said."""
    hazard = act.hazard
    if case:
        found = Case.objects.select_related("organisation").filter(public_id=case).first()
        if found is None or found.kind == Kind.MISCONDUCT or not may(actor, "read", found):
            raise Refused
        hazard.case, hazard.source = found, Source.CASE
    if incident:
        happened = Incident.objects.select_related("organisation").filter(public_id=incident).first()
        if happened is None or not may(actor, "incident_read", happened):
            raise Refused
        hazard.incident, hazard.source = happened, Source.INCIDENT
    if plan:
        written = Plan.objects.select_related("organisation").filter(public_id=plan).first()
        if written is None or not may(actor, "plan_read", written):
            raise Refused
        hazard.plan = written
        hazard.source = hazard.source if case or incident else Source.PLAN


def forget_case(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Part of sealing a case: no hazard leads to it any more. The hazard stays: it is about a thing and a place."""
    store.require_write()
    rows = list(Hazard.objects.select_for_update().filter(case=case))
    for hazard in rows:
        hazard.case, hazard.source = None, Source.STAFF
        hazard.save()
    return list(rows)
