"""The register of processing, to be read and printed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.queries import own_office
from huiyin.retention.processing import ACTIVITIES
from huiyin.retention.queries import pages


@needs("retention_read")
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    desk = pages.schedules_of(request.actor)
    rows = [(one, [desk[key] for key in one.schedules]) for one in ACTIVITIES]
    return render(request, "retention/processing.html", {"rows": rows, "office": own_office(request.actor)})
