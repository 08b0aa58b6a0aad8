"""The room, its parts, the lines after one that was seen, and its files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huiyin.incidents import alerting, queries, sections
from huiyin.incidents.live import lines
from huiyin.incidents.live.opening import Listening, Opening
from huiyin.incidents.models import Incident
from huiyin.kernel import files, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, StaffRequest, may, needs

PARTS = ("steps", "calls", "heads", "orders", "statements", "reports", "used", "injects", "log", "contacts")
NEAR = 3  # steps to come that are not folded
POSITION_DIGITS = 10  # no log is longer; a database takes no longer number


@needs("incident_read")
@require_safe
def room(request: StaffRequest, public_id: str) -> HttpResponse:
    """One page that everybody uses at once."""
    found = queries.room(request.actor, public_id, time.now())
    return render(request, "incidents/room.html", _context(request.actor, found))


@needs("incident_read")
@require_safe
def part(request: StaffRequest, public_id: str, names: str) -> HttpResponse:
    """Parts of the room (`steps+calls`), their HTML alone: what changed is fetched, not the page."""
    wanted = names.split("+")
    if not set(wanted) <= set(PARTS):
        raise Http404
    context = _context(request.actor, queries.room(request.actor, public_id, time.now()))
    drawn = [render_to_string(f"incidents/parts/{name}.html", context, request) for name in dict.fromkeys(wanted)]
    return HttpResponse("".join(drawn))


@needs("incident_read")
@require_safe
def since(request: StaffRequest, public_id: str, position: int) -> JsonResponse:
    """Lines after this one, drawn, and which parts they changed: for pages whose stream is cut."""
    incident = queries.visible(request.actor, public_id)
    reader = _reader(request, incident)
    answer = JsonResponse(lines.news(incident, lines.after(incident, position, reader)))
    answer["Cache-Control"] = "no-store"
    return answer


@needs("incident_read")
@require_safe
def stream(request: StaffRequest, public_id: str) -> HttpResponse:
    """Lines as they are written, from the one after the page's last on; `live.streams` takes this answer over."""
    incident = queries.visible(request.actor, public_id)
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) < POSITION_DIGITS else 0
    return Opening(Listening(request.actor.account_id, incident.pk, _reader(request, incident), after))


def _reader(request: StaffRequest, incident: Incident) -> lines.Reader:
    return lines.Reader(
        language=get_language() or settings.LANGUAGE_CODE,
        personal=may(request.actor, "incident_write", incident),
        can=queries.can(request.actor, incident),
    )


@needs("incident_read")
@require_safe
def file(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A picture or paper of the response; only the house sees them."""
    incident = queries.visible(request.actor, public_id)
    attachment = Attachment.objects.filter(about=incident.reference, public_id=file_id).first()
    if attachment is None or not may(request.actor, "incident_write", incident):
        raise Refused
    return files.response(attachment, inline=True)


@needs("incident_read")
@require_safe
def said(request: StaffRequest, public_id: str, statement_id: str) -> HttpResponse:
    """An approved statement for machines that pass words on, as a file to hand over: Huiyin itself sends it to nobody."""
    row = queries.statement(request.actor, public_id, statement_id)
    answer = HttpResponse(alerting.message(row, host=request.get_host()), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{public_id}-{statement_id}.cap.xml"'
    return answer


def _context(actor: Actor, found: queries.Room) -> dict[str, Any]:
    incident: Incident = found.incident
    open_ones = [one for one in found.steps if one.tone in ("late", "run", "next")]
    near, later = _near_and_later(open_ones)
    return {
        "room": found,
        "incident": incident,
        "can": found.can,
        "zone": incident.organisation.zone,
        "now": found.now,
        "document": found.document,
        "level": found.level,
        "open_steps": near,
        "later_steps": later,
        "ended_steps": [one for one in found.steps if one.tone in ("done", "not-done")],
        "late_steps": sum(one.tone == "late" for one in open_ones),
        "running_steps": sum(one.tone == "run" for one in open_ones),
        "next_steps": sum(one.tone == "next" for one in open_ones),
        "my_calls": [one for one in found.calls if one.mine],
        "reported": sections.beside_reports(actor, incident),
        "numbers": {one.name: one.number for one in found.contacts if one.outside},
    }


def _near_and_later(steps: list[queries.StepLine]) -> tuple[list[queries.StepLine], list[queries.StepLine]]:
    """What is under way with the next few steps, and the rest, which stays folded: on a phone a long plan hides what is late."""
    waiting = [one for one in steps if one.tone == "next"]
    later = waiting[NEAR:] if len(waiting) > NEAR + 1 else []
    return [one for one in steps if one not in later], later
