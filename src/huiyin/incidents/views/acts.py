"""What can be done in a room: each act has an address of its own, where its form stands and to which the room posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.incidents import forms, queries, reporting
from huiyin.incidents.actions import (
    calling,
    counting,
    drilling,
    ending,
    ordering,
    reviewing,
    speaking,
    starting,
    stepping,
    using,
    writing,
)
from huiyin.incidents.models import Incident
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.fields import put_error

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Run = Callable[[StaffRequest, Incident, Any], object]
Initial = Callable[[StaffRequest, Incident], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """`needs`: a field of `queries.Can`. `back`: the part of the room, or the page, to which it leads. `about`: what the
    form shows besides its fields (a template). `button`: the words of its button."""

    title: StrOrPromise
    button: StrOrPromise
    form: type[forms.Act]
    run: Run
    needs: str = "write"
    back: str = "log"
    initial: Initial | None = None
    about: str = ""
    warning: bool = False


def _inspected(form: Any) -> list[Inspected]:
    return files.inspect_all(form.cleaned_data.get("pictures") or (), "pictures")


def _note(request: StaffRequest, incident: Incident, form: forms.Note) -> object:
    data = form.cleaned_data
    return writing.note(
        actor=request.actor, incident_id=incident.public_id, text=data["text"], personal=data["personal"],
        pictures=_inspected(form), when=form.when(), of=data["of"],
    )  # fmt: skip


def _correct(request: StaffRequest, incident: Incident, form: forms.Correct) -> object:
    data = form.cleaned_data
    return writing.correct(
        actor=request.actor,
        incident_id=incident.public_id,
        position=data["position"],
        text=data["text"],
        when=form.when(),
    )


def _mark(done: bool) -> Run:
    def run(request: StaffRequest, incident: Incident, form: Any) -> object:
        return stepping.mark_step(
            actor=request.actor, incident_id=incident.public_id, step_id=form.cleaned_data["step"], done=done,
            reason=form.cleaned_data.get("reason", ""), proof=_inspected(form), when=form.when(),
        )  # fmt: skip

    return run


def _proof(request: StaffRequest, incident: Incident, form: forms.Proof) -> object:
    proof = _inspected(form)
    if not proof:
        raise BadInput("pictures", _("Choose a picture or paper."), "")
    return stepping.add_proof(
        actor=request.actor,
        incident_id=incident.public_id,
        step_id=form.cleaned_data["step"],
        proof=proof,
        when=form.when(),
        of=form.cleaned_data["of"],
    )


def _answer(request: StaffRequest, incident: Incident, form: forms.Answer) -> object:
    return calling.acknowledge(
        actor=request.actor, incident_id=incident.public_id, call_id=form.cleaned_data["call"],
        heard_by_phone=form.cleaned_data["by_phone"], when=form.when(),
    )  # fmt: skip


def _count(request: StaffRequest, incident: Incident, form: forms.HeadCount) -> object:
    data = form.cleaned_data
    if data["present"] is None:
        raise BadInput("present", _("Say how many are here."), _("A nought where nobody is."))
    heads = counting.Heads(
        data["present"], data["missing"] or 0, data["ill"] or 0, data["sent_home"] or 0, data["personal"]
    )
    return counting.count_class(
        actor=request.actor,
        incident_id=incident.public_id,
        group=data["other"] or data["group"],
        heads=heads,
        when=form.when(),
    )


def _new_round(request: StaffRequest, incident: Incident, form: forms.NewRound) -> object:
    return counting.new_round(actor=request.actor, incident_id=incident.public_id, seen=form.cleaned_data["seen"])


def _same(action: Callable[..., object], **names: str) -> Run:
    """An action whose arguments are named like the fields of its form; `names`: those that are called otherwise."""

    def run(request: StaffRequest, incident: Incident, form: Any) -> object:
        given = {names.get(name, name): value for name, value in form.cleaned_data.items()}
        return action(actor=request.actor, incident_id=incident.public_id, **given)

    return run


def _order_answered(action: Callable[..., object], *fields: str) -> Run:
    def run(request: StaffRequest, incident: Incident, form: forms.OrderAnswer) -> object:
        given = {name: form.cleaned_data[name] for name in fields}
        order = form.cleaned_data["order"]
        return action(actor=request.actor, incident_id=incident.public_id, order_id=order, when=form.when(), **given)

    return run


def _from_query(*names: str) -> Initial:
    """What the link says."""
    return lambda request, incident: {name: request.GET[name] for name in names if name in request.GET}


def _level(request: StaffRequest, incident: Incident) -> dict[str, Any]:
    return {"seen": incident.level, "level": incident.level, "expected_until": incident.expected_until}


def _report(request: StaffRequest, incident: Incident) -> dict[str, Any]:
    room = queries.room(request.actor, incident.public_id, time.now())
    return {"kind": reporting.kind(room), "text": reporting.draft(room), "upto": room.last}


def _approve(request: StaffRequest, incident: Incident) -> dict[str, Any]:
    row = incident.statements.filter(public_id=request.GET.get("statement", "")).first()
    return {"statement": row.public_id, "text": row.text} if row else {}


ACTS: dict[str, Act] = {
    "note": Act(_("Write a line"), _("Write it down"), forms.Note, _note),
    "correct": Act(_("Correct a line"), _("Correct it"), forms.Correct, _correct, initial=_from_query("position")),
    "step-done": Act(_("A step is done"), _("Done"), forms.StepDone, _mark(True), back="steps", initial=_from_query("step")),
    "step-not-done": Act(
        _("A step is not done"), _("Not done"), forms.StepNotDone, _mark(False), back="steps", initial=_from_query("step")
    ),
    "proof": Act(_("Show that it was done"), _("Add"), forms.Proof, _proof, back="steps", initial=_from_query("step")),
    "answer": Act(_("Answer the call"), _("I am coming"), forms.Answer, _answer, back="calls"),
    "count": Act(_("Head-count"), _("Report it"), forms.HeadCount, _count, back="heads", initial=_from_query("group")),
    "new-round": Act(_("Count everybody once more"), _("Begin a new round"), forms.NewRound, _new_round, "lead", "heads"),
    "level": Act(
        _("Confirm or change the level"), _("Set this level"), forms.Level, _same(starting.change_level), "lead", "log", _level,
        about="incidents/about/level.html",
    ),
    "order": Act(_("Give an order"), _("Give it"), forms.Order, _same(ordering.give_order), "lead", "orders"),
    "order-has": Act(
        _("An order"), _("I have it"), forms.OrderAnswer, _order_answered(ordering.acknowledge_order), back="orders"
    ),
    "order-done": Act(
        _("An order is carried out"), _("Carried out"), forms.OrderAnswer, _order_answered(ordering.order_done, "result"),
        back="orders", initial=_from_query("order"),
    ),
    "statement": Act(
        _("Write a statement"), _("Lay it before the head"), forms.Statement, _same(speaking.draft_statement),
        back="statements", initial=_from_query("corrects"), about="incidents/about/statement.html",
    ),
    "approve": Act(
        _("Approve a statement"), _("Approve it as it stands here"), forms.Approve,
        _same(speaking.approve_statement, statement="statement_id"), "approve", "statements", _approve,
        about="incidents/about/statement.html",
    ),
    "give-out": Act(
        _("The statement was given out"), _("Write it down"), forms.GiveOut,
        _same(speaking.give_out_statement, statement="statement_id"), back="statements", initial=_from_query("statement"),
    ),
    "report": Act(
        _("Situation report"), _("Give this report"), forms.Report, _same(speaking.give_report), back="reports", initial=_report
    ),
    "resource": Act(_("Something was used"), _("Write it down"), forms.Resource, _same(using.add_resource), back="used"),
    "stand-down": Act(
        _("Begin the stand-down"), _("Begin the stand-down"), forms.StandDown, _same(ending.stand_down), "lead",
        about="incidents/about/end.html", warning=True,
    ),
    "end": Act(
        _("End it"), _("End it"), forms.End, _same(ending.end), "lead", "review", about="incidents/about/end.html", warning=True
    ),
    "keep": Act(
        _("Keep personal data longer"), _("Keep it until that day"), forms.Keep, _same(ending.keep_data), "approve", "review",
        about="incidents/about/keep.html",
    ),
    "evaluate": Act(_("Judge the exercise"), _("Write it down"), forms.Evaluate, _same(drilling.evaluate), "write", "review", _from_query("point")),
    "review-text": Act(
        _("Write the review"), _("Close the review with this"), forms.Review, _same(reviewing.write_review), "review", "review"
    ),
    "finding": Act(
        _("What must change"), _("Make it a task"), forms.Finding, _same(reviewing.add_finding), "review", "review"
    ),
}  # fmt: skip
PAGES = ("review",)  # of `back`: pages of their own
KEPT = ("note", "count", "step-done", "step-not-done", "proof")  # that a device keeps without network, and sends later


@needs("incident_read")
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, public_id: str, verb: str) -> HttpResponse:
    """The form of an act; done, it leads back to its part of the room."""
    spec = ACTS.get(verb)
    if spec is None:
        raise Http404
    incident = queries.visible(request.actor, public_id)
    if not getattr(queries.can(request.actor, incident), spec.needs):
        raise Refused
    if request.method != "POST":
        initial = spec.initial(request, incident) if spec.initial else {}
        return _show(request, incident, verb, spec.form(incident=incident, initial=initial))
    form = spec.form(request.POST, request.FILES, incident=incident)
    if not form.is_valid():
        return _refuse(request, incident, verb, form)
    try:
        spec.run(request, incident, form)
    except BadInput as error:
        put_error(form, error)
        return _refuse(request, incident, verb, form)
    except Conflict as error:
        return _refuse(request, incident, verb, form, problem=error)
    if _by_script(request):
        return JsonResponse({"done": True})
    if spec.back in PAGES:
        messages.success(request, str(_("Done.")))
        return redirect("incidents:review", public_id)
    return redirect(f"{reverse('incidents:room', args=[public_id])}#{spec.back}")


def _by_script(request: StaffRequest) -> bool:
    """The room's own script asks for no page."""
    return request.headers.get("Accept") == "application/json"


def _refuse(
    request: StaffRequest, incident: Incident, verb: str, form: forms.Act, *, problem: Conflict | None = None
) -> HttpResponse:
    """What is wrong: on the page of the form, or as words for what a device has kept."""
    status = 409 if problem else 422
    if not _by_script(request):
        return _show(request, incident, verb, form, problem=problem, status=status)
    said = [problem.message] if problem else [error for errors in form.errors.values() for error in errors]
    return JsonResponse({"message": " ".join(map(str, said))}, status=status)


def _show(
    request: StaffRequest, incident: Incident, verb: str, form: forms.Act, *, problem: Conflict | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    spec = ACTS[verb]
    document = incident.plan_version.text if incident.plan_version else None
    level = next((one for one in document.levels if one.key == incident.level), None) if document else None
    context = {
        "incident": incident, "act": spec, "keep": verb if verb in KEPT else "", "form": form, "problem": problem, "level": level, "levels": document.levels if document else (),
        "step": incident.steps.filter(public_id=form["step"].value() or "").first() if "step" in form.fields else None,
        "wrong": incident.log.filter(position=form["position"].value() or 0).first() if "position" in form.fields else None,
        "left": queries.open_steps(incident) if spec.about == "incidents/about/end.html" else 0,
        "now": time.now(), "zone": incident.organisation.zone, "back": spec.back,
    }  # fmt: skip
    return render(request, "incidents/act.html", context, status=status)
