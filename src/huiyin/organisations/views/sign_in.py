"""Signing in and out, passwords, and choosing the post in which one acts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel import ids, limits
from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, actor_of, may, needs, public
from huiyin.organisations.access.session import CHOSEN
from huiyin.organisations.forms import ForgottenForm, KeyForm, OwnAccountForm, PasswordForm, SignInForm
from huiyin.organisations.models import Account

from .pages import done, form_page, saved

_DEVICE_COOKIE = "huiyin_device"
_DEVICE_SALT = "huiyin.organisations.device"
_DEVICE_LASTS = 180 * 24 * 3600
_KEYS_COOKIE = "huiyin_keys"


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    if actor_of(request) is not None:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    found: list[Account] = []

    def check(data: dict[str, Any]) -> None:
        username = data["username"].strip().lower()
        device = _device(request, username)
        found.append(
            actions.sign_in(
                username=username, password=data["password"], address=limits.client_address(request), device=device
            )
        )

    if request.method == "POST" and saved(form, check):
        login(request, found[0])
        return _welcome(request, found[0])
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
    return render(request, "organisations/sign_in.html", context, status=422 if form.errors else 200)


@needs("own_account")
def home(request: StaffRequest) -> HttpResponse:
    """Where a post starts its day: with its cases, or with people where it reads none."""
    works_on_cases = may(request.actor, "list") or may(request.actor, "answer_consultation")
    return redirect(settings.LOGIN_REDIRECT_URL if works_on_cases else "organisations:people")


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    logout(request)
    return redirect("organisations:sign-in")


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
        return _remember(response, form.cleaned_data["language"], form.cleaned_data["single_keys"])
    context = {"form": form, "account": account}
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
        update_session_auth_hash(request, changed[0])
        return done(request, _("The new password counts from now on."), "organisations:home")
    forced = getattr(request, "must_change_password", False)
    lead = _("Somebody else chose your present password. Choose your own, and then you can go on.") if forced else ""
    return form_page(
        request, form, title=_("Change the password"), lead=lead, back=resolve_url("organisations:account")
    )


def _welcome(request: HttpRequest, account: Account) -> HttpResponse:
    """On to the page that was asked for; the browser is remembered as one on which this account signed in."""
    response = _remember(redirect(_next(request)), account.language, account.single_keys)
    device = signing.dumps({"account": account.username, "device": ids.public_id()}, salt=_DEVICE_SALT)
    response.set_cookie(
        _DEVICE_COOKIE, device, max_age=_DEVICE_LASTS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


def _device(request: HttpRequest, username: str) -> str:
    """The mark of this browser, when this very account signed in on it before; else nothing."""
    try:
        held = signing.loads(request.COOKIES.get(_DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=_DEVICE_LASTS)
    except signing.BadSignature:
        return ""
    return str(held["device"]) if held.get("account") == username else ""


def _remember(response: HttpResponse, language: str, single_keys: bool) -> HttpResponse:
    year = 365 * 24 * 3600
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=year, samesite="Lax", secure=settings.HTTPS)
    response.set_cookie(
        _KEYS_COOKIE, "on" if single_keys else "off", max_age=year, samesite="Lax", secure=settings.HTTPS
    )
    return response


def _next(request: HttpRequest) -> str:
    """Where to go after signing in; never to another site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else resolve_url("organisations:home")
