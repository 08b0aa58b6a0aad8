"""The pages on which the holder of an account sets up, renews and takes away the second step of signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.forms import CodeBackForm

from .entering import go_on
from .pages import done, saved, try_or_say
from .proving import proved


@needs("own_account")
@require_safe
def second_step(request: StaffRequest) -> HttpResponse:
    """What proves this account, and what can be set up."""
    provider = settings.IDENTITY_PROVIDER.name if settings.IDENTITY_PROVIDER else ""
    return render(
        request, "organisations/second_step.html", {"proofs": queries.proofs(request.actor), "provider": provider}
    )


@needs("own_account")
@proved
@require_POST
def begin_code_app(request: StaffRequest) -> HttpResponse:
    """A new seed; the next page shows it."""
    begun = try_or_say(request, lambda: actions.begin_code_app(actor=request.actor), _("Now let the app take it in."))
    return redirect("organisations:code-app" if begun else "organisations:second-step")


@needs("own_account")
@never_cache
@proved
@require_http_methods(["GET", "POST"])
def code_app(request: StaffRequest) -> HttpResponse:
    """The picture to scan, and the code that is typed back."""
    app = queries.app_to_set_up(request.actor)
    if app is None:
        return redirect("organisations:second-step")
    form = CodeBackForm(request.POST if "code" in request.POST else None)
    made: list[actions.Secured] = []

    def confirm(data: dict[str, Any]) -> None:
        made.append(actions.confirm_code_app(actor=request.actor, code=data["code"]))

    if request.method == "POST" and saved(form, confirm):
        go_on(request, made[0].account)
        if made[0].papers:
            return show_papers(request, made[0])
        return done(request, _("From now on the app's code is asked for."), "organisations:second-step")
    context = {"form": form, "app": app}
    return render(request, "organisations/code_app.html", context, status=422 if form.errors else 200)


@needs("own_account")
@proved
@require_POST
def remove_code_app(request: StaffRequest) -> HttpResponse:
    """The app is not asked for any more."""
    account = actions.remove_code_app(actor=request.actor)
    go_on(request, account)
    return done(request, _("The app is taken away. Your other sessions have ended."), "organisations:second-step")


@needs("own_account")
@never_cache
@proved
@require_POST
def renew_papers(request: StaffRequest) -> HttpResponse:
    """New codes on paper, shown once."""
    return show_papers(request, actions.renew_papers(actor=request.actor))


def show_papers(request: StaffRequest, made: actions.Secured) -> HttpResponse:
    """The codes on paper, this once."""
    context = {"papers": made.papers, "username": made.account.username}
    return render(request, "organisations/papers.html", context)
