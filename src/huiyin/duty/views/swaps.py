"""Swaps: what one is asked, what one asked, and what waits for approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.duty.actions import swapping
from huiyin.duty.forms.swaps import Ask
from huiyin.duty.models import Seat
from huiyin.duty.queries import swaps as queries
from huiyin.duty.wording import SWAPS
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web import dates
from huiyin.web.fields import put_error

DO: Mapping[str, Callable[..., object]] = {
    "agree": swapping.agree,
    "refuse": swapping.refuse,
    "withdraw": swapping.withdraw,
    "approve": partial(swapping.decide, approve=True),
    "turn_down": partial(swapping.decide, approve=False),
}
SEAT, PERSON = "seat-", "person-"


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def swaps(request: StaffRequest) -> HttpResponse:
    """The list, with what can be done with each."""
    problem: HuiyinError | None = None
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do not in DO:
            raise Refused
        try:
            DO[do](actor=request.actor, swap_id=request.POST.get("key", ""))
        except (BadInput, Conflict) as error:
            problem = error
        else:
            messages.success(request, _("Done."))
            return redirect("duty:swaps")
    lines = [(line.swap, line.can, SWAPS[line.swap.state]) for line in queries.listed(request.actor)]
    return render(request, "duty/swaps.html", {"lines": lines, "problem": problem}, status=409 if problem else 200)


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, public_id: str) -> HttpResponse:
    """A seat of one's own: whom to ask."""
    found = queries.offers(request.actor, public_id)
    seats = [(f"{SEAT}{one.public_id}", _said(one)) for one in found.seats]
    people = [(f"{PERSON}{key}", title) for key, title in found.people]
    form, problem = Ask(request.POST or None, seats=seats, people=people), None
    if request.method == "POST" and form.is_valid():
        whom = form.cleaned_data["whom"]
        chosen = {"back": whom.removeprefix(SEAT)} if whom.startswith(SEAT) else {"member": whom.removeprefix(PERSON)}
        try:
            swapping.ask(actor=request.actor, seat_id=public_id, note=form.cleaned_data["note"], **chosen)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
        else:
            messages.success(request, _("They are told. Until they agree the shift stays yours."))
            return redirect("duty:swaps")
    context = {
        "seat": found.seat,
        "shift": found.seat.shift,
        "zone": found.seat.shift.organisation.zone,
        "form": form,
        "problem": problem,
    }
    status = 409 if problem else 422 if request.method == "POST" else 200
    return render(request, "duty/swap.html", {**context, "any": bool(seats or people)}, status=status)


def _said(seat: Seat) -> str:
    return f"{dates.day_text(seat.shift.on)} {seat.shift.kind.name} · {seat.member.name}"
