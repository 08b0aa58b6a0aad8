"""The list of tasks, and one task with what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.web.fields import put_error

from . import actions, forms, presenting, queries
from .models import Task
from .wording import STATUS

Act = Callable[[Actor, Task, dict[str, Any]], object]


@needs("task_read")
@require_safe
def task_list(request: StaffRequest) -> HttpResponse:
    """What is to be done by a day, the soonest first; late ones stand on top."""
    asked = request.GET.get("view", "mine")
    view: queries.View = next((one for one in queries.VIEWS if one == asked), "mine")
    rows = queries.tasks(request.actor, view)
    names = {"mine": _("Mine"), "office": _("Our office"), "given": _("Given by us"), "done": _("Done")}
    context = {
        "items": [presenting.item(row, given=view == "given") for row in rows],
        "view": view,
        "tabs": [(names[one], f"?view={one}", one == view) for one in queries.VIEWS],
    }
    return render(request, "tasks/list.html", context)


@needs("task_read")
@require_http_methods(["GET", "POST"])
def task(request: StaffRequest, public_id: str) -> HttpResponse:
    """One task: what is asked, until when, what was reported, and what this post can do now."""
    page = queries.task_page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    if do not in _ACTS:
        raise Refused
    kind, act = _ACTS[do]
    form = kind(request.POST, task=page.task, posts=page.posts)
    if not form.is_valid():
        return _show(request, page, form=form, status=422)
    try:
        act(request.actor, page.task, form.cleaned_data)
    except Conflict as error:
        fresh = queries.task_page(request.actor, public_id)
        return _show(request, fresh, problem=error, typed=_typed(request), status=409)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, form=form, status=422)
    messages.success(request, _("Done."))
    return redirect("tasks:task", public_id)


def _typed(request: StaffRequest) -> list[str]:
    return [text for name in ("result", "note") if (text := request.POST.get(name, ""))]


def _show(
    request: StaffRequest,
    page: queries.TaskPage,
    *,
    form: forms.TaskForm | None = None,
    problem: HuiyinError | None = None,
    typed: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Each form that this post may use now; the one that was sent, as it was sent."""

    def shown(kind: type[forms.TaskForm], verb: str) -> forms.TaskForm | None:
        if verb not in page.can:
            return None
        if type(form) is kind:
            return form
        return kind(task=page.task, posts=page.posts, auto_id=f"id_{kind.__name__.lower()}_%s")

    context = {
        "page": page,
        "task": page.task,
        "zone": page.task.organisation.zone,
        "standing": STATUS[page.task.status],
        "chip": titled_chip(page.clock),
        "events": [presenting.event(one) for one in page.events],
        "facts": presenting.facts(request.actor, page),
        "form": form,
        "acknowledge": "acknowledge" in page.can,
        "report": shown(forms.Report, "report"),
        "hand_to": shown(forms.HandTo, "hand_to"),
        "send_back": shown(forms.SendBack, "judge"),
        "problem": problem,
        "typed": typed or [],
    }
    return render(request, "tasks/task.html", context, status=status)


def _acknowledge(actor: Actor, task: Task, data: dict[str, Any]) -> object:
    return actions.acknowledge(actor=actor, task_id=task.public_id, version=data["version"])


def _hand_to(actor: Actor, task: Task, data: dict[str, Any]) -> object:
    return actions.hand_to(actor=actor, task_id=task.public_id, version=data["version"], post=data["post"])


def _report(actor: Actor, task: Task, data: dict[str, Any]) -> object:
    return actions.report(actor=actor, task_id=task.public_id, version=data["version"], result=data["result"])


def _accept(actor: Actor, task: Task, data: dict[str, Any]) -> object:
    return actions.accept(actor=actor, task_id=task.public_id, version=data["version"])


def _send_back(actor: Actor, task: Task, data: dict[str, Any]) -> object:
    return actions.send_back(
        actor=actor, task_id=task.public_id, version=data["version"], note=data["note"], due_on=data["due_on"]
    )


_ACTS: dict[str, tuple[type[forms.TaskForm], Act]] = {
    "acknowledge": (forms.Plain, _acknowledge),
    "hand_to": (forms.HandTo, _hand_to),
    "report": (forms.Report, _report),
    "accept": (forms.Plain, _accept),
    "send_back": (forms.SendBack, _send_back),
}
