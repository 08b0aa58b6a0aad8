"""What holds a thing back from destruction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.retention import forms
from huiyin.retention.actions import holding
from huiyin.retention.queries import pages
from huiyin.retention.wording import GROUNDS
from huiyin.web.fields import put_error


@needs("retention_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: StaffRequest, public_id: str) -> HttpResponse:
    return _page(request, f"case:{public_id}", "retention:hold_case", public_id)


@needs("retention_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def of_hazard(request: StaffRequest, public_id: str) -> HttpResponse:
    return _page(request, f"hazard:{public_id}", "retention:hold_hazard", public_id)


@needs("retention_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def of_announcement(request: StaffRequest, public_id: str) -> HttpResponse:
    return _page(request, f"announcement:{public_id}", "retention:hold_announcement", public_id)


@needs("retention_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def of_holding(request: StaffRequest, public_id: str) -> HttpResponse:
    return _page(request, f"holding:{public_id}", "retention:hold_holding", public_id)


def _page(request: StaffRequest, about: str, here: str, public_id: str) -> HttpResponse:
    """`do`: hold, or end (one `hold`)."""
    page = pages.holds(request.actor, about)
    do = request.POST.get("do", "")
    put = forms.PutHold(request.POST if do == "hold" else None)
    end = forms.Why(request.POST if do == "end" else None, auto_id="id_end_%s")
    status = 200
    if request.method == "POST":
        form = {"hold": put, "end": end}.get(do)
        if form is None:
            raise Refused
        status = 422
        if form.is_valid():
            try:
                if do == "hold":
                    holding.hold(actor=request.actor, about=about, **form.cleaned_data)
                else:
                    holding.end_hold(actor=request.actor, hold_id=request.POST.get("hold", ""), **form.cleaned_data)
                messages.success(request, _("Written down."))
                return redirect(here, public_id)
            except BadInput as error:
                put_error(form, error)
            except Conflict as error:
                form.add_error(None, error.sentences)
                status = 409
    context = {
        "page": page, "holds": [(one, GROUNDS[one.ground]) for one in page.holds], "put": put, "end": end,
        "form": {"hold": put, "end": end}.get(do), "zone": request.actor.zone,
        "back": reverse(page.back[0], args=page.back[1]),
    }  # fmt: skip
    return render(request, "retention/holds.html", context, status=status)
