"""An old plan is brought in: upload, what was understood beside its lines, what found no place placed by hand, begin a draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import BadInput, Conflict, HuiyinError
from huiyin.organisations.access import StaffRequest, needs
from huiyin.plans import actions, presenting
from huiyin.plans.forms import acts
from huiyin.plans.models import SourceText
from huiyin.plans.queries import source as files
from huiyin.plans.queries.source import FoundPlan
from huiyin.plans.schema import PlanDocument
from huiyin.plans.wording import A_PIECE, KINDS, PARTS

COUNTED = ("parts", *files.BESIDE, "annexes", "unplaced")
PLACE = "place-"  # before the key of lines without a place, in a form


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """The file; then what was understood of it."""
    form = acts.Bring(request.POST, request.FILES) if request.method == "POST" else acts.Bring()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            source = actions.bring(
                actor=request.actor, content=sent.read(), name=sent.name, encoding=form.cleaned_data["encoding"]
            )
            return redirect("plans:source", source.public_id)
        except BadInput as error:
            form.add_error("file", error.sentences)
    context = {"form": form, "files": files.waiting_files(request.actor)}
    return render(request, "plans/import.html", context, status=422 if form.errors else 200)


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def source(request: StaffRequest, public_id: str) -> HttpResponse:
    """The plans of the file: choose one to look at. A file with one plan leads there at once."""
    found = files.source_of(request.actor, public_id)
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            actions.throw_away(actor=request.actor, source_id=public_id)
            messages.success(request, _("The file was thrown away. Nothing of it is kept."))
            return redirect("plans:import")
        except Conflict as error:
            problem = error
    plans = files.plans_of(found)
    if len(plans) == 1 and problem is None:
        return redirect("plans:found", public_id, 1)
    rows = [(one, KINDS[one.document.kind], presenting.plan_url(one.begun) if one.begun else "") for one in plans]
    context = {"source": found, "rows": rows, "problem": problem, "plans": plans, **_notes(found)}
    return render(request, "plans/source.html", context, status=409 if problem else 200)


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def found(request: StaffRequest, public_id: str, number: str) -> HttpResponse:
    """One plan of the file, part by part beside its lines; from here its draft is begun."""
    brought = files.source_of(request.actor, public_id)
    plans = files.plans_of(brought)
    one = next((plan for plan in plans if str(plan.number) == number), None)
    if one is None:
        return redirect("plans:source", public_id)
    if request.method != "POST":
        return _show(request, brought, plans, one)
    sent = {key: request.POST.get(key, "") for key in request.POST if key.startswith(PLACE)}
    chosen = {key.removeprefix(PLACE): value for key, value in sent.items() if value}
    try:
        version = actions.begin_from(actor=request.actor, source_id=public_id, number=one.number, places=chosen)
    except (Conflict, BadInput) as error:
        return _show(request, brought, files.plans_of(brought), one, chosen, error)
    messages.success(request, _("The draft was begun. Look through it once; then choose the posts of its roles."))
    return redirect(presenting.url("edit", version))


def _show(
    request: StaffRequest,
    brought: SourceText,
    plans: list[FoundPlan],
    one: FoundPlan,
    chosen: Mapping[str, str] | None = None,
    problem: HuiyinError | None = None,
) -> HttpResponse:
    document = one.document
    blocks = [
        {
            "block": block,
            "part": PARTS.get(getattr(block.owner, "part", ""), ""),
            "found": [(A_PIECE[name], files.words(name, piece), piece) for name, piece in block.found],
            "chosen": (chosen or {}).get(block.unplaced.key, "") if block.unplaced else "",
        }
        for block in files.blocks(brought, one)
    ]
    context = {
        "source": brought,
        "one": one,
        "document": document,
        "kind": KINDS[document.kind],
        "others": len(plans) > 1,
        "begun_url": presenting.plan_url(one.begun) if one.begun else "",
        "blocks": blocks,
        "counts": [(A_PIECE[name], len(getattr(document, name))) for name in COUNTED if getattr(document, name)],
        "choices": _choices(document),
        "roles": {role.key: role.title for role in document.roles},
        "place": PLACE,
        "problem": problem,
        **_notes(brought),
    }  # fmt: skip
    return render(request, "plans/found.html", context, status=409 if problem else 200)


def _choices(document: PlanDocument) -> list[tuple[str, str]]:
    """What lines without a place can be: a clause of a part, or a piece of its own."""
    clauses = [
        (f"clauses:{part.key}", _("Clause of: %(part)s") % {"part": f"{part.number} {part.title}".strip()[:40] or PARTS[part.part]})
        for part in document.parts
    ]  # fmt: skip
    own = [(name, str(A_PIECE[name])) for name in ("parts", "roles", "triggers", "steps", "annexes")]
    return [("", _("Later, in the draft")), *clauses, *own]


def _notes(brought: SourceText) -> dict[str, object]:
    """What could not be read of the file."""
    return {"damaged": brought.reading.get("damaged", []), "pictures": brought.reading.get("pictures", [])}
