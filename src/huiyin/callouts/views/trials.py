"""Trials with real messages: begun from the page of a policy, one of them, and the page behind the address in a message."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.callouts import presenting_trials
from huiyin.callouts.actions import trials as actions
from huiyin.callouts.queries import trials, trying
from huiyin.cases.views.public_parts import private
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import StaffRequest, needs, public


@needs("callout_try")
@require_POST
def begin(request: StaffRequest, cause: str) -> HttpResponse:
    """To all whom the policy would call today, in the own house."""
    found = trying.of_cause(request.actor, cause)
    try:
        trial = actions.begin(actor=request.actor, cause=found.cause, posts=request.POST.getlist("posts"))
    except Conflict as error:
        messages.error(request, error.sentences)
        return redirect("callouts:policy", cause)
    return redirect("callouts:trial", trial.public_id)


@needs("callout_read")
@require_http_methods(["GET", "POST"])
def trial(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who confirmed which message when."""
    if request.method == "POST":
        if way := request.POST.get("heard", ""):
            actions.heard_on_the_page(actor=request.actor, trial_id=public_id, way=way)
            messages.success(request, _("Confirmed."))
        elif "end" in request.POST:
            actions.end(actor=request.actor, trial_id=public_id)
            messages.success(request, _("The trial is over."))
        else:
            raise Refused
        return redirect("callouts:trial", public_id)
    page = trials.page(request.actor, public_id)
    context = {
        "page": page, "title": presenting_trials.title(page.trial), "facts": presenting_trials.facts(page),
        "mine": [(one, presenting_trials.got(one)) for one in page.mine],
        "people": [presenting_trials.person(one, page) for one in page.people],
    }  # fmt: skip
    return render(request, "callouts/trial.html", context)


@public
@require_http_methods(["GET", "POST"])
def heard(request: HttpRequest, secret: str) -> HttpResponse:
    """Only the button confirms: a mail filter that follows addresses confirms nothing."""
    status = 200
    if request.method == "POST":
        try:
            actions.heard_by_link(secret=secret)
        except Conflict:
            status = 409
        else:
            return private(redirect("callouts:trial-heard", secret))
    return private(render(request, "callouts/public/trial.html", {"call": trials.linked(secret)}, status=status))
