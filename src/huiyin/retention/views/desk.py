"""How long the office keeps what, what comes up next, and the registers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.views.proving import prove_first
from huiyin.retention import forms
from huiyin.retention.actions import scheduling
from huiyin.retention.kinds import OWN_RULE
from huiyin.retention.models import Item
from huiyin.retention.queries import pages
from huiyin.retention.wording import STATES
from huiyin.web.fields import put_error


@needs("retention_read")
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    page = pages.desk(request.actor)
    registers = [(row, STATES[row.state]) for row in page.registers]
    items = [(one, _held_at(one)) for one in page.items]
    context = {
        "page": page,
        "items": items,
        "kept": [(one, _held_at(one)) for one in page.kept],
        "holds": may(request.actor, "retention_hold"),
        "registers": registers,
        "zone": request.actor.zone,
        "sets": may(request.actor, "retention_set"),
    }
    return render(request, "retention/home.html", context)


def _held_at(one: Item | pages.HeldBack) -> str:
    """Where it is held back."""
    kind, _colon, public_id = one.about.partition(":")
    return reverse(f"retention:hold_{kind}", args=[public_id])


@needs("retention_set")
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: StaffRequest, kind: str) -> HttpResponse:
    """`do`: save, by_itself (asks a second person, with a fresh proof), by_hand."""
    found, row, waits = pages.schedule(request.actor, kind)
    do = request.POST.get("do", "")
    if do == "by_itself" and (asked := prove_first(request)):
        return asked
    given = (
        {"years": row.years, "authority": row.authority, "archive_first": row.archive_first}
        if row
        else {"authority": OWN_RULE}
    )
    form = forms.SetSchedule(request.POST if do == "save" else None, archives=found.archives, initial=given)
    reason = forms.Reason(request.POST if do == "by_itself" else None, auto_id="id_by_itself_%s")
    status = 200
    if request.method == "POST":
        sent = reason if do == "by_itself" else form
        status = 422
        try:
            if do == "by_hand" and row is not None:
                scheduling.stop_by_itself(actor=request.actor, schedule_id=row.public_id)
                messages.success(request, _("Each register waits for two people again."))
                return redirect("retention:schedule", kind)
            if do == "by_itself" and row is not None and reason.is_valid():
                scheduling.ask_by_itself(actor=request.actor, schedule_id=row.public_id, **reason.cleaned_data)
                messages.success(request, _("It waits for a second person."))
                return redirect("retention:schedule", kind)
            if do == "save" and form.is_valid():
                scheduling.set_schedule(actor=request.actor, kind=kind, **form.cleaned_data)
                messages.success(request, _("Saved."))
                return redirect("retention:home")
        except BadInput as error:
            put_error(sent, error)
        except Conflict as error:
            sent.add_error(None, error.sentences)
            status = 409
    context = {"kind": found, "row": row, "waits": waits, "form": form, "reason": reason, "zone": request.actor.zone}
    return render(request, "retention/schedule.html", context, status=status)
