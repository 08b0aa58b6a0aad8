"""Rounds: what is due, who goes where, the page that is filled in on the way, the sheet, the lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.posts import posts_of
from huiyin.plans.paper.rows import RowId
from huiyin.prevention import checklists, presenting
from huiyin.prevention.actions import lists as list_actions
from huiyin.prevention.actions import rounds as actions
from huiyin.prevention.actions.mapping import Point
from huiyin.prevention.actions.rounds import Given, Planned
from huiyin.prevention.actions.typing import number as row_number
from huiyin.prevention.forms import rounds as forms
from huiyin.prevention.marks import size
from huiyin.prevention.models import Answer, RoundStatus
from huiyin.prevention.queries import maps, rounds
from huiyin.prevention.wording import EVERY, INTERIM, ROUND_STATUS, SEVERITIES
from huiyin.web.fields import put_error

PLANNED = ("checklist", "place", "every", "first_on", "post", "deputy", "mender")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item as the page draws it: what is kept, or what was just sent."""

    number: int
    key: str
    text: str
    law: str
    answer: str
    note: str
    where: str
    mark: str
    severity: str
    interim: str
    hazard: Any
    chip: Any
    error: str
    kept: Any


@needs("inspection_read")
@require_safe
def round_list(request: StaffRequest) -> HttpResponse:
    """What this post goes stands first."""
    found = rounds.lists(request.actor)
    context = {
        "mine": [presenting.round_item(row) for row in found.mine], "next": found.next,
        "office": [presenting.round_item(row) for row in found.office],
        "done": [(row, ROUND_STATUS[row.round.status]) for row in found.done],
        "can_plan": may(request.actor, "inspection_plan"), "zone": request.actor.zone,
    }  # fmt: skip
    return render(request, "prevention/rounds/list.html", context)


@needs("inspection_plan")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Who goes where with which list, how often, from when."""
    asked = request.GET.get("checklist", "")
    starter = checklists.load(asked.removeprefix("starter:")) if asked.startswith("starter:") else None
    first = {
        "checklist": asked,
        "every": starter.every if starter else "month",
        "first_on": time.today(request.actor.zone),
    }
    form = forms.NewInspection(
        request.POST or None, initial=first, lists=_choices(request), posts=posts_of(request.actor.organisation_id)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        planned = Planned(**{name: form.cleaned_data[name] for name in PLANNED})
        try:
            row = actions.plan_inspection(actor=request.actor, planned=planned, language=_language())
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Planned. Whoever goes was told."))
            return redirect("prevention:inspection", row.public_id)
    return render(request, "prevention/rounds/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("inspection_read")
@require_http_methods(["GET", "POST"])
def inspection(request: StaffRequest, public_id: str) -> HttpResponse:
    """One inspection: who goes, its rounds; others go; it ends."""
    row, past = rounds.inspection(request.actor, public_id)
    posts = posts_of(row.organisation_id)
    can_plan = may(request.actor, "inspection_plan", row) and row.ended_at is None
    kinds: dict[str, type[forms.Assign] | type[forms.End]] = {"assign": forms.Assign, "end": forms.End}
    do, sent, problem = request.POST.get("do", ""), None, None
    if request.method == "POST":
        if do not in kinds or not can_plan:
            raise Refused
        sent = kinds[do](request.POST, inspection=row, posts=posts, auto_id=f"id_{do}_%s")
        try:
            if sent.is_valid():
                action = actions.assign_inspection if do == "assign" else actions.end_inspection
                action(actor=request.actor, inspection_id=public_id, **sent.cleaned_data)
                messages.success(request, _("Done."))
                return redirect("prevention:inspection", public_id)
        except BadInput as error:
            put_error(sent, error)
        except Conflict as error:
            problem = error
            row, past = rounds.inspection(request.actor, public_id)
    shown = {
        name: sent if name == do and sent is not None and problem is None
        else kind(inspection=row, posts=posts, auto_id=f"id_{name}_%s")
        for name, kind in kinds.items() if can_plan
    }  # fmt: skip
    context = {
        "row": row, "every": EVERY[row.every], "rounds": [(one, ROUND_STATUS[one.round.status]) for one in past],
        "forms": shown, "form": sent, "problem": problem, "zone": row.organisation.zone,
    }  # fmt: skip
    status = 409 if problem else (422 if sent is not None else 200)
    return render(request, "prevention/rounds/inspection.html", context, status=status)


@needs("inspection_read")
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, public_id: str) -> HttpResponse:
    """The page that is filled in on the way, item by item. It needs no script; what was sent is kept."""
    page = rounds.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    if not page.can_go and page.round.status == "due":
        raise Refused
    finish = request.POST.get("do") == "finish"
    try:
        seen = [_given(request, line.item["key"]) for line in page.lines]
        actions.go(actor=request.actor, round_id=public_id, seen=seen, finish=False, note=request.POST.get("note", ""))
        if finish:
            actions.go(actor=request.actor, round_id=public_id, seen=(), finish=True, note=request.POST.get("note", ""))
    except BadInput as error:
        return _show(request, rounds.page(request.actor, public_id), error=error, status=422)
    except Conflict as error:
        return _show(request, rounds.page(request.actor, public_id), problem=error, status=409)
    if finish:
        messages.success(request, _("The round is finished. Whoever mends what was found was told."))
        return redirect("prevention:round", public_id)
    where = request.POST.get("at", "")
    return redirect(reverse("prevention:round", args=[public_id]) + (f"#i-{where}" if where else ""))


@needs("inspection_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The round on paper, with boxes and lines."""
    page = rounds.page(request.actor, public_id)
    sheet = str(RowId(page.round.code))
    find = request.build_absolute_uri(reverse("prevention:find-round-paper"))
    where = "/".join([page.inspection.public_id, public_id, f"1-{len(page.lines)}", sheet])
    lines = _drawn(request, page, None)
    context = {
        "page": page, "lines": [(row_number(page.round, one.number), one) for one in lines], "zone": page.inspection.organisation.zone,
        "address": f"{find}?{urlencode({'number': where})}", "sheet": sheet,
    }  # fmt: skip
    return render(request, "prevention/rounds/printed.html", context)


@needs("inspection_read")
@require_http_methods(["GET", "POST"])
def lists(request: StaffRequest) -> HttpResponse:
    """The office's own lists, and those to begin from."""
    if request.method == "POST":
        row = list_actions.take_list(actor=request.actor, name=request.POST.get("starter", ""), language=_language())
        return redirect("prevention:checklist", row.public_id)
    context = {
        "own": rounds.own_lists(request.actor), "starters": rounds.untaken(request.actor, _language()),
        "can_plan": may(request.actor, "inspection_plan"),
    }  # fmt: skip
    return render(request, "prevention/rounds/lists.html", context)


@needs("inspection_read")
@require_http_methods(["GET", "POST"])
def checklist(request: StaffRequest, public_id: str) -> HttpResponse:
    """One list with the source of each item; changed line by line."""
    row = rounds.checklist(request.actor, public_id)
    can_plan = may(request.actor, "inspection_plan", row)
    lines = "\n".join(item["text"] for item in row.items)
    form = forms.ListLines(request.POST or None, initial={"version": row.version, "title": row.title, "lines": lines})
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            list_actions.change_list(actor=request.actor, list_id=public_id, **form.cleaned_data)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
        else:
            messages.success(request, _("Done."))
            return redirect("prevention:checklist", public_id)
    context = {"row": row, "form": form if can_plan else None, "problem": problem, "bound": form.is_bound}
    status = 409 if problem else (422 if form.is_bound else 200)
    return render(request, "prevention/rounds/checklist.html", context, status=status)


def _given(request: StaffRequest, key: str) -> Given:
    said = request.POST
    uploads: list[Any] = request.FILES.getlist(f"picture-{key}")
    pictures = files.inspect_all(uploads, f"picture-{key}")
    return Given(
        key, said.get(f"answer-{key}", ""), said.get(f"note-{key}", ""), said.get(f"severity-{key}", "ordinary"),
        said.get(f"interim-{key}", ""), pictures, said.get(f"where-{key}", ""),
        Point.read(said.get(f"mark-{key}", "")),
    )  # fmt: skip


def _drawn(request: StaffRequest, page: rounds.Page, error: BadInput | None) -> list[Drawn]:
    """Each item as it is kept; where something was wrong, as it was just sent."""
    said = request.POST if error is not None else {}
    drawn = []
    for number, line in enumerate(page.lines, 1):
        key, kept = line.item["key"], line.answer
        hazard = kept.hazard if kept else None
        wrong = error is not None and error.place.partition("-")[2] == key
        drawn.append(Drawn(
            number, key, line.item["text"], line.item["law"], said.get(f"answer-{key}", "") or (kept.answer if kept else ""),
            said.get(f"note-{key}", "") or (kept.note if kept else ""), said.get(f"where-{key}", ""),
            said.get(f"mark-{key}", ""), said.get(f"severity-{key}", "ordinary"), said.get(f"interim-{key}", ""), hazard,
            presenting.severity(hazard) if hazard else None, error.sentences if wrong and error else "",
            kept,
        ))  # fmt: skip
    return drawn


def _show(
    request: StaffRequest,
    page: rounds.Page,
    *,
    error: BadInput | None = None,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = _drawn(request, page, error)
    context = {
        "page": page, "lines": lines, "chip": titled_chip(page.clock), "zone": page.inspection.organisation.zone,
        "problem": problem or (error if error and not any(line.error for line in lines) else None), "error": error,
        "wrong": next((line for line in lines if line.error), None),
        "maps": [(one, size(one)) for one in maps.maps_of(page.inspection.organisation_id)] if page.can_go else [],
        "severities": SEVERITIES.items(), "interims": INTERIM.items(), "standing": ROUND_STATUS[page.round.status],
        "can_type": page.can_go or (page.round.status == RoundStatus.MISSED and actions.may_go(request.actor, page.inspection)),
        "note": request.POST.get("note", page.round.note), "hazards": sum(line.answer == Answer.HAZARD for line in lines),
    }  # fmt: skip
    return render(request, "prevention/rounds/round.html", context, status=status)


def _choices(request: StaffRequest) -> list[tuple[str, str]]:
    own = [(row.public_id, row.title) for row in rounds.own_lists(request.actor)]
    new_ones = [(f"starter:{one.name}", one.title) for one in rounds.untaken(request.actor, _language())]
    return [*own, *new_ones]


def _language() -> str:
    """Lists are written in Chinese; the reader's script."""
    return "zh-hant" if get_language() == "zh-hant" else "zh-hans"
