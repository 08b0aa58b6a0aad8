"""Puts `request.actor` on each request: the signed-in person in the chosen post, or None."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .access.session import CHOSEN, actor_for
from .models import Account

_Next = Callable[[HttpRequest], HttpResponse]


def actor_middleware(get_response: _Next) -> _Next:
    """A request without a session cookie costs no query. Staff read in the language of their account, unless this
    browser chose another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, Account):
            account = request.user
            request.actor = actor_for(account, request.session.get(CHOSEN, ""))  # type: ignore[attr-defined]
            request.must_change_password = account.must_change_password  # type: ignore[attr-defined]
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(account.language)
                request.LANGUAGE_CODE = translation.get_language() or account.language
        return get_response(request)

    return middleware
