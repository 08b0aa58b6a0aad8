"""The pieces that every verb of this room shares, inside its write: the rows under their lock, the ledger, the clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Account, Organisation, Post
from huiyin.organisations.queries import own_office
from huiyin.plans import rules
from huiyin.plans.models import Plan, PlanVersion

FILE, EVALUATE, GIVE, DECIDE = "file", "evaluate", "give", "decide"


def locked(public_id: str) -> Plan:
    """The plan for writing. `Refused` where there is none: what is absent reads like what one may not."""
    store.require_write()
    found = Plan.objects.select_for_update(of=("self",)).select_related("organisation", "keeper")
    plan = found.filter(public_id=public_id).first()
    if plan is None:
        raise Refused
    return plan


def locked_version(public_id: str) -> PlanVersion:
    """A version with its plan, both for writing, the plan first."""
    store.require_write()
    plan_id = PlanVersion.objects.filter(public_id=public_id).values_list("plan__public_id", flat=True).first()
    if plan_id is None:
        raise Refused
    plan = locked(plan_id)
    version = PlanVersion.objects.select_for_update().get(public_id=public_id)
    version.plan = plan
    return version


def expect(version: PlanVersion, verb: str) -> None:
    """The verb belongs to where the version stands, and the plan is still in use; else `Conflict`."""
    if version.plan.retired_at is not None:
        raise Conflict(_("This plan has been retired."), _("It can still be read."))
    if not rules.possible(verb, version.status):
        raise Conflict(_("This can't be done at this point of the plan."), _("Load the page again."))


def same(version: PlanVersion, seen: int) -> None:
    """The draft is the one that was seen, to the last edit."""
    if version.version != seen:
        raise Conflict(
            _("Somebody has changed the draft since you opened the page."),
            _("Look at what changed, then decide again."),
        )


def record(verb: str, actor: Actor | str, plan: Plan, at: dt.datetime, rows: Iterable[ledger.Committed]) -> None:
    """The end of every verb."""
    reference = actor if isinstance(actor, str) else actor.reference
    ledger.record(verb=f"plans.{verb}", actor=reference, about=plan.reference, at=at, commits=list(rows))


def own_organisation(actor: Actor) -> Organisation:
    return own_office(actor)


def own_post(actor: Actor) -> Post:
    return Post.objects.select_related("unit__organisation", "reports_to").get(pk=actor.post_id)


def name_of(actor: Actor) -> str:
    """Who signs, as it is printed; the ledger knows the post alone."""
    reference = actor.account_reference.removeprefix("account:")
    return Account.objects.filter(public_id=reference).values_list("display_name", flat=True).first() or ""


def written(place: str, text: str, message: Promise | str, remedy: Promise | str = "") -> str:
    """What was typed, where something was."""
    if len(text.strip()) < 2:
        raise BadInput(place, message, remedy)
    return text.strip()


def day_of(plan: Plan, at: dt.datetime) -> dt.date:
    return at.astimezone(time.zone_of(plan.organisation.zone)).date()


def open_clocks(kind: str, subject: str, name: str = "") -> list[Clock]:
    return clocks.queries.open_rows(kind, subject, names=[name] if name else None)


def met(kind: str, subject: str, name: str, at: dt.datetime, because: str) -> list[ledger.Committed]:
    return [clocks.meet(clock, at=at, because=f"plans.{because}") for clock in open_clocks(kind, subject, name)]


def stopped(kind: str, subject: str, at: dt.datetime, because: str, name: str = "") -> list[ledger.Committed]:
    return [clocks.stop(clock, at=at, because=f"plans.{because}") for clock in open_clocks(kind, subject, name)]


def start_filing(plan: Plan, at: dt.datetime) -> Clock:
    """Twenty working days from publication (突发事件应急预案管理办法 2024, 26)."""
    return clocks.start(
        subject_kind=rules.PLAN,
        subject_id=plan.public_id,
        name=FILE,
        title=in_every_language(_("File the plan with the superior")),
        owner=plan.keeper.reference,
        started_at=at,
        start_fact=in_every_language(_("published")),
        length=rules.FILING_WORKING_DAYS,
        unit="working-days",
        region=plan.organisation.region,
        zone=plan.organisation.zone,
        roll=False,
        law=rules.FILING_LAW,
        article="art. 26",
        verified="S",
        consequence=in_every_language(_("The superior is told.")),
        reminders=[Reminder(days, "days") for days in rules.REMIND_DAYS],
    )


def start_evaluation(plan: Plan, at: dt.datetime) -> Clock:
    """When the plan is looked at again as a whole: the office's own number."""
    months = plan.organisation.own_number(rules.EVALUATE_KEY, rules.EVALUATE_MONTHS)
    return clocks.start(
        subject_kind=rules.PLAN,
        subject_id=plan.public_id,
        name=EVALUATE,
        title=in_every_language(_("Look at the plan again")),
        owner=plan.keeper.reference,
        started_at=at,
        start_fact=in_every_language(_("published, or last looked at")),
        length=months,
        unit="months",
        region=plan.organisation.region,
        zone=plan.organisation.zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(_("The superior is told.")),
        reminders=[Reminder(30, "days"), Reminder(7, "days")],
    )


def start_days(kind: str, subject: str, name: str, title: Promise | str, owner: str, plan: Plan, at: dt.datetime, days: int) -> Clock:  # fmt: skip
    """A clock in days of the office's own, for one that somebody waits for."""
    return own_clocks.start(
        plan.organisation, (kind, subject), name, title=title, owner=owner, since=at, length=days, unit="days" if days else "immediate",
        fact=_("asked for"), told=_("Who asked is told, and the superior."),
        reminders=[one for one in rules.REMIND_DAYS if one < days],
    )  # fmt: skip
