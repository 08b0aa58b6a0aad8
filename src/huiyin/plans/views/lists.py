"""The plans of the office, and the ways to begin one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.plans import actions, presenting, queries, starters
from huiyin.plans.forms import acts
from huiyin.plans.forms.base import PlanForm
from huiyin.plans.queries.lists import owed, reaches_below
from huiyin.web.fields import put_error

VIEWS = ("own", "below", "retired")


@needs("plan_read")
@require_safe
def plan_list(request: StaffRequest) -> HttpResponse:
    """Each plan with the version that holds, its next date and its gaps."""
    asked = request.GET.get("view", "own")
    view = asked if asked in VIEWS else "own"
    names = {"own": _("Our office"), "below": _("Offices below"), "retired": _("Retired")}
    shown = [one for one in VIEWS if one != "below" or reaches_below(request.actor)]
    rows = queries.plans(request.actor, below=view == "below", retired=view == "retired")
    context = {
        "owed": [presenting.owed(row) for row in owed(request.actor)],
        "items": [presenting.item(row, office=view == "below") for row in rows],
        "view": view,
        "tabs": [(names[one], f"?view={one}", one == view) for one in shown],
        "can_begin": may(request.actor, "plan_write"),
    }
    return render(request, "plans/list.html", context)


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def begin(request: StaffRequest) -> HttpResponse:
    """Begin a plan: from a starter plan, or blank; the third way, a file, has a page of its own."""
    blank = request.POST.get("do") == "blank"
    language = "zh-hant" if get_language() == "zh-hant" else "zh-hans"
    offered = [(name, starters.load(name, language).title) for name in starters.names()]
    starter = acts.FromStarter(None if blank else request.POST or None, starters=offered)
    empty = acts.Blank(request.POST if blank else None)
    form: PlanForm = empty if blank else starter
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if blank:
                made = actions.create_blank(actor=request.actor, kind=data["kind"], title=data["title"])
            else:
                made = actions.create_from_starter(actor=request.actor, name=data["starter"], language=language)
            return redirect(presenting.url("edit", made))
        except BadInput as error:
            put_error(form, error)
    context = {"form": form, "starter": starter, "blank": empty}
    return render(request, "plans/new.html", context, status=422 if form.errors else 200)
