"""On the page of the holder of a code: ask to be received, what was planned, the minutes and what they say to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.views.public_parts import Session, private
from huiyin.cases.views.public_status import opened
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.receptions.actions import receiving, writing
from huiyin.receptions.forms import public as forms
from huiyin.receptions.models import Kind, Status
from huiyin.receptions.queries import receptions as queries
from huiyin.receptions.wording import KINDS, NEEDS, SAID, STATUS
from huiyin.web.fields import put_error


@opened
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, session: Session) -> HttpResponse:
    """Ask to be received, called, or visited at home."""
    form = forms.Ask(request.POST or None)
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = receiving.ask_reception(
                concern=session.concern, kind=data["kind"], words=data["words"], needs=data["needs"]
            )
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
        else:
            return redirect("receptions:mine", row.public_id)
    status = 409 if problem else 422 if form.is_bound else 200
    return private(render(request, "receptions/public/ask.html", {"form": form, "problem": problem}, status=status))


@opened
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, session: Session, public_id: str) -> HttpResponse:
    """One reception: when, where, who comes; support; the minutes."""
    told = queries.told_one(session.concern, public_id)
    answer, support = forms.Answer(auto_id="id_answer_%s"), forms.Support(auto_id="id_support_%s")
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            answer, support, done = _act(request, session, public_id, answer, support)
            if done:
                return redirect("receptions:mine", public_id)
        except Conflict as error:
            problem = error
            told = queries.told_one(session.concern, public_id)
    status = 409 if problem else 422 if answer.is_bound or support.is_bound else 200
    context = {**_context(told), "answer": answer, "support": support, "problem": problem}
    return private(render(request, "receptions/public/mine.html", context, status=status))


def _act(
    request: HttpRequest, session: Session, public_id: str, answer: forms.Answer, support: forms.Support
) -> tuple[forms.Answer, forms.Support, bool]:
    concern, do = session.concern, request.POST.get("do", "")
    try:
        if do == "answer":
            answer = forms.Answer(request.POST, auto_id="id_answer_%s")
            if answer.is_valid():
                data = answer.cleaned_data
                writing.answer_minutes(concern=concern, public_id=public_id, said=data["said"], text=data["text"])
                return answer, support, True
        elif do == "support":
            support = forms.Support(request.POST, auto_id="id_support_%s")
            if support.is_valid():
                data = support.cleaned_data
                receiving.ask_need(public_id=public_id, what=data["needs"], note=data["note"], concern=concern)
                return answer, support, True
        elif do == "withdraw":
            receiving.withdraw_wish(concern=concern, public_id=public_id)
            return answer, support, True
        else:
            raise Refused
    except BadInput as error:
        form = answer if do == "answer" else support
        put_error(form, error)
    return answer, support, False


def _context(told: queries.Told) -> dict[str, Any]:
    one = told.reception
    return {
        "told": told,
        "one": one,
        "zone": one.organisation.zone,
        "kind": KINDS[one.kind],
        "standing": person_status(one.status),
        "chip": titled_chip(told.clock),
        "needs": [(NEEDS[row.what], row) for row in told.needs],
        "answers": [(SAID[row.said], row) for row in told.answers],
        "can_withdraw": one.status in (Status.ASKED, Status.PLANNED) and one.concern_id is not None,
        "can_ask_support": one.status in (Status.ASKED, Status.PLANNED, Status.BEGUN) and one.concern_id is not None,
        "can_answer": one.status == Status.SHOWN and one.kind != Kind.GROUP and told.minutes is not None,
    }


def person_status(status: str) -> str:
    """As the person reads it."""
    if status == Status.SHOWN:
        return _("The minutes wait for your word")
    if status == Status.WRITTEN:
        return _("The minutes are being written")
    return str(STATUS[status])
