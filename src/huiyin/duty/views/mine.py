"""One's own shifts, and the word that one is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.duty.actions import checking
from huiyin.duty.queries import mine as queries
from huiyin.kernel.errors import Conflict
from huiyin.organisations.access import StaffRequest, needs


@needs("duty_read")
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """The shifts that come."""
    return render(request, "duty/mine.html", {"own": queries.coming(request.actor), "zone": request.actor.zone})


@needs("duty_read")
@require_POST
def here(request: StaffRequest, public_id: str) -> HttpResponse:
    """“I am here.”"""
    try:
        checking.say_here(actor=request.actor, shift_id=public_id)
    except Conflict as error:
        messages.error(request, f"{error} {error.remedy}")
    else:
        messages.success(request, _("It stands on the shift that you are there."))
    return redirect("duty:mine" if request.POST.get("back") == "mine" else "duty:now")
