"""Signing in and out, passwords, and choosing the post in which one acts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel import limits
from huiyin.kernel.outbox.gateways import push
from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, actor_of, may, needs, public
from huiyin.organisations.access.session import CHOSEN
from huiyin.organisations.forms import ForgottenForm, KeyForm, OwnAccountForm, PasswordForm, SecondStepForm, SignInForm
from huiyin.organisations.models import Account

from . import passkeys
from .entering import device_of, enter, go_on, let_wait, onward, remember_wishes, waiting
from .identity import CAME_BY
from .pages import done, form_page, saved


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    if actor_of(request) is not None:
        return redirect(onward(request))
    form = SignInForm(request.POST or None)
    found: list[Account] = []

    def check(data: dict[str, Any]) -> None:
        username = data["username"].strip().lower()
        device = device_of(request, username)
        found.append(
            actions.sign_in(
                username=username, password=data["password"], address=limits.client_address(request), device=device
            )
        )

    if request.method == "POST" and saved(form, check):
        account = found[0]
        let_in = account.second_step and actions.use_let_in(account=account)
        if account.second_step and not let_in:
            return let_wait(request, account, onward(request))
        return enter(request, account, onward(request), "let-in" if let_in else "password")
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
    context["left"] = bool(settings.IDENTITY_PROVIDER) and "left" in request.GET
    context["provider"] = settings.IDENTITY_PROVIDER.name if settings.IDENTITY_PROVIDER else ""
    return render(request, "organisations/sign_in.html", context, status=422 if form.errors else 200)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second step, where the password was right and the account asks for more."""
    held = waiting(request)
    if held is None:
        return redirect("organisations:sign-in")
    account, target = held
    form = SecondStepForm(request.POST or None)
    passed: list[Account] = []

    def check(data: dict[str, Any]) -> None:
        device, address = device_of(request, account.username), limits.client_address(request)
        passed.append(
            actions.pass_second_step(account=account.public_id, code=data["code"], address=address, device=device)
        )

    if request.method == "POST" and "answer" in request.POST:
        return passkeys.second(request, account, target)
    if request.method == "POST" and saved(form, check):
        return enter(request, passed[0], target, "code")
    return passkeys.show_second(request, account, form)


@needs("own_account")
def home(request: StaffRequest) -> HttpResponse:
    """Where a post starts its day: with its cases, or with people where it reads none."""
    works_on_cases = may(request.actor, "list") or may(request.actor, "answer_consultation")
    return redirect(settings.LOGIN_REDIRECT_URL if works_on_cases else "organisations:people")


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    actor, key = actor_of(request), request.session.session_key
    by_provider = CAME_BY in request.session
    logout(request)
    if actor is not None and key:
        actions.session_gone(key=key)
    left = "?left=1" if by_provider and settings.IDENTITY_PROVIDER else ""
    return redirect(resolve_url("organisations:sign-in") + left)


@public
@never_cache
@sensitive_post_parameters("new", "key")
@require_http_methods(["GET", "POST"])
def use_key(request: HttpRequest) -> HttpResponse:
    """Set a password with a code."""
    form = KeyForm(request.POST or None)
    address = limits.client_address(request)
    if request.method == "POST" and saved(form, lambda data: actions.use_key(**data, address=address)):
        return done(request, _("The password is set. Sign in with it."), "organisations:sign-in")
    return form_page(
        request,
        form,
        title=_("Set a password with a code"),
        lead=_("Your administrator gave you the code, or it came by mail. It works once."),
        back=resolve_url("organisations:sign-in"),
        submit=_("Set the password"),
        base="web/public.html",
    )


@public
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a code by mail. The answer is the same whether there is such an account or not."""
    form = ForgottenForm(request.POST or None)
    address = limits.client_address(request)
    if request.method == "POST" and saved(form, lambda data: actions.ask_for_key(**data, address=address)):
        message = _(
            "If this account has an e-mail address, a code is on its way. Otherwise ask your administrator for one."
        )
        return done(request, message, "organisations:key")
    return form_page(
        request,
        form,
        title=_("Forgotten the password"),
        lead=_(
            "With an e-mail address in your account, a code comes by mail. Without one, your administrator gives you a code."
        ),
        back=resolve_url("organisations:sign-in"),
        submit=_("Send me a code"),
        base="web/public.html",
    )


@needs("own_account")
@require_http_methods(["GET", "POST"])
def choose_post(request: StaffRequest) -> HttpResponse:
    """Choose the post in which one acts from now on."""
    posts = queries.own_posts(request.actor)
    if request.method == "POST":
        chosen = request.POST.get("appointment", "")
        if any(post.appointment == chosen for post in posts):
            request.session[CHOSEN] = chosen
        return redirect("organisations:home")
    present = request.actor.reference
    return render(request, "organisations/choose_post.html", {"posts": posts, "present": present})


@needs("own_account")
@require_http_methods(["GET", "POST"])
def own_account(request: StaffRequest) -> HttpResponse:
    """One's own address, language and shortcuts."""
    account = queries.own_account(request.actor)
    initial = {name: getattr(account, name) for name in OwnAccountForm.base_fields}
    form = OwnAccountForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.edit_account(actor=request.actor, account=account.public_id, version=version, changes=data)

    if request.method == "POST" and saved(form, save):
        response = done(request, _("Saved."), "organisations:account")
        return remember_wishes(response, form.cleaned_data["language"], form.cleaned_data["single_keys"])
    context = {"form": form, "account": account, "push": push.offered()}
    return render(request, "organisations/own_account.html", context, status=422 if form.errors else 200)


@needs("own_account")
@never_cache
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Set one's own new password; other sessions end."""
    form = PasswordForm(request.POST or None)
    changed: list[Account] = []
    if request.method == "POST" and saved(
        form, lambda data: changed.append(actions.change_password(actor=request.actor, **data))
    ):
        go_on(request, changed[0])
        return done(request, _("The new password counts from now on."), "organisations:home")
    forced = getattr(request, "must_change_password", False)
    lead = _("Somebody else chose your present password. Choose your own, and then you can go on.") if forced else ""
    return form_page(
        request, form, title=_("Change the password"), lead=lead, back=resolve_url("organisations:account")
    )
