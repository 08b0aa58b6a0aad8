"""What a supervisor does with a case from its own page: supervise it, take it over, give it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from huiyin.cases.models import Case
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.views.staff_parts import case_url
from huiyin.kernel.errors import HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs, require
from huiyin.supervision import forms, queries
from huiyin.supervision.actions import supervising, taking_over

from .shared import done, language, order_of, page, version_of


@needs("supervise")
@require_http_methods(["GET", "POST"])
def open_one(request: StaffRequest, public_id: str) -> HttpResponse:
    """Supervise a case: for what, what is ordered, by which day."""
    case = visible_case(request.actor, public_id)
    require(request.actor, "supervise", case)
    form = forms.Order(request.POST or None, version=case.version, language=language(), initial=_suggested(case))

    def show(form: Any, *, problem: HuiyinError | None = None, status: int = 200) -> HttpResponse:
        return page(request, "supervision/open.html", case, {"form": form, "problem": problem}, status)

    if request.method != "POST":
        return show(form)

    def act(form: Any) -> object:
        data = form.cleaned_data
        return supervising.open_supervision(
            actor=request.actor, case_id=case.pk, version=data["version"], trigger=data["trigger"], order=order_of(data)
        )

    return done(request, form, act, show, case_url(public_id, "supervision"), version_of(case))


def _suggested(case: Case) -> dict[str, str]:
    """The commonest case is a late one."""
    signs = {sign.reason for sign in case.signs.all()}
    return {"trigger": "delay" if "late" in signs else "", "kind": "urge"}


@needs("supervise")
@require_http_methods(["GET", "POST"])
def take_over(request: StaffRequest, public_id: str) -> HttpResponse:
    """The superior works on it itself from now on."""
    case = visible_case(request.actor, public_id)
    require(request.actor, "supervise", case)
    if not taking_over.can_take_over(request.actor, case):
        raise Refused
    posts = queries.workers(request.actor, case)
    form = forms.TakeOver(request.POST or None, version=case.version, posts=posts)

    def act(form: Any) -> object:
        data = form.cleaned_data
        return taking_over.take_over(
            actor=request.actor,
            case_id=case.pk,
            version=data["version"],
            handler=data["handler"],
            reasons=data["reasons"],
        )

    return _simple(request, case, form, act, "supervision/take_over.html")


@needs("supervise")
@require_http_methods(["GET", "POST"])
def give_back(request: StaffRequest, public_id: str) -> HttpResponse:
    """The office works on it again."""
    case = visible_case(request.actor, public_id)
    require(request.actor, "supervise", case)
    if queries.taken_over(case) is None:
        raise Refused
    form = forms.GiveBack(request.POST or None, version=case.version)

    def act(form: Any) -> object:
        data = form.cleaned_data
        return taking_over.give_back(
            actor=request.actor, case_id=case.pk, version=data["version"], reasons=data["reasons"]
        )

    return _simple(request, case, form, act, "supervision/give_back.html")


def _simple(request: StaffRequest, case: Case, form: Any, act: Callable[[Any], object], template: str) -> HttpResponse:
    def show(form: Any, *, problem: HuiyinError | None = None, status: int = 200) -> HttpResponse:
        return page(request, template, case, {"form": form, "problem": problem}, status)

    if request.method != "POST":
        return show(form)
    return done(request, form, act, show, case_url(case.public_id, "supervision"), version_of(case))
