"""A group from the person's side: join it with a slip or its code, speak for it, go on alone; and what was asked before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions import grouping, joining, repeats
from huiyin.cases.drafts import Token
from huiyin.cases.forms import groups as forms
from huiyin.cases.models import Group, GroupSlip
from huiyin.cases.queries import groups as queries
from huiyin.cases.queries.offices import of_organisation
from huiyin.cases.queries.status import status_of
from huiyin.cases.rules import show_code
from huiyin.kernel import limits
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError
from huiyin.organisations.access import public
from huiyin.web.components import Words
from huiyin.web.half_hours import HalfHour

from .public_parts import Session, browser_key, may_begin, remember_slip, seconds_to_wait, shown, slip_token_of
from .public_status import opened

JOINING = HalfHour("huiyin_join", "huiyin.cases.join", "/join/")
TRIES = (60, 3600.0)


def remember_door(response: HttpResponse, group: Group, slip: GroupSlip | None) -> HttpResponse:
    """For half an hour this browser may join by what was typed; the code itself is nowhere."""
    JOINING.begin(response, {"g": group.public_id, "s": slip.pk if slip else 0})
    return response


def _door(request: HttpRequest) -> tuple[Group, GroupSlip | None] | None:
    kept = JOINING.kept(request)
    group = Group.objects.select_related("case__organisation").filter(public_id=kept["g"]).first() if kept else None
    if group is None:
        return None
    slip = GroupSlip.objects.filter(pk=kept["s"]).first() if kept["s"] else None
    return group, slip


@public
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The common words, and what the person wants to give. Of who else belongs to it there is nothing here."""
    door = _door(request)
    if door is None:
        return redirect("cases:lookup")
    group, slip = door
    token = slip_token_of(request)
    form = forms.JoinsOnline(request.POST if request.method == "POST" else None)
    problem = None
    if request.method == "POST" and token is not None and form.is_valid():
        try:
            may_begin(request)
            joined = form.joining(get_language() or "zh-hans")
            grouping.join(group=group, joining=joined, token=token, slip=slip)
            return redirect("cases:receipt")
        except Conflict as error:
            problem = error
    open_to = slip is not None or grouping.joinable(group.case)
    context = {
        "form": form,
        "words": Words(group.matter, _("What all of them ask for")),
        "office": of_organisation(group.case.organisation),
        "open": open_to,
        "problem": problem,
    }
    response = shown(request, "join", context, 409 if problem else 200)
    if request.method != "POST" or token is None:
        remember_slip(response, Token.fresh())
    return response


@opened
@require_http_methods(["GET", "POST"])
def own_group(request: HttpRequest, session: Session) -> HttpResponse:
    """Others want to join; who speaks hands out the group's code."""
    part = queries.own_part(session.concern)
    if part is not None:
        return _own_part(request, session, part)
    form = forms.OwnMatter(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            grouping.open_own_group(concern=session.concern, matter=form.cleaned_data["matter"])
            grouping.speak(concern=session.concern)
            return redirect("cases:status-group")
        except BadInput as error:
            form.add_error("matter", error.sentences)
    return shown(request, "group_new", {"form": form, "shared": status_of(session.concern).shared})


def _own_part(request: HttpRequest, session: Session, part: queries.OwnPart) -> HttpResponse:
    problem: HuiyinError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "down":
                grouping.step_down(concern=session.concern)
            else:
                grouping.speak(concern=session.concern)
            return redirect("cases:status-group")
        except BadInput as error:
            problem = error
    address = request.build_absolute_uri(reverse("cases:lookup"))
    context = {
        "part": part,
        "words": Words(part.matter, _("What all of you ask for")),
        "code": show_code(part.invite) if part.invite else "",
        "link": f"{address}#{show_code(part.invite)}" if part.invite else "",
        "problem": problem,
    }
    return shown(request, "group", context, 422 if problem else 200)


@opened
@require_http_methods(["GET", "POST"])
def alone(request: HttpRequest, session: Session) -> HttpResponse:
    """Go on by oneself, from where it stands."""
    form = forms.Why(request.POST if request.method == "POST" else None)
    possible = joining.can_go_alone(session.concern)
    if request.method == "POST" and form.is_valid() and possible:
        joining.go_alone(concern=session.concern, reason=form.cleaned_data["reason"])
        return redirect("cases:status")
    return shown(request, "alone", {"form": form, "possible": possible, "page": status_of(session.concern)})


@opened
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def before(request: HttpRequest, session: Session) -> HttpResponse:
    """The old code leads to what was answered."""
    form = forms.AskedBefore(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waiting = seconds_to_wait(request)
        try:
            if waiting or not limits.allow("before", session.concern.public_id, *TRIES):
                raise BadInput("code", _("Those were several wrong codes."), _("Please wait a minute and try again."))
            repeats.give_old_code(concern=session.concern, code=form.cleaned_data["code"])
            limits.succeeded("lookup", browser_key(request))
            return redirect("/status/#before")
        except BadInput as error:
            form.add_error("code", error.sentences)
    return shown(request, "asked_before", {"form": form})
