"""Pages on which a passkey is made and shown. Without script nothing of it works, and the other ways stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel.errors import BadInput
from huiyin.organisations import actions, queries, webauthn
from huiyin.organisations.access import StaffRequest, actor_of, needs, public
from huiyin.organisations.forms import NewPasskeyForm, PasskeyForm, SecondStepForm
from huiyin.organisations.models import Account
from huiyin.organisations.webauthn import Question, Site

from .entering import enter, go_on, onward
from .pages import done, saved
from .proving import proved
from .second_step import show_papers

ASKED = "passkey"  # key in the session: what the device was asked; good for one answer


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """With a passkey alone: it proves the device, and the device who holds it."""
    if actor_of(request) is not None:
        return redirect(onward(request))
    form = PasskeyForm(request.POST or None)
    found: list[Account] = []
    if request.method == "POST" and saved_with(
        request, form, lambda data, state: found.append(_pass(request, state, data))
    ):
        return enter(request, found[0], onward(request), "passkey")
    context = {"form": form, "asked": _ask(request, webauthn.to_prove(_site(request)))}
    return render(request, "organisations/passkey.html", context, status=422 if form.errors else 200)


def show_second(request: HttpRequest, account: Account, form: Form, answer: Form | None = None) -> HttpResponse:
    """The second step, with a passkey where the account has one for this name of the server."""
    question = queries.passkey_to_show(account, _site(request))
    context = {
        "form": form,
        "passkey": answer or PasskeyForm(),
        "asked": _ask(request, question) if question else "",
    }
    wrong = form.errors or (answer is not None and answer.errors)
    return render(request, "organisations/second.html", context, status=422 if wrong else 200)


def second(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """A passkey at the second step."""
    form = PasskeyForm(request.POST)
    found: list[Account] = []
    if saved_with(
        request, form, lambda data, state: found.append(_pass(request, state, data, account=account.public_id))
    ):
        return enter(request, found[0], target, "passkey")
    return show_second(request, account, SecondStepForm(), form)


@needs("own_account")
@never_cache
@proved
@require_http_methods(["GET", "POST"])
def new_passkey(request: StaffRequest) -> HttpResponse:
    """Make one on this device, or on a key that is plugged in."""
    form = NewPasskeyForm(request.POST if "answer" in request.POST else None)
    made: list[actions.Secured] = []

    def add(data: dict[str, Any], state: Mapping[str, Any]) -> None:
        made.append(actions.add_passkey(actor=request.actor, state=state, site=_site(request), **data))

    if request.method == "POST" and saved_with(request, form, add):
        go_on(request, made[0].account)
        if made[0].papers:
            return show_papers(request, made[0])
        return done(request, _("The passkey is there. You can sign in with it alone."), "organisations:second-step")
    context = {"form": form, "asked": _ask(request, queries.passkey_to_make(request.actor, _site(request)))}
    return render(request, "organisations/new_passkey.html", context, status=422 if form.errors else 200)


@needs("own_account")
@proved
@require_POST
def remove_passkey(request: StaffRequest, public_id: str) -> HttpResponse:
    """It opens nothing any more."""
    account = actions.remove_passkey(actor=request.actor, passkey=public_id)
    go_on(request, account)
    return done(request, _("The passkey is taken away. Your other sessions have ended."), "organisations:second-step")


def saved_with(request: HttpRequest, form: Form, save: Any) -> bool:
    """As `saved`, with what the device was asked: taken out of the session, so that no answer counts twice."""
    state = request.session.pop(ASKED, None)

    def with_state(data: dict[str, Any]) -> None:
        if not isinstance(state, Mapping):
            raise BadInput("answer", _("This page is too old."), _("Try it once more."))
        save(data, state)

    return saved(form, with_state)


def _pass(request: HttpRequest, state: Mapping[str, Any], data: dict[str, Any], account: str = "") -> Account:
    return actions.pass_with_passkey(answer=data["answer"], state=state, site=_site(request), account=account)


def _ask(request: HttpRequest, question: Question) -> str:
    request.session[ASKED] = dict(question.state)
    return question.asked


def _site(request: HttpRequest) -> Site:
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return Site(name.lower(), f"{request.scheme}://{host}".lower())
