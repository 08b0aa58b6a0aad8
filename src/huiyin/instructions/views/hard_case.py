"""A hard case is put before a leader; its way up hop by hop, and the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.queries.case_page import case_page
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.views.staff_case_parts import words_of
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.instructions import actions, forms, presenting, queries
from huiyin.instructions.wording import HARD_STATUS
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, needs, require
from huiyin.web.fields import put_error

from .doing import Doable, State, press


@needs("hard_case_report")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, case_id: str) -> HttpResponse:
    """What was tried, what is asked for, and whom."""
    case = visible_case(request.actor, case_id)
    require(request.actor, "hard_case_report", case)
    choices: dict[str, forms.Choices] = {"to": queries.leaders_for(case, request.actor)}
    context: dict[str, Any] = {"case": case}
    if request.method != "POST":
        return render(request, "instructions/report_up.html", context | {"form": forms.ReportUp(choices=choices)})
    form = forms.ReportUp(request.POST, choices=choices)
    if form.is_valid():
        data = form.cleaned_data
        try:
            hard = actions.report_up(
                actor=request.actor, case_id=case.pk, to=data["to"], tried=data["tried"], asks=data["asks"]
            )
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            return render(
                request, "instructions/report_up.html", context | {"form": form, "problem": error}, status=409
            )
        else:
            messages.success(request, _("It is before the leader. Nobody's answer: it goes further up by itself."))
            return redirect("instructions:hard-case", hard.public_id)
    return render(request, "instructions/report_up.html", context | {"form": form}, status=422)


@needs("hard_case_read")
@require_http_methods(["GET", "POST"])
def hard_case(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was tried and asked, the person's own words, the way up, and the form of who has the next word."""
    page = queries.hard_page(request.actor, public_id)
    acts = _acts(request, page)

    def show(state: State, status: int) -> HttpResponse:
        return _show(request, queries.hard_page(request.actor, public_id), state, acts, status)

    if request.method == "POST":
        return press(request, acts, _state(page), show, lambda: _state(queries.hard_page(request.actor, public_id)))
    return show(_state(page), 200)


def _state(page: queries.HardPage) -> State:
    return State(page.hard.version, page.can, {"to": page.leaders})


def _acts(request: StaffRequest, page: queries.HardPage) -> dict[str, Doable]:
    hop, actor = page.hop.public_id, request.actor

    def answered(data: dict[str, Any]) -> object:
        said = actions.Answer(data["text"], data["decides"], data["to_person"])
        return actions.answer(actor=actor, hop_id=hop, version=data["version"], answer=said)

    def taken(data: dict[str, Any]) -> object:
        return actions.take(actor=actor, hard_id=page.hard.public_id, **data)

    return {
        "answer": Doable("answer", forms.Answer, answered),
        "pass_further": Doable(
            "answer", forms.PassFurther, lambda data: actions.pass_further(actor=actor, hop_id=hop, **data)
        ),
        "discuss": Doable(
            "answer", forms.Discuss, lambda data: actions.call_discussion(actor=actor, hop_id=hop, **data)
        ),
        "take": Doable("take", forms.Take, taken),
    }


def _show(
    request: StaffRequest, page: queries.HardPage, state: State, acts: dict[str, Doable], status: int
) -> HttpResponse:
    hard = page.hard
    context = {
        "page": page,
        "hard": hard,
        "zone": hard.organisation.zone,
        "standing": HARD_STATUS[hard.status],
        "chip": titled_chip(page.clock),
        "words": words_of(case_page(hard.case)),
        "hops": presenting.hops(page),
        "forms": state.shown(acts),
        "state": state,
    }
    return render(request, "instructions/hard_case.html", context, status=status)
