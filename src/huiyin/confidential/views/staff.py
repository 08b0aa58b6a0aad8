"""For readers: the list, the key, a report whose seal they open; for the office: who reads."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.public_parts import private
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.confidential import forms, identity_queries, presenting, queries
from huiyin.confidential.actions import handing, handling, identity, naming
from huiyin.confidential.actions import keys as keeping
from huiyin.confidential.crypto import DoesNotOpenError
from huiyin.confidential.models import OPEN, HandOver, Report, State
from huiyin.confidential.opening import Unlocked
from huiyin.confidential.queries import Opened
from huiyin.confidential.sessions import SealedCookie
from huiyin.confidential.wording import STATES
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.kernel.files.serving import POLICY
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm, each_of

UNLOCKED = SealedCookie("huiyin_unsealed", "/sealed-reports/", dt.timedelta(minutes=10))

RUN: dict[str, Callable[..., object]] = {
    "answer": handling.answer,
    "accept": handling.accept,
    "refuse": handling.refuse,
    "finish": handling.finish,
    "result": handling.tell_result,
    "reopen": handling.reopen,
    "protect": handling.protect,
    "admit": handling.admit,
    "arrived": handing.arrived,
    "forward": handling.forward,
    "let_in": lambda *, key, **more: handling.let_in(key_id=key, **more),
    "ask_name": identity.ask_name,
    "recuse": lambda *, sure, **more: handling.recuse(**more),
}
AT_ORGAN: dict[State, dict[str, Callable[..., HouseForm]]] = {
    State.RECEIVED: {"answer": forms.Answer, "accept": forms.Accept, "refuse": forms.Refuse},
    State.ACCEPTED: {"answer": forms.Answer, "finish": forms.Finish},
    State.FINISHED: {"answer": forms.Answer, "result": forms.Result},
    State.TOLD: {"answer": forms.Answer, "reopen": forms.Reopen},
    State.REFUSED: {},
    State.HANDED: {},
}
LEAVES = ("forward", "recuse", "arrived")  # afterwards this reader may see it no more


@needs("confidential_list")
@require_safe
def front(request: StaffRequest) -> HttpResponse:
    """Reports that are sealed to who asks, closed as they are; and where to make a key or to appoint."""
    actor = request.actor
    key = queries.key_of(actor)
    found = queries.lists(key) if key else None
    context = {
        "reader": queries.is_reader(actor), "key": key, "lists": found, "readers": queries.readers(actor.organisation_id),
        "open": [presenting.item(row) for row in found.open] if found else (), "zone": actor.zone,
        "closed": [presenting.item(row) for row in found.closed] if found else (),
        "asked": identity_queries.asked_of(key) if key else (),
        "can_name": queries.may_name(actor), "unlocked": unlocked_of(request) is not None,
    }  # fmt: skip
    return private(render(request, "confidential/list.html", context))


@needs("confidential_read")
@require_http_methods(["GET", "POST"])
def key(request: StaffRequest) -> HttpResponse:
    """Make it, open it for ten minutes, close it, change the words."""
    actor, do = request.actor, request.POST.get("do", "")
    if not queries.is_reader(actor):
        raise Refused
    if do == "close":
        left = redirect("confidential:list")
        UNLOCKED.end(left)
        return left
    has_key = queries.key_of(actor) is not None
    kinds: dict[str, Callable[..., HouseForm]] = (
        {"unlock": forms.Unlock, "change": forms.Change} if has_key else {"make": forms.MakeKey}
    )
    shown = each_of(kinds, do, request.POST)
    form = shown.get(do)
    if form is not None and form.is_valid():
        try:
            return _with_key(request, do, form.cleaned_data)
        except BadInput as error:
            put_error(form, error)
    context = {"forms": shown, "form": form, "has_key": has_key, "next": _next(request)}
    return private(render(request, "confidential/key.html", context, status=422 if form else 200))


@needs("confidential_read")
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, public_id: str) -> HttpResponse:
    """One report. Its seal asks for the passphrase first; to recuse oneself nothing of it is shown."""
    report, unlocked = queries.listed(request.actor, public_id), unlocked_of(request)
    if unlocked is None:
        context = {
            "row": report,
            "form": forms.Unlock(),
            "standing": STATES[report.state],
            "zone": report.organisation.zone,
        }
        return private(render(request, "confidential/sealed.html", context))
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "recuse" or (not do and "recuse" in request.GET):
        return _recuse(request, report, unlocked, do)
    try:
        page = queries.opened(request.actor, public_id, unlocked)
    except DoesNotOpenError:
        return _garbled(request, report, unlocked, do)
    if not do:
        return _show(request, page, unlocked)
    form = _forms(page, do, request.POST).get(do)
    if form is None:
        problem = Conflict(_("This can't be done any more."), _("Look at it as it stands here."))
        return _show(request, page, unlocked, problem=problem, status=409)
    if not form.is_valid():
        return _show(request, page, unlocked, form, do, status=422)
    try:
        if do == "pack":
            return _packed(request, page, unlocked, form.cleaned_data)
        RUN[do](actor=request.actor, report_id=public_id, unlocked=unlocked, **form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, unlocked, form, do, status=422)
    except Conflict as error:
        return _show(request, queries.opened(request.actor, public_id, unlocked), unlocked, problem=error, status=409)
    messages.success(request, _("Done. The reporter reads it under the code."))
    return renewed(
        redirect("confidential:list") if do in LEAVES else redirect("confidential:report", public_id),
        unlocked,
        request.actor,
    )


@needs("confidential_read")
@require_safe
def file(request: StaffRequest, public_id: str, file_id: str) -> HttpResponse:
    """A file of a report, as a download that no browser runs."""
    unlocked = unlocked_of(request)
    if unlocked is None:
        return redirect("confidential:report", public_id)
    paper = queries.paper(request.actor, public_id, unlocked, file_id)
    answer = HttpResponse(paper.data, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    answer["Content-Security-Policy"] = POLICY
    return private(answer)


@needs("confidential_read")
@require_safe
def medium(request: StaffRequest, public_id: str, hand_over_id: str) -> HttpResponse:
    """The encrypted file for an organ outside, to be put on a medium."""
    unlocked = unlocked_of(request)
    if unlocked is None:
        return redirect("confidential:report", public_id)
    row = handing.medium(request.actor, public_id, unlocked, hand_over_id)
    answer = HttpResponse(bytes(row.data), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, file_name(row)) or "attachment"
    answer["Content-Security-Policy"] = POLICY
    return private(answer)


@needs("confidential_name")
@require_http_methods(["GET", "POST"])
def readers(request: StaffRequest) -> HttpResponse:
    """Who of the office reads, appointed and ended."""
    actor = request.actor
    if not queries.may_name(actor):
        raise Refused
    form = forms.Name(request.POST or None, posts=queries.can_be_named(actor.organisation_id))
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            if end := request.POST.get("end", ""):
                naming.end_reader(actor=actor, reader_id=end)
                return redirect("confidential:readers")
            if form.is_valid():
                naming.name_reader(actor=actor, post_id=form.cleaned_data["post"])
                messages.success(request, _("Appointed. It reads once its holder has made a key."))
                return redirect("confidential:readers")
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
    context = {"form": form, "readers": queries.readers(actor.organisation_id), "problem": problem}
    return render(request, "confidential/readers.html", context, status=422 if request.method == "POST" else 200)


def _with_key(request: StaffRequest, do: str, data: dict[str, Any]) -> HttpResponse:
    actor = request.actor
    if do == "change":
        keeping.change_passphrase(actor=actor, old=data["old"], new=data["new"])
        messages.success(request, _("Changed. The words of before open nothing any more."))
        return redirect("confidential:list")
    if do == "make":
        keeping.make_key(actor=actor, passphrase=data["passphrase"])
        messages.success(request, _("Your key is made. From now on reports can be sealed to you."))
    unlocked = keeping.unlock(actor=actor, passphrase=data["passphrase"])
    report = _next(request)
    return renewed(
        redirect("confidential:report", report) if report else redirect("confidential:list"), unlocked, actor
    )


def _recuse(request: StaffRequest, report: Report, unlocked: Unlocked, do: str) -> HttpResponse:
    form, problem = forms.Recuse(request.POST if do else None), None
    if do and form.is_valid():
        try:
            handling.recuse(actor=request.actor, report_id=report.public_id, unlocked=unlocked)
        except Conflict as error:
            problem = error
        else:
            messages.success(request, _("You read it no more. The reporter is told that a reader withdrew."))
            return renewed(redirect("confidential:list"), unlocked, request.actor)
    context = {"row": report, "form": form, "problem": problem, "zone": report.organisation.zone}
    return private(render(request, "confidential/recuse.html", context, status=422 if do else 200))


def _garbled(request: StaffRequest, report: Report, unlocked: Unlocked, do: str) -> HttpResponse:
    """What a browser has sealed wrongly: it can only be put aside."""
    if do == "put_aside":
        handling.put_aside(actor=request.actor, report_id=report.public_id, unlocked=unlocked)
        messages.success(request, _("Put aside."))
        return renewed(redirect("confidential:list"), unlocked, request.actor)
    context = {"row": report, "standing": STATES[report.state], "zone": report.organisation.zone}
    page = private(render(request, "confidential/garbled.html", context, status=409 if do else 200))
    return renewed(page, unlocked, request.actor)


def file_name(row: HandOver) -> str:
    return f"{row.report.seal_number}.age"


def _packed(request: StaffRequest, page: Opened, unlocked: Unlocked, data: dict[str, Any]) -> HttpResponse:
    """The letter, and the sheet with the key, once."""
    packed = handing.pack(actor=request.actor, report_id=page.report.public_id, unlocked=unlocked, **data)
    sealed = bytes(packed.row.data)
    context = {
        "row": packed.row, "report": page.report, "key": packed.key, "key_parts": [packed.key[i : i + 8] for i in range(0, len(packed.key), 8)], "name": file_name(packed.row), "size": len(sealed),
        "organ": page.organ, "digest": hashlib.sha256(sealed).hexdigest(), "zone": page.report.organisation.zone,
    }  # fmt: skip
    return renewed(private(render(request, "confidential/medium.html", context)), unlocked, request.actor)


def _forms(page: Opened, do: str = "", data: Any = None) -> dict[str, HouseForm]:
    """Each that may be used now; the one that was sent, as it was sent."""
    kinds: dict[str, Callable[..., HouseForm]] = {}
    state = page.report.state
    if not page.report.own:
        kinds["admit"] = forms.Finish
    if page.organ:
        kinds |= AT_ORGAN[State(state)]
        if page.report.of_harm and state != State.REFUSED:
            kinds["protect"] = forms.Protect
        if page.colleagues:
            known = tuple((one.public_id, one.reader.post.title) for one in page.colleagues)
            kinds["let_in"] = lambda *args, **more: forms.LetIn(*args, keys=known, **more)
    if state in OPEN:
        kinds["pack"] = forms.Pack
    if page.name is not None and page.name.asked is None:
        kinds["ask_name"] = forms.AskName
    if page.on_its_way is not None:
        kinds["arrived"] = forms.Arrived
    if page.forward_to and state in OPEN:
        offices = tuple((one.public_id, one.name) for one in page.forward_to)
        kinds["forward"] = lambda *args, **more: forms.Forward(*args, offices=offices, **more)
    return each_of(kinds, do, data)


def _show(
    request: StaffRequest, page: Opened, unlocked: Unlocked, form: HouseForm | None = None, do: str = "", *,
    problem: HuiyinError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = _forms(page)
    if form is not None:
        shown[do] = form
    row = page.report
    context = {
        "page": page, "row": row, "zone": row.organisation.zone, "forms": shown, "form": form, "problem": problem,
        "standing": STATES[row.state], "chip": titled_chip(page.clock), "events": presenting.events(page.lines),
        "about": queries.titles(page.first.about) if page.lines else (),
        "files": [one for line in page.lines for one in line.files],
    }  # fmt: skip
    return renewed(
        private(render(request, "confidential/report.html", context, status=status)), unlocked, request.actor
    )


def unlocked_of(request: StaffRequest) -> Unlocked | None:
    """The own key, while it is open in this browser for who is signed in."""
    kept = UNLOCKED.kept(request)
    key = queries.key_of(request.actor) if kept else None
    if key is None or (kept["key"], kept["account"]) != (key.public_id, request.actor.account_reference):
        return None
    return Unlocked(key.public_id, bytes.fromhex(kept["private"]))


def renewed(response: HttpResponse, unlocked: Unlocked, actor: Actor) -> HttpResponse:
    """Ten minutes from now."""
    kept = {"key": unlocked.key_id, "account": actor.account_reference, "private": unlocked.private.hex()}
    UNLOCKED.begin(response, kept)
    return response


def _next(request: StaffRequest) -> str:
    """The report from which somebody came to open the key: one of the own list, else none."""
    wanted = request.POST.get("next", "")
    try:
        return queries.listed(request.actor, wanted).public_id if wanted else ""
    except Refused:
        return ""
