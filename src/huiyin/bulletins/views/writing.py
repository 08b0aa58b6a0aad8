"""The form of a report: written, looked through, saved or sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.bulletins import presenting
from huiyin.bulletins.actions import writing
from huiyin.bulletins.forms import Write
from huiyin.bulletins.models import Report
from huiyin.bulletins.queries import bulletins as queries
from huiyin.bulletins.queries.bulletins import Page
from huiyin.bulletins.wording import KINDS, STAGES, finding_text
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.fields import put_error


@needs("bulletin_write")
@require_http_methods(["GET", "POST"])
def write(request: StaffRequest, public_id: str) -> HttpResponse:
    """The next report of a bulletin."""
    page = queries.page(request.actor, public_id)
    if "write" not in page.can:
        raise Refused
    report = queries.next_report(page.bulletin)
    form = Write(request.POST or None, bulletin=page.bulletin, report=report)
    if request.method != "POST" or not form.is_valid():
        return _show(request, page, form, report, status=422 if form.is_bound else 200)
    sends = request.POST.get("do") == "send"
    act = writing.send if sends else writing.save
    try:
        written = form.written()
        act(actor=request.actor, bulletin_id=public_id, version=form.cleaned_data["version"], report=written)
    except BadInput as error:
        put_error(form, error)
        tried = writing.drafted(page.bulletin, written, request.actor.post_title, time.now())
        return _show(request, page, form, tried, status=422)
    except Conflict as error:
        return _show(request, page, form, report, problem=error, status=409)
    messages.success(request, _("Sent.") if sends else _("Saved. It is not sent."))
    return redirect("bulletins:bulletin", public_id) if sends else redirect("bulletins:write", public_id)


def _show(
    request: StaffRequest,
    page: Page,
    form: Write,
    report: Report,
    *,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    bulletin = page.bulletin
    found = writing.findings(bulletin, report, time.now())
    parent = bulletin.organisation.parent
    context = {
        "page": page, "bulletin": bulletin, "zone": bulletin.organisation.zone, "kind": KINDS[bulletin.kind], "form": form,
        "problem": problem, "stage": STAGES[report.stage], "chip": presenting.chip(page.clock), "saved": report.pk,
        "findings": [(one, finding_text(one)) for one in found], "warned": any(not one.blocks for one in found),
        "blocked": any(one.blocks for one in found), "above": parent.name if parent else "", "report": report,
        "bodies": [presenting.body(one, bulletin.organisation.zone, parent.name if parent else "") for one in page.owed],
    }  # fmt: skip
    return render(request, "bulletins/write.html", context, status=status)
