"""Printing a plan: choose sheets, the PDF, what is out and no longer holds, one sheet by its number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.documents import paper as letters
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.plans import actions, paper, printing, reprints, sections, showing_sheets
from huiyin.plans.forms import paper as forms
from huiyin.plans.models import Plan, PlanVersion, Status
from huiyin.plans.paper import rows
from huiyin.plans.paper.folder import kinds
from huiyin.web.fields import put_error

FIRST = ("card", "contacts", "log")  # chosen already when the page is opened


@needs("plan_print")
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest, public_id: str) -> HttpResponse:
    """Which sheets, whose cards, how many. Sending it numbers them; then they can be printed."""
    plan = reprints.plan_of(request.actor, public_id)
    version = _version(plan, request.GET.get("version", ""))
    empty = printing.gaps(version)
    roles = [(role.key, role.title) for role in version.text.roles if role not in empty]
    language = get_language() or "zh-hans"
    initial = {
        "kinds": FIRST, "roles": [key for key, _title in roles], "use": forms.EARNEST, "language": language, "copies": 1, "log_pages": 4,
    }  # fmt: skip
    form = forms.Print(request.POST or None, roles=roles, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sheets = actions.print_sheets(
                actor=request.actor, version_id=version.public_id, order=_order(form.cleaned_data)
            )
            return redirect("plan-paper:run", sheets[0].run)
        except BadInput as error:
            put_error(form, error)
    context = {"plan": plan, "version": version, "form": form, "empty": empty, "waiting": reprints.waiting(plan)}
    return render(request, "plans/paper/choose.html", context, status=422 if form.errors else 200)


@needs("plan_print")
@require_safe
def run(request: StaffRequest, run: str) -> HttpResponse:
    """Sheets that were printed together, each kind as a PDF."""
    lines = reprints.run(request.actor, run)
    held = [kind for kind in kinds() if any(line.sheet.kind == kind for line in lines)]
    context = {
        "plan": lines[0].sheet.plan_version.plan,
        "first": lines[0].sheet,
        "run": run,
        "zone": lines[0].sheet.plan_version.plan.organisation.zone,
        "kinds": [(kind, kinds()[kind]) for kind in held],
        "rows": [showing_sheets.row(line) for line in lines],
        "stale": any(line.reasons for line in lines),
    }
    return render(request, "plans/paper/run.html", context)


@needs("plan_print")
@require_safe
def pdf(request: StaffRequest, run: str, kind: str = "") -> HttpResponse:
    """The sheets of a print, or those of one kind of it. What no longer holds is not made again."""
    lines = [line for line in reprints.run(request.actor, run) if kind in ("", line.sheet.kind)]
    if not lines:
        raise Refused
    first = lines[0].sheet
    if any(line.reasons for line in lines):
        raise Conflict(
            _("What stands on these sheets has changed since."), _("Print them anew from the page of the plan.")
        )
    site = request.build_absolute_uri(reverse("plan-paper:sheets"))
    plan = printing.paper_plan(first.plan_version, exercise=first.exercise, site=site.rstrip("/"))
    content = paper.pdf(plan, [printing.sheet_id(line.sheet) for line in lines], first.language)
    return letters.response(content, letters.name_of(kind or "plan", run), inline=True)


@needs("plan_print")
@require_http_methods(["GET", "POST"])
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """What is out: what no longer holds first, with why; how many came back."""
    page = reprints.reprint_page(request.actor, public_id)
    stale, valid = ([showing_sheets.row(line) for line in lines] for lines in (page.stale, page.valid))
    form = forms.TakeIn(
        request.POST or None, sheets=[(row.sheet.public_id, row.title, row.sheet.out) for row in (*stale, *valid)]
    )
    if request.method == "POST" and form.is_valid():
        everything = {row.sheet.public_id: row.sheet.out for row in stale} if "all" in request.POST else {}
        try:
            actions.take_in(actor=request.actor, plan_id=public_id, numbers=everything or form.numbers())
            messages.success(request, _("Noted: they came back."))
            return redirect("plan-paper:printed", public_id)
        except BadInput as error:
            put_error(form, error)
    context = {
        "plan": page.plan,
        "zone": page.plan.organisation.zone,
        "groups": [
            (title, tone, [(row, form[row.sheet.public_id]) for row in rows])
            for title, tone, rows in ((_("To take in and print again"), "late", stale), (_("These hold"), "", valid))
        ],
        "stale": bool(stale),
        "back": [showing_sheets.row(line) for line in page.back],
        "form": form,
    }
    return render(request, "plans/paper/printed.html", context, status=422 if form.errors else 200)


@needs("plan_print")
@require_safe
def sheets(request: StaffRequest) -> HttpResponse:
    """By the number that stands on a sheet."""
    typed = request.GET.get("number", "")
    try:
        return _one(request, typed) if typed else render(request, "plans/paper/sheet.html", {})
    except (BadInput, Refused) as error:
        message = error.message if isinstance(error, BadInput) else _("No sheet of your office has this number.")
        return render(request, "plans/paper/sheet.html", {"typed": typed, "wrong": message}, status=404)


@needs("plan_print")
@require_safe
def sheet(request: StaffRequest, where: str) -> HttpResponse:
    """Where a square code leads: whether the sheet still holds."""
    try:
        return _one(request, where)
    except BadInput as error:
        raise Refused from error


def _one(request: StaffRequest, typed: str) -> HttpResponse:
    line = reprints.sheet(request.actor, rows.read(typed).sheet)
    plan = line.sheet.plan_version.plan
    doors = sections.of_sheet(request.actor, line.sheet)
    context = {"row": showing_sheets.row(line), "plan": plan, "zone": plan.organisation.zone, "doors": doors}
    return render(request, "plans/paper/sheet.html", context)


def _order(typed: dict[str, Any]) -> actions.Order:
    return actions.Order(
        kinds=typed["kinds"],
        roles=typed.get("roles", ()),
        language=typed["language"],
        exercise=typed["use"] == forms.EXERCISE,
        copies=typed["copies"],
        log_pages=typed["log_pages"] or 1,
        holder=typed["holder"],
    )


def _version(plan: Plan, number: str) -> PlanVersion:
    """That of the number; else the one that holds, else the newest. One that was replaced is not printed."""
    found = plan.versions.exclude(status=Status.REPLACED).order_by("-number")
    chosen = (
        next((one for one in found if str(one.number) == number), None) if number else plan.current or found.first()
    )
    if chosen is None:
        raise Refused
    chosen.plan = plan
    return chosen
