"""A group at the gate: the common words once, then one person after another, a slip for each; and sheets of slips."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import counter, grouping
from huiyin.cases.actions.intake import Receipt
from huiyin.cases.drafts import Token
from huiyin.cases.forms import groups as forms
from huiyin.cases.models import Case
from huiyin.cases.queries import groups as queries
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.rules import show_code
from huiyin.documents import paper
from huiyin.kernel import limits, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused, Unavailable
from huiyin.organisations.access import StaffRequest, needs, require
from huiyin.web.components import Words
from huiyin.web.fields import put_error

from .staff_case import head_of, no_store

ONCE = (1, 3600.0)


@needs("group")
@require_http_methods(["GET", "POST"])
def group(request: StaffRequest, public_id: str) -> HttpResponse:
    """Not a group yet: its common words. Else: add the next person; the code of the one before stands above the form."""
    found = visible_case(request.actor, public_id)
    require(request.actor, "group", found)
    if queries.group_of(found) is None:
        return _opens(request, found)
    if request.method != "POST":
        return _page(request, found, _empty())
    token = _token(request)
    laid = counter.laid_out(token)
    if laid is not None:
        return _page(request, found, _empty(), laid)
    form = forms.Adds(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    return _adds(request, found, form, token)


def _adds(request: StaffRequest, found: Case, form: forms.Adds, token: Token) -> HttpResponse:
    if not limits.allow("group-add", token.digest.hex(), *ONCE):
        problem = Conflict(_("This person has been added already."), _("Go on with the next one."))
        return _page(request, found, _empty(), problem=problem, status=409)
    try:
        joining = form.joining(get_language() or "zh-hans")
        receipt = grouping.add_member(actor=request.actor, case_id=found.pk, joining=joining)
    except BadInput as error:
        data = {**dict(form.data.items()), "once": Token.fresh().cookie}
        again = forms.Adds(data)
        put_error(again, error)
        return _page(request, found, again, status=422)
    counter.lay_out_slip(token=token, receipt=receipt)
    return _page(request, found, _empty(), receipt)


def _opens(request: StaffRequest, found: Case) -> HttpResponse:
    first = found.concerns.first()
    form = forms.Matter(request.POST or None, initial={"matter": first.text if first and first.registered_by else ""})
    if request.method == "POST" and form.is_valid():
        try:
            grouping.open_group(
                actor=request.actor, case_id=found.pk, version=found.version, matter=form.cleaned_data["matter"]
            )
            return redirect("cases:group", found.public_id)
        except BadInput as error:
            form.add_error("matter", error.sentences)
    context = {**head_of(found, request.actor.zone), "form": form}
    return render(request, "cases/staff/group_new.html", context, status=422 if form.errors else 200)


def _page(
    request: StaffRequest,
    found: Case,
    form: forms.Adds,
    receipt: Receipt | None = None,
    *,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    card = queries.group_of(found)
    assert card is not None
    context: dict[str, Any] = {
        **head_of(found, request.actor.zone),
        "card": card,
        "words": Words(card.matter, _("The common words")),
        "form": form,
        "code": show_code(receipt.code) if receipt else "",
        "look_up": request.build_absolute_uri(reverse("cases:lookup")),
        "slips": forms.Slips(initial={"once": Token.fresh().cookie}),
        "members": queries.members_of(found),
        "problem": problem,
    }
    return no_store(render(request, "cases/staff/group.html", context, status=status))


@needs("group")
@require_POST
def slips(request: StaffRequest, public_id: str) -> HttpResponse:
    """A sheet to print, or a PDF with a slip a page. The codes stand there alone."""
    found = visible_case(request.actor, public_id)
    form = forms.Slips(request.POST)
    token = _token(request)
    if not form.is_valid():
        messages.error(request, _("Give a number from 1 to 60."))
        return redirect("cases:group", public_id)
    if not limits.allow("group-slips", token.digest.hex(), *ONCE):
        raise Conflict(
            _("This sheet has been printed already."),
            _("Slips that were printed stay good. Print a new sheet for more."),
        )
    codes = grouping.print_slips(actor=request.actor, case_id=found.pk, count=form.cleaned_data["count"])
    address = request.build_absolute_uri(reverse("cases:lookup"))
    printed = [(show_code(code), f"{address}#{show_code(code)}") for code in codes]
    words = _(
        "Scan, or type the code at %(address)s. You read what all of you ask for, join with or without your name, and get a code of your own. The answer comes to you too."
    )
    group = paper.GroupSlips(
        title=_("Slips to hand out"),
        office=found.organisation.name,
        words=words % {"address": address.split("://", 1)[-1]},
        scan=_("QR code that opens the page to join"),
        slips=printed,
    )
    problem = None
    if form.cleaned_data["paper"]:
        try:
            content = paper.group_slips_pdf(group, at=time.now(), paper=form.cleaned_data["paper"])
            return paper.response(content, "slips.pdf")
        except Unavailable as error:
            problem = error  # the codes are there: the sheet shows them
    context = {**head_of(found, request.actor.zone), "group": group, "problem": problem}
    return no_store(render(request, "cases/staff/slips.html", context))


@needs("group")
@require_POST
def speaker(request: StaffRequest, public_id: str) -> HttpResponse:
    """The group named one of those who are here already."""
    found = visible_case(request.actor, public_id)
    try:
        grouping.name_representative(
            actor=request.actor, case_id=found.pk, concern_public_id=request.POST.get("concern", "")
        )
    except BadInput as error:
        return _page(request, found, _empty(), problem=error, status=422)
    return redirect("cases:group", public_id)


def _empty() -> forms.Adds:
    return forms.Adds(initial={"once": Token.fresh().cookie})


def _token(request: StaffRequest) -> Token:
    token = Token.from_cookie(request.POST.get("once", ""))
    if token is None:
        raise Refused
    return token
