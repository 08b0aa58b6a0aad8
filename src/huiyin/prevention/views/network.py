"""Network safety: who answers for it, what there is, what is due, and the steps for the wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.posts import posts_of
from huiyin.prevention import presenting
from huiyin.prevention.actions import charging
from huiyin.prevention.forms.equipment import Charge
from huiyin.prevention.models import NETWORK_KINDS
from huiyin.prevention.queries import network as queries
from huiyin.prevention.wording import EQUIPMENT, FIRST_STEPS, HAPPENS
from huiyin.web.fields import put_error

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the sheet: what, by whom, within how many minutes."""

    what: StrOrPromise
    who: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is done first of a kind of event, and the address that starts it. `version`: of the plan that says so; 0: the office's own."""

    title: StrOrPromise
    lines: tuple[Line, ...]
    start: str
    plan: str = ""
    version: int = 0


@needs("equipment_read")
@require_http_methods(["GET", "POST"])
def network(request: StaffRequest) -> HttpResponse:
    """One page for who answers for it."""
    page = queries.page(request.actor)
    if request.method == "POST" and not page.can_keep:
        raise Refused
    charge = page.charge
    first = {
        "post": charge.post.public_id if charge else "",
        "deputy": charge.deputy.public_id if charge and charge.deputy else "",
    }
    form = Charge(request.POST or None, initial=first, posts=posts_of(request.actor.organisation_id))
    if request.method == "POST" and form.is_valid():
        try:
            charging.name_charge(actor=request.actor, **form.cleaned_data)
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Set. Both posts were told."))
            return redirect("prevention:network")
    context = {
        "page": page, "form": form, "items": [presenting.equipment_item(row) for row in page.things],
        "rounds": [presenting.round_item(row) for row in page.rounds], "sheets": [_sheet(one) for one in page.firsts],
        "kinds": [(EQUIPMENT[kind], f"{reverse('prevention:new-thing')}?kind={kind}") for kind in NETWORK_KINDS],
    }  # fmt: skip
    return render(request, "prevention/network/page.html", context, status=422 if form.is_bound else 200)


@needs("equipment_read")
@require_safe
def sheets(request: StaffRequest) -> HttpResponse:
    """For the wall of each computer room and office, a page each."""
    page = queries.page(request.actor)
    drawn = [(sheet, request.build_absolute_uri(sheet.start)) for sheet in map(_sheet, page.firsts)]
    return render(request, "prevention/network/sheets.html", {"page": page, "sheets": drawn})


def _sheet(first: queries.First) -> Sheet:
    start = reverse("incidents:start")
    if first.offered is None or not first.steps:
        lines = tuple(Line(words) for words in FIRST_STEPS[first.kind])
        return Sheet(HAPPENS[first.kind], lines, f"{start}?kind={first.kind}")
    plan = first.offered.plan
    lines = tuple(Line(step.action, step.role_title, _minutes(step.within)) for step in first.steps)
    return Sheet(HAPPENS[first.kind], lines, f"{start}?plan={plan.public_id}", plan.title, first.offered.version)


def _minutes(within: int | None) -> str:
    return ngettext("within %(n)d minute", "within %(n)d minutes", within) % {"n": within} if within else ""
