"""Signing in by the provider of the house, and linking one's account with it. Without script: links, and one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.kernel import limits, time
from huiyin.kernel.errors import Conflict, HuiyinError
from huiyin.organisations import actions, openid, queries, signing_in
from huiyin.organisations.access import StaffRequest, actor_of, needs, public
from huiyin.organisations.openid import Who
from huiyin.organisations.openid.flow import not_believed
from huiyin.settings.identity import IdentityProvider

from .entering import enter, go_on, let_wait, onward
from .pages import done
from .proving import proved

ASKED = "identity-asked"  # key in the session: what this browser asked the provider; good for one answer
NAMED = "identity-named"  # whom the provider named, until the holder has said that it is they
CAME_BY = "identity-came-by"  # in the session: the provider knows this browser, and goes on to do so
LASTS = 600


@public
@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """To the provider, and back to the page that was asked for."""
    if actor_of(request) is not None:
        return redirect(onward(request))
    return _ask(request, "enter", onward(request), "openid", "organisations:sign-in")


@public
@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider, to end the session there as well."""
    try:
        actions.may_ask_provider(address=limits.client_address(request))
        return redirect(openid.leave(_provider()))
    except HuiyinError as error:
        messages.error(request, error.sentences)
        return redirect("organisations:sign-in")


@needs("own_account")
@proved
@require_safe
def begin_link(request: StaffRequest) -> HttpResponse:
    """To the provider, to learn which identity the holder has there."""
    return _ask(request, "link", "", "openid profile", "organisations:second-step")


@public
@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """What the provider answers."""
    held = request.session.pop(ASKED, None)
    linking = isinstance(held, Mapping) and held["purpose"] == "link" and actor_of(request) is not None
    try:
        if not isinstance(held, Mapping) or held["until"] < time.now().timestamp():
            raise not_believed()
        who = openid.finish(_provider(), _way_back(), held["kept"], request.GET.dict(), time.now())
        if linking:
            request.session[NAMED] = {"who": asdict(who), "until": time.now().timestamp() + LASTS}
            return redirect("organisations:identity")
        if held["purpose"] != "enter" or actor_of(request) is not None:
            raise not_believed()
        account = actions.account_of_identity(who=who)
    except HuiyinError as error:
        signing_in.failed("provider", "")
        messages.error(request, error.sentences)
        return redirect("organisations:second-step" if linking else "organisations:sign-in")
    request.session[CAME_BY] = True
    if account.second_step and not who.strong:
        return let_wait(request, account, held["next"])
    return enter(request, account, held["next"], "provider", strong=who.strong)


@needs("own_account")
@never_cache
@proved
@require_safe
def identity(request: StaffRequest) -> HttpResponse:
    """Whom the provider named: the holder says whether it is they."""
    who = _named(request)
    context = {"who": who, "provider": _provider().name, "linked": queries.proofs(request.actor).identity}
    return render(request, "organisations/identity.html", context)


@needs("own_account")
@proved
@require_POST
def link(request: StaffRequest) -> HttpResponse:
    """It is they."""
    who = _named(request)
    request.session.pop(NAMED, None)
    try:
        if who is None:
            raise Conflict(_("This page is too old."), _("Try it once more."))
        account = actions.link_identity(actor=request.actor, who=who)
    except HuiyinError as error:
        messages.error(request, error.sentences)
        return redirect("organisations:second-step")
    go_on(request, account)
    return done(request, _("Linked. Your other sessions have ended."), "organisations:second-step")


@needs("own_account")
@proved
@require_POST
def unlink(request: StaffRequest) -> HttpResponse:
    """It opens the own account no more."""
    own = queries.own_account(request.actor)
    account = actions.unlink_identity(actor=request.actor, account=own.public_id)
    go_on(request, account)
    return done(request, _("The link is taken away. Your other sessions have ended."), "organisations:second-step")


@needs("manage_people")
@proved
@require_POST
def unlink_of(request: StaffRequest, public_id: str) -> HttpResponse:
    """It opens somebody's account no more."""
    actions.unlink_identity(actor=request.actor, account=public_id)
    return done(request, _("The link is taken away. The holder is told."), "organisations:person", public_id)


def _ask(request: HttpRequest, purpose: str, target: str, scope: str, failed: str) -> HttpResponse:
    provider = _provider()
    try:
        actions.may_ask_provider(address=limits.client_address(request))
        begun = openid.begin(provider, _way_back(), scope=scope)
    except HuiyinError as error:
        messages.error(request, error.sentences)
        return redirect(failed)
    kept: dict[str, Any] = {"purpose": purpose, "next": target, "kept": dict(begun.secrets)}
    request.session[ASKED] = {**kept, "until": time.now().timestamp() + LASTS}
    return redirect(begun.address)


def _provider() -> IdentityProvider:
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    if provider is None:
        raise Http404
    return provider


def _way_back() -> str:
    return _provider().address + reverse("organisations:identity-back")


def _named(request: HttpRequest) -> Who | None:
    held = request.session.get(NAMED)
    if not isinstance(held, Mapping) or held["until"] < time.now().timestamp():
        return None
    return Who(**held["who"])
