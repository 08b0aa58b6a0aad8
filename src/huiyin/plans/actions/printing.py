"""Sheets are printed, come back, and go out of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from huiyin.kernel import ids, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, require
from huiyin.organisations.handover import Change
from huiyin.plans import printing, reprints
from huiyin.plans.models import SHEET_KINDS, Plan, PlanVersion, PrintedSheet, Status
from huiyin.plans.paper import sheets
from huiyin.plans.paper.folder import LANGUAGES

from . import notices, parts

MOST_COPIES, MOST_LOG_PAGES = 2000, 40
BATCH = 50
ACTOR = "system:plans"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed. `roles`: whose cards; `holder`: who gets the copies, or where they hang."""

    kinds: Collection[str]
    roles: Collection[str] = ()
    language: str = "zh-hans"
    exercise: bool = False
    copies: int = 1
    log_pages: int = 1
    holder: str = ""


def print_sheets(*, actor: Actor, version_id: str, order: Order) -> list[PrintedSheet]:
    """Numbers the sheets and keeps what stands on them, so that it is known when they no longer hold. The PDF is made from the rows."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        plan = version.plan
        require(actor, "plan_print", plan)
        if plan.retired_at is not None:
            raise Conflict(_("This plan has been retired."), _("It can still be read."))
        if version.status == Status.REPLACED:
            raise Conflict(_("Another version holds by now."), _("Print that one."))
        _check(order, version)
        rows = _kept(actor, version, order, at)
        parts.record("print", actor, plan, at, rows)
    return rows


def take_in(*, actor: Actor, plan_id: str, numbers: Mapping[str, int]) -> list[PrintedSheet]:
    """Copies of sheets came back or were destroyed: how many, by the public id of the sheet."""
    at = time.now()
    with store.write():
        plan = parts.locked(plan_id)
        require(actor, "plan_print", plan)
        found = PrintedSheet.objects.select_for_update().filter(plan_version__plan=plan, public_id__in=numbers)
        rows = [_taken(sheet, numbers[sheet.public_id]) for sheet in found if numbers[sheet.public_id]]
        if not rows:
            raise BadInput("numbers", _("Say how many came back."), "")
        parts.record("take-in", actor, plan, at, rows)
    return rows


def _taken(sheet: PrintedSheet, number: int) -> PrintedSheet:
    if not 0 < number <= sheet.out:
        message = ngettext_lazy(
            "Of the sheet %(code)s %(count)d copy is out.", "Of the sheet %(code)s %(count)d copies are out.", "count"
        )
        raise BadInput(
            sheet.public_id, message % {"count": sheet.out, "code": sheet.code}, _("Say how many came back.")
        )
    sheet.taken_in += number
    sheet.save()
    return sheet


def out_of_date(plan: Plan, actor: Actor | str, at: dt.datetime) -> list[ledger.Committed]:
    """Part of an action: sheets that no longer hold are marked, and whoever keeps the plan is told once."""
    store.require_write()
    found = [sheet for sheet in reprints.out(plan) if sheet.stale_at is None]
    stale = [line.sheet for line in reprints.lines_of(plan, found) if line.reasons]
    for sheet in stale:
        sheet.stale_at = at
        sheet.save(update_fields=["stale_at"])
    if stale:
        notices.tell(plan, "stale", [plan.keeper.reference], actor=actor, at=at)
    return list(stale)


def holder_changed(change: Change) -> None:
    """For `organisations.handover.on_change`: sheets on which the holder of this post stands no longer hold, from this moment."""
    for plan_id in _plans_with_sheets_out(shows__posts__has_key=change.post.public_id):
        plan = parts.locked(plan_id)
        if rows := out_of_date(plan, change.actor, change.at):
            parts.record("stale", change.actor, plan, change.at, rows)


def tell_of_stale() -> int:
    """The job: what changed without an act on the plan (a number, a class, an appointment that begins today). Answers how many sheets."""
    at, done = time.now(), 0
    for plan_id in _plans_with_sheets_out():
        plan = Plan.objects.select_related("organisation", "keeper").get(public_id=plan_id)
        found = [sheet for sheet in reprints.out(plan) if sheet.stale_at is None]
        if not any(line.reasons for line in reprints.lines_of(plan, found)):
            continue
        with store.write():
            plan = parts.locked(plan_id)
            rows = out_of_date(plan, ACTOR, at)
            if rows:
                parts.record("stale", ACTOR, plan, at, rows)
        done += len(rows)
        if done >= BATCH:
            break
    return done


def _plans_with_sheets_out(**more: object) -> list[str]:
    """Plans of which somebody has a sheet that nobody knows to be out of date."""
    found = PrintedSheet.objects.filter(stale_at=None, taken_in__lt=F("copies"), **more)
    return list(
        found.order_by("plan_version__plan_id").values_list("plan_version__plan__public_id", flat=True).distinct()
    )


def _check(order: Order, version: PlanVersion) -> None:
    if not order.kinds or not set(order.kinds) <= set(SHEET_KINDS):
        raise BadInput("kinds", _("Choose what is to be printed."), "")
    if "card" in order.kinds:
        roles = {role.key for role in version.text.roles}
        if not order.roles or not set(order.roles) <= roles:
            raise BadInput("roles", _("Choose whose cards are to be printed."), "")
        empty = [role.title for role in printing.gaps(version) if role.key in order.roles]
        if empty:
            message = _("Nobody takes this role now: %(roles)s. The card would call nobody.") % {
                "roles": ", ".join(empty)
            }
            raise BadInput("roles", message, _("Name somebody for the post, or print the other cards."))
    if order.language not in LANGUAGES:
        raise BadInput("language", _("Choose a language."), "")
    if not 0 < order.copies <= MOST_COPIES:
        raise BadInput("copies", _("Say how many copies, from 1 to %(most)s.") % {"most": MOST_COPIES}, "")
    if not 0 < order.log_pages <= MOST_LOG_PAGES:
        raise BadInput("log_pages", _("Say how many pages, from 1 to %(most)s.") % {"most": MOST_LOG_PAGES}, "")


def _kept(actor: Actor, version: PlanVersion, order: Order, at: dt.datetime) -> list[PrintedSheet]:
    plan, run = printing.paper_plan(version, pictures=False), ids.public_id()
    office = printing.Office(version.plan)
    held = office.held(printing.posts_of(plan.document))
    numbered = sheets(plan, order.kinds, roles=order.roles, log_pages=order.log_pages)
    taken = set(PrintedSheet.objects.filter(code__in=[one.code for one in numbered]).values_list("code", flat=True))
    if taken:
        return _kept(actor, version, order, at)  # another throw of the dice: one in millions
    return [
        PrintedSheet.objects.create(
            plan_version=version, run=run, kind=one.kind, key=one.key, code=one.code, rows=list(one.rows),
            shows=printing.shows(plan, one, office, held, version.version), language=order.language,
            exercise=order.exercise, copies=order.copies, holder=order.holder.strip()[:120], at=at, actor=actor.reference,
            actor_title=actor.post_title,
        )
        for one in numbered
    ]  # fmt: skip
