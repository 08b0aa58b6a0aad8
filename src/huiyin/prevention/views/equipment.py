"""Premises and equipment: the list by what runs out first, a new thing, one thing with its checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.posts import posts_of
from huiyin.prevention import presenting, rules
from huiyin.prevention.actions import keeping
from huiyin.prevention.actions.keeping import Done, Thing
from huiyin.prevention.forms import equipment as forms
from huiyin.prevention.queries import equipment as queries
from huiyin.prevention.wording import EQUIPMENT
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm

from .parts import inspected

Act = Callable[..., object]
ACTS: dict[str, tuple[type[forms.OnEquipment], Act]] = {
    "check": (forms.AddCheck, keeping.add_check),
    "keeper": (forms.KeepBy, keeping.keep_by),
    "retire": (forms.Retire, keeping.retire),
}


@needs("equipment_read")
@require_safe
def equipment_list(request: StaffRequest) -> HttpResponse:
    """What runs out first stands on top."""
    kind = request.GET.get("kind", "")
    rows = queries.listed(request.actor, kind)
    context = {
        "items": [presenting.equipment_item(row) for row in rows], "kind": kind,
        "kinds": [(name, f"?kind={key}" if key != kind else "?", key == kind) for key, name in EQUIPMENT.items()],
        "can_keep": may(request.actor, "equipment_keep"),
    }  # fmt: skip
    return render(request, "prevention/equipment/list.html", context)


@needs("equipment_keep")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A thing with its first check."""
    form = forms.New(
        request.POST or None,
        initial={"kind": request.GET.get("kind", "")},
        posts=posts_of(request.actor.organisation_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = keeping.add_equipment(actor=request.actor, thing=Thing(**form.cleaned_data))
        except BadInput as error:
            put_error(form, error)
        else:
            return redirect("prevention:thing", row.public_id)
    return render(request, "prevention/equipment/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("equipment_read")
@require_http_methods(["GET", "POST"])
def thing(request: StaffRequest, public_id: str) -> HttpResponse:
    """One thing: its checks, what was done, and what can be done."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    form = _sent(request, page, do)
    if not form.is_valid():
        return _show(request, page, do, form, status=422)
    try:
        _run(request, page, do, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, do, form, status=422)
    except Conflict as error:
        return _show(request, queries.page(request.actor, public_id), problem=error, status=409)
    messages.success(request, _("Done."))
    return redirect("prevention:thing", public_id)


@needs("equipment_read")
@require_safe
def paper(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A paper of a check."""
    page = queries.page(request.actor, public_id)
    found = next((one for one in page.papers if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return files.response(found, inline=True)


def _sent(request: StaffRequest, page: queries.Page, do: str) -> HouseForm:
    if do == "done" and page.can_check:
        check_id = request.POST.get("check_id", "")
        return forms.CheckDone(request.POST, request.FILES, auto_id=f"id_{check_id}_%s")
    if do not in ACTS or not page.can_keep:
        raise Refused
    posts = posts_of(page.equipment.organisation_id)
    return ACTS[do][0](request.POST, equipment=page.equipment, posts=posts, auto_id=f"id_{do}_%s")


def _run(request: StaffRequest, page: queries.Page, do: str, data: dict[str, Any]) -> None:
    if do != "done":
        ACTS[do][1](actor=request.actor, equipment_id=page.equipment.public_id, **data)
        return
    if data["check_id"] not in {row.check.public_id for row in page.checks}:
        raise Refused
    done = Done(data["done_on"], data["valid_until"], data["firm"], data["note"], inspected(data, "papers"))
    keeping.check_done(actor=request.actor, check_id=data["check_id"], done=done)


def _show(
    request: StaffRequest,
    page: queries.Page,
    sent: str = "",
    form: HouseForm | None = None,
    *,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    row, posts = page.equipment, posts_of(page.equipment.organisation_id)
    today = time.today(row.organisation.zone)
    shown: dict[str, HouseForm] = {
        name: form if form is not None and name == sent
        else kind(equipment=row, posts=posts, auto_id=f"id_{name}_%s")
        for name, (kind, _action) in ACTS.items() if page.can_keep
    }  # fmt: skip
    checks = []
    for one in page.checks:
        mine: HouseForm | None = None
        if page.can_check:
            again = sent == "done" and form is not None and form.data.get("check_id") == one.check.public_id
            first = {"check_id": one.check.public_id, "done_on": today}
            mine = form if again else forms.CheckDone(initial=first, auto_id=f"id_{one.check.public_id}_%s")
        checks.append((one, titled_chip(one.clock), mine))
    context = {
        "page": page, "row": row, "kind": EQUIPMENT[row.kind], "checks": checks, "forms": shown, "form": form,
        "problem": problem, "lawful": rules.LAWFUL_CHECKS.get(row.kind), "zone": row.organisation.zone,
    }  # fmt: skip
    return render(request, "prevention/equipment/thing.html", context, status=status)
