"""What a person wants who went straight to a higher office: on the clerk's page, on the day list, and on the person's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.kernel import time
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Item, Link

from . import sections
from .actions.levels import asks_to_be_passed_on, waiting
from .models import Case, Concern
from .models.case import Bucket, Kind
from .models.concern import Level
from .queries import levels as queries
from .queries.case_page_acts import acts_of
from .sections import DayEntry, Section

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ON_DAY = 5
WANTS: Mapping[str, StrOrPromise] = {
    Level.HERE: gettext_lazy("Stay here: this office decides"),
    Level.PASSED: gettext_lazy("Pass it on at once"),
    Level.JOINT: gettext_lazy("Receive jointly with the other office"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One concern: what its person was told and wants, and the act that is due today."""

    told: queries.Told
    wants: StrOrPromise
    act: Link | None
    joint: bool


def put_on_pages() -> None:
    sections.for_staff(_for_staff)
    sections.for_public(_for_person)
    sections.for_day(_day)


def _for_staff(actor: Actor, case: Case) -> Section | None:
    if case.kind == Kind.MISCONDUCT or case.bucket == Bucket.DONE:
        return None
    told = [queries.told_of(concern) for concern in queries.told_in(case)]
    found = [one for one in told if one is not None and one.organisation != case.organisation.public_id]
    if not found:
        return None
    act = _due_act(actor, case)
    joint = may(actor, "receive", case)
    lines = [
        Line(one, WANTS[one.level], act if one.level == Level.PASSED and not one.acted else None, joint and one.level == Level.JOINT and not one.acted)
        for one in found
    ]  # fmt: skip
    return Section("level", "cases/staff/level_card.html", {"lines": lines, "case": case}, order=4)


def _due_act(actor: Actor, case: Case) -> Link | None:
    """The next step towards passing it on: registered, sorted, passed on; each is one click."""
    from .views.staff_parts import verb_url

    office = asks_to_be_passed_on(case)
    if office is None or not may(actor, "transfer", case):
        return None
    acts = {act.verb for act in acts_of(actor, case) if act.possible}
    if "transfer" in acts:
        reason = _("You wanted it passed on to the office that has the power to decide.")
        given = urlencode({"organisation": office.public_id, "reason": reason})
        return Link(
            f"{verb_url(case.public_id, 'transfer')}?{given}", _("Pass it on to %(office)s") % {"office": office.name}
        )
    if "register" in acts:
        return Link(verb_url(case.public_id, "register"), _("Register it, then pass it on"))
    if "sort" in acts:
        return Link(f"{verb_url(case.public_id, 'sort')}?competent=", _("Sort it, then pass it on"))
    return None


def _for_person(concern: Concern) -> Section | None:
    from .forms.public_level import Change

    told = queries.told_of(concern)
    if told is None:
        return None
    form = Change(initial={"level": told.level}) if told.open else None
    context = {"told": told, "wants": WANTS[told.level], "form": form}
    return Section("level", "cases/public/level_card.html", context, order=5)


def _day(actor: Actor) -> Iterable[DayEntry]:
    """What somebody asked for at a higher office, and waits for since it came in: due today."""
    from .views.staff_parts import case_url

    if not may(actor, "sort"):
        return
    for case in queries.cases_that_wait(actor, ON_DAY):
        first = waiting(case)[0]
        office = first.told.organisation.name if first.told else ""
        words = {
            Level.PASSED: _("The person wants it passed on to %(office)s today"),
            Level.JOINT: _("The person wants to be received jointly with %(office)s"),
        }
        url = case_url(case.public_id, "level")
        fact = words[Level(first.level)] % {"office": office}
        since = case.received_at.astimezone(time.zone_of(actor.zone)).date()
        group: sections.DayGroup = "late" if since < time.today(actor.zone) else "soon"
        yield DayEntry(group, Item(case.title, url, case.public_id, case.summary, (fact,)))
