"""A reader’s key in the hands of several: it is split, asked for, and opened together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.views.public_parts import private
from huiyin.confidential import forms, queries
from huiyin.confidential.actions import custody
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm, each_of

from .staff import unlocked_of


@needs("confidential_read")
@require_http_methods(["GET", "POST"])
def split(request: StaffRequest) -> HttpResponse:
    """Who keeps a share; then the sheets with the words, once."""
    unlocked, key = unlocked_of(request), queries.key_of(request.actor)
    if key is None:
        raise Refused
    if unlocked is None:
        return redirect("confidential:key")
    form = forms.Split(request.POST or None, posts=queries.can_keep(request.actor))
    problem: HuiyinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            pairs = custody.split(
                actor=request.actor,
                unlocked=unlocked,
                post_ids=form.cleaned_data["posts"],
                needed=int(form.cleaned_data["needed"]),
            )
            sheets = [(post, list(enumerate(words.split(), 1))) for post, words in pairs]
            context = {"sheets": sheets, "needed": form.cleaned_data["needed"], "reader": request.actor.post_title}
            return private(render(request, "confidential/sheets.html", context))
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
    context = {"form": form, "problem": problem, "custodians": queries.custodians(key), "key": key}
    return private(render(request, "confidential/split.html", context, status=422 if request.method == "POST" else 200))


@needs("confidential_read")
@require_http_methods(["GET", "POST"])
def recover(request: StaffRequest) -> HttpResponse:
    """For who lost a passphrase, and for a colleague of who left: ask the custodians, and open it once they have typed their words."""
    if queries.key_of(request.actor) is None:
        raise Refused
    page = queries.recoveries(request.actor)
    do, form, problem = request.POST.get("do", ""), None, None
    shown = _forms(page, do, request.POST)
    if do == "stop":
        custody.stop(actor=request.actor, recovery_id=request.POST.get("recovery", ""))
        return redirect("confidential:recovery")
    if do:
        form = shown.get(do)
        if form is None:
            problem = Conflict(_("This can't be done any more."), _("Look at it as it stands here."))
        elif form.is_valid():
            try:
                return _done(request, page, do, form.cleaned_data)
            except BadInput as error:
                put_error(form, error)
            except Conflict as error:
                problem = error
    context = {
        "page": page,
        "forms": shown,
        "form": form,
        "problem": problem,
        "unlocked": unlocked_of(request) is not None,
    }
    return private(render(request, "confidential/recovery.html", context, status=422 if do else 200))


@needs("confidential_keep")
@require_http_methods(["GET", "POST"])
def keep(request: StaffRequest, public_id: str) -> HttpResponse:
    """For a custodian who is asked: by whom, why, and a field for the words."""
    asked = queries.asked_of(request.actor, public_id)
    form, problem = forms.Words(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            custody.give(actor=request.actor, recovery_id=public_id, words=form.cleaned_data["words"])
            messages.success(request, _("Your words are there, sealed. Put your sheet back into its envelope."))
            return redirect("confidential:custody", public_id)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
    context = {"asked": asked, "form": form, "problem": problem, "zone": request.actor.zone}
    return private(
        render(request, "confidential/custody.html", context, status=422 if request.method == "POST" else 200)
    )


def _forms(page: queries.Recoveries, do: str, data: Any) -> dict[str, HouseForm]:
    kinds: dict[str, Callable[..., HouseForm]] = {}
    if page.running is not None:
        kinds["finish"] = forms.FinishOwn if page.running.wrapped else forms.Finish
        return each_of(kinds, do, data)
    if page.own.needed:
        kinds["lost"] = forms.Lost
    if page.others:
        known = tuple((one.public_id, one.reader.post.title) for one in page.others)
        kinds["of_other"] = lambda *args, **more: forms.OfOther(*args, keys=known, **more)
    return each_of(kinds, do, data)


def _done(request: StaffRequest, page: queries.Recoveries, do: str, data: dict[str, Any]) -> HttpResponse:
    actor = request.actor
    if do == "finish" and page.running is not None:
        custody.finish(
            actor=actor,
            recovery_id=page.running.public_id,
            passphrase=data.get("passphrase", ""),
            unlocked=unlocked_of(request),
        )
        messages.success(request, _("Opened. The reporters read that it happened, why, and by whom."))
        return redirect("confidential:list")
    key_id = page.own.public_id if do == "lost" else data["key"]
    custody.begin(actor=actor, key_id=key_id, reason=data["reason"], passphrase=data.get("passphrase", ""))
    messages.success(
        request, _("The custodians are asked. Once enough of them have typed their words, you finish it here.")
    )
    return redirect("confidential:recovery")
