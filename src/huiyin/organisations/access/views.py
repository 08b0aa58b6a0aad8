"""What each view says about itself: that it is public, or which verb it needs. A test refuses a view that says neither."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from .actor import Actor
from .gate import actor_of, may, owes_second_step

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class StaffRequest(HttpRequest):
    """A request that came through `needs`: there is an actor. For annotations of views only."""

    actor: Actor


def public(view: View) -> View:
    """For everybody, signed in or not."""
    view.access_verb = None  # type: ignore[attr-defined]
    view.access_public = True  # type: ignore[attr-defined]
    return view


def needs(verb: str) -> Callable[[View], View]:
    """For who may do `verb` somewhere; the view or its action asks again about the thing itself.

    Not signed in: to the sign-in page. May not: the page for what is not there.
    A password that was given by somebody else must be changed before anything but one's own account opens.
    What needs a second step of signing in leads an account without one to the page on which it is set up.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is None:
                return _to_sign_in(request)
            if getattr(request, "must_change_password", False) and verb != "own_account":
                return redirect("organisations:password")
            if owes_second_step(actor, verb):
                return to_second_step()
            if not may(actor, verb):
                raise Http404
            return view(request, *args, **kwargs)

        gate.access_verb = verb  # type: ignore[attr-defined]
        gate.access_public = False  # type: ignore[attr-defined]
        return cast(View, gate)

    return decorate


def to_second_step() -> HttpResponse:
    """To the page that says why this is closed without a second step, and on which one is set up."""
    return redirect("organisations:second-step")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here after it."""
    return redirect(f"{reverse('organisations:sign-in')}?{urlencode({'next': request.get_full_path()})}")
