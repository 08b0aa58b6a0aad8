"""The room, its parts, the lines after one that was seen, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from huiyin.incidents import queries
from huiyin.incidents.models import Incident
from huiyin.kernel import files, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import StaffRequest, may, needs

PARTS = ("steps", "calls", "heads", "orders", "statements", "reports", "used", "injects", "log", "contacts")


@needs("incident_read")
@require_safe
def room(request: StaffRequest, public_id: str) -> HttpResponse:
    """One page that everybody uses at once."""
    found = queries.room(request.actor, public_id, time.now())
    return render(request, "incidents/room.html", _context(found))


@needs("incident_read")
@require_safe
def part(request: StaffRequest, public_id: str, name: str) -> HttpResponse:
    """One part of the room, its HTML alone: what changed is fetched, not the page."""
    if name not in PARTS:
        raise Http404
    found = queries.room(request.actor, public_id, time.now())
    return render(request, f"incidents/parts/{name}.html", _context(found))


@needs("incident_read")
@require_safe
def since(request: StaffRequest, public_id: str, position: int) -> JsonResponse:
    """Lines after this one, drawn, and which parts they changed."""
    incident = queries.visible(request.actor, public_id)
    personal = may(request.actor, "incident_write", incident)
    entries = queries.since(incident, position, personal=personal)
    zone = incident.organisation.zone
    can = queries.can(request.actor, incident)
    drawn = [
        {
            "position": entry.position,
            "html": render_to_string(
                "incidents/entry.html", {"entry": entry, "incident": incident, "zone": zone, "can": can}
            ),
        }
        for entry in entries
    ]
    changed = sorted({name for entry in entries for name in CHANGES.get(entry.row.kind, ())})
    return JsonResponse({"entries": drawn, "changed": changed, "status": incident.status, "level": incident.level})


# kind of a line -> parts of the room that it changes
CHANGES: dict[str, tuple[str, ...]] = {
    "level": ("steps", "calls"),
    "call": ("calls", "steps"),
    "step": ("steps", "calls"),
    "heads": ("heads",),
    "order": ("orders",),
    "statement": ("statements",),
    "report": ("reports",),
    "resource": ("used",),
    "inject": ("injects",),
    "stand-down": ("steps", "calls", "orders"),
}


@needs("incident_read")
@require_safe
def file(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A picture or paper of the response; only the house sees them."""
    incident = queries.visible(request.actor, public_id)
    attachment = Attachment.objects.filter(about=incident.reference, public_id=file_id).first()
    if attachment is None or not may(request.actor, "incident_write", incident):
        raise Refused
    return files.response(attachment, inline=True)


def _context(found: queries.Room) -> dict[str, Any]:
    incident: Incident = found.incident
    open_ones = [one for one in found.steps if one.tone in ("late", "run", "next")]
    return {
        "room": found,
        "incident": incident,
        "can": found.can,
        "zone": incident.organisation.zone,
        "now": found.now,
        "document": found.document,
        "level": found.level,
        "open_steps": open_ones,
        "ended_steps": [one for one in found.steps if one.tone in ("done", "not-done")],
        "late_steps": sum(one.tone == "late" for one in open_ones),
        "running_steps": sum(one.tone == "run" for one in open_ones),
        "next_steps": sum(one.tone == "next" for one in open_ones),
        "my_calls": [one for one in found.calls if one.mine],
        "numbers": {one.name: one.number for one in found.contacts if one.outside},
    }
