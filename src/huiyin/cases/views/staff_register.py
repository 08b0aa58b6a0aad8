"""At the counter: a visit, a call, a letter or an e-mail is taken down, and the slip is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import counter, intake, receipt_codes
from huiyin.cases.drafts import Token
from huiyin.cases.forms.staff_register import Reissue, Taking
from huiyin.cases.queries.levels import competent_below
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.status_receipt import receipt_of
from huiyin.cases.rules import Answers
from huiyin.kernel import files, limits
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected, Upload
from huiyin.organisations.access import StaffRequest, may, needs, require
from huiyin.organisations.queries import own_office

from .public_receipt import slip_of
from .staff_case import head_of, no_store
from .staff_parts import case_url

ONCE = (1, 3600.0)
PLACES = {"received_at", "text", "chosen", "paper"}


@needs("register")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The form; taken, it answers with the slip itself: the code is shown on this page and on no other."""
    zone, competent = request.actor.zone, competent_below(request.actor)
    if request.method != "POST":
        initial = {"once": Token.fresh().cookie, "paper": request.GET.get("paper", "")}
        return _form(request, Taking(initial=initial, zone=zone, competent=competent))
    token = token_of_form(request)
    laid = counter.laid_out(token)
    if laid is not None:
        return _slip(request, token, laid)
    form = Taking(request.POST, zone=zone, competent=competent)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        return _take(request, token, form)
    except Conflict as error:
        return _form(request, form, status=409, problem=error)
    except BadInput as error:
        form.add_error(error.place if error.place in PLACES else None, error.sentences)
        return _form(request, _with_fresh_token(form, zone, competent), status=422)


def _take(request: StaffRequest, token: Token, form: Taking) -> HttpResponse:
    inspected = [_inspect(upload) for upload in request.FILES.getlist("chosen")]
    if not limits.allow("counter", token.digest.hex(), *ONCE):
        raise Conflict(_("This has been registered already."), _("It stands under “New” in the day list."))
    taken = counter.take_files(actor=request.actor, inspected=inspected)
    data = form.cleaned_data
    came = intake.Intake(data["channel"], form.received(), request.actor, data["read_back"], data["paper"].strip())
    try:
        receipt = intake.register_for(
            actor=request.actor, answers=_answers(request, data), identity=form.identity(), intake=came, files=taken
        )
    except BadInput:
        counter.drop_files(actor=request.actor, public_ids=taken)
        raise
    counter.lay_out_slip(token=token, receipt=receipt)
    return _slip(request, token, receipt)


def _inspect(upload: Any) -> Inspected:
    """A file that can't be taken is an error of its field."""
    try:
        return files.inspect(cast(Upload, upload))
    except BadInput as error:
        raise BadInput("chosen", error.message, error.remedy) from error


def _answers(request: StaffRequest, data: dict[str, Any]) -> Answers:
    home = own_office(request.actor)
    return Answers(
        organisation=home.public_id,
        text=data["text"],
        wish=data["wish"],
        place=data["place"],
        happened=data["happened"],
        language=get_language() or "zh-hans",
        contact_by=data["contact_by"],
        told=data["told"],
        level=data["level"],
    )


@needs("register")
@require_POST
def handed_over(request: StaffRequest) -> HttpResponse:
    """The slip is with the person: the code can't be shown again."""
    token = token_of_form(request)
    laid = counter.laid_out(token)
    counter.hand_over_slip(token=token)
    return redirect(case_url(laid.concern.case.public_id) if laid else reverse("cases:day"))


@needs("reissue_code")
@require_http_methods(["GET", "POST"])
def reissue(request: StaffRequest, public_id: str, concern_id: str) -> HttpResponse:
    """A lost code, for a named person: the old one is void at once."""
    found = visible_case(request.actor, public_id)
    require(request.actor, "reissue_code", found)
    if not found.concerns.filter(public_id=concern_id).exists():
        raise Refused
    if request.method != "POST":
        form = Reissue(initial={"once": Token.fresh().cookie})
        return render(request, "cases/staff/reissue.html", {**head_of(found, request.actor.zone), "form": form})
    token = token_of_form(request)
    laid = counter.laid_out(token)
    if laid is not None:
        return _slip(request, token, laid)
    form = Reissue(request.POST)
    if form.is_valid():
        try:
            checked = form.cleaned_data["checked_how"]
            receipt = receipt_codes.reissue_code(actor=request.actor, concern_public_id=concern_id, checked_how=checked)
            counter.lay_out_slip(token=token, receipt=receipt)
            return _slip(request, token, receipt)
        except BadInput as error:
            place = error.place if error.place in form.fields else None
            form.add_error(place, error.sentences)
    return render(request, "cases/staff/reissue.html", {**head_of(found, request.actor.zone), "form": form}, status=422)


def _slip(request: StaffRequest, token: Token, receipt: intake.Receipt) -> HttpResponse:
    page = receipt_of(receipt.concern)
    slip = slip_of(page, receipt.code, request.build_absolute_uri(reverse("cases:lookup")))
    context: dict[str, Any] = {"slip": slip, "zone": page.zone, "once": token.cookie, "number": page.case_id}
    context["may_group"] = may(request.actor, "group", receipt.concern.case)
    return no_store(render(request, "cases/staff/slip.html", context))


def _form(request: StaffRequest, form: Taking, status: int = 200, problem: Conflict | None = None) -> HttpResponse:
    context = {"form": form, "accept": files.ACCEPT, "problem": problem, "higher": form.higher}
    return render(request, "cases/staff/register.html", context, status=status)


def _with_fresh_token(form: Taking, zone: str, competent: Sequence[tuple[str, str]]) -> Taking:
    """What was typed, under a new secret: the first one has had its turn."""
    data = {**dict(form.data.items()), "once": Token.fresh().cookie}
    again = Taking(data, zone=zone, competent=competent)
    for place, errors in form.errors.items():
        if place not in again.errors:
            again.add_error(None if place == NON_FIELD_ERRORS else place, list(errors))
    return again


def token_of_form(request: StaffRequest) -> Token:
    """The secret of one registration, as its form carries it."""
    token = Token.from_cookie(request.POST.get("once", ""))
    if token is None:
        raise Refused
    return token
