"""One question on a page of its own: who was asked answers it, and whoever was not is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest
from huiyin.plans.forms.base import PlanForm
from huiyin.web.fields import put_error


def answered(
    request: StaffRequest, form: PlanForm, *, asked: bool, act: Callable[[dict[str, Any]], object], said: str
) -> HttpResponse | None:
    """Do `act` with what was sent and lead back to the page, or None: the page is to be shown, with what is wrong at its field.

    Raises Refused where something was sent by somebody who was not asked.
    """
    if request.method != "POST":
        return None
    if not asked:
        raise Refused
    if not form.is_valid():
        return None
    try:
        act(form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return None
    messages.success(request, said)
    return redirect(request.path)
