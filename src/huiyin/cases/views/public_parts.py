"""What the public pages share: the draft's cookie, the status session, limits that no school's address runs into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.drafts import KEEP_DAYS, Token
from huiyin.cases.models import Concern, ReceiptCode
from huiyin.cases.rules import normalise_code
from huiyin.kernel import limits
from huiyin.kernel.limits import line
from huiyin.web.half_hours import HalfHour

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAFT_COOKIE = "huiyin_draft"
SLIP_COOKIE = "huiyin_slip"  # a code that was changed; the form that somebody is writing meanwhile is left alone
STATUS = HalfHour("huiyin_status", "huiyin.cases.status", "/status/")

# A browser is told by its CSRF cookie; who throws it away meets the address's limit, which is wide enough for a school.
FREE_TRIES, LONGEST_WAIT = 5, 60.0
TRIES_OF_AN_ADDRESS = (600, 600.0)  # look-ups in so many seconds: 60 random bits are safe from far more
FORMS_OF_A_BROWSER = (30, 3600.0)
FILES_OF_A_FORM = (60, 3600.0)
MESSAGES_OF_A_CONCERN = (20, 3600.0)
# Past a network's limit so many a second go on, and nobody waits longer than ten minutes, or a minute for a code.
FORMS_LINE = line.Line("forms-line", dt.timedelta(seconds=0.5), dt.timedelta(minutes=10))
CODES_LINE = line.Line("codes-line", dt.timedelta(seconds=0.1), dt.timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Session:
    """A status page that was opened with a code, for half an hour. `tail`: the code's last group, to tell two receipts apart."""

    code: ReceiptCode
    tail: str

    @property
    def concern(self) -> Concern:
        return self.code.concern


def token_of(request: HttpRequest) -> Token | None:
    """The draft's secret that this browser has."""
    return Token.from_cookie(request.COOKIES.get(DRAFT_COOKIE, ""))


def remember_draft(response: HttpResponse, token: Token) -> None:
    _set(response, DRAFT_COOKIE, token.cookie, dt.timedelta(days=KEEP_DAYS))


def forget_draft(response: HttpResponse) -> None:
    response.delete_cookie(DRAFT_COOKIE, samesite="Lax")


def slip_token_of(request: HttpRequest) -> Token | None:
    """The secret under which this browser keeps a changed code."""
    return Token.from_cookie(request.COOKIES.get(SLIP_COOKIE, ""))


def remember_slip(response: HttpResponse, token: Token) -> None:
    _set(response, SLIP_COOKIE, token.cookie, dt.timedelta(days=KEEP_DAYS))


def forget_slip(response: HttpResponse) -> None:
    response.delete_cookie(SLIP_COOKIE, samesite="Lax")


def open_session(response: HttpResponse, digest: bytes, tail: str) -> None:
    """Begin, or renew, the half hour in which this browser may read one concern."""
    STATUS.begin(response, {"d": digest.hex(), "t": tail})


def close_session(response: HttpResponse) -> None:
    STATUS.end(response)


def session_of(request: HttpRequest) -> Session | None:
    """None without one, when its half hour is over, or when the code has been voided since."""
    kept = STATUS.kept(request)
    if not kept:
        return None
    code = receipts.of_digest(bytes.fromhex(kept["d"]))
    return Session(code, kept["t"]) if code else None


def private(response: HttpResponse) -> HttpResponse:
    """Neither kept by the browser nor told to another site."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page that holds something personal."""
    return private(render(request, f"cases/public/{template}.html", context, status=status))


def browser_key(request: HttpRequest) -> str:
    return str(request.META.get("CSRF_COOKIE") or address(request))


def address(request: HttpRequest) -> str:
    return limits.client_address(request)


def seconds_to_wait(request: HttpRequest) -> int:
    """Before a code is looked at: 0, or how long this browser waits after several wrong ones.

    Raises `Waiting` where one network tries very many: a place in line, so that nobody there is kept from their own code.
    """
    network = limits.prefix(address(request))
    if not goes_through(request, CODES_LINE) and not limits.allow("lookup-from", network, *TRIES_OF_AN_ADDRESS):
        raise line.waiting(CODES_LINE, network, request.POST.get(line.PLACE, ""))
    return limits.tried("lookup", browser_key(request), free=FREE_TRIES, longest=LONGEST_WAIT)


def known_code(request: HttpRequest, form: Form, find: Callable[[str], object], unknown: StrOrPromise) -> str:
    """The code that was typed into `form`, where `find` knows it; else nothing, and the form says why. After several wrong ones one waits."""
    typed: str = form.cleaned_data["code"]
    if seconds_to_wait(request):
        form.add_error("code", _("Several wrong codes were tried here. Wait a minute."))
    elif find(typed) is None:
        form.add_error("code", str(unknown))
    else:
        limits.succeeded("lookup", browser_key(request))
        return normalise_code(typed)
    return ""


def may_begin(request: HttpRequest) -> None:
    """Raises `Waiting` where this browser or its whole network begins form after form: a place in line, never a wall."""
    if goes_through(request, FORMS_LINE):
        return
    network = limits.prefix(address(request))
    of_network = (max(1, settings.PUBLIC_FORMS_PER_HOUR // 6), 600.0)
    if not (
        limits.allow("form", browser_key(request), *FORMS_OF_A_BROWSER)
        and limits.allow("form-from", network, *of_network)
    ):
        raise line.waiting(FORMS_LINE, network, request.POST.get(line.PLACE, ""))


def goes_through(request: HttpRequest, of: line.Line) -> bool:
    """Whether this request comes with a place in line whose turn it is, or with the sum that shortens it."""
    place = request.POST.get(line.PLACE, "")
    return bool(place) and line.passes(of, place, request.POST.get(line.ANSWER, ""))


def _set(response: HttpResponse, name: str, value: str, lasts: dt.timedelta) -> None:
    response.set_cookie(
        name, value, max_age=lasts, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
