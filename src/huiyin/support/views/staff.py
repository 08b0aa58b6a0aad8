"""For the house: what support is, the slip that offers it, who supports; and for who answers, the requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.public_parts import private
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.kernel.vault import Identity
from huiyin.organisations.access import Actor, StaffRequest, may, needs, to_second_step
from huiyin.organisations.posts import posts_of
from huiyin.organisations.queries import own_office
from huiyin.organisations.views.proving import prove_first
from huiyin.support import forms, presenting, queries
from huiyin.support.actions import answering, naming
from huiyin.support.models import Status
from huiyin.support.wording import FIELDS, STATUS
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm, each_of

RUN: dict[str, Callable[[Actor, str, dict[str, Any]], object]] = {
    "take_on": lambda actor, key, data: answering.take_on(actor=actor, request_id=key, **data),
    "write": lambda actor, key, data: answering.write(actor=actor, request_id=key, **data),
    "propose_visit": lambda actor, key, data: answering.propose_visit(actor=actor, request_id=key, **data),
    "visited": lambda actor, key, data: answering.visited(actor=actor, request_id=key, **data),
    "write_agreement": lambda actor, key, data: answering.write_agreement(actor=actor, request_id=key, **data),
    "follow_up": lambda actor, key, data: answering.follow_up(actor=actor, request_id=key, **data),
}


@needs("support_offer")
@require_safe
def front(request: StaffRequest) -> HttpResponse:
    """The same for everybody of the house, but for who answers or was let in."""
    actor, found = request.actor, queries.lists(request.actor)
    supporter = queries.supporter(actor.organisation_id)
    context = {
        "supporter": supporter, "held": supporter is not None and queries.there(supporter.post),
        "mine": [presenting.item(row, mine=True) for row in found.mine], "along": [presenting.item(row) for row in found.along],
        "closed": [presenting.item(row) for row in found.closed], "can_name": may(actor, "support_name"),
        "office": own_office(actor).public_id,
    }  # fmt: skip
    return render(request, "support/list.html", context)


@needs("support_offer")
@require_safe
def slip(request: StaffRequest) -> HttpResponse:
    """Handed over by a colleague. Nothing of it is kept: not that it was printed, not for whom."""
    supporter = queries.supporter(request.actor.organisation_id)
    if supporter is None:
        raise Refused
    address = reverse("support:ask", args=[supporter.organisation.public_id])
    signed = "signed" in request.GET
    context = {
        "supporter": supporter, "signed": signed, "post": request.actor.post_title,
        "address": request.build_absolute_uri(f"{address}?offered" + (f"&by={request.actor.reference.partition(':')[2]}" if signed else "")),
    }  # fmt: skip
    return render(request, "support/slip.html", context)


@needs("support_name")
@require_http_methods(["GET", "POST"])
def name(request: StaffRequest) -> HttpResponse:
    """Which post supports, who is told when it does not answer; and a number by handfuls."""
    organisation = own_office(request.actor)
    supporter = queries.supporter(organisation.pk)
    initial = {}
    if supporter is not None:
        initial = {"post": supporter.post.public_id, "deputy": supporter.deputy.public_id if supporter.deputy else ""}
    form = forms.Named(request.POST or None, initial=initial, posts=posts_of(organisation.pk))
    if request.method == "POST" and form.is_valid():
        try:
            naming.name_supporter(
                actor=request.actor, post_id=form.cleaned_data["post"], deputy_id=form.cleaned_data["deputy"]
            )
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Set. It holds for what is asked from now on."))
            return redirect("support:list")
    context = {"form": form, "supporter": supporter, "asked": queries.asked_in_a_year(organisation)}
    return render(request, "support/name.html", context, status=422 if form.is_bound else 200)


@needs("support_work")
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, public_id: str) -> HttpResponse:
    """One request, for the post that answers for it and those that the person let in."""
    page = queries.page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    form = _forms(request, page, do).get(do)
    if form is None:
        if do not in (*RUN, "open_identity"):
            raise Refused
        problem = Conflict(_("This can't be done any more."), _("Look at it as it stands here."))
        return _show(request, page, problem=problem, status=409)
    if not form.is_valid():
        return _show(request, page, form, do, status=422)
    try:
        if do == "open_identity":
            if request.actor.second_step_owed:
                return to_second_step()
            if asked := prove_first(request):
                return asked
            return _opened(request, page, form.cleaned_data)
        RUN[do](request.actor, public_id, _data(request, do, form))
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, form, do, status=422)
    except Conflict as error:
        return _show(request, queries.page(request.actor, public_id), problem=error, status=409)
    messages.success(request, _("Done. The person reads it under their code."))
    return redirect("support:request", public_id)


def _data(request: StaffRequest, do: str, form: HouseForm) -> dict[str, Any]:
    data = dict(form.cleaned_data)
    if do == "visited":
        if data["held"] not in ("yes", "no"):
            raise BadInput("held", _("Say yes or no."), "")
        data |= {"held": data["held"] == "yes", "visit_id": request.POST.get("visit_id", "")}
    return data


def _opened(request: StaffRequest, page: queries.Page, data: dict[str, Any]) -> HttpResponse:
    identity = answering.open_identity(
        actor=request.actor, request_id=page.request.public_id, purpose=data["purpose"], fields=data["fields_wanted"]
    )
    return _show(request, queries.page(request.actor, page.request.public_id), identity=identity)


def _forms(request: StaffRequest, page: queries.Page, do: str = "") -> dict[str, HouseForm]:
    """Each form that this post may use now; the one that was sent, as it was sent."""
    row, kinds = page.request, dict[str, Callable[..., HouseForm]]()
    answers = row.post_id == request.actor.post_id
    if row.status == Status.ASKED and answers:
        kinds["take_on"] = forms.TakeOn
    if row.status == Status.TAKEN:
        kinds["write"] = forms.Write
    if row.status == Status.TAKEN and answers:
        kinds |= {"write_agreement": forms.WriteAgreement, "follow_up": forms.FollowUp}
        if page.to_visit:
            kinds["visited"] = forms.Visited
        elif not page.visit:
            kinds["propose_visit"] = forms.ProposeVisit
    if answers and page.kept and page.is_open:
        kinds["open_identity"] = lambda *args, **more: forms.OpenIdentity(*args, kept=page.kept, **more)
    return each_of(kinds, do, request.POST)


def _show(
    request: StaffRequest, page: queries.Page, form: HouseForm | None = None, do: str = "", *, problem: HuiyinError | None = None,
    identity: Identity | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = _forms(request, page)
    if form is not None:
        shown[do] = form
    row = page.request
    known = [(FIELDS[name], getattr(identity, name)) for name in FIELDS if identity and getattr(identity, name)]
    context = {
        "page": page, "row": row, "zone": row.organisation.zone, "standing": STATUS[row.status], "forms": shown, "form": form,
        "chip": titled_chip(page.clock) if page.is_open else None, "events": presenting.events(page), "problem": problem, "known": known,
        "answers": row.post_id == request.actor.post_id,
    }  # fmt: skip
    return private(render(request, "support/request.html", context, status=status))
