"""The import of staff from a workbook: choose, see what would change, write."""

from __future__ import annotations

import base64

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.kernel.errors import BadInput
from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.codes import grouped
from huiyin.organisations.forms import ImportForm
from huiyin.organisations.staffing.plan import Plan
from huiyin.organisations.staffing.template import template
from huiyin.organisations.staffing.workbook import MOST_BYTES

_HELD = "staff-import"  # key in the session: the workbook between preview and confirmation


@needs("manage_people")
@require_safe
def workbook_template(request: StaffRequest) -> HttpResponse:
    """The workbook to fill in."""
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template(), content_type=content_type)
    response["Content-Disposition"] = 'attachment; filename="huiyin-staff.xlsx"'
    return response


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest, public_id: str) -> HttpResponse:
    """Choose a workbook and see what it would change."""
    form = ImportForm(request.POST or None, request.FILES or None)
    planned: Plan | None = None
    if request.method == "POST" and form.is_valid():
        content = _content(form.cleaned_data["file"])
        try:
            planned = actions.preview_import(actor=request.actor, organisation=public_id, content=content)
        except BadInput as error:
            form.add_error("file", error.sentences)
        else:
            request.session[_HELD] = [public_id, base64.b64encode(content).decode()]
    context = {
        "form": form,
        "planned": planned,
        "organisation": queries.organisation_view(request.actor, public_id, "manage_people"),
    }
    return render(request, "organisations/import.html", context, status=422 if form.errors else 200)


@needs("manage_people")
@never_cache
@require_POST
def confirm(request: StaffRequest, public_id: str) -> HttpResponse:
    """Write what was shown, as it fits with what stands there now."""
    organisation, content = request.session.pop(_HELD, ["", ""])
    if organisation != public_id:
        return redirect("organisations:import", public_id)
    try:
        done = actions.import_staff(actor=request.actor, organisation=public_id, content=base64.b64decode(content))
    except actions.NotImported as refused:
        form = ImportForm()
        context = {
            "form": form,
            "planned": Plan([], refused.problems),
            "organisation": queries.organisation_view(request.actor, public_id, "manage_people"),
        }
        return render(request, "organisations/import.html", context, status=422)
    context = {
        "keys": [(key.name, key.username, grouped(key.key)) for key in done.keys],
        "said": _("Everything in the workbook is in Huiyin now."),
    }
    return render(request, "organisations/keys.html", context)


def _content(upload: UploadedFile[bytes]) -> bytes:
    """At most one byte more than may be read: the reader refuses that with a word on what to do."""
    content: bytes = upload.read(MOST_BYTES + 1)
    return content
