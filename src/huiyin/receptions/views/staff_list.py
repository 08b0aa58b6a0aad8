"""The office's receptions: today's first. And a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Case
from huiyin.cases.queries.groups import group_of
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.rules import first_sentence
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import StaffRequest, may, needs, require
from huiyin.receptions.actions import receiving
from huiyin.receptions.forms import staff as forms
from huiyin.receptions.queries import days, receptions
from huiyin.receptions.wording import KINDS, STATUS
from huiyin.web import dates
from huiyin.web.components import Item, Tag
from huiyin.web.fields import put_error


@needs("reception_read")
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Today's first; an empty day says what that means and when the next one is."""
    actor = request.actor
    found = receptions.lists(actor)
    groups = [
        (_("Today"), "today", found.today), (_("Where your office is invited"), "invited", found.invited),
        (_("Asked for: a day is to be named"), "asked", found.asked), (_("To come"), "coming", found.coming),
        (_("Not filed yet"), "open", found.open),
    ]  # fmt: skip
    context = {
        "groups": [(title, key, [item(row) for row in rows]) for title, key, rows in groups if rows],
        "none_today": not found.today,
        "today": time.today(actor.zone),
        "days": [(day, reverse("receptions:desk", args=[day.public_id])) for day in days.today(actor)],
        "next_day": days.next_day(actor),
        "can_receive": may(actor, "receive"),
        "can_manage": may(actor, "manage_reception_days"),
        "can_report": may(actor, "report_receptions"),
    }
    return render(request, "receptions/list.html", context)


@needs("reception_read")
@require_safe
def finished(request: StaffRequest) -> HttpResponse:
    """Filed and called off."""
    rows = [item(row) for row in receptions.finished(request.actor)]
    return render(request, "receptions/finished.html", {"items": rows})


def item(row: receptions.Row) -> Item:
    """A line of a list."""
    one = row.reception
    zone = one.organisation.zone
    when = dates.moment_text(one.planned_for, zone) if one.planned_for else ""
    facts: list[Any] = [text for text in (when, one.place, KINDS[one.kind], STATUS[one.status]) if text]
    if one.joint:
        facts.insert(0, Tag(_("joint"), "green"))
    if row.guest:
        facts.append(one.organisation.short_name)
    if row.waits_for:
        missing = ngettext("%(count)d office has not answered", "%(count)d offices have not answered", row.waits_for)
        facts.append(Tag(missing % {"count": row.waits_for}, "soon"))
    url = reverse("receptions:reception", args=[one.public_id])
    sentence = one.asked_words[:120] if one.status == "asked" else ""
    return Item(one.title, url, one.case.public_id if one.case else "", sentence, tuple(facts), titled_chip(row.clock))


@needs("receive")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Somebody is here, or a reception is agreed; it has no case yet."""
    return _planning(request, None)


@needs("receive")
@require_http_methods(["GET", "POST"])
def of_case(request: StaffRequest, public_id: str) -> HttpResponse:
    """A reception of a case."""
    case = visible_case(request.actor, public_id)
    require(request.actor, "receive", case)
    return _planning(request, case)


def _planning(request: StaffRequest, case: Case | None) -> HttpResponse:
    zone = request.actor.zone
    concerns = _whose(case) if case else []
    now = dates.local(time.now(), zone)
    initial = {"on": now.date(), "at": now.strftime("%H:%M"), "kind": "visit", "subject": case.title if case else ""}
    group = group_of(case) if case else None
    if group is not None:
        initial |= {"kind": "group", "people": group.members, "representatives": len(group.speakers) or None}
    form = forms.Planning(request.POST or None, zone=zone, concerns=concerns, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = receiving.Plan(
            kind=data["kind"], planned_for=form.planned_for(), place=data["place"], subject=data["subject"],
            asked_words=data["asked_words"], people=data["people"], representatives=data["representatives"],
            concern=data.get("concern", ""), needs=data["needs"],
        )  # fmt: skip
        try:
            reception = receiving.plan(actor=request.actor, plan=plan, case=case)
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Done."))
            return redirect("receptions:reception", reception.public_id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "case": case, "unfolded": bool(form.errors) or group is not None}
    return render(request, "receptions/new.html", context, status=status)


def _whose(case: Case) -> list[tuple[str, str]]:
    """Whose reception it can be: by number and first words, never by name."""
    rows = case.concerns.filter(left_at=None)
    return [
        (
            row.public_id,
            _("Number %(number)d: “%(words)s”") % {"number": number, "words": first_sentence(row.text)[:40]},
        )
        for number, row in enumerate(rows, 1)
    ]
