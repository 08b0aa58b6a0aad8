"""What holds for every request and every answer, whichever room it belongs to: the outermost middleware."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER as CONTENT_POLICY
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponseBase]
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# Of a browser that has said who it is, or that holds a form or a code: its pages are for it alone.
PERSONAL = ("huiyin_session", "huiyin_draft", "huiyin_slip")


class KnownMethods:
    """No address has a use for another method; a view that says nothing of methods would answer TRACE with its page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in METHODS:
            return self.get_response(request)
        return HttpResponseNotAllowed(METHODS, content_type="text/plain; charset=utf-8")


class PrefixedCookies:
    """Under HTTPS each cookie goes out as `__Host-…`, or `__Secure-…` where it has a path of its own (RFC 6265bis 4.1.3).

    A browser takes such a name from nobody but this host over HTTPS, so that no neighbouring host can slip one in. Everything
    behind this line knows the plain names; a plain one that comes in is nobody's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.HTTPS:
            return self.get_response(request)
        request.COOKIES = {
            name.removeprefix(prefix): value
            for name, value in request.COOKIES.items()
            for prefix in ("__Host-", "__Secure-")
            if name.startswith(prefix)
        }
        response = self.get_response(request)
        for name in list(response.cookies):
            morsel = response.cookies.pop(name)
            whole = morsel["path"] == "/" and not morsel["domain"]
            called = f"{'__Host-' if whole else '__Secure-'}{name}"
            response.cookies[called] = morsel.value
            response.cookies[called].update(morsel)
            response.cookies[called]["secure"] = True
        return response


class ContentPolicy:
    """The library's policy of what a page may load, composed once: no view has one of its own but those that set the header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(CONTENT_POLICY, self.policy)
        return response


class KeptOutOfCaches:
    """What a browser gets that is somebody's stays out of its cache and of every other, unless the view says otherwise.

    Whoever sits down at the same machine later finds nothing there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response and any(name in request.COOKIES for name in PERSONAL):
            patch_cache_control(response, private=True, no_store=True)
        return response
