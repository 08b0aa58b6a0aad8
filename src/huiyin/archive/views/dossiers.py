"""The archive's first page, the dossiers of one thing, and a package to take along."""

from __future__ import annotations

import io
import zipfile

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.archive import forms
from huiyin.archive.actions import making
from huiyin.archive.dossiers.packing import PDF
from huiyin.archive.presenting import lines, titled
from huiyin.archive.queries import dossiers as queries
from huiyin.archive.queries import finding
from huiyin.documents import paper
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.web.fields import put_error

ZIP = "application/zip"


@needs("archive_read")
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """The newest dossiers of the office, and the search of what went to the archive or came from an old one."""
    actor = request.actor
    form = forms.Search(request.GET if {"q", "year"} & set(request.GET) else None)
    found, status = None, 200
    if form.is_bound and form.is_valid():
        try:
            found = finding.search(actor, form.cleaned_data["q"], form.cleaned_data["year"])
        except BadInput as error:
            put_error(form, error)
    if form.errors:
        status = 422
    context = {
        "lines": lines(queries.latest(actor)), "zone": actor.zone, "form": form, "found": found,
        "items": [(one, titled(one.dossier)) for one in found.items] if found else (),
        "keeps": may(actor, "archive_keep"), "imports": may(actor, "archive_import"),
    }  # fmt: skip
    return render(request, "archive/home.html", context, status=status)


@needs("dossier")
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: StaffRequest, public_id: str) -> HttpResponse:
    """The dossiers of a case; POST asks for one."""
    page = queries.of_case(request.actor, public_id)
    if request.method == "POST":
        return _asked(request, "archive:of_case", public_id)
    return _drawn(request, page, "cases:case")


@needs("dossier_incident")
@require_http_methods(["GET", "HEAD", "POST"])
def of_incident(request: StaffRequest, public_id: str) -> HttpResponse:
    """The same of an emergency or an exercise."""
    page = queries.of_incident(request.actor, public_id)
    if request.method == "POST":
        return _asked(request, "archive:of_incident", public_id)
    return _drawn(request, page, "incidents:room")


@needs("dossier")
@require_POST
def package(request: StaffRequest, public_id: str) -> HttpResponse:
    """The whole package, or (`what=pdf`) the PDF in it alone. A button and no link: that it was taken is written down."""
    row, content = making.take(actor=request.actor, dossier_id=public_id)
    if request.POST.get("what") == "pdf":
        with zipfile.ZipFile(io.BytesIO(content)) as bag:
            pdf = bag.read(f"dossier-{row.public_id}/data/{PDF}")
        return paper.response(pdf, f"dossier-{row.public_id}.pdf")
    answer = paper.response(content, f"dossier-{row.public_id}.zip")
    answer["Content-Type"] = ZIP
    return answer


def _asked(request: StaffRequest, back: str, public_id: str) -> HttpResponse:
    try:
        if back == "archive:of_case":
            making.ask_of_case(actor=request.actor, case_id=public_id)
        else:
            making.ask_of_incident(actor=request.actor, incident_id=public_id)
        messages.success(request, _("The dossier is being made. This page says when it is ready."))
    except Conflict as error:
        messages.error(request, error.sentences)
    return redirect(back, public_id)


def _drawn(request: HttpRequest, page: queries.OfOne, thing: str) -> HttpResponse:
    context = {"page": page, "lines": lines(page.dossiers), "zone": page.thing.organisation.zone, "thing": thing}
    return render(request, "archive/dossiers.html", context)
