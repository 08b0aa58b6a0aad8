"""Where one is signed in, and ending it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, needs

from .entering import go_on
from .pages import done, try_or_say


@needs("own_account")
@never_cache
@require_safe
def sessions(request: StaffRequest) -> HttpResponse:
    """One's own open sessions, this one marked."""
    listed = queries.own_sessions(request.actor, request.session.session_key or "")
    return render(request, "organisations/sessions.html", {"sessions": listed, "zone": request.actor.zone})


@needs("own_account")
@require_POST
def end_session(request: StaffRequest, public_id: str) -> HttpResponse:
    """End one of them."""
    actions.end_session(actor=request.actor, session=public_id)
    return done(request, _("That session has ended."), "organisations:sessions")


@needs("own_account")
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """End all but this one."""
    account = actions.end_other_sessions(actor=request.actor, keep=request.session.session_key or "")
    go_on(request, account)
    return done(request, _("All your other sessions have ended."), "organisations:sessions")


@needs("manage_people")
@require_POST
def end_all(request: StaffRequest, public_id: str) -> HttpResponse:
    """End all sessions of somebody, for example when a telephone is lost."""
    try_or_say(
        request,
        lambda: actions.end_all_sessions(actor=request.actor, account=public_id),
        _("All sessions of this account have ended. Its holder is told."),
    )
    return redirect("organisations:person", public_id)
