"""What the pages of this room share: one page for every form, and errors at their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput, HuiyinError, Refused, Unavailable


def saved(form: Form, save: Callable[[dict[str, Any]], object]) -> bool:
    """Call an action with what was typed. False: the form shows what to mend; what was typed is kept."""
    if not form.is_valid():
        return False
    try:
        save(form.cleaned_data)
    except (Refused, Unavailable):
        raise  # each has a page of its own
    except HuiyinError as error:
        place = error.place if isinstance(error, BadInput) and error.place in form.fields else None
        form.add_error(place, error.sentences)
        return False
    return True


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    title: object,
    back: str,
    submit: object = "",
    lead: object = "",
    base: str = "web/staff.html",
    **more: Any,
) -> HttpResponse:
    """The page of a form. `back`: address of the page before."""
    context = {
        "form": form,
        "title": title,
        "back": back,
        "submit": submit or _("Save"),
        "lead": lead,
        "base": base,
        **more,
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def done(request: HttpRequest, message: object, to: str, *args: object) -> HttpResponse:
    """Say what happened, and go on."""
    messages.success(request, str(message))
    return redirect(to, *args)


def try_or_say(request: HttpRequest, act: Callable[[], object], message: object) -> bool:
    """Call an action that has no form; what went wrong is said on the next page."""
    try:
        act()
    except (Refused, Unavailable):
        raise  # each has a page of its own
    except HuiyinError as error:
        messages.error(request, error.sentences)
        return False
    messages.success(request, str(message))
    return True
