"""Afterwards: the course drawn from the log, what was judged and found, what became a task."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.incidents import drawing, queries, rules, wording
from huiyin.incidents.models import Incident, LogEntry
from huiyin.kernel import time
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.components import Tag


@needs("incident_read")
@require_safe
def review(request: StaffRequest, public_id: str) -> HttpResponse:
    """One page for the meeting afterwards."""
    incident = queries.visible(request.actor, public_id)
    entries = list(LogEntry.objects.filter(incident=incident).order_by("position"))
    steps = list(incident.steps.order_by("position"))
    drill = getattr(incident, "drill", None)
    context = {
        "incident": incident,
        "can": queries.can(request.actor, incident),
        "zone": incident.organisation.zone,
        "now": time.now(),
        "course": drawing.course(incident, steps, entries, time.now()),
        "late": [run for run in steps if run.due_at and (run.ended_at or time.now()) > run.due_at],
        "not_done": [run for run in steps if run.state == "not-done" and run.marked_title],
        "unanswered": incident.calls.filter(state__in=("unanswered", "nobody")).order_by("position", "turn"),
        "written": getattr(incident, "review", None),
        "findings": [
            (row, wording.FINDINGS[row.kind], reverse("tasks:task", args=[row.task]))
            for row in incident.findings.select_related("plan_version__plan")
        ],
        "sheet": _sheet(incident) if incident.exercise else [],
        "aim": drill.aim if drill else "",
        "entries": queries.entries(incident, personal=False)[::-1],
    }
    return render(request, "incidents/review.html", context)


def _sheet(incident: Incident) -> list[tuple[str, object, list[tuple[Tag, str, str]]]]:
    """(point, its words, what was said of it by whom)."""
    said: dict[str, list[tuple[Tag, str, str]]] = {}
    for row in incident.evaluations.all():
        tag = Tag(wording.MARKS[row.mark], wording.MARKS_TONE[row.mark])
        said.setdefault(row.point, []).append((tag, row.text, row.author_title))
    return [(point, words, said.get(point, [])) for point, words in rules.POINTS.items()]
