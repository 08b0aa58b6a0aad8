"""The desk: what is due to go to the archive, lists that were prepared, and the archive's receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.archive import forms
from huiyin.archive.actions import making, transferring
from huiyin.archive.models import Dossier
from huiyin.archive.presenting import titled
from huiyin.archive.queries import transfers as queries
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.web.fields import put_error

AT_ONCE = 20  # dossiers that one press asks for


@needs("archive_keep")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: StaffRequest) -> HttpResponse:
    """POST `do=make`: dossiers of what is due; `do=prepare`: a list of made ones."""
    page = queries.desk(request.actor)
    if request.POST.get("do") == "make":
        return _make(request, page)
    ready = [(one.public_id, titled(one)) for one in page.ready]
    form = forms.Prepare(request.POST or None, ready=ready)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = transferring.prepare(actor=request.actor, **form.cleaned_data)
                return redirect("archive:transfer", row.public_id)
            except BadInput as error:
                put_error(form, error)
            except Conflict as error:
                form.add_error("dossiers", error.sentences)
                status = 409
    context = {"page": page, "form": form, "zone": request.actor.zone, "unmade": _unmade(page)}
    return render(request, "archive/desk.html", context, status=status)


@needs("archive_read")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: StaffRequest, public_id: str) -> HttpResponse:
    """One list: to be printed, signed, and its receipt written down."""
    row, items = queries.transfer(request.actor, public_id)
    keeps = may(request.actor, "archive_keep", row) and row.waits
    do = request.POST.get("do", "")
    shown: dict[str, Any] = {
        "receive": forms.Receive(request.POST if do == "receive" else None, auto_id="id_receive_%s"),
        "call_off": forms.CallOff(request.POST if do == "call_off" else None, auto_id="id_call_off_%s"),
    }
    status = 200
    if request.method == "POST":
        form = shown.get(do)
        if form is None:
            raise Refused
        status = 422
        if form.is_valid():
            act = transferring.receive if do == "receive" else transferring.call_off
            try:
                act(actor=request.actor, transfer_id=public_id, **form.cleaned_data)
                messages.success(request, _("Written down."))
                return redirect("archive:transfer", public_id)
            except BadInput as error:
                put_error(form, error)
    context = {
        "row": row, "items": [(one, titled(one.dossier)) for one in items], "zone": row.organisation.zone,
        "forms": shown if keeps else {}, "form": shown.get(do) if keeps else None,
    }  # fmt: skip
    return render(request, "archive/transfer.html", context, status=status)


@needs("archive_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The transfer list (移交清单) on paper, with places to sign."""
    row, items = queries.transfer(request.actor, public_id)
    listed = [(number, one, titled(one.dossier)) for number, one in enumerate(items, 1)]
    pages = sum(one.pages for one in items)
    return render(
        request, "archive/printed.html", {"row": row, "items": listed, "zone": row.organisation.zone, "pages": pages}
    )


def _unmade(page: queries.Desk) -> list[queries.Due]:
    return [one for one in page.due if one.dossier is None]


def _make(request: StaffRequest, page: queries.Desk) -> HttpResponse:
    asked: list[Dossier] = []
    for one in _unmade(page)[:AT_ONCE]:
        try:
            asked.append(making.ask_of_case(actor=request.actor, case_id=one.case.public_id))
        except (Conflict, Refused):  # made already, or taken up again meanwhile
            continue
    messages.success(
        request, _("Dossiers that are being made: %d. Look at this page again in some minutes.") % len(asked)
    )
    return redirect("archive:desk")
