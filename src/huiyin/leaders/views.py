"""The board, one led case, a hand-over list, the yearly work sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.tasks import presenting as tasks
from huiyin.tasks.queries import of_origin
from huiyin.web.fields import put_error

from . import actions, drawing, forms, presenting
from .actions.appointing import URGING
from .models import Stage
from .queries import board as boards
from .queries import lists, urging
from .queries import sheet as sheets
from .rules import DUTIES
from .wording import DUTY_MEANS, DUTY_TITLES

Act = Callable[[Actor, str, dict[str, Any]], object]


@needs("lead")
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """What the post answers for: late first, each date with how it was counted."""
    query = request.GET
    stage = Stage.AFTERCARE if query.get("stage") == Stage.AFTERCARE else Stage.HANDLING
    post = query.get("post", "")
    try:
        found = boards.board(request.actor, post=post, stage=stage, after=query.get("after", ""))
    except BadInput as error:
        raise Refused from error
    whose = f"post={found.post.public_id}&" if not found.mine else ""
    lines = [(row.late, drawing.row(presenting.line(row, mine=found.mine))) for row in found.rows]
    context = {
        "found": found,
        "zone": found.post.unit.organisation.zone,
        "late": [line for late, line in lines if late],
        "others": [line for late, line in lines if not late],
        "tabs": [
            (_("Being handled"), f"?{whose}", stage == Stage.HANDLING, 0),
            (_("Answered; carried out and looked at again"), f"?{whose}stage=aftercare", stage == Stage.AFTERCARE, found.aftercare),
        ],
        "boards": [(one.title, f"?post={one.public_id}", one.pk == found.post.pk) for one in boards.boards_of(request.actor)],
        "stage": stage,
        "next_url": f"?{whose}stage={stage}&after={found.after}" if found.after else "",
        "most": boards.MOST,
    }  # fmt: skip
    return render(request, "leaders/board.html", context)


@needs("appoint_leader")  # those who lead, and the desk that names and urges; which of them may what is asked below
@require_http_methods(["GET", "POST"])
def lead(request: StaffRequest, public_id: str) -> HttpResponse:
    """One led case: record what was done, plan what comes next, urge whoever works on it. The desk urges here too."""
    page = boards.lead_page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    kind, act = _ACTS.get(request.POST.get("do", ""), (None, None))
    if kind is None or act is None or not _may_use(kind, page):
        raise Refused
    form = _bound(request.actor, kind, page, request.POST)
    if not form.is_valid():
        return _show(request, page, form=form, status=422)
    try:
        act(request.actor, public_id, form.cleaned_data)
    except Conflict as error:
        fresh = boards.lead_page(request.actor, public_id)
        typed = request.POST.copy()
        typed["version"] = str(fresh.row.lead.version)
        return _show(request, fresh, form=_bound(request.actor, kind, fresh, typed), problem=error, status=409)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, form=form, status=422)
    messages.success(request, _("Done."))
    return redirect("leaders:lead", public_id)


def _may_use(kind: type[forms.LeadForm], page: boards.LeadPage) -> bool:
    return page.urges if kind is forms.Urge else page.mine


def _bound(actor: Actor, kind: type[forms.LeadForm], page: boards.LeadPage, data: Any, **more: Any) -> forms.LeadForm:
    if kind is forms.Urge:
        more["receivers"] = urging.receivers(page.row.case, by=actor)
    return kind(data, lead=page.row.lead, auto_id=f"id_{kind.__name__.lower()}_%s", **more)


def _show(
    request: StaffRequest,
    page: boards.LeadPage,
    *,
    form: forms.LeadForm | None = None,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Each form that the leader may use; the one that was sent, as it was sent."""
    row = page.row
    zone = row.case.organisation.zone

    def shown(kind: type[forms.LeadForm], **initial: Any) -> forms.LeadForm | None:
        if not _may_use(kind, page):
            return None
        return form if type(form) is kind else _bound(request.actor, kind, page, None, initial=initial)

    context = {
        "page": page,
        "case": row.case,
        "lead": row.lead,
        "zone": zone,
        "owed": titled_chip(row.owed),
        "own": titled_chip(row.own),
        "contact": presenting.contact(row),
        "steps": tuple(presenting.step(one) for one in page.steps),
        "urged": [tasks.card(one, url=True) for one in of_origin(URGING, *(lead.public_id for lead in page.leads))],
        "before": page.leads[:-1],
        "board": may(request.actor, "lead"),
        "form": form,
        "step": shown(forms.Step, on=time.today(zone)),
        "plan": shown(forms.Plan, next_step=row.lead.next_step, next_on=row.lead.next_on),
        "urge": shown(forms.Urge),
        "problem": problem,
    }
    return render(request, "leaders/lead.html", context, status=status)


def _step(actor: Actor, lead_id: str, data: dict[str, Any]) -> object:
    return actions.record_step(actor=actor, lead_id=lead_id, **data)


def _plan(actor: Actor, lead_id: str, data: dict[str, Any]) -> object:
    return actions.plan_step(actor=actor, lead_id=lead_id, **data)


def _urge(actor: Actor, lead_id: str, data: dict[str, Any]) -> object:
    return actions.urge(actor=actor, lead_id=lead_id, **data)


_ACTS: dict[str, tuple[type[forms.LeadForm], Act]] = {
    "step": (forms.Step, _step),
    "plan": (forms.Plan, _plan),
    "urge": (forms.Urge, _urge),
}


@needs("sign_handover")
@require_http_methods(["GET", "POST"])
def handover(request: StaffRequest, public_id: str) -> HttpResponse:
    """The list of what changes hands, for who gives, who takes, and the head."""
    page = lists.list_page(request.actor, public_id)
    if request.method == "POST":
        act = actions.give_back if request.POST.get("do") == "back" else actions.sign_handover
        try:
            act(actor=request.actor, handover=public_id)
            messages.success(request, _("Done."))
        except Conflict as error:
            messages.error(request, error.sentences)
        return redirect("leaders:handover", public_id)
    context = {
        "page": page,
        "row": page.row,
        "zone": page.row.post.unit.organisation.zone,
        "chip": titled_chip(page.clock),
        "cases": [(one, titled_chip(one.clock)) for one in page.cases],
        "same": page.row.post_id == page.row.to_post_id,
        "board": may(request.actor, "lead"),
    }
    return render(request, "leaders/handover.html", context)


@needs("own_account")
@require_safe
def sheet(request: StaffRequest, post: str = "", year: str = "") -> HttpResponse:
    """What is due from the post in a year, and what was done in person, each with its record."""
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused
    found = sheets.sheet(request.actor, post=post, year=int(year) if year else None)
    own = found.post.public_id

    def url(one: str, in_year: int) -> str:
        return reverse("leaders:sheet-of", args=[one, in_year])

    context = {
        "found": found,
        "duties": [(DUTY_TITLES[one], DUTY_MEANS[one], found.done[one]) for one in DUTIES],
        "years": [(one, url(own, one), one == found.year) for one in found.years],
        "others": [
            (one.title, one.unit.organisation.short_name, url(one.public_id, found.year), one.public_id == own)
            for one in sheets.posts_with_sheets(request.actor)
        ],
        "zone": found.post.unit.organisation.zone,
        "board": may(request.actor, "lead"),
    }
    return render(request, "leaders/sheet.html", context)
