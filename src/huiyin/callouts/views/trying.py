"""By which policies call-outs go, and one of them tried dry."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huiyin.callouts import forms, kinds, presenting, presenting_trials
from huiyin.callouts.queries import trials, trying
from huiyin.callouts.schema import Policy
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.posts import posts_of


@needs("callout_read")
@require_safe
def policies(request: StaffRequest) -> HttpResponse:
    """One for each cause; and what the installation wrote itself and is not used."""
    found = trying.policies(request.actor)
    rows = [
        (one.cause, kinds.TITLES[one.cause], presenting.policy_title(one.policy), one.policy) for one in found.in_use
    ]
    return render(
        request,
        "callouts/policies.html",
        {
            "rows": rows,
            "refused": found.refused,
            "trials": [presenting_trials.item(one) for one in trials.latest(request.actor)],
        },
    )


@needs("callout_read")
@require_safe
def policy(request: StaffRequest, cause: str) -> HttpResponse:
    """Who would be called today if nobody answered. Nothing is sent."""
    found = trying.of_cause(request.actor, cause)
    posts = posts_of(request.actor.organisation_id)
    form = forms.Named(request.GET or None, posts=posts)
    post = form.cleaned_data["post"] if form.is_valid() else ""
    rows = [presenting.tried(one) for one in trying.tried(request.actor, found.policy, post)]
    context = {
        "form": form, "rows": rows, "kind": kinds.TITLES[found.cause], "title": presenting.policy_title(found.policy),
        "policy": found.policy, "cause": cause, "post": post, "deputies": _deputies(found.policy, [one for one in posts if one[0] != post]), "can_try": may(request.actor, "callout_try"), "language": get_language(), "missing": sum(one.missing for one in rows),
    }  # fmt: skip
    return render(request, "callouts/policy.html", context)


def _deputies(policy: Policy, posts: list[tuple[str, str]]) -> forms.Deputies | None:
    """Asked for only where a step of the policy calls one."""
    called = any("deputy" in (step.who, step.otherwise) for step in policy.steps)
    return forms.Deputies(posts=posts) if called else None
