"""One's own shifts and what falls due for the calendar on the phone, under a secret address that can be ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.agenda.calendar import begun, written
from huiyin.duty.actions import feeding
from huiyin.duty.models import Seat
from huiyin.duty.queries import feeds as queries
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import StaffRequest, needs, public

MINE = "mine"
DUE = {MINE: gettext_lazy("What my post owes"), "office": gettext_lazy("What falls due in the office")}


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def feed(request: StaffRequest) -> HttpResponse:
    """Make the address, see it this once, end it."""
    addresses, do = [], request.POST.get("do", "")
    if do == "make":
        addresses = _addresses(request, feeding.make(actor=request.actor))
    elif do == "end":
        feeding.end(actor=request.actor)
        messages.success(request, _("Nothing is read under the address any more."))
        return redirect("duty:feed")
    elif request.method == "POST":
        raise Refused
    context = {"addresses": addresses, "since": queries.since(request.actor), "zone": request.actor.zone}
    response = render(request, "duty/feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _addresses(request: HttpRequest, secret: str) -> list[tuple[str, str]]:
    """What each of them is, and where."""
    pages = [(_("My shifts"), reverse("duty:calendar", args=[secret]))]
    pages += [(str(name), reverse("duty:calendar-due", args=[secret, whose])) for whose, name in DUE.items()]
    return [(said, request.build_absolute_uri(page)) for said, page in pages]


@public
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The shifts of whose address it is; of others nothing, not even that there are any."""
    account, _actors = queries.whose(secret)
    with translation.override(account.language):
        return _answer(_written(queries.shifts(account)), "duty")


@public
@require_safe
def falling_due(request: HttpRequest, secret: str, whose: str) -> HttpResponse:
    """The agenda under the same address: what one's own posts owe, or what falls due in the office. No case stands in it."""
    account, actors = queries.whose(secret)
    name = DUE.get(whose)
    if name is None:
        raise Refused
    with translation.override(account.language):
        dues = queries.falling_due(actors, own=whose == MINE)
        return _answer(written(str(name), dues, at=time.now(), absolute=request.build_absolute_uri), whose)


def _answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _written(seats: Iterable[Seat]) -> bytes:
    from icalendar import Event  # here: nine megabytes that most processes never need

    found = begun(_("My shifts"))
    for seat in seats:
        event = Event()
        event.add("uid", f"{seat.public_id}@huiyin")
        event.add("dtstamp", seat.given_at)
        event.add("dtstart", seat.shift.begins_at)
        event.add("dtend", seat.shift.ends_at)
        said = pgettext("calendar", "%(kind)s (in charge)") if seat.leads else "%(kind)s"
        event.add("summary", said % {"kind": seat.shift.kind.name})
        found.add_component(event)
    content: bytes = found.to_ical()
    return content
