"""Two cases that may be one matter, side by side; who decides is a clerk. One of several goes on alone; what was asked before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.actions import joining, repeats
from huiyin.cases.forms import groups as forms
from huiyin.cases.models import Case
from huiyin.cases.queries import alike as queries
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.repeats import for_office
from huiyin.kernel.errors import BadInput, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs, require
from huiyin.web import dates
from huiyin.web.components import Words

from .staff_case import head_of
from .staff_parts import case_url


@needs("join")
@require_safe
def proposals(request: StaffRequest) -> HttpResponse:
    """What the machine found to be alike and nobody has decided."""
    rows = queries.proposals(request.actor)
    return render(request, "cases/staff/alike.html", {"rows": rows, "zone": request.actor.zone})


@needs("join")
@require_http_methods(["GET", "POST"])
def beside(request: StaffRequest, public_id: str) -> HttpResponse:
    """Which other case: one that was proposed, or one whose number the clerk knows."""
    found = visible_case(request.actor, public_id)
    require(request.actor, "join", found)
    form = forms.Number(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = form.cleaned_data["number"].strip()
            queries.pair(request.actor, found, number)
            return redirect("cases:pair", found.public_id, number)
        except Refused:
            form.add_error("number", _("There is no other case with this number that you can decide about."))
    context = {**head_of(found, request.actor.zone), "form": form, "rows": queries.of_case(request.actor, found)}
    return render(request, "cases/staff/beside.html", context, status=422 if form.errors else 200)


@needs("join")
@require_http_methods(["GET", "POST"])
def pair(request: StaffRequest, public_id: str, other: str) -> HttpResponse:
    """Both in the people's own words, side by side: one matter, or not."""
    found = visible_case(request.actor, public_id)
    two = queries.pair(request.actor, found, other)
    form = forms.Why(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _pair(request, found, two, form)
    second = visible_case(request.actor, other)
    reason = form.cleaned_data["reason"]
    try:
        if request.POST.get("do") == "different":
            joining.find_different(actor=request.actor, case_id=found.pk, other_id=second.pk, reason=reason)
            messages.success(request, _("Noted: two matters. It is not proposed again."))
            return redirect(case_url(found.public_id))
        into = joining.join_cases(actor=request.actor, case_id=found.pk, other_id=second.pk, reason=reason)
    except BadInput as error:
        form.add_error("reason", error.sentences)
        return _pair(request, found, two, form, status=422)
    except Refused:
        raise
    except HuiyinError as error:
        return _pair(request, found, two, form, problem=error, status=422)
    messages.success(request, _("Joined. Everybody has been told."))
    return redirect(case_url(into.public_id))


def _pair(
    request: StaffRequest,
    found: Case,
    two: queries.Pair,
    form: forms.Why,
    *,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    sides = [(side, _words(side, two.zone)) for side in (two.older, two.newer)]
    context: dict[str, Any] = {
        **head_of(found, request.actor.zone), "two": two, "sides": sides, "form": form, "problem": problem
    }  # fmt: skip
    return render(request, "cases/staff/pair.html", context, status=status)


def _words(side: queries.Side, zone: str) -> tuple[Words, ...]:
    people = ngettext("%(n)d person", "%(n)d people", side.people) % {"n": side.people}
    facts = (side.case_id, dates.day_text(side.received_at, zone), side.category, side.place, people)
    meta = " · ".join(filter(None, facts))
    return tuple(
        Words(text, side.title, meta=meta, anchor=f"words-{side.case_id}-{number}")
        for number, text in enumerate(side.texts, 1)
    )


@needs("join")
@require_http_methods(["GET", "POST"])
def part(request: StaffRequest, public_id: str, concern_id: str) -> HttpResponse:
    """One of several is handled by itself again."""
    found = visible_case(request.actor, public_id)
    require(request.actor, "join", found)
    concern = found.concerns.filter(public_id=concern_id, left_at=None).first()
    if concern is None:
        raise Refused
    form, problem = forms.Why(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            alone = joining.split_off(
                actor=request.actor, case_id=found.pk, concern_public_id=concern_id, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("It is handled by itself from now on. The person has been told."))
            return redirect(case_url(alone.public_id))
        except BadInput as error:
            form.add_error("reason", error.sentences)
        except Refused:
            raise
        except HuiyinError as error:
            problem = error
    words = Words(concern.text, _("The person's words"))
    context = {**head_of(found, request.actor.zone), "form": form, "words": words, "problem": problem}
    return render(request, "cases/staff/part.html", context, status=422 if form.errors or problem else 200)


@needs("register")
@require_http_methods(["GET", "POST"])
def asked_before(request: StaffRequest, public_id: str) -> HttpResponse:
    """Found by the matter: the case that was answered, and what may be told of it."""
    found = visible_case(request.actor, public_id)
    require(request.actor, "register", found)
    form = forms.ByMatter(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            earlier = visible_case(request.actor, form.cleaned_data["number"].strip())
            repeats.link_by_matter(
                actor=request.actor, case_id=found.pk, earlier_id=earlier.pk, told=form.cleaned_data["told"]
            )
            messages.success(request, _("Linked. The person reads what was answered."))
            return redirect(case_url(found.public_id))
        except Refused:
            form.add_error("number", _("There is no case with this number that you can read."))
        except BadInput as error:
            form.add_error(error.place if error.place in form.fields else "number", error.sentences)
    context = {**head_of(found, request.actor.zone), "form": form, "befores": for_office(request.actor, found)}
    return render(request, "cases/staff/asked_before.html", context, status=422 if form.errors else 200)
