"""One supervision, whole: what was ordered and answered, and the form that belongs to where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.errors import HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.supervision import forms, queries
from huiyin.supervision.actions import supervising
from huiyin.supervision.models import Supervision
from huiyin.supervision.models.supervision import Status
from huiyin.supervision.wording import ADOPTED, GROUNDS, MEASURES, RULES, STANDINGS, STATUS, TRIGGERS

from .shared import done, language, order_of, page


@needs("read_supervision")
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, public_id: str) -> HttpResponse:
    """For who supervises, and for the office that is supervised."""
    whole = queries.whole(request.actor, public_id)
    shown = _forms(request, whole)
    do = request.POST.get("do", "") if request.method == "POST" else ""

    def show(form: Any = None, *, problem: HuiyinError | None = None, status: int = 200) -> HttpResponse:
        fresh = queries.whole(request.actor, public_id)
        offered = {**_forms(request, fresh), **({do: form} if form is not None else {})}
        return _whole(request, fresh, offered, form, problem, status)

    if request.method != "POST":
        return show()
    if do not in shown or do not in _ACTS:
        raise Refused
    form = _bound(request, whole, do)

    def act(form: Any) -> object:
        return _ACTS[do](request, whole.supervision, form)

    def version() -> int:
        return Supervision.objects.values_list("version", flat=True).get(public_id=public_id)

    return done(request, form, act, show, reverse("supervision:one", args=[public_id]), version)


def _forms(request: StaffRequest, whole: queries.Whole) -> dict[str, Any]:
    """What may be done where it stands, by who may."""
    found = [name for name in _ACTS if _offered(whole, name)]
    return {name: _form(whole, name, None) for name in found}


def _offered(whole: queries.Whole, name: str) -> bool:
    status = whole.supervision.status
    if name == "answer":
        return whole.answers
    if not whole.supervises:
        return False
    if name == "follow_up":
        return supervising.may_follow_up(whole.supervision)
    return {"take_up": Status.WAITING, "decline": Status.WAITING, "close": Status.ANSWERED}.get(name) == status


def _bound(request: StaffRequest, whole: queries.Whole, name: str) -> Any:
    return _form(whole, name, request.POST)


def _form(whole: queries.Whole, name: str, data: Any) -> Any:
    given: dict[str, Any] = {"version": whole.supervision.version, "auto_id": f"id_{name}_%s"}
    if name == "take_up":
        initial = {"trigger": whole.supervision.trigger, "kind": "urge"}
        return forms.Order(data, language=language(), initial=initial, **given)
    if name == "follow_up":
        return forms.FollowUp(data, language=language(), follows=True, initial={"kind": "urge"}, **given)
    kinds: dict[str, Any] = {"decline": forms.Decline, "answer": forms.Answer, "close": forms.Close}
    return kinds[name](data, **given)


def _take_up(request: StaffRequest, supervision: Supervision, form: Any) -> object:
    data = form.cleaned_data
    return supervising.take_up(
        actor=request.actor, public_id=supervision.public_id, version=data["version"], trigger=data["trigger"], order=order_of(data)
    )  # fmt: skip


def _decline(request: StaffRequest, supervision: Supervision, form: Any) -> object:
    data = form.cleaned_data
    return supervising.decline(
        actor=request.actor, public_id=supervision.public_id, version=data["version"], reason=data["reason"]
    )


def _answer(request: StaffRequest, supervision: Supervision, form: Any) -> object:
    data = form.cleaned_data
    return supervising.answer(
        actor=request.actor, public_id=supervision.public_id, version=data["version"], adopted=data["adopted"], text=data["text"]
    )  # fmt: skip


def _follow_up(request: StaffRequest, supervision: Supervision, form: Any) -> object:
    data = form.cleaned_data
    return supervising.follow_up(
        actor=request.actor, public_id=supervision.public_id, version=data["version"], not_enough=data["not_enough"], order=order_of(data)
    )  # fmt: skip


def _close(request: StaffRequest, supervision: Supervision, form: Any) -> object:
    data = form.cleaned_data
    return supervising.close(
        actor=request.actor, public_id=supervision.public_id, version=data["version"], outcome=data["outcome"]
    )


_ACTS: dict[str, Callable[[StaffRequest, Supervision, Any], object]] = {
    "answer": _answer,
    "take_up": _take_up,
    "decline": _decline,
    "close": _close,
    "follow_up": _follow_up,
}


def _whole(
    request: StaffRequest, whole: queries.Whole, offered: dict[str, Any], bound: Any, problem: HuiyinError | None, status: int
) -> HttpResponse:  # fmt: skip
    row = whole.supervision
    reader = language()
    measures = [
        (one, MEASURES[one.kind], cite(one.article, reader), ADOPTED.get(one.adopted, "")) for one in whole.measures
    ]
    context = {
        "row": row,
        "standing": STATUS[row.status],
        "trigger": TRIGGERS.get(row.trigger, ""),
        "rule": RULES.get(row.rule, ""),
        "chip": titled_chip(whole.clock),
        "measures": measures,
        "records": [(one, GROUNDS[one.ground], STANDINGS[one.standing]) for one in whole.records],
        "forms": offered,
        "bound": bound,
        "problem": problem,
        "supervises": whole.supervises,
        "reads_case": may(request.actor, "read", row.case),
    }
    return page(request, "supervision/one.html", row.case, context, status)
