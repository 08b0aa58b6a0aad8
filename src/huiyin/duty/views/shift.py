"""The page of one shift: who sits on it, what is missing, and who could take the seat."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.duty.actions import seating
from huiyin.duty.forms.rosters import OnShift, SeatSomebody
from huiyin.duty.queries import books
from huiyin.duty.queries import rosters as queries
from huiyin.duty.queries.rosters import Candidate, ShiftPage
from huiyin.duty.wording import LATE, WHY_NOT, happened, lacking
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.components import Event
from huiyin.web.fields import put_error

SEATS = {"leader": True, "person": False}


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def shift(request: StaffRequest, public_id: str) -> HttpResponse:
    """One shift."""
    page = queries.shift_page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    if "seat" not in page.can or do not in (*SEATS, "unseat"):
        raise Refused
    form = OnShift(request.POST) if do == "unseat" else _forms(page, request, do)[do]
    if not form.is_valid():
        return _show(request, page, do, form, status=422)
    version = form.cleaned_data["version"]
    try:
        if do == "unseat":
            seating.unseat(
                actor=request.actor, shift_id=public_id, version=version, seat_id=request.POST.get("seat", "")
            )
        else:
            member = form.cleaned_data["member"]
            seating.seat(actor=request.actor, shift_id=public_id, version=version, member=member, leads=SEATS[do])
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, do, form, status=422)
    except Conflict as error:
        return _show(request, queries.shift_page(request.actor, public_id), problem=error, status=409)
    messages.success(request, _("Done."))
    return redirect("duty:shift", public_id)


def _show(
    request: StaffRequest, page: ShiftPage, sent: str = "", form: OnShift | None = None, *, problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = _forms(page, None, "")
    if form is not None and sent in shown:
        shown[sent] = form
    line = page.line
    context = {
        "page": page, "shift": line.shift, "line": line, "zone": line.shift.organisation.zone, "problem": problem, "form": form,
        "forms": shown, "book": page.published and books.may_read(request.actor, line.shift), "version": line.shift.version, "lacking": lacking(line.lacks) if line.lacks else "",
        "against": [(one.member, WHY_NOT[one.against]) for one in (*page.leaders, *page.people) if one.against],
        "events": [
            Event(happened(one), one.at, "late" if one.verb in LATE else "office", by=one.actor_title, detail=one.note)
            for one in page.events
        ],
    }  # fmt: skip
    return render(request, "duty/shift.html", context, status=status)


def _forms(page: ShiftPage, request: StaffRequest | None, do: str) -> dict[str, OnShift]:
    """A form for each kind of seat that is empty."""
    found: dict[str, OnShift] = {}
    for name, people in (("leader", page.leaders), ("person", page.people)):
        if people:
            data = request.POST if request and do == name else None
            initial = {"version": page.line.shift.version}
            found[name] = SeatSomebody(data, members=_offered(people), auto_id=f"id_{name}_%s", initial=initial)
    return found


def _offered(people: tuple[Candidate, ...]) -> list[tuple[str, str]]:
    return [(one.member.public_id, f"{one.member.name} · {one.member.title}") for one in people if not one.against]
