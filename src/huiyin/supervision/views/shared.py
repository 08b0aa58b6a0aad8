"""One way to do what a form asks: what was in the way is said where it belongs, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.cases.queries.case_page import case_page
from huiyin.cases.views.staff_case_parts import words_of
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest
from huiyin.supervision.actions import supervising
from huiyin.web.fields import put_error

Show = Callable[..., HttpResponse]


def done(
    request: StaffRequest,
    form: Any,
    act: Callable[[Any], object],
    show: Show,
    onward: str,
    fresh_version: Callable[[], int],
) -> HttpResponse:
    """`show(form, problem=, status=)` draws the page again; `fresh_version`: what stands now, for a second try on top of it."""
    if not form.is_valid():
        return show(form, problem=None, status=422)
    try:
        act(form)
    except Refused:
        raise
    except Conflict as error:
        data = form.data.copy()
        data["version"] = str(fresh_version())
        form.data = data
        return show(form, problem=error, status=409)
    except BadInput as error:
        put_error(form, error)
        return show(form, problem=None, status=422)
    except HuiyinError as error:
        return show(form, problem=error, status=422)
    messages.success(request, _("Done."))
    return redirect(onward)


def order_of(data: dict[str, Any]) -> supervising.Order:
    """What a form orders."""
    names = ("kind", "wrong", "demanded", "due_on", "decided_by")
    return supervising.Order(**{name: data[name] for name in names})


def page(request: StaffRequest, template: str, case: Case, more: dict[str, Any], status: int) -> HttpResponse:
    """The person's words stand first; then what the page is for."""
    context = {"case": case, "zone": case.organisation.zone, "words": words_of(case_page(case)), **more}
    return render(request, template, context, status=status)


def version_of(case: Case) -> Callable[[], int]:
    """The version that stands now, asked when it is needed."""
    return lambda: Case.objects.values_list("version", flat=True).get(pk=case.pk)


def language() -> str:
    """Of the page."""
    return get_language() or "zh-hans"
