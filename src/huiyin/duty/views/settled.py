"""What the office settled for its rosters: one page, a form for each thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.duty.actions import settling
from huiyin.duty.actions.settling import Says
from huiyin.duty.forms import rosters as forms
from huiyin.duty.queries import rosters as queries
from huiyin.duty.queries.rosters import Settled
from huiyin.duty.wording import ASKS, DAYS, PARTS
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm

RUN: dict[str, Callable[[Actor, dict[str, Any]], object]] = {
    "kind": lambda actor, data: settling.add_kind(actor=actor, says=Says(**data)),
    "training": lambda actor, data: settling.add_qualification(actor=actor, **data),
    "who": lambda actor, data: settling.take_in(actor=actor, **data),
    "away": lambda actor, data: settling.note_away(actor=actor, **data),
    "pair": lambda actor, data: settling.set_apart(actor=actor, **data),
}
CLOSE: dict[str, Callable[[Actor, str], object]] = {
    "close_kind": lambda actor, key: settling.close_kind(actor=actor, kind_id=key),
    "let_go": lambda actor, key: settling.let_go(actor=actor, member_id=key),
    "back_again": lambda actor, key: settling.back_again(actor=actor, away_id=key),
    "no_longer_apart": lambda actor, key: settling.no_longer_apart(actor=actor, rule_id=key),
}


@needs("duty_roster")
@require_http_methods(["GET", "POST"])
def settled(request: StaffRequest) -> HttpResponse:
    """Kinds of shift, who takes part and when not, training, posts that do not share a shift."""
    found = queries.settled(request.actor)
    do = request.POST.get("do", "")
    shown = _forms(found, request if request.method == "POST" else None, do)
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            if _done(request, do, shown):
                messages.success(request, _("Done."))
                return redirect("duty:settled")
        except Conflict as error:
            problem = error
    context = {
        "found": found, "forms": shown, "form": shown.get(do), "problem": problem,
        "kinds": [
            (one, [DAYS[day] for day in one.days], [(what, getattr(one, what), *said) for what, said in ASKS.items()]) for one in found.kinds
        ],
        "members": [(one, PARTS[one.part], trained) for one, trained in found.members],
    }  # fmt: skip
    return render(
        request, "duty/settled.html", context, status=409 if problem else 422 if request.method == "POST" else 200
    )


def _done(request: StaffRequest, do: str, shown: dict[str, HouseForm]) -> bool:
    if do in ("on", "off"):
        what, key = request.POST.get("what", ""), request.POST.get("key", "")
        settling.ask_for(actor=request.actor, kind_id=key, what=what, on=do == "on")
        return True
    if do in CLOSE:
        CLOSE[do](request.actor, request.POST.get("key", ""))
        return True
    if do not in RUN:
        raise Refused
    form = shown[do]
    if form.is_valid():
        try:
            RUN[do](request.actor, form.cleaned_data)
        except BadInput as error:
            put_error(form, error)
        else:
            return True
    return False


def _forms(found: Settled, request: StaffRequest | None, do: str) -> dict[str, HouseForm]:
    """Each form; the one that was sent, as it was sent."""
    trainings = [(one.public_id, one.name) for one in found.qualifications]

    def sent(name: str) -> dict[str, Any]:
        return {"data": request.POST if request and do == name else None, "auto_id": f"id_{name}_%s"}

    return {
        "kind": forms.Kind(qualifications=trainings, **sent("kind")),
        "training": forms.Training(**sent("training")),
        "who": forms.Who(
            appointments=found.appointments, qualifications=trainings, initial={"part": "serves"}, **sent("who")
        ),
        "away": forms.NotThere(
            members=[(one.public_id, f"{one.name} · {one.title}") for one, _trained in found.members], **sent("away")
        ),
        "pair": forms.Pair(posts=found.posts, **sent("pair")),
    }
