"""An instruction is recorded; one instruction with its result, its tasks, what is still carried out, and what can be done now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.instructions import actions, forms, presenting, queries
from huiyin.instructions.models import Instruction
from huiyin.instructions.responsible import offices_below, own_posts, superiors
from huiyin.instructions.wording import STATUS
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.files import actions as file_actions
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.queries import own_office
from huiyin.tasks import presenting as tasks
from huiyin.tasks import queries as task_queries
from huiyin.web.fields import put_error

from .doing import Doable, State, press


@needs("instruction_read")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Record a paper that came, or give an instruction oneself."""
    actor = request.actor
    if not (may(actor, "record_instruction") or may(actor, "instruct")):
        raise Http404
    choices = _choices(request)
    if request.method != "POST":
        initial = {
            "cases": request.GET.get("case", ""),
            "dated_on": time.today(actor.zone),
            "organisation": choices["organisation"][0][0],
        }
        return _new(request, forms.New(initial=initial, choices=choices))
    form = forms.New(request.POST, request.FILES, choices=choices)
    if not form.is_valid():
        return _new(request, form, 422)
    try:
        made = _record(request, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _new(request, form, 422)
    messages.success(request, _("Recorded. Who answers for it has been told."))
    return redirect(presenting.url(made))


def _record(request: StaffRequest, data: dict[str, Any]) -> Instruction:
    superior = "" if data["superior"] == forms.OUTSIDE else data["superior"]
    paper = actions.Paper(
        subject=data["subject"], text=data["text"], must=data["must"], dated_on=data["dated_on"], superior=superior,
        title=data["title"], office=data["office"], number=data["number"], due_on=data["due_on"], cases=data["cases"],
    )  # fmt: skip
    scan = file_actions.inspect(data["scan"]) if data["scan"] else None
    return actions.record_instruction(
        actor=request.actor, organisation=data["organisation"], paper=paper, answers=data["answers"], scan=scan
    )


def _choices(request: StaffRequest) -> dict[str, forms.Choices]:
    actor = request.actor
    home = own_office(actor)
    offices = offices_below(home.path) if may(actor, "instruct") else [home]
    known = [(post.public_id, f"{post.title} · {post.unit.organisation.name}") for post in superiors(home)]
    return {
        "superior": [*known, (forms.OUTSIDE, _("somebody outside of this installation"))],
        "organisation": [(office.public_id, office.name) for office in offices],
        "answers": [(post.public_id, f"{post.title} · {post.unit.name}") for post in own_posts(home)],
    }


def _new(request: StaffRequest, form: forms.New, status: int = 200) -> HttpResponse:
    context = {"form": form, "accept": files.ACCEPT}
    return render(request, "instructions/new.html", context, status=status)


@needs("instruction_read")
@require_http_methods(["GET", "POST"])
def instruction(request: StaffRequest, public_id: str) -> HttpResponse:
    """The words of the paper first, then what came of them."""
    page = queries.instruction_page(request.actor, public_id)
    acts = _acts(request, public_id)

    def show(state: State, status: int) -> HttpResponse:
        now = queries.instruction_page(request.actor, public_id)
        return _show(request, now, state, acts, status)

    if request.method == "POST":
        return press(
            request, acts, _state(page), show, lambda: _state(queries.instruction_page(request.actor, public_id))
        )
    return show(_state(page), 200)


@needs("instruction_read")
@require_safe
def file(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """The scan of the paper."""
    return files.response(queries.scan_of(request.actor, public_id, file_id))


def _state(page: queries.InstructionPage) -> State:
    one = page.instruction
    cases = [(case.public_id, f"{case.title} ({case.public_id})") for case in one.cases]
    choices: dict[str, forms.Choices] = {"post": page.posts, "to": page.receivers, "case": cases}
    return State(one.version, page.can, choices)


def _acts(request: StaffRequest, public_id: str) -> dict[str, Doable]:
    """The forms of the page; each hands what it asks to the action of its name."""

    def doing(action: Any) -> Any:
        return lambda data: action(actor=request.actor, instruction_id=public_id, **data)

    return {
        "report": Doable("report", forms.Report, doing(actions.report_result)),
        "acknowledge": Doable("judge", forms.Acknowledge, doing(actions.acknowledge_result)),
        "send_back": Doable("judge", forms.SendBack, doing(actions.send_back_result)),
        "pass_on": Doable("pass_on", forms.PassOn, doing(actions.pass_on)),
        "hand_to": Doable("hand_to", forms.HandTo, doing(actions.hand_to)),
        "add_step": Doable("step", forms.AddStep, doing(actions.add_step)),
        "close_step": Doable("step", forms.CloseStep, doing(actions.close_step)),
        "close": Doable("step", forms.Close, doing(actions.close)),
    }


def _show(
    request: StaffRequest, page: queries.InstructionPage, state: State, acts: dict[str, Doable], status: int
) -> HttpResponse:
    one = page.instruction
    steps_open = any(step.closed_at is None for step, _clock in page.steps)
    context = {
        "page": page,
        "instruction": one,
        "zone": one.organisation.zone,
        "standing": STATUS[one.status],
        "chip": titled_chip(page.clock),
        "from_whom": presenting.from_whom(one),
        "facts": presenting.facts(page),
        "steps": [(step, titled_chip(clock), _close_step(state, step.public_id)) for step, clock in page.steps],
        "steps_open": steps_open,
        "tasks": [tasks.card(row, url=task_queries.visible(request.actor, row.task)) for row in page.tasks],
        "events": [presenting.event(line) for line in page.events],
        "forms": state.shown(acts),
        "several": len(one.cases) > 1,
        "state": state,
    }
    return render(request, "instructions/instruction.html", context, status=status)


def _close_step(state: State, step: str) -> forms.Plain | None:
    """The form of one step, under ids of its own; as it was sent, where it was."""
    if "step" not in state.can:
        return None
    if state.sent == "close_step" and state.form is not None and state.form.data.get("step") == step:
        return state.form
    return forms.CloseStep(version=state.version, initial={"step": step}, auto_id=f"id_{step}_%s")
