"""The person's own page of a meeting, what was not kept, and the public hearings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.presenting import chip
from huiyin.cases.queries.status import status_of
from huiyin.cases.views.public_parts import Session, private
from huiyin.cases.views.public_status import opened
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.mediation import forms, queries
from huiyin.mediation.actions import agreeing, broken, hearings, inviting, minutes
from huiyin.mediation.models import OPEN, Meeting, MeetingKind, Status, Word
from huiyin.mediation.wording import KINDS, STATUS
from huiyin.organisations.access import public
from huiyin.procedures.engine import NotPossible

Act = Callable[[Session, Meeting, HttpRequest, str], object]


@opened
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, session: Session, public_id: str) -> HttpResponse:
    """The invitation, the minutes, the agreement: each with the person's own answer."""
    found = next(iter(queries.of_person(session.concern, public_id)), None)
    if found is None:
        raise Refused
    if request.method != "POST":
        return _show(request, session, found)
    act = _ACTS.get(request.POST.get("do", ""))
    form = forms.OwnWord(request.POST)
    if act is None or not form.is_valid():
        return _show(request, session, found, form=form, status=422)
    try:
        act(session, found, request, form.cleaned_data["text"])
    except Refused:
        raise
    except BadInput as error:
        form.add_error("text", error.sentences)
        return _show(request, session, found, form=form, status=422)
    except HuiyinError as error:
        fresh = queries.of_person(session.concern, public_id)[0]
        status = 409 if isinstance(error, Conflict) else 422
        return _show(request, session, fresh, form=form, problem=error, status=status)
    return redirect("mediation:own", public_id)


def _show(
    request: HttpRequest,
    session: Session,
    found: Meeting,
    *,
    form: forms.OwnWord | None = None,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.page_of(found)
    me = session.concern.public_id
    agreement = page.agreement
    context: dict[str, Any] = {
        "page": page,
        "me": me,
        "meeting": found,
        "zone": found.organisation.zone,
        "kind": KINDS[found.kind],
        "standing": STATUS[found.status],
        "mediates": found.kind == MeetingKind.MEDIATION,
        "my_word": _mine(page.taking_part, me),
        "my_minutes": _mine(page.minutes_words, me),
        "my_signature": _mine(agreement.signatures, me) if agreement else None,
        "my_notice": _mine(page.notice_words, me),
        "open": found.status in OPEN,
        "signs": found.status == Status.UNDER_WAY and agreement is not None,
        "window": chip(agreement.window) if agreement and agreement.window else None,
        "form": form or forms.OwnWord(),
        "doing": request.POST.get("do", ""),
        "problem": problem,
    }
    return private(render(request, "mediation/public/meeting.html", context, status=status))


def _mine(spoken: tuple[queries.Spoken, ...], concern: str) -> Word | None:
    return next((one.word for one in spoken if one.who == concern), None)


@opened
@require_http_methods(["GET", "POST"])
def not_kept(request: HttpRequest, session: Session) -> HttpResponse:
    """What was agreed was not done."""
    open_to = "agreement_not_kept" in status_of(session.concern).can
    form = forms.Missing(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            broken.say_not_kept(concern=session.concern, missing=form.cleaned_data["missing"])
        except NotPossible as error:
            form.add_error("missing", error.sentences)
        else:
            return redirect("cases:status")
    return private(render(request, "mediation/public/not_kept.html", {"form": form, "open": open_to}))


@public
@require_safe
def announced(request: HttpRequest) -> HttpResponse:
    """Public hearings to come, of which everybody concerned has said that they may be announced."""
    return render(request, "mediation/public/hearings.html", {"hearings": queries.announced()})


def _number(request: HttpRequest) -> int:
    value = request.POST.get("number", "")
    return int(value) if value.isdecimal() and len(value) < 5 else 0


def _takes_part(yes: bool) -> Act:
    return lambda session, found, _request, _text: inviting.say(
        concern=session.concern, meeting_id=found.public_id, yes=yes
    )


def _to_minutes(answer: str) -> Act:
    return lambda session, found, request, text: minutes.answer(
        concern=session.concern, meeting_id=found.public_id, number=_number(request), answer=answer, text=text
    )


def _signs(yes: bool) -> Act:
    return lambda session, found, request, text: agreeing.sign(
        concern=session.concern, meeting_id=found.public_id, number=_number(request), yes=yes, text=text
    )


def _notice(yes: bool) -> Act:
    return lambda session, found, _request, _text: hearings.allow_notice(
        concern=session.concern, meeting_id=found.public_id, yes=yes
    )


_ACTS: dict[str, Act] = {
    "yes": _takes_part(True),
    "no": _takes_part(False),
    "minutes_yes": _to_minutes(Word.Answer.YES),
    "minutes_correction": _to_minutes(Word.Answer.CORRECTION),
    "minutes_no": _to_minutes(Word.Answer.NO),
    "sign": _signs(True),
    "not_sign": _signs(False),
    "notice_yes": _notice(True),
    "notice_no": _notice(False),
}
