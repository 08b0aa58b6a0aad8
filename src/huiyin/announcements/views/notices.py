"""Notices in the house: the lists, a new one, one with what this post can do, its sheets and papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.announcements import forms, presenting
from huiyin.announcements.actions import reading, writing
from huiyin.announcements.queries import classes
from huiyin.announcements.queries import notices as queries
from huiyin.announcements.queries.notices import Page
from huiyin.announcements.wording import STATUS
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm, each_of

Run = Callable[[Actor, str, dict[str, Any]], object]


def _correct(actor: Actor, key: str, data: dict[str, Any]) -> object:
    version = data.pop("version")
    return writing.correct(actor=actor, announcement_id=key, version=version, corrected=writing.Corrected(**data))


RUN: dict[str, Run] = {
    "correct": _correct,
    "rewrite": lambda actor, key, data: writing.rewrite(actor=actor, announcement_id=key, **data),
    "approve": lambda actor, key, data: writing.approve(actor=actor, announcement_id=key, **data),
    "send_back": lambda actor, key, data: writing.send_back(actor=actor, announcement_id=key, **data),
    "withdraw": lambda actor, key, data: writing.withdraw(actor=actor, announcement_id=key, **data),
}


@needs("announcement_read")
@require_safe
def notice_list(request: StaffRequest) -> HttpResponse:
    """What this post has to read, what stands, what waits, what is over."""
    found = queries.lists(request.actor)
    context = {
        "to_read": [presenting.item(row, mine=True) for row in found.to_read],
        "waiting": [presenting.item(row) for row in found.waiting],
        "running": [presenting.item(row) for row in found.running],
        "over": [presenting.item(row) for row in found.over],
        "can_write": may(request.actor, "announcement_write"),
        "has_classes": bool(queries.classes_of(request.actor)),
    }
    return render(request, "announcements/list.html", context)


@needs("announcement_write")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """What, for whom, from when until when, whether it is acknowledged."""
    actor = request.actor
    offered = {"units": queries.units_of(actor), "posts": queries.posts_of(actor), "classes": queries.classes_of(actor)}
    form = forms.Write(
        request.POST or None, request.FILES or None, initial={"from_on": time.today(actor.zone)}, **offered
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            papers = files.inspect_all(data.pop("papers"), "papers")
            row = writing.write(actor=actor, wanted=writing.Wanted(**data), papers=papers)
        except BadInput as error:
            put_error(form, error)
        else:
            done = _("Published.") if row.published_at else _("It waits for approval: who approves was told.")
            messages.success(request, done)
            return redirect("announcements:notice", row.public_id)
    context = {"form": form, "approves": may(actor, "announcement_approve")}
    return render(request, "announcements/new.html", context, status=422 if form.is_bound else 200)


@needs("announcement_read")
@require_http_methods(["GET", "POST"])
def notice(request: StaffRequest, public_id: str) -> HttpResponse:
    """One notice, with what this post can do."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page, _forms(request, page, ""))
    do = request.POST.get("do", "")
    if do == "read":
        return _read(request, page)
    shown = _forms(request, page, do)
    form = shown.get(do)
    if form is None:
        if do in RUN and page.can:  # somebody was faster
            problem = Conflict(
                _("Somebody did something with this notice just now."), _("Look at it as it stands here.")
            )
            return _show(request, page, _forms(request, page, ""), problem=problem, status=409)
        raise Refused
    if not form.is_valid():
        return _show(request, page, shown, form, status=422)
    try:
        RUN[do](request.actor, public_id, form.cleaned_data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, shown, form, status=422)
    except Conflict as error:
        page = queries.page(request.actor, public_id)
        return _show(request, page, _forms(request, page, ""), problem=error, status=409)
    messages.success(request, _("Done."))
    return redirect("announcements:notice", public_id)


@needs("announcement_read")
@require_safe
def paper(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A paper that goes with it."""
    found = next((one for one in queries.page(request.actor, public_id).papers if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return files.response(found, inline=True)


@needs("announcement_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """One sheet for the house, and one for each class, with the address of its page."""
    page = queries.page(request.actor, public_id)
    sheets = [
        (one, request.build_absolute_uri(reverse("announcements:class", args=[one.public_id])))
        for one in classes.pages_for(page.announcement)
    ]
    context = {"page": page, "notice": page.announcement, "said": page.said, "facts": presenting.facts(page), "sheets": sheets, "whom": presenting.whom(page), "zone": page.announcement.organisation.zone}  # fmt: skip
    return render(request, "announcements/printed.html", context)


def _read(request: StaffRequest, page: Page) -> HttpResponse:
    number = request.POST.get("number", "")
    try:
        reading.acknowledge(
            actor=request.actor,
            announcement_id=page.announcement.public_id,
            number=int(number) if number.isdecimal() else 0,
        )
    except Conflict as error:
        page = queries.page(request.actor, page.announcement.public_id)
        return _show(request, page, _forms(request, page, ""), problem=error, status=409)
    messages.success(request, _("Written down: your post has read it."))
    return redirect("announcements:notice", page.announcement.public_id)


def _forms(request: StaffRequest, page: Page, do: str) -> dict[str, HouseForm]:
    """Each form that this post may use now; the one that was sent, as it was sent."""
    row, version = page.announcement, {"version": page.announcement.version}
    wording = page.pending or page.said
    worded = version | {"title": wording.title, "text": wording.text}
    kinds: dict[str, Callable[..., HouseForm]] = {
        "approve": lambda *args, **more: forms.OnNotice(*args, initial=version, **more),
        "send_back": lambda *args, **more: forms.SendBack(*args, initial=version, **more),
        "rewrite": lambda *args, **more: forms.Rewrite(*args, initial=worded, **more),
        "correct": lambda *args, **more: forms.Correct(*args, initial=worded, acknowledge=row.acknowledge, **more),
        "withdraw": lambda *args, **more: forms.Withdraw(*args, initial=version, **more),
    }
    return each_of({name: kind for name, kind in kinds.items() if name in page.can}, do, request.POST)


def _show(
    request: StaffRequest, page: Page, shown: dict[str, HouseForm], form: HouseForm | None = None, *,
    problem: HuiyinError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    row = page.announcement
    context = {
        "page": page, "notice": row, "said": page.said, "chip": titled_chip(page.clock), "facts": presenting.facts(page),
        "standing": STATUS[row.status], "forms": shown, "form": form, "problem": problem, "zone": row.organisation.zone,
        "read": sum(one.read_at is not None for one in page.standing), "parents_of": [name for name, _taps in page.classes],
    }  # fmt: skip
    return render(request, "announcements/notice.html", context, status=status)
