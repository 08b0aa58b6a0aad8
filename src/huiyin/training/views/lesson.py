"""One lesson: what it holds, by when, that it was held; and its materials."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.organisations.posts import posts_of
from huiyin.training import presenting, rules
from huiyin.training.actions import correcting, holding, planning
from huiyin.training.forms import lessons as forms
from huiyin.training.models import Status
from huiyin.training.queries import programmes as queries
from huiyin.training.queries import quizzes
from huiyin.training.queries import staff as staff_queries
from huiyin.training.queries.programmes import Page
from huiyin.training.wording import STATUS
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm, each_of


def _hold(actor: Actor, key: str, data: dict[str, Any]) -> object:
    held = holding.Held(data["held_on"], data["people"] or 0, data["staff"], data["note"])
    return holding.hold(actor=actor, lesson_id=key, version=data["version"], held=held)


def _change(actor: Actor, key: str, data: dict[str, Any]) -> object:
    version = data.pop("version")
    return planning.change_lesson(actor=actor, lesson_id=key, version=version, wanted=planning.Wanted(**data))


def _correct(actor: Actor, key: str, data: dict[str, Any]) -> object:
    right = correcting.Right(data["held_on"], data["people"] or 0, data["why"], data["not_there"])
    return correcting.correct(actor=actor, lesson_id=key, version=data["version"], right=right)


def _materials(actor: Actor, key: str, data: dict[str, Any]) -> object:
    found = files.inspect_all(data["materials"], "materials")
    return planning.add_materials(actor=actor, lesson_id=key, materials=found)


RUN: dict[str, Callable[[Actor, str, dict[str, Any]], object]] = {
    "hold": _hold,
    "change": _change,
    "correct": _correct,
    "materials": _materials,
    "add_staff": lambda actor, key, data: holding.add_staff(actor=actor, lesson_id=key, **data),
    "drop": lambda actor, key, data: planning.drop_lesson(actor=actor, lesson_id=key, **data),
}


SAID = {
    "hold": gettext_lazy("Written down."),
    "add_staff": gettext_lazy("Written down."),
    "correct": gettext_lazy("Corrected. What it said before stands beside it."),
}


@needs("training_read")
@require_http_methods(["GET", "POST"])
def lesson(request: StaffRequest, public_id: str) -> HttpResponse:
    """One lesson, with what this post can do."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        signed = _signed(request, page)
        return _show(request, page, _forms(request, page, "", ticked=signed.staff if signed else ()), signed=signed)
    do = request.POST.get("do", "")
    shown = _forms(request, page, do)
    form = shown.get(do)
    if form is None:
        if do in RUN and (page.can_hold or page.can_correct):  # somebody was faster
            problem = Conflict(
                _("Somebody did something with this lesson just now."), _("Look at it as it stands here.")
            )
            ticked = request.POST.getlist("staff")
            return _show(request, page, _forms(request, page, "", ticked=ticked), problem=problem, status=409)
        raise Refused
    if not form.is_valid():
        return _show(request, page, shown, form, status=422)
    try:
        RUN[do](request.actor, public_id, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, shown, form, status=422)
    except Conflict as error:
        page = queries.page(request.actor, public_id)
        return _show(request, page, _forms(request, page, do, anew=True), problem=error, status=409)
    messages.success(request, SAID.get(do, _("Done.")))
    return redirect("training:lesson", public_id)


@needs("training_read")
@require_safe
def material(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A paper that is taught with."""
    page = queries.page(request.actor, public_id)
    found = next((one for one in page.materials if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return files.response(found, inline=True)


def _signed(request: StaffRequest, page: Page) -> staff_queries.Signed | None:
    """Rows of a list that was signed, as they were typed back: what is ticked when the form is first shown."""
    number, said = request.GET.get("list", ""), request.GET.get("rows", "")
    if not page.can_hold or not number.isdecimal():
        return None
    printed = next((one for one in page.lists if one.number == int(number)), None)
    rows = rules.rows_of(said, len(printed.rows)) if printed else None
    return staff_queries.signed(printed, rows, staff_queries.staff_of(page.lesson)) if printed and rows else None


def _forms(
    request: StaffRequest, page: Page, do: str, *, ticked: Collection[str] = (), anew: bool = False
) -> dict[str, HouseForm]:
    """Each form that this post may use now; the one that was sent, as it was sent. `anew`: on the lesson as it stands now."""
    row, status = page.lesson, page.lesson.status
    today = time.today(row.organisation.zone)
    sent = request.POST.copy()
    if anew:
        sent["version"] = str(row.version)
    staff = staff_queries.staff_of(row) if page.can_hold and status != Status.DROPPED else ()
    first = {"staff": list(ticked)}
    kinds: dict[str, Callable[..., HouseForm]] = {}
    if page.can_hold and status == Status.PLANNED:
        kinds["hold"] = lambda *args, **more: forms.Hold(
            *args, lesson=row, units=staff, initial={"held_on": min(today, row.due_on), **first}, **more
        )
    if page.can_hold and status == Status.HELD:
        kinds["add_staff"] = lambda *args, **more: forms.AddStaff(
            *args, lesson=row, units=staff, initial={"on": today, **first}, **more
        )
    if page.can_correct:
        kinds["correct"] = lambda *args, **more: forms.Correct(
            *args, lesson=row, units=staff_queries.there_of(row), **more
        )
    if page.can_hold and status != Status.DROPPED:
        kinds["materials"] = forms.Materials
    if page.can_plan and status == Status.PLANNED:
        posts = posts_of(row.organisation_id)
        kinds["change"] = lambda *args, **more: forms.Change(*args, lesson=row, posts=posts, **more)
        kinds["drop"] = lambda *args, **more: forms.Drop(*args, lesson=row, **more)
    return each_of(kinds, do, sent, request.FILES)


def _show(
    request: StaffRequest, page: Page, shown: dict[str, HouseForm], form: HouseForm | None = None, *,
    problem: HuiyinError | None = None, signed: staff_queries.Signed | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    adding = shown.get("add_staff")
    context = {
        "page": page, "lesson": page.lesson, "chip": titled_chip(page.clock), "facts": presenting.facts(page),
        "corrections": [(one, presenting.changed(one), posts) for one, posts in page.corrections],
        "standing": STATUS[page.lesson.status], "forms": shown, "form": form, "problem": problem, "signed": signed,
        "adding": isinstance(adding, forms.AddStaff) and (adding.any_ticked or bool(adding.errors)),
        "can_answer": quizzes.can_answer(request.actor, page.lesson), "zone": page.lesson.organisation.zone,
    }  # fmt: skip
    return render(request, "training/lesson.html", context, status=status)
