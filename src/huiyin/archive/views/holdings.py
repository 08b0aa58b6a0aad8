"""An old archive is brought in, and its scans are looked at."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.archive import forms
from huiyin.archive.importing import running
from huiyin.archive.queries import finding
from huiyin.kernel import files
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.queries import own_office


@needs("archive_import")
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: StaffRequest) -> HttpResponse:
    """What became of each row stands on the page that answers; sent again, nothing is there twice."""
    form = forms.BringIn(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid() and form.cleaned_data["chosen"]:
        given = {one.name: one.read() for one in form.cleaned_data["chosen"]}
        result = running.run(actor=request.actor, organisation=own_office(request.actor), given=given)
    return render(request, "archive/bring_in.html", {"form": form, "result": result})


@needs("archive_read")
@require_safe
def scan(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    return files.response(finding.scan(request.actor, public_id, file_id), inline=True)
