"""The status page: opened by a code, for half an hour, and only ever its own concern."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases.queries.status import status_of
from huiyin.organisations.access import public

from .public_parts import Session, close_session, open_session, session_of, shown

OpenedView = Callable[..., HttpResponse]


def opened(view: OpenedView) -> OpenedView:
    """Hands the view its `Session` and renews it. Without one: to the page for the code. A code that a clerk has seen is changed first."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        session = session_of(request)
        if session is None:
            return redirect("cases:lookup")
        if session.code.must_change and request.resolver_match and request.resolver_match.url_name != "status-code":
            return redirect("cases:status-code")
        response = view(request, session, *args, **kwargs)
        if not getattr(response, "session_closed", False):
            open_session(response, bytes(session.code.digest), session.tail)
        return response

    return public(gate)


@opened
@require_GET
def status(request: HttpRequest, session: Session) -> HttpResponse:
    """Where it stands, what was promised, what was said, and the way up."""
    page = status_of(session.concern)
    return shown(request, "status", {"page": page, "tail": session.tail})


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the half hour: nobody who uses this browser next finds the page."""
    response = redirect("cases:home")
    close_session(response)
    return response
