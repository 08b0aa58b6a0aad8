"""The page of one bulletin: whom to tell by when, what was reported, who above has it, what comes next; and its sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.bulletins import presenting
from huiyin.bulletins.actions import doubting, receiving, telling
from huiyin.bulletins.forms import AnswerDoubt, DoubtIt, EndHere, JudgeDoubt, PassOn, Tell
from huiyin.bulletins.models import Way
from huiyin.bulletins.queries import bulletins as queries
from huiyin.bulletins.queries.bulletins import Page
from huiyin.bulletins.wording import KINDS, finding_text
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm

RUN: dict[str, Callable[[Actor, str, dict[str, Any]], object]] = {
    "tell": lambda actor, key, data: telling.tell(actor=actor, bulletin_id=key, **data),
    "acknowledge": lambda actor, key, _data: receiving.acknowledge(actor=actor, bulletin_id=key),
    "pass_on": lambda actor, key, data: receiving.pass_on(actor=actor, bulletin_id=key, **data),
    "end_here": lambda actor, key, data: receiving.end_here(actor=actor, bulletin_id=key, **data),
    "doubt": lambda actor, key, data: doubting.doubt(actor=actor, bulletin_id=key, **data),
    "answer": lambda actor, key, data: doubting.answer(actor=actor, bulletin_id=key, **data),
    "judge": lambda actor, key, data: doubting.judge(actor=actor, bulletin_id=key, **data),
}
PLAIN: dict[str, type[HouseForm]] = {"pass_on": PassOn, "end_here": EndHere, "answer": AnswerDoubt, "judge": JudgeDoubt}


@needs("bulletin_write")
@require_http_methods(["GET", "POST"])
def bulletin(request: StaffRequest, public_id: str) -> HttpResponse:
    """One bulletin, with what this post can do now."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page, _forms(page, request, ""))
    do = request.POST.get("do", "")
    if do not in RUN or do not in page.can:
        raise Refused
    forms = _forms(page, request, do)
    form = forms[do]
    if not form.is_valid():
        return _show(request, page, forms, form, status=422)
    try:
        RUN[do](request.actor, public_id, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, forms, form, status=422)
    except Conflict as error:
        page = queries.page(request.actor, public_id)
        return _show(request, page, _forms(page, request, ""), problem=error, status=409)
    messages.success(request, _("Written down.") if do == "tell" else _("Done."))
    return redirect("bulletins:bulletin", public_id)


@needs("bulletin_write")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The last report on A4, for a body without the system, with room for who takes it."""
    page = queries.page(request.actor, public_id)
    return render(request, "bulletins/printed.html", _context(request.actor, page))


def _forms(page: Page, request: StaffRequest, do: str) -> dict[str, HouseForm]:
    """Each form that this post may use now; the one that was sent, as it was sent."""
    waiting = [one.body for one in page.owed if not one.told]
    found: dict[str, HouseForm] = {}
    for name in page.can & set(RUN):
        data = request.POST if name == do else None
        key = f"id_{name}_%s"
        if name == "tell":
            initial = {"way": Way.PHONE, "at": time.now(), "body": next(iter(waiting), "")}
            found[name] = Tell(data, bodies=waiting, initial=initial, auto_id=key)
        elif name == "doubt":
            found[name] = DoubtIt(data, reports=page.reports[::-1], auto_id=key)
        else:
            found[name] = PLAIN.get(name, HouseForm)(data, auto_id=key)
    return found


def _show(
    request: StaffRequest, page: Page, forms: dict[str, HouseForm], form: HouseForm | None = None, *,
    problem: HuiyinError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {**_context(request.actor, page), "forms": forms, "form": form, "problem": problem}
    return render(request, "bulletins/bulletin.html", context, status=status)


def _context(actor: Actor, page: Page) -> dict[str, object]:
    found = page.bulletin
    zone, parent = found.organisation.zone, found.organisation.parent
    reports = presenting.sent(page.reports, page.chain, zone)
    return {
        "page": page, "bulletin": found, "zone": zone, "kind": KINDS[found.kind], "chip": presenting.chip(page.clock),
        "bodies": [presenting.body(one, zone, parent.name if parent else "") for one in page.owed],
        "chain": [presenting.step(one) for one in page.chain], "reports": reports, "last": reports[0] if reports else None,
        "written": presenting.chip(page.written), "grade": presenting.grade(page.last), "watch_until": page.watch_until,
        "superseded": [finding_text(one) for one in page.superseded],
        "doubts": presenting.doubts(page, actor, zone),
    }  # fmt: skip
