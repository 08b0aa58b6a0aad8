"""Puts `request.actor` on each request, and answers `Refused` with the page for what is not there."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import translation

from huiyin.kernel.errors import Refused

from .access.session import CHOSEN, STRONG, actor_for
from .actions.sessions import session_seen
from .models import Account


class ActorMiddleware:
    """`request.actor`: the signed-in person in the chosen post, or None.

    A request without a session cookie costs no query. Staff read in the language of their account, unless this
    browser chose another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, Account):
            account = request.user
            request.actor = actor_for(  # type: ignore[attr-defined]
                account, request.session.get(CHOSEN, ""), strong=request.session.get(STRONG) is True
            )
            if request.method == "POST" and request.session.session_key:
                session_seen(key=request.session.session_key)
            request.must_change_password = account.must_change_password  # type: ignore[attr-defined]
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(account.language)
                request.LANGUAGE_CODE = translation.get_language() or account.language
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no view caught: the same page as for an address that does not exist."""
        if not isinstance(exception, Refused):
            return None
        not_found: Callable[..., HttpResponse] = get_resolver().resolve_error_handler(404)
        return not_found(request, exception)
