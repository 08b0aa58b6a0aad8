"""The page of what waits for a second person: read it, confirm it, decline it, or take it back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.actions import two_hands as actions
from huiyin.organisations.queries import two_hands as queries

from .pages import try_or_say
from .proving import prove_first


@needs("own_account")
@require_safe
def two_hands(request: StaffRequest) -> HttpResponse:
    """All that wait in the office and that this post may confirm or has asked for."""
    found = queries.all_waiting(request.actor)
    return render(request, "organisations/two_hands.html", {"found": found, "zone": request.actor.zone})


@needs("own_account")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, public_id: str) -> HttpResponse:
    """`do`: confirm (with a fresh proof) or decline."""
    page = queries.waiting(request.actor, public_id)
    if request.method == "POST":
        if request.POST.get("do") == "confirm":
            asked = prove_first(request)
            if asked is not None:
                return asked
            try_or_say(
                request,
                lambda: actions.confirm(actor=request.actor, public_id=public_id),
                _("It is done, by two people."),
            )
        else:
            try_or_say(
                request, lambda: actions.decline(actor=request.actor, public_id=public_id), _("It comes to nothing.")
            )
        return redirect("organisations:two-hands")
    return render(request, "organisations/two_hands_one.html", {"page": page, "zone": request.actor.zone})
