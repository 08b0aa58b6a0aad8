"""What the pages of one thing share: several forms, each with its button, and what comes of pressing one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.instructions.forms import Choices, Plain
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest
from huiyin.web.fields import put_error

Act = Callable[[dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Doable:
    """A form of the page: what it needs, what it asks, what it does."""

    needs: str
    form: type[Plain]
    act: Act


@dataclass
class State:
    """What the page shows: the form that was sent, a problem, what had been typed."""

    version: int
    can: frozenset[str]
    choices: dict[str, Choices]
    sent: str = ""
    form: Plain | None = None
    problem: HuiyinError | None = None
    typed: tuple[str, ...] = ()

    def shown(self, acts: dict[str, Doable]) -> dict[str, Plain]:
        """Each form that this post may use now; the one that was sent, as it was sent."""
        found = {}
        for name, doable in acts.items():
            if doable.needs in self.can:
                fresh = doable.form(version=self.version, choices=self.choices, auto_id=f"id_{name}_%s")
                found[name] = self.form if self.form is not None and self.sent == name else fresh
        return found


Show = Callable[[State, int], HttpResponse]


def press(
    request: StaffRequest, acts: dict[str, Doable], state: State, show: Show, again: Callable[[], State]
) -> HttpResponse:
    """Do what the pressed button says. `again`: the page as it now stands, where somebody was faster."""
    do = request.POST.get("do", "")
    doable = acts.get(do)
    if doable is None:
        raise Refused
    form = doable.form(request.POST, version=state.version, choices=state.choices, auto_id=f"id_{do}_%s")
    state.sent, state.form = do, form
    if not form.is_valid():
        return show(state, 422)
    try:
        doable.act(form.cleaned_data)
    except Conflict as error:
        fresh = again()
        fresh.problem = error
        fresh.typed = tuple(
            str(text) for name, text in form.cleaned_data.items() if name not in ("version", "step") and isinstance(text, str) and text
        )  # fmt: skip
        return show(fresh, 409)
    except BadInput as error:
        put_error(form, error)
        return show(state, 422)
    return _onward(request, again)


def _onward(request: StaffRequest, again: Callable[[], State]) -> HttpResponse:
    """Back to the page, while the post still reads it: what was handed to another unit may be out of its sight."""
    try:
        again()
    except Refused:
        messages.success(request, _("Done. It is with another unit now, so you do not see it any more."))
        return redirect("cases:day")
    messages.success(request, _("Done."))
    return redirect(request.path)
