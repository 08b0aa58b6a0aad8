"""Who answers for how a case was handled: opened, heard, decided, carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.errors import HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs, require
from huiyin.supervision import forms, queries, rules
from huiyin.supervision.actions import accounting
from huiyin.supervision.models import Accountability, Supervision
from huiyin.supervision.models.accountability import Standing
from huiyin.supervision.wording import CONSEQUENCES, GROUNDS, STANDINGS

from .shared import done, language, page


@needs("supervise")
@require_http_methods(["GET", "POST"])
def hold(request: StaffRequest, public_id: str) -> HttpResponse:
    """Open a record about the office of a supervised case, or a post of it."""
    whole = queries.whole(request.actor, public_id)
    row = whole.supervision
    require(request.actor, "supervise", row)
    posts = queries.posts_of(row.case)
    form = forms.Hold(request.POST or None, version=row.version, posts=posts, language=language())

    def show(form: Any, *, problem: HuiyinError | None = None, status: int = 200) -> HttpResponse:
        return page(request, "supervision/hold.html", row.case, {"form": form, "row": row, "problem": problem}, status)

    if request.method != "POST":
        return show(form)

    def act(form: Any) -> object:
        data = form.cleaned_data
        given = {name: data[name] for name in ("version", "post", "ground", "facts")}
        return accounting.hold_to_account(actor=request.actor, supervision_id=public_id, **given)

    def version() -> int:
        return Supervision.objects.values_list("version", flat=True).get(public_id=public_id)

    return done(request, form, act, show, reverse("supervision:one", args=[public_id]), version)


@needs("read_accountability")
@require_http_methods(["GET", "POST"])
def record(request: StaffRequest, public_id: str) -> HttpResponse:
    """The record, and what may be done with it by who may."""
    found, _clock = queries.record(request.actor, public_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""

    def show(form: Any = None, *, problem: HuiyinError | None = None, status: int = 200) -> HttpResponse:
        fresh, date = queries.record(request.actor, public_id)
        offered = {**_forms(request, fresh), **({do: form} if form is not None else {})}
        return _page(request, fresh, date, offered, form, problem, status)

    if request.method != "POST":
        return show()
    if do not in _forms(request, found):
        raise Refused

    def act(form: Any) -> object:
        return _ACTS[do](request, found, form)

    def version() -> int:
        return Accountability.objects.values_list("version", flat=True).get(public_id=public_id)

    form = _form(found, do, request.POST)
    return done(request, form, act, show, reverse("supervision:record", args=[public_id]), version)


def _forms(request: StaffRequest, row: Accountability) -> dict[str, Any]:
    names: list[str] = []
    if row.standing == Standing.HEARING:
        if row.heard_at is None and accounting.may_be_heard(request.actor, row):
            names.append("heard")
        if may(request.actor, "supervise", row.supervision):
            names += ["decide", "drop"]
    elif row.standing == Standing.ORDERED and may(request.actor, "supervise", row.supervision):
        names.append("done")
    return {name: _form(row, name, None) for name in names}


def _form(row: Accountability, name: str, data: Any) -> Any:
    given: dict[str, Any] = {"version": row.version, "auto_id": f"id_{name}_%s"}
    if name == "decide":
        return forms.Decide(data, objects=row.objected, **given)
    kinds: dict[str, Any] = {"heard": forms.Heard, "drop": forms.Drop, "done": forms.Done}
    return kinds[name](data, **given)


def _heard(request: StaffRequest, row: Accountability, form: Any) -> object:
    data = form.cleaned_data
    objects = data["objected"] == "yes"
    return accounting.be_heard(
        actor=request.actor, public_id=row.public_id, version=data["version"], text=data["text"], objects=objects
    )


def _decide(request: StaffRequest, row: Accountability, form: Any) -> object:
    data = form.cleaned_data
    names = ("consequence", "decided_by", "reasons", "ordered", "due_on")
    decision = accounting.Decision(
        **{name: data[name] for name in names}, objection_answer=data.get("objection_answer", "")
    )
    return accounting.decide(actor=request.actor, public_id=row.public_id, version=data["version"], decision=decision)


def _done(request: StaffRequest, row: Accountability, form: Any) -> object:
    data = form.cleaned_data
    return accounting.carried_out(
        actor=request.actor, public_id=row.public_id, version=data["version"], text=data["text"]
    )


def _drop(request: StaffRequest, row: Accountability, form: Any) -> object:
    data = form.cleaned_data
    return accounting.drop(actor=request.actor, public_id=row.public_id, version=data["version"], reason=data["reason"])


_ACTS: dict[str, Callable[[StaffRequest, Accountability, Any], object]] = {
    "heard": _heard,
    "decide": _decide,
    "done": _done,
    "drop": _drop,
}


def _page(
    request: StaffRequest, row: Accountability, clock: Any, offered: dict[str, Any], bound: Any,
    problem: HuiyinError | None, status: int,
) -> HttpResponse:  # fmt: skip
    context = {
        "row": row,
        "zone": row.organisation.zone,
        "ground": GROUNDS[row.ground],
        "article": cite(rules.GROUNDS[row.ground], language()),
        "standing": STANDINGS[row.standing],
        "consequence": CONSEQUENCES.get(row.consequence, ""),
        "chip": titled_chip(clock),
        "forms": offered,
        "bound": bound,
        "problem": problem,
        "reads_case": may(request.actor, "read", row.case),
        "reads_supervision": queries.may_see(request.actor, row.supervision),
    }
    return render(request, "supervision/record.html", context, status=status)
