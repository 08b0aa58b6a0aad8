"""Up and down: instructions that came down, hard cases that went up, and what came back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.instructions import presenting, queries
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.web.components import Item


@needs("instruction_read")
@require_safe
def up_and_down(request: StaffRequest) -> HttpResponse:
    """One list at a time, the soonest date first."""
    actor = request.actor
    asked = request.GET.get("view", "down")
    view: queries.View = next((one for one in queries.VIEWS if one == asked), "down")
    names = {
        "down": _("Instructions to us"),
        "given": _("Instructions by me"),
        "up": _("Hard cases of ours"),
        "asked": _("Hard cases that wait for me"),
        "done": _("Closed"),
    }
    items: list[Item] = []
    if view in ("down", "given", "done"):
        items += [presenting.item(row, given=view == "given") for row in queries.instructions(actor, view)]
    if view in ("up", "asked", "done"):
        items += [presenting.hard_item(row) for row in queries.hard_cases(actor, view)]
    context = {
        "items": items,
        "view": view,
        "tabs": [(names[one], f"?view={one}", one == view) for one in queries.VIEWS],
        "can_record": may(actor, "record_instruction") or may(actor, "instruct"),
    }
    return render(request, "instructions/list.html", context)
