"""For the second hand: who asks to open a name, what for, and a button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.views.public_parts import private
from huiyin.confidential import identity_queries
from huiyin.confidential.actions import identity
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError
from huiyin.organisations.access import StaffRequest, needs

from .staff import renewed, unlocked_of


@needs("confidential_read")
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, public_id: str) -> HttpResponse:
    """In a session of their own, with their own key open."""
    unlocked = unlocked_of(request)
    if unlocked is None:
        return redirect("confidential:key")
    asked = identity_queries.asked(request.actor, public_id, unlocked)
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            report = identity.add_part(actor=request.actor, opening_id=public_id, unlocked=unlocked)
        except (BadInput, Conflict) as error:
            problem = error
        else:
            messages.success(request, _("Your part is added. The reporter reads it under the code."))
            there = redirect("confidential:report", report.public_id) if asked.reads else redirect("confidential:list")
            return renewed(there, unlocked, request.actor)
    context = {"asked": asked, "problem": problem, "zone": asked.report.organisation.zone}
    page = render(request, "confidential/together.html", context, status=409 if problem else 200)
    return renewed(private(page), unlocked, request.actor)
