"""The page behind the address in a message: a button, no sign-in, and nothing but which kind of thing it is and where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huiyin.callouts.actions import answering
from huiyin.callouts.queries import links
from huiyin.cases.views.public_parts import private
from huiyin.kernel import time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import public


@public
@require_http_methods(["GET", "POST"])
def called(request: HttpRequest, secret: str) -> HttpResponse:
    """Only the button answers: what looks at addresses in a message by itself (a mail filter, a preview) answers nothing."""
    if request.method == "POST":
        said = request.POST.get("do", "")
        if said not in ("coming", "cannot"):
            raise Refused
        try:
            answering.by_link(secret=secret, coming=said == "coming")
        except Conflict:
            return private(_shown(request, secret, status=409))
        return private(redirect("callouts:called", secret))
    return private(_shown(request, secret))


def _shown(request: HttpRequest, secret: str, status: int = 200) -> HttpResponse:
    return render(request, "callouts/public/called.html", {"call": links.linked(secret, time.now())}, status=status)
