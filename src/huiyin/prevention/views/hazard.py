"""The page of one hazard: how it stands, what happened, and each act that this post can do now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.prevention import presenting
from huiyin.prevention.actions import linking, mending, registering
from huiyin.prevention.actions.mending import Work
from huiyin.prevention.forms import hazards as forms
from huiyin.prevention.marks import marks, size
from huiyin.prevention.queries import hazards as queries
from huiyin.prevention.queries import maps
from huiyin.prevention.wording import STATUS
from huiyin.web.fields import put_error

from .parts import inspected

Run = Callable[[Actor, str, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Act:
    """`run` gets who acts, the hazard's public id, and what the form holds."""

    form: type[forms.OnHazard]
    run: Run


def _same(action: Callable[..., object]) -> Run:
    """An action whose arguments are named like the fields of its form."""

    def run(actor: Actor, hazard_id: str, data: dict[str, Any]) -> object:
        given = {**data, "pictures": inspected(data)} if "pictures" in data else data
        return action(actor=actor, hazard_id=hazard_id, **given)

    return run


def _mend(actor: Actor, hazard_id: str, data: dict[str, Any]) -> object:
    work = Work(data["done"], data["cost"], data["supplier"], inspected(data))
    return mending.mend(actor=actor, hazard_id=hazard_id, version=data["version"], work=work)


def _check(actor: Actor, hazard_id: str, data: dict[str, Any]) -> object:
    if not data["passed"]:
        raise BadInput("passed", _("Say whether it is mended."), "")
    return mending.check(
        actor=actor, hazard_id=hazard_id, version=data["version"], passed=data["passed"] == "yes", note=data["note"],
        pictures=inspected(data),
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "mend": Act(forms.Mend, _mend),
    "check": Act(forms.Check, _check),
    "guard": Act(forms.Guard, _same(registering.guard)),
    "add": Act(forms.Add, _same(registering.add_pictures)),
    "regrade": Act(forms.Regrade, _same(registering.regrade)),
    "hand_to": Act(forms.HandTo, _same(registering.hand_to)),
    "drop": Act(forms.Drop, _same(registering.drop)),
    "link": Act(forms.LinkTo, _same(linking.link)),
    "reopen": Act(forms.Reopen, _same(mending.reopen)),
}


@needs("hazard_read")
@require_http_methods(["GET", "POST"])
def hazard(request: StaffRequest, public_id: str) -> HttpResponse:
    """One hazard."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    if do not in ACTS:
        raise Refused
    act = ACTS[do]
    form = act.form(
        request.POST, request.FILES, hazard=page.hazard, posts=page.posts, links=page.links, auto_id=f"id_{do}_%s"
    )
    if not form.is_valid():
        return _show(request, page, do, form, status=422)
    try:
        act.run(request.actor, public_id, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, do, form, status=422)
    except Conflict as error:
        return _show(request, queries.page(request.actor, public_id), problem=error, typed=_typed(form), status=409)
    messages.success(request, _("Done."))
    return redirect("prevention:hazard", public_id)


@needs("hazard_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The sheet that goes with whoever mends it, with room for what was done and for who looked."""
    page = queries.page(request.actor, public_id)
    context = {
        "page": page, "hazard": page.hazard, **_on_map(page), "zone": page.hazard.organisation.zone, "severity": presenting.severity(page.hazard),
        "facts": presenting.facts(request.actor, page), "standing": STATUS[page.hazard.status], "chip": presenting.chip(page),
        "address": request.build_absolute_uri(presenting.url(page.hazard)), "rows": page.rectifications,
    }  # fmt: skip
    return render(request, "prevention/printed.html", context)


@needs("hazard_read")
@require_safe
def picture(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A picture or paper of the hazard."""
    hazard = queries.visible(request.actor, public_id)
    reports = hazard.reports.all()
    found = next((one for one in queries.pictures_of(hazard, reports) if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return files.response(found, inline=True)


def _on_map(page: queries.Page) -> dict[str, object]:
    """Where it is: its drawing with this one mark; else whether it can be marked on one."""
    drawing = page.hazard.on_map
    if drawing is None or drawing.removed_at is not None:
        return {"maps": "mark" in page.can and maps.maps_of(page.hazard.organisation_id)}
    return {"drawing": drawing, "size": size(drawing), "marks": marks(drawing, [page.hazard])}


def _typed(form: forms.OnHazard) -> list[str]:
    return [text for name in ("done", "note", "why") if (text := str(form.cleaned_data.get(name, "")))]


def _show(
    request: StaffRequest,
    page: queries.Page,
    done: str = "",
    form: forms.OnHazard | None = None,
    *,
    problem: HuiyinError | None = None,
    typed: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Each form that this post may use now; the one that was sent, as it was sent."""
    shown = {
        name: form
        if name == done
        else act.form(hazard=page.hazard, posts=page.posts, links=page.links, auto_id=f"id_{name}_%s")
        for name, act in ACTS.items()
        if name in page.can
    }
    context = {
        "page": page,
        "hazard": page.hazard,
        **_on_map(page),
        "zone": page.hazard.organisation.zone,
        "severity": presenting.severity(page.hazard),
        "standing": STATUS[page.hazard.status],
        "chip": presenting.chip(page),
        "facts": presenting.facts(request.actor, page),
        "events": [presenting.event(one) for one in page.events],
        "forms": shown,
        "form": form,
        "sent": done,
        "problem": problem,
        "typed": typed or [],
    }
    return render(request, "prevention/hazard.html", context, status=status)
