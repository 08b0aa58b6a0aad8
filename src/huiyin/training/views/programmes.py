"""The list of lessons, a new programme, one programme with its report, and its sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.models import Organisation
from huiyin.organisations.posts import posts_of
from huiyin.organisations.queries import own_office
from huiyin.training import presenting, rules, starters
from huiyin.training.actions import planning
from huiyin.training.forms import lessons as forms
from huiyin.training.queries import offices
from huiyin.training.queries import programmes as queries
from huiyin.training.wording import TOPICS
from huiyin.web.fields import put_error


@needs("training_read")
@require_safe
def lesson_list(request: StaffRequest) -> HttpResponse:
    """What this post sees to stands first."""
    found = queries.lists(request.actor)
    context = {
        "programmes": found.programmes, "mine": [presenting.item(row, mine=True) for row in found.mine],
        "office": [presenting.item(row) for row in found.office], "over": [presenting.item(row) for row in found.over],
        "can_plan": may(request.actor, "training_plan"), "reads_below": offices.reads_below(request.actor),
    }  # fmt: skip
    return render(request, "training/list.html", context)


@needs("training_plan")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A year's programme, from a template or empty."""
    known = starters.every_one(language())
    form = forms.NewProgramme(
        request.POST or None, initial=_proposed(request, known), posts=posts_of(request.actor.organisation_id),
        starters=[(one.name, one.title) for one in known],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            programme = planning.begin(
                actor=request.actor, begun=planning.Begun(**form.cleaned_data), language=language()
            )
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Begun. Look at each lesson: who sees to it, and by when."))
            return redirect("training:programme", programme.public_id)
    context = {"form": form, "starters": [(one, [_drawn(lesson) for lesson in one.lessons]) for one in known]}
    return render(request, "training/new.html", context, status=422 if form.is_bound else 200)


@needs("training_read")
@require_safe
def programme(request: StaffRequest, public_id: str) -> HttpResponse:
    """Its lessons, and what was held, late, how often somebody took part."""
    page = queries.programme(request.actor, public_id)
    corrected = {one.lesson_id for one in page.corrections}
    context = {
        **_report(page), "open": [presenting.item(row) for row in page.open_rows],
        "over": [presenting.item(row, corrected=row.lesson.pk in corrected) for row in page.over],
    }  # fmt: skip
    return render(request, "training/programme.html", context)


@needs("training_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The report on paper, each lesson with its numbers."""
    page = queries.programme(request.actor, public_id)
    corrected = {one.lesson_id for one in page.corrections}
    rows = [
        (row.lesson, TOPICS[row.lesson.topic], presenting.whom(row.lesson), row.lesson.pk in corrected)
        for row in page.rows
    ]
    return render(request, "training/printed.html", {**_report(page), "rows": rows})


@needs("training_plan")
@require_http_methods(["GET", "POST"])
def plan(request: StaffRequest, public_id: str) -> HttpResponse:
    """One more lesson."""
    page = queries.programme(request.actor, public_id)
    if not page.can_plan:
        raise Refused
    form = forms.Plan(request.POST or None, posts=posts_of(page.programme.organisation_id))
    if request.method == "POST" and form.is_valid():
        try:
            lesson = planning.plan_lesson(
                actor=request.actor, programme_id=public_id, wanted=planning.Wanted(**form.cleaned_data)
            )
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Planned. Who sees to it was told."))
            return redirect("training:lesson", lesson.public_id)
    context = {"form": form, "programme": page.programme}
    return render(request, "training/plan.html", context, status=422 if form.is_bound else 200)


def _report(page: queries.ProgrammePage) -> dict[str, Any]:
    topics = [(TOPICS[key], page.report.topics[key]) for key in TOPICS if key in page.report.topics]
    corrections = [(one, presenting.changed(one)) for one in page.corrections]
    return {
        "page": page,
        "corrections": corrections,
        "zone": page.programme.organisation.zone,
        "programme": page.programme,
        "whole": page.report.whole,
        "topics": topics,
    }


def _proposed(request: StaffRequest, known: tuple[starters.Starter, ...]) -> dict[str, Any]:
    """The template for this kind of office, and the year that runs."""
    office = own_office(request.actor)
    name = "school" if office.kind == Organisation.Kind.SCHOOL else "office"
    starter = next(one for one in known if one.name == name)
    first, last = rules.year_of(starter.begins, time.today(office.zone))
    years = f"{first:%Y}" if first.year == last.year else f"{first:%Y}–{last:%Y}"
    return {"starter": name, "first_on": first, "last_on": last, "title": f"{years} {starter.title}"}


def _drawn(lesson: starters.Planned) -> dict[str, Any]:
    months = "、".join(str(one) for one in lesson.months)
    return {"lesson": lesson, "topic": TOPICS[lesson.topic], "months": months}


def language() -> str:
    """Templates are written in Chinese; the reader's script."""
    return "zh-hant" if get_language() == "zh-hant" else "zh-hans"
