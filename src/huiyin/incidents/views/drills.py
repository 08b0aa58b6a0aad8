"""Exercises: the schedule, one that is planned, what a plan was never tried for, the test of its contacts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.incidents import forms, rules
from huiyin.incidents.actions import contacting, drilling
from huiyin.incidents.models import DrillStatus
from huiyin.incidents.queries import drills as queries
from huiyin.incidents.wording import THINGS
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.models import Post
from huiyin.web.fields import put_error


@needs("incident_read")
@require_safe
def schedule(request: StaffRequest) -> HttpResponse:
    """What is planned, and what each plan owes by which rule."""
    rows, planned = queries.schedule(request.actor)
    context = {
        "rows": [(row, titled_chip(row.clock)) for row in rows], "planned": planned, "zone": request.actor.zone,
        "can_plan": may(request.actor, "drill_plan"),
    }  # fmt: skip
    return render(request, "incidents/drills/schedule.html", context)


@needs("drill_plan")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """An exercise is set down for a moment."""
    rows, _planned = queries.schedule(request.actor)
    posts = Post.objects.filter(unit__organisation_id=request.actor.organisation_id, closed_at=None).order_by("id")
    form = forms.NewDrill(
        request.POST or None, initial={"plan": request.GET.get("plan", ""), "announced": "no"},
        plans=[(row.plan.public_id, row.plan.title) for row in rows], posts=[(one.public_id, one.title) for one in posts],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            drill = drilling.plan_drill(actor=request.actor, plan_id=form.cleaned_data["plan"], planned=form.planned())
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Done."))
            return redirect("incidents:drill", drill.public_id)
    return render(request, "incidents/drills/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("incident_read")
@require_http_methods(["GET", "POST"])
def drill(request: StaffRequest, public_id: str) -> HttpResponse:
    """One exercise: begin it, or call it off. Once begun it is a room."""
    row = queries.drill(request.actor, public_id)
    leads = may(request.actor, "drill_plan", row.plan) or row.led_by_id == request.actor.post_id
    form = forms.CallOff(request.POST or None)
    if request.method == "POST":
        if not leads:
            raise Refused
        if request.POST.get("do") == "start":
            incident = drilling.start_drill(
                actor=request.actor, drill_id=public_id, trigger=request.POST.get("trigger", "")
            )
            return redirect("incidents:room", incident.public_id)
        form.is_valid()
        try:
            drilling.call_off_drill(actor=request.actor, drill_id=public_id, why=form.cleaned_data.get("why", ""))
        except BadInput as error:
            put_error(form, error)
        else:
            return redirect("incidents:drills")
    context = {
        "drill": row, "form": form, "can_start": leads and row.status == DrillStatus.PLANNED, "zone": row.plan.organisation.zone,
        "injects": row.injects.all() if leads or row.status != DrillStatus.PLANNED else (),
        "triggers": row.plan.current.text.triggers if row.plan.current else (),
    }  # fmt: skip
    return render(request, "incidents/drills/drill.html", context, status=422 if form.errors else 200)


@needs("incident_read")
@require_http_methods(["GET", "POST"])
def of_plan(request: StaffRequest, plan_id: str) -> HttpResponse:
    """What of a plan was proved when; how often it is practised; its contact list tried."""
    found = queries.debt(request.actor, plan_id)
    offered = rules.cadences_for(found.plan.organisation.kind, found.plan.kind)
    now = {"cadence": found.rule.cadence, "months": found.rule.months} if found.rule else {"cadence": offered[0].key, "months": offered[0].months}  # fmt: skip
    form = forms.Cadence(request.POST if request.POST.get("do") == "cadence" else None, initial=now)
    form.choose("cadence", [(one.key, one.title) for one in offered])
    if request.method == "POST" and _done(request, plan_id, form):
        return redirect("incidents:debt", plan_id)
    context = {
        "debt": found, "form": form, "chip": titled_chip(found.clock), "zone": found.plan.organisation.zone,
        "can_plan": may(request.actor, "drill_plan", found.plan),
        "groups": [
            (title, key, [(one, rules.since_text(one.days)) for one in found.proved if one.what == key])
            for key, title in THINGS.items()
        ],
    }  # fmt: skip
    return render(request, "incidents/drills/debt.html", context, status=422 if form.errors else 200)


def _done(request: StaffRequest, plan_id: str, form: forms.Cadence) -> bool:
    do = request.POST.get("do")
    if do == "test":
        contacting.start_contact_test(actor=request.actor, plan_id=plan_id)
        return True
    if do in ("rang", "silent"):
        key = request.POST.get("key", "")
        contacting.check_number(actor=request.actor, plan_id=plan_id, key=key, rang=do == "rang")
        return True
    if do != "cadence" or not form.is_valid():
        return False
    try:
        data = form.cleaned_data
        drilling.set_cadence(actor=request.actor, plan_id=plan_id, cadence=data["cadence"], months=data["months"] or 0)
    except BadInput as error:
        put_error(form, error)
        return False
    return True


@needs("incident_write")
@require_http_methods(["GET", "POST"])
def contact_test(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who was asked and who answered; whoever is asked answers here with one press."""
    test = queries.contact_test(request.actor, public_id)
    if request.method == "POST":
        contacting.answer_contact_test(actor=request.actor, test_id=public_id)
        return redirect("incidents:contact-test", public_id)
    answers = list(test.answers.select_related("post"))
    mine = next((row for row in answers if row.post_id == request.actor.post_id and row.answered_at is None), None)
    context = {
        "test": test, "plan": test.plan_version.plan, "answers": answers, "mine": mine, "now": time.now(),
        "missed": [row for row in answers if row.answered_at is None], "zone": test.plan_version.plan.organisation.zone,
    }  # fmt: skip
    return render(request, "incidents/drills/contact_test.html", context)
