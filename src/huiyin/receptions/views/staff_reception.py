"""One reception on one page: their words, who sits there, what was promised, the minutes; beside it the offices and the support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.queries.lists import visible_case
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.receptions.actions import joint, promising, receiving, writing
from huiyin.receptions.forms import staff as forms
from huiyin.receptions.models import Status
from huiyin.receptions.models.reception import Choice
from huiyin.receptions.queries import receptions as queries
from huiyin.receptions.wording import CHOICES, KINDS, NEEDS, SAID, STATUS
from huiyin.web.components import Words
from huiyin.web.fields import put_error

Form = type[forms.Versioned]
Act = Callable[[Actor, str, dict[str, Any], Any], object]
HERE = (Status.BEGUN, Status.WRITTEN)
TO_COME = (Status.ASKED, Status.PLANNED)


def _same(action: Callable[..., object], *fields: str) -> Act:
    """An action whose arguments are named like the fields of its form."""

    def act(actor: Actor, public_id: str, data: dict[str, Any], form: Any) -> object:
        given = {name: data[name] for name in fields}
        return action(actor=actor, public_id=public_id, version=data["version"], **given)

    return act


def _offer(actor: Actor, public_id: str, data: dict[str, Any], form: Any) -> object:
    return receiving.offer(
        actor=actor, public_id=public_id, version=data["version"], planned_for=form.planned_for(),
        place=data.get("place", ""), reason=data.get("reason", ""),
    )  # fmt: skip


def _need(actor: Actor, public_id: str, data: dict[str, Any], form: Any) -> object:
    return receiving.ask_need(public_id=public_id, what=[data["what"]], note=data["note"], actor=actor)


def _seat(actor: Actor, public_id: str, data: dict[str, Any], form: Any) -> object:
    consents = {"yes": True, "no": False}.get(data["consents"])
    return receiving.seat(actor=actor, public_id=public_id, label=data["label"], consents=consents)


def _write(actor: Actor, public_id: str, data: dict[str, Any], form: Any) -> object:
    text = writing.Text(data["demands"], data["law"], data["said"])
    return writing.write_minutes(actor=actor, public_id=public_id, version=data["version"], text=text)


def _attach(actor: Actor, public_id: str, data: dict[str, Any], form: Any) -> object:
    try:
        case = visible_case(actor, data["number"].strip())
    except Refused as error:
        raise BadInput(
            "number", _("There is no case with this number."), _("It stands on the page of the case.")
        ) from error
    return receiving.attach_case(actor=actor, public_id=public_id, version=data["version"], case=case)


# do: (form, act, at which points, whether the minutes' text or the table is what it changes)
_ACTS: dict[str, tuple[Form, Act, tuple[str, ...]]] = {
    "offer": (forms.Offer, _offer, TO_COME),
    "call_off": (forms.CallOff, _same(receiving.call_off, "reason"), (Status.PLANNED,)),
    "begin": (forms.Begin, _same(receiving.begin, "received_by"), (Status.PLANNED,)),
    "attach": (forms.Attach, _attach, (Status.PLANNED, *HERE)),
    "competence": (
        forms.Competence, _same(joint.explain_competence, "organisation", "choice"), (Status.PLANNED, Status.BEGUN)
    ),
    "invite": (forms.Invite, _same(joint.invite, "organisation"), (Status.PLANNED, *HERE)),
    "need": (forms.NeedForm, _need, (*TO_COME, *HERE)),
    "seat": (forms.Seat, _seat, (Status.PLANNED, *HERE)),
    "record": (forms.Record, _same(receiving.begin_recording, "what"), HERE),
    "stop": (forms.Nothing, _same(receiving.stop_recording), HERE),
    "promise": (forms.Promise, _same(promising.promise, "organisation", "text", "due_on"), HERE),
    "write": (forms.Write, _write, HERE),
    "show": (forms.Show, _same(writing.show_minutes, "how"), (Status.WRITTEN,)),
    "answer": (forms.TakeAnswer, _same(writing.take_answer, "who", "said", "text"), (Status.SHOWN,)),
    "close": (forms.Nothing, _same(writing.close), (Status.SHOWN, Status.AGREED, Status.OBJECTED)),
}  # fmt: skip


@needs("reception_read")
@require_http_methods(["GET", "POST"])
def reception(request: StaffRequest, public_id: str) -> HttpResponse:
    """The page, and the one form that was sent."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    if do in _ON_GUESTS:
        return _guest(request, page, do)
    if do == "arrange" and page.can_receive:
        return _try(request, page, lambda: receiving.arrange(
            actor=request.actor, public_id=public_id, need=request.POST.get("need", "")
        ))  # fmt: skip
    if do not in _ACTS or not page.can_receive:
        raise Refused
    kind, act, _points = _ACTS[do]
    form = kind(request.POST, page=page, do=do)
    if not form.is_valid():
        return _show(request, page, form=form, do=do, status=422)
    try:
        act(request.actor, public_id, form.cleaned_data, form)
    except Refused:
        raise
    except Conflict as error:
        return _show(request, queries.page(request.actor, public_id), problem=error, typed=form.data, status=409)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, form=form, do=do, status=422)
    messages.success(request, _("Done."))
    if do == "competence" and form.cleaned_data["choice"] == Choice.PASSED and page.reception.case:
        return redirect("cases:verb", page.reception.case.public_id, "transfer")
    return redirect("receptions:reception", public_id)


def _guest(request: StaffRequest, page: queries.Page, do: str) -> HttpResponse:
    sent = request.POST
    version = int(sent["version"]) if sent.get("version", "").isdigit() else -1
    given = {"actor": request.actor, "invitation_id": sent.get("invitation", ""), "version": version}
    return _try(request, page, lambda: _ON_GUESTS[do](given, sent))


_ON_GUESTS: dict[str, Callable[[dict[str, Any], Any], object]] = {
    "acknowledge": lambda given, sent: joint.acknowledge(**given, officials=sent.get("officials", "")),
    "arrive": lambda given, sent: joint.arrive(**given),
    "urge": lambda given, sent: joint.urge(**given, how=sent.get("how", "")),
}


def _try(request: StaffRequest, page: queries.Page, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused:
        raise
    except HuiyinError as error:
        fresh = queries.page(request.actor, page.reception.public_id)
        status = 409 if isinstance(error, Conflict) else 422
        return _show(request, fresh, problem=error, typed=request.POST, status=status)
    messages.success(request, _("Done."))
    return redirect("receptions:reception", page.reception.public_id)


@needs("reception_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The minutes for everybody at the table: the same copy for both sides."""
    page = queries.page(request.actor, public_id)
    if page.minutes is None:
        raise Refused
    return render(request, "receptions/printed.html", _context(request, page))


def _show(
    request: StaffRequest, page: queries.Page, *, form: Any = None, do: str = "", problem: HuiyinError | None = None,
    typed: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    stands = page.reception.status
    open_forms: dict[str, Any] = {}
    if page.can_receive:
        for name, (kind, _act, points) in _ACTS.items():
            if stands in points:
                open_forms[name] = form if name == do else kind(page=page, do=name)
        _leave_out(page, open_forms)
    context = _context(request, page) | {
        "forms": open_forms,
        "form": form,
        "do": do,
        "problem": problem,
        "typed": [text for name in ("text", "said", "demands", "law", "reason", "officials", "how") if (text := (typed or {}).get(name))],
    }  # fmt: skip
    return render(request, "receptions/reception.html", context, status=status)


def _leave_out(page: queries.Page, open_forms: dict[str, Any]) -> None:
    """What does not fit this one."""
    one = page.reception
    running = any(row.stopped_at is None for row in page.recordings)
    needless = {
        "attach": one.case_id is not None,
        "competence": bool(one.choice) or one.kind == "home",
        "invite": one.case_id is None or one.kind == "home",
        "record": running,
        "stop": not running,
    }
    for name, out in needless.items():
        if out:
            open_forms.pop(name, None)


def _context(request: StaffRequest, page: queries.Page) -> dict[str, Any]:
    one = page.reception
    zone = one.organisation.zone
    return {
        "page": page,
        "one": one,
        "zone": zone,
        "kind": KINDS[one.kind],
        "standing": STATUS[one.status],
        "chip": titled_chip(page.clock),
        "words": Words(page.words, _("Their words")) if page.words else None,
        "needs": [(NEEDS[row.what], row) for row in page.needs],
        "guests": [(guest, titled_chip(guest.clock)) for guest in page.guests],
        "answers": [(SAID[row.said], row, _who(row.who, page)) for row in page.answers],
        "choice": CHOICES.get(one.choice, ""),
        "receives": page.can_receive,
        "reads_case": one.case is not None and may(request.actor, "read", one.case),
        "case_url": reverse("cases:case", args=[one.case.public_id]) if one.case else "",
    }


def _who(who: str, page: queries.Page) -> str:
    """A part at the table as it stands; the holder of a code is the person."""
    return who if any(seat.label == who for seat in page.seats) else _("The person, on their own page")
