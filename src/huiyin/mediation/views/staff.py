"""Staff: what the office holds, one meeting with everything that can be done with it, a hearing announced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.models import Review
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.reviews import review_page
from huiyin.cases.views.staff_parts import sentence
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.mediation import forms, queries
from huiyin.mediation.actions import agreeing, hearings, inviting, minutes
from huiyin.mediation.models import OPEN, Meeting, MeetingKind, Status
from huiyin.mediation.wording import KINDS, STATUS
from huiyin.organisations.access import Actor, StaffRequest, may, needs, require
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Item
from huiyin.web.fields import put_error

Act = Callable[[Actor, Meeting, Any], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One form of the page: what is asked, what it does, and in which states and kind it stands there."""

    do: str
    form: type[forms.MeetingForm]
    act: Act
    statuses: tuple[str, ...]
    kind: str = ""


@needs("mediate")
@require_safe
def meetings(request: StaffRequest) -> HttpResponse:
    """Mediations and hearings that the office holds, the next first; and those that are over."""
    done = request.GET.get("done") == "1"
    context = {
        "items": [item_of(one) for one in queries.of_office(request.actor, done=done)],
        "done": done,
        "tabs": [(_("To come"), reverse("mediation:list"), not done), (_("Over"), "?done=1", done)],
    }
    return render(request, "mediation/staff/list.html", context)


def item_of(meeting: Meeting) -> Item:
    """A line of a list: when and where, and how it stands."""
    when = dates.moment_text(meeting.meets_at, meeting.organisation.zone)
    passed = meeting.status in OPEN and meeting.meets_at < time.now()
    chip = DeadlineChip(when, "late" if passed else "ok") if meeting.status in OPEN else None
    facts: tuple[Any, ...] = (KINDS[meeting.kind], STATUS[meeting.status], meeting.place)
    url = reverse("mediation:meeting", args=[meeting.public_id])
    words = sentence(meeting.case.title, meeting.case.summary)
    return Item(meeting.case.title, url, meeting.case.public_id, words, facts, chip)


@needs("read")
@require_http_methods(["GET", "POST"])
def meeting(request: StaffRequest, public_id: str) -> HttpResponse:
    """One meeting: who said what, the minutes, the agreement, and the forms of what can be done now."""
    found = queries.visible(request.actor, public_id)
    page = queries.page_of(found)
    if request.method != "POST":
        return _show(request, page)
    step = next((one for one in _open_steps(request.actor, page) if one.do == request.POST.get("do")), None)
    if step is None:
        raise Refused
    form = step.form(request.POST, page=page, auto_id=f"id_{step.do}_%s")
    if not form.is_valid():
        return _show(request, page, bound=(step.do, form), status=422)
    try:
        step.act(request.actor, found, form)
    except Refused:
        raise
    except Conflict as error:
        fresh = queries.page_of(queries.visible(request.actor, public_id))
        data = request.POST.copy()
        data["version"] = str(fresh.meeting.version)
        again = step.form(data, page=fresh, auto_id=f"id_{step.do}_%s")
        return _show(request, fresh, bound=(step.do, again), problem=error, status=409)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, bound=(step.do, form), status=422)
    except HuiyinError as error:
        return _show(request, page, bound=(step.do, form), problem=error, status=422)
    messages.success(request, _("Done."))
    return redirect("mediation:meeting", public_id)


def _show(
    request: StaffRequest,
    page: queries.MeetingPage,
    *,
    bound: tuple[str, forms.MeetingForm] | None = None,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {step.do: step.form(page=page, auto_id=f"id_{step.do}_%s") for step in _open_steps(request.actor, page)}
    if bound is not None:
        shown[bound[0]] = bound[1]
    found = page.meeting
    context = {
        "page": page,
        "meeting": found,
        "case": found.case,
        "zone": found.organisation.zone,
        "kind": KINDS[found.kind],
        "standing": STATUS[found.status],
        "mediates": found.kind == MeetingKind.MEDIATION,
        "forms": shown,
        "bad": bound[1] if bound else None,
        "problem": problem,
        "reads_case": may(request.actor, "read", found.case),
        "ends": "mediation_ends" if found.status == Status.UNDER_WAY else "",
    }
    return render(request, "mediation/staff/meeting.html", context, status=status)


@needs("mediate")
@require_http_methods(["GET", "POST"])
def hearing(request: StaffRequest, public_id: str) -> HttpResponse:
    """Announce a hearing while a claim is handled."""
    case = visible_case(request.actor, public_id)
    require(request.actor, "mediate", case)
    back = reverse("cases:case", args=[case.public_id])

    def act(version: int, wanted: hearings.Hearing) -> Meeting:
        return hearings.announce(actor=request.actor, case_id=case.pk, version=version, hearing=wanted)

    return _announce(request, case.version, case.organisation.zone, back, act, None)


@needs("review_draft")
@require_http_methods(["GET", "POST"])
def hearing_in_review(request: StaffRequest, public_id: str) -> HttpResponse:
    """Announce a hearing in the second review; its time is not counted."""
    review = review_page(request.actor, public_id).review
    require(request.actor, "review_draft", review)
    back = reverse("cases:review", args=[review.public_id])

    def act(version: int, wanted: hearings.Hearing) -> Meeting:
        return hearings.announce_in_review(
            actor=request.actor, review_id=review.public_id, version=version, hearing=wanted
        )

    return _announce(request, review.version, review.organisation.zone, back, act, review)


def _announce(
    request: StaffRequest,
    version: int,
    zone: str,
    back: str,
    act: Callable[[int, hearings.Hearing], Meeting],
    review: Review | None,
) -> HttpResponse:
    form = forms.HearingForm(request.POST if request.method == "POST" else None, version=version)
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = act(form.cleaned_data["version"], _wanted(form, zone))
        except Refused:
            raise
        except BadInput as error:
            put_error(form, error)
        except HuiyinError as error:
            problem = error
        else:
            messages.success(request, _("Done."))
            return redirect("mediation:meeting", found.public_id)
    status = 409 if isinstance(problem, Conflict) else 422 if problem or form.errors else 200
    context = {"form": form, "back": back, "review": review, "problem": problem}
    return render(request, "mediation/staff/hearing.html", context, status=status)


def _wanted(form: forms.HearingForm, zone: str) -> hearings.Hearing:
    data = form.cleaned_data
    return hearings.Hearing(
        data["subject"],
        data["why"],
        data["place"],
        form.when(zone),
        form.guests(data),
        data["is_public"],
        data["notice"],
    )


def _open_steps(actor: Actor, page: queries.MeetingPage) -> list[Step]:
    """What this post can do with it now."""
    found = page.meeting
    if not queries.holds(actor, found):
        return []
    steps = [one for one in STEPS if found.status in one.statuses and one.kind in ("", found.kind)]
    lacking = set()
    if page.minutes is None:
        lacking |= {"minutes_word", "close"}
    if page.agreement is None:
        lacking.add("signature")
    if not found.is_public:
        lacking.add("notice_word")
    return [one for one in steps if one.do not in lacking]


def _move(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return inviting.move(
        actor=actor, meeting_id=found.public_id, version=data["version"], place=data["place"],
        meets_at=form.when(found.organisation.zone), why=data["why"],
    )  # fmt: skip


def _word(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return inviting.take_down(
        actor=actor, meeting_id=found.public_id, version=data["version"], side=form.side, yes=form.yes,
        how=data["how"], concern=form.concern, text=data["text"],
    )  # fmt: skip


def _minutes(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return minutes.write(
        actor=actor, meeting_id=found.public_id, version=data["version"], text=data["text"], read_out=data["read_out"]
    )


def _minutes_word(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return minutes.take_down(
        actor=actor, meeting_id=found.public_id, version=data["version"], side=form.side, answer=data["answer"],
        how=data["how"], concern=form.concern, text=data["text"],
    )  # fmt: skip


def _agreement(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return agreeing.write_down(
        actor=actor, meeting_id=found.public_id, version=data["version"], text=data["text"], promises=form.promises()
    )


def _signature(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return agreeing.take_down(
        actor=actor, meeting_id=found.public_id, version=data["version"], side=form.side, yes=form.yes,
        concern=form.concern, text=data["text"],
    )  # fmt: skip


def _notice_word(actor: Actor, found: Meeting, form: Any) -> object:
    version = form.cleaned_data["version"]
    return hearings.take_down_notice_word(
        actor=actor, meeting_id=found.public_id, version=version, yes=form.yes, concern=form.concern
    )


def _close(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    return hearings.close(actor=actor, meeting_id=found.public_id, version=data["version"], opinion=data["result"])


def _call_off(actor: Actor, found: Meeting, form: Any) -> object:
    data = form.cleaned_data
    if found.kind == MeetingKind.HEARING:
        return hearings.call_off(actor=actor, meeting_id=found.public_id, version=data["version"], why=data["result"])
    return agreeing.end_without(actor=actor, meeting_id=found.public_id, version=data["version"], result=data["result"])


_HELD = tuple(minutes.WRITTEN_IN)
_BOTH = tuple(OPEN)
MEDIATION, HEARING = MeetingKind.MEDIATION, MeetingKind.HEARING
STEPS: tuple[Step, ...] = (
    Step("word", forms.TakeDown, _word, _BOTH, MEDIATION),
    Step("notice_word", forms.TakeDownNotice, _notice_word, _BOTH, HEARING),
    Step("minutes", forms.MinutesForm, _minutes, _HELD),
    Step("minutes_word", forms.TakeDownMinutes, _minutes_word, _HELD),
    Step("agreement", forms.AgreementForm, _agreement, (Status.UNDER_WAY,), MEDIATION),
    Step("signature", forms.TakeDownSignature, _signature, (Status.UNDER_WAY,), MEDIATION),
    Step("close", forms.Result, _close, (Status.UNDER_WAY,), HEARING),
    Step("move", forms.Move, _move, _BOTH),
    Step("call_off", forms.CallOff, _call_off, (Status.INVITED,), MEDIATION),
    Step("call_off_hearing", forms.CallOff, _call_off, (Status.UNDER_WAY,), HEARING),
)
