"""Preferences that live in the reader's browser alone, what answers there without network, and the pages for what went wrong."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from .context import KEYS_COOKIE, THEME_COOKIE
from .remembering import remember
from .ways_back import within

SHELL = ("build/huiyin.css", "build/huiyin.js", "build/room.js", "build/round.js", "logo.svg")


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the language in a cookie and goes back to the page. A link, so that it works without script or session."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = _back(request, request.GET.get("next", ""))
    remember(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Light or dark; single-key shortcuts on or off (WCAG 2.1.4)."""
    response = _back(request, request.POST.get("next", ""))
    if request.POST.get("theme") in ("light", "dark"):
        remember(response, THEME_COOKIE, request.POST["theme"])
    if request.POST.get("keys") in ("on", "off"):
        remember(response, KEYS_COOKIE, request.POST["keys"])
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """What answers for kept pages without network. Not among the static files: it may answer only for what lies below it."""
    script = Path(settings.PACKAGE) / "web" / "assets" / "build" / "service-worker.js"
    if not script.is_file():
        raise Http404
    shell = json.dumps([static(name) for name in SHELL])
    answer = HttpResponse(f"const SHELL = {shell};\n{script.read_text()}", content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """What shows on a device that there is something new. It answers for no page: nothing but itself lies below its address."""
    script = Path(settings.PACKAGE) / "web" / "assets" / "build" / "push-worker.js"
    if not script.is_file():
        raise Http404
    opens = json.dumps({whom: reverse(name) for whom, name in settings.WEB_PUSH_OPENS.items()})
    words = f"const OPENS = {opens};\nconst ICON = {json.dumps(static('logo.svg'))};\n"
    answer = HttpResponse(words + script.read_text(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for what is absent and what is not for this person: nothing in it may tell the two apart."""
    kind = "staff" if frame_of(request) == "web/staff.html" else "public"
    return render(request, f"web/errors/absent_{kind}.html", status=404)


def frame_of(request: HttpRequest) -> str:
    """The base of the pages that this reader sees."""
    user = getattr(request, "user", None)
    return "web/staff.html" if user is not None and user.is_authenticated else "web/public.html"


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off: the form was not taken."""
    return render(request, "web/errors/expired.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. Asks neither database nor providers, for they may be what is broken."""
    return render(None, "web/errors/broken.html", _written(request), status=500)


def _written(request: HttpRequest) -> dict[str, object]:
    return {"posted": request.method == "POST", "theme": "light"}


def _back(request: HttpRequest, target: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(within(request, target, "/"))
