"""In front of what only the holder of the account may do: a fresh proof, even in an open session.

A form that was sent without one comes back inside of the page that asks for it, and goes on from there: nothing of what
was typed is lost, and nothing of it is kept on the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiyin.kernel import time
from huiyin.organisations import actions, rules
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.access.session import PROVED
from huiyin.organisations.forms import ProofForm
from huiyin.organisations.models import Account
from huiyin.web.ways_back import within

from .entering import onward
from .pages import form_page, saved

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def proved(view: View) -> View:
    """For a view behind `needs`: it is reached with a fresh proof alone."""

    @wraps(view)
    def gate(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return prove_first(request) or view(request, *args, **kwargs)

    return cast(View, gate)


def prove_first(request: StaffRequest) -> HttpResponse | None:
    """None where the proof is fresh, or came along and is right. Else the page that asks for it."""
    if rules.is_fresh(_proved_at(request), time.now().timestamp(), settings.PROOF_MINUTES):
        return None
    if request.method != "POST":
        return redirect(f"{reverse('organisations:prove')}?{urlencode({'next': request.get_full_path()})}")
    form = ProofForm(request.POST if "holder_proof" in request.POST else None, app=_has_app(request))
    if form.is_bound and saved(form, lambda data: _prove(request, data["holder_proof"])):
        return None
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    back = within(request, request.headers.get("Referer", ""), reverse("organisations:home"))
    context = {"form": form, "sent": sent, "lead": _why(), "back": back}
    response = render(request, "organisations/prove.html", context, status=422 if form.errors else 403)
    add_never_cache_headers(response)
    return response


@needs("own_account")
@never_cache
@sensitive_post_parameters("holder_proof")
@require_http_methods(["GET", "POST"])
def prove(request: StaffRequest) -> HttpResponse:
    """Before a page that is opened by a link; after it that page."""
    form = ProofForm(request.POST or None, app=_has_app(request))
    if request.method == "POST" and saved(form, lambda data: _prove(request, data["holder_proof"])):
        return redirect(onward(request))
    return form_page(
        request,
        form,
        title=_("Is it still you?"),
        lead=_why(),
        back=reverse("organisations:home"),
        submit=_("Go on"),
    )


_OWN = ("csrfmiddlewaretoken", "holder_proof")


def _why() -> str:
    return _(
        "What comes next is open to the holder of the account alone. Your last proof is older than %(minutes)s minutes."
    ) % {"minutes": settings.PROOF_MINUTES}


def _proved_at(request: HttpRequest) -> float:
    at = request.session.get(PROVED, 0)
    return float(at) if isinstance(at, int | float) else 0.0


def _prove(request: StaffRequest, proof: str) -> None:
    actions.prove(actor=request.actor, proof=proof, session=request.session.session_key or "")
    request.session[PROVED] = time.now().timestamp()


def _has_app(request: HttpRequest) -> bool:
    return isinstance(request.user, Account) and request.user.second_step
