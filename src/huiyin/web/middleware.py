"""Turns the house's typed errors into honest pages, so that no view has to."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused, Unavailable, Waiting

from . import views

log = logging.getLogger(__name__)

_PAGES: dict[type[HuiyinError], tuple[int, str]] = {
    Unavailable: (503, "web/errors/unavailable.html"),
    Conflict: (409, "web/errors/conflict.html"),
    BadInput: (400, "web/errors/unusable.html"),
}


class HonestErrors:
    """`Refused` looks exactly like absent. `Unavailable` keeps what was written on the page and offers to hand it in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django when a view raised; None leaves it to the page for what is broken."""
        if isinstance(error, Refused):
            return views.not_found(request)
        if isinstance(error, Waiting):
            return in_line(request, error)
        found = next((page for kind, page in _PAGES.items() if isinstance(error, kind)), None)
        if found is None:
            return None
        return _page(request, error, *found)


class Sessions(SessionMiddleware):
    """Django's own. A session is kept after the view has answered: where the disk takes none, the answer is the same honest page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except Unavailable as error:
            return _page(request, error, *_PAGES[Unavailable])


def _page(request: HttpRequest, error: Exception, status: int, template: str) -> HttpResponse:
    log.warning("%s %s", status, type(error).__name__)
    context = {
        "frame": views.frame_of(request),
        "error": error,
        "written": written(request),
        "files_lost": bool(request.FILES),
    }
    return render(request, template, context, status=status)


def in_line(request: HttpRequest, error: Waiting) -> HttpResponse:
    """The page that waits: it carries what was written, a code too, because nothing was looked at yet."""
    own = ("csrfmiddlewaretoken", "line_place", "line_answer")
    sent = [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
    context = {
        "frame": views.frame_of(request),
        "error": error,
        "written": sent if error.fields is None else error.fields,
        "files_lost": bool(request.FILES),
        "every": min(error.seconds + 1, 20),
    }
    response = render(request, "web/errors/waiting.html", context, status=429)
    response["Retry-After"] = str(error.seconds)
    add_never_cache_headers(response)
    return response


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be shown and handed in again; nothing where a password is among it."""
    if request.method != "POST" or any("password" in name or "code" in name for name in request.POST):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and isinstance(value, str)
    ]
