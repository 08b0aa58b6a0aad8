"""The page of one bulletin: whom to tell by when, what was reported, what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.bulletins import presenting, queries
from huiyin.bulletins.actions import telling
from huiyin.bulletins.forms import Tell
from huiyin.bulletins.models import Way
from huiyin.bulletins.queries import Page
from huiyin.bulletins.wording import KINDS, STAGES
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.fields import put_error


@needs("bulletin_write")
@require_http_methods(["GET", "POST"])
def bulletin(request: StaffRequest, public_id: str) -> HttpResponse:
    """One bulletin; sent, somebody was told."""
    page = queries.page(request.actor, public_id)
    form = _form(request, page)
    if request.method == "POST":
        if form is None:
            raise Refused
        if form.is_valid():
            try:
                telling.tell(actor=request.actor, bulletin_id=public_id, **form.cleaned_data)
            except BadInput as error:
                put_error(form, error)
            else:
                messages.success(request, _("Written down."))
                return redirect("bulletins:bulletin", public_id)
    return render(
        request, "bulletins/bulletin.html", _context(page, form), status=422 if request.method == "POST" else 200
    )


def _form(request: StaffRequest, page: Page) -> Tell | None:
    if "tell" not in page.can:
        return None
    waiting = [one.body for one in page.owed if not one.told]
    initial = {"way": Way.PHONE, "at": time.now(), "body": next(iter(waiting), "")}
    return Tell(request.POST or None, bodies=waiting, initial=initial)


def _context(page: Page, form: Tell | None) -> dict[str, object]:
    found = page.bulletin
    zone, parent = found.organisation.zone, found.organisation.parent
    return {
        "page": page, "bulletin": found, "zone": zone, "kind": KINDS[found.kind], "chip": presenting.chip(page.clock),
        "bodies": [presenting.body(one, zone, parent.name if parent else "") for one in page.owed],
        "written": presenting.chip(page.written), "grade": presenting.grade(page.last), "form": form,
        "reports": [(one, STAGES[one.stage], presenting.facts(one, zone)) for one in reversed(page.reports)],
        "watch_until": page.watch_until,
    }  # fmt: skip
