"""The first page, and looking up a concern by its code."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases import receipts
from huiyin.cases.forms.public_raise import Question
from huiyin.cases.queries import groups, offices
from huiyin.cases.rules import CODE_LENGTH, is_code, normalise_code
from huiyin.kernel import limits
from huiyin.organisations.access import public

from .public_group import remember_door
from .public_parts import browser_key, open_session, seconds_to_wait, shown
from .public_receipt import tail_of


class Code(Question):
    """The receipt code, however it is typed."""

    code = forms.CharField(
        label=gettext_lazy("Receipt code"),
        help_text=gettext_lazy(
            "The 12 characters on the receipt, such as 7KQ4-M2XD-9RTB. Capitals and dashes make no difference."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"data-code": ""}),
        error_messages={"required": gettext_lazy("Type the code that stands on the receipt.")},
    )


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can be done here, what follows, what is promised; honest while nothing is set up."""
    front = offices.front_office()
    if front is None:
        return shown(request, "home_empty", {})
    return shown(request, "home", {"front": front, "offices": offices.offices()})


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """By POST alone: a code never stands in an address. Wrong, void and absent codes get one answer."""
    form = Code(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waiting = seconds_to_wait(request)
        found = None if waiting else receipts.find(form.cleaned_data["code"])
        if found is not None:
            limits.succeeded("lookup", browser_key(request))
            response = redirect("cases:status")
            open_session(response, bytes(found.digest), tail_of(form.cleaned_data["code"]))
            return response
        group = None if waiting else groups.of_code(form.cleaned_data["code"])
        if group is not None:
            limits.succeeded("lookup", browser_key(request))
            return remember_door(redirect("cases:join"), *group)
        form.add_error("code", _wait(waiting) if waiting else _wrong(form.cleaned_data["code"]))
    return shown(request, "lookup", {"form": form, "front": offices.front_office()})


def _wait(seconds: int) -> str:
    return ngettext(
        "Those were several wrong codes. Please wait %(seconds)d second and try again.",
        "Those were several wrong codes. Please wait %(seconds)d seconds and try again.",
        seconds,
    ) % {"seconds": seconds}


def _wrong(typed: str) -> str:
    """What can be told from the typed text alone; nothing of what exists."""
    code = normalise_code(typed)
    if len(code) != CODE_LENGTH:
        return _("A receipt code has %(wanted)d characters; this has %(now)d. Please compare it with the receipt.") % {
            "wanted": CODE_LENGTH, "now": len(code)
        }  # fmt: skip
    if not is_code(code):
        wrong = next(number for number, one in enumerate(code) if not is_code(one * CODE_LENGTH))
        return _("Look at character %(place)d of group %(group)d: a receipt code has no letters O and I and no digits 0 and 1.") % {
            "place": wrong % 4 + 1, "group": wrong // 4 + 1
        }  # fmt: skip
    return _("There is no such receipt code. Please compare it with the receipt and type it once more.")
