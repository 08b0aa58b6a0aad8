"""The page of a shift's book and its sheet: what happened, and the hand-over that both sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases import sections
from huiyin.duty.actions import booking, parts
from huiyin.duty.actions.booking import Wrote
from huiyin.duty.forms import books as forms
from huiyin.duty.queries import books as queries
from huiyin.duty.queries.books import Book
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm

ROWS_BY_HAND = 8


@needs("duty_read")
@require_http_methods(["GET", "POST"])
def book(request: StaffRequest, public_id: str) -> HttpResponse:
    """One shift's book."""
    found = queries.book(request.actor, public_id)
    do = request.POST.get("do", "")
    things = sections.linkable(request.actor) if "write" in found.can else []
    shown = _forms(found, things, request if request.method == "POST" else None, do)
    problem: HuiyinError | None = None
    if request.method == "POST":
        if do not in shown:
            raise Refused
        try:
            if _done(request.actor, public_id, do, shown[do], dict(things)):
                messages.success(request, _("It stands in the book."))
                return redirect("duty:book", public_id)
        except Conflict as error:
            problem, found = error, queries.book(request.actor, public_id)
    context = {
        "book": found, "shift": found.shift, "zone": found.shift.organisation.zone, "forms": shown, "form": shown.get(do), "problem": problem,
        "pages": _pages(request, found),
    }  # fmt: skip
    status = 409 if problem else 422 if request.method == "POST" else 200
    return render(request, "duty/book.html", context, status=status)


@needs("duty_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The book on A4, for the binder, or to be written and signed by hand while it runs."""
    found = queries.book(request.actor, public_id)
    signed = found.handover is not None and bool(found.handover.given_at)
    context = {
        "book": found, "shift": found.shift, "zone": found.shift.organisation.zone, "seats": parts.seats(found.shift),
        "empty": range(0 if signed else ROWS_BY_HAND), "at": time.now(), "pages": _pages(request, found),
    }  # fmt: skip
    return render(request, "duty/book_printed.html", context)


def _pages(request: StaffRequest, found: Book) -> Mapping[str, str]:
    """Where the things lead that lines point to; what the reader may not open has no page, and its title is not told."""
    return sections.pages_of(request.actor, {one.about for one in found.entries if one.about})


def _done(actor: Actor, shift_id: str, do: str, form: HouseForm, things: dict[str, str]) -> bool:
    """False: the form says what is wrong."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    acts: dict[str, Callable[[], object]] = {
        "write": lambda: booking.write(actor=actor, shift_id=shift_id, wrote=_wrote(data, things)),
        "hand_over": lambda: booking.hand_over(actor=actor, shift_id=shift_id, note=data["note"]),
        "take_over": lambda: booking.take_over(actor=actor, shift_id=shift_id, remark=data["remark"]),
        "let_be": lambda: booking.let_be(actor=actor, shift_id=shift_id, why=data["why"]),
    }
    try:
        acts[do]()
    except BadInput as error:
        put_error(form, error)
        return False
    return True


def _wrote(data: dict[str, Any], things: dict[str, str]) -> Wrote:
    about = data.get("about", "")
    return Wrote(data["what"], data["done"], data["at"], (about, things.get(about, "")))


def _forms(found: Book, things: list[tuple[str, str]], request: StaffRequest | None, do: str) -> dict[str, HouseForm]:
    """A form for each thing that can be done."""

    def sent(name: str) -> dict[str, Any]:
        return {"data": request.POST if request and do == name else None, "auto_id": f"id_{name}_%s"}

    made: dict[str, Callable[[], HouseForm]] = {
        "write": lambda: forms.Entry(things=things, **sent("write")),
        "hand_over": lambda: forms.HandOver(**sent("hand_over")),
        "take_over": lambda: forms.TakeOver(**sent("take_over")),
        "let_be": lambda: forms.LetBe(**sent("let_be")),
    }
    return {name: make() for name, make in made.items() if name in found.can}
