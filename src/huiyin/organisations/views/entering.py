"""From a right answer to a session, and the mark by which a browser is known again."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.crypto import constant_time_compare

from huiyin.kernel import ids, time
from huiyin.organisations import actions, rules, signing_in
from huiyin.organisations.access.session import PROVED, STRONG
from huiyin.organisations.models import Account
from huiyin.organisations.queries.second_step import who_waits
from huiyin.organisations.signing_in import Way
from huiyin.web.context import KEYS_COOKIE
from huiyin.web.remembering import remember
from huiyin.web.ways_back import within

WAITS = "second-step"  # key in the session: whose password was right and who owes the second step
WAITS_SECONDS = 600
_DEVICE_COOKIE = "huiyin_device"
_DEVICE_SALT = "huiyin.organisations.device"
_DEVICE_LASTS = 180 * 24 * 3600


def enter(request: HttpRequest, account: Account, onward: str, way: Way, *, strong: bool = False) -> HttpResponse:
    """Begin the session, on to the page that was asked for; this browser is known from now on.

    `strong`: the provider of the house saw a second step, which counts for this session.
    """
    request.session.pop(WAITS, None)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[PROVED] = time.now().timestamp()
    request.session[STRONG] = strong
    signing_in.passed(way, account.username)
    device = rules.device_name(request.headers.get("User-Agent", ""))
    actions.session_begun(account=account, key=request.session.session_key or "", device=device)
    response = remember_wishes(redirect(onward), account.language, account.single_keys)
    known = signing.dumps({"account": account.username, "device": ids.public_id()}, salt=_DEVICE_SALT)
    response.set_cookie(
        _DEVICE_COOKIE, known, max_age=_DEVICE_LASTS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


def go_on(request: HttpRequest, account: Account) -> None:
    """What proves the account changed, which ends its sessions: this one goes on, and the others leave the list."""
    update_session_auth_hash(request, account)
    actions.forget_others(account, request.session.session_key or "")


def let_wait(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    """The password was right, and the account asks for more: nobody is signed in yet."""
    request.session[WAITS] = {
        "account": account.public_id,
        "fits": account.get_session_auth_hash(),
        "until": time.now().timestamp() + WAITS_SECONDS,
        "next": onward,
    }
    return redirect("organisations:second")


def waiting(request: HttpRequest) -> tuple[Account, str] | None:
    """Who owes the second step in this browser, and where they wanted to go; None after ten minutes, or when the
    password is another one by now."""
    held = request.session.get(WAITS)
    if not isinstance(held, Mapping) or held["until"] < time.now().timestamp():
        return None
    account = who_waits(held["account"])
    if account is None or not constant_time_compare(held["fits"], account.get_session_auth_hash()):
        return None
    return account, held["next"]


def device_of(request: HttpRequest, username: str) -> str:
    """The mark of this browser, when this very account signed in on it before; else nothing."""
    try:
        held = signing.loads(request.COOKIES.get(_DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=_DEVICE_LASTS)
    except signing.BadSignature:
        return ""
    return str(held["device"]) if held.get("account") == username else ""


def remember_wishes(response: HttpResponse, language: str, single_keys: bool) -> HttpResponse:
    """What a browser keeps of an account's wishes."""
    remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    remember(response, KEYS_COOKIE, "on" if single_keys else "off")
    return response


def onward(request: HttpRequest) -> str:
    """Where to go after signing in; never to another site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return within(request, target, resolve_url("organisations:home"))
