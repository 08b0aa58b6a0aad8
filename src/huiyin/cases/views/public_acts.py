"""What the holder of a code may do: say something, confirm, disagree, go up, correct, take back, change the code."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import asking_review, attaching, closing, handling, receipt_codes, replying, reviewing
from huiyin.cases.actions.contact import correct_contact, prove_address
from huiyin.cases.actions.devices import tell_device
from huiyin.cases.actions.going_up import ask_superior
from huiyin.cases.drafts import Token
from huiyin.cases.forms import public_status as forms
from huiyin.cases.forms.public_raise import FIELD_OF_WAY, address_in
from huiyin.cases.queries.status import status_of
from huiyin.kernel import files, limits
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.actions import Inspected, Upload
from huiyin.kernel.outbox.gateways import push
from huiyin.kernel.vault.identity import DEVICE
from huiyin.kernel.vault.queries import open_proof
from huiyin.procedures.engine import NotPossible
from huiyin.web import dates

from .public_parts import MESSAGES_OF_A_CONCERN, Session, remember_slip, shown, slip_token_of
from .public_status import opened, page_of

MOST_FILES = 5  # with one message


@opened
@require_POST
def say(request: HttpRequest, session: Session) -> HttpResponse:
    """A message, or the answer to a question, with files if there are any."""
    form = forms.Say(request.POST, request.FILES)
    if not form.is_valid():
        return page_of(request, session, said=form)
    try:
        if not limits.allow("say", session.concern.public_id, *MESSAGES_OF_A_CONCERN):
            raise BadInput(
                "text", _("Those were very many messages within an hour."), _("Put the rest into one message later.")
            )
        inspected = _inspected(request)
        message = handling.say(concern=session.concern, text=form.cleaned_data["text"])
        if inspected:
            attaching.attach(message=message, inspected=inspected)
    except BadInput as error:
        form.add_error("text" if error.place in ("text", "") else "chosen", error.sentences)
        return page_of(request, session, said=form)
    except NotPossible:
        form.add_error(
            "text", _("This matter is closed here, so nothing can be added. You can raise it again; name this one.")
        )
        return page_of(request, session, said=form, code=409)
    return redirect("/status/#talk")


@opened
@require_POST
def read(request: HttpRequest, session: Session) -> HttpResponse:
    """The person says that they have the answer: from this fact their own time runs."""
    concern = session.concern
    if reviewing.read_review_on_page(case_id=concern.case_id, concern=concern) is None:
        replying.read_on_page(case_id=concern.case_id, concern=concern)
    return redirect("cases:status")


@opened
@require_POST
def settled(request: HttpRequest, session: Session) -> HttpResponse:
    """The person's own word: settled, or not."""
    note = request.POST.get("note", "")[:1000]
    try:
        if request.POST.get("word") == "yes":
            closing.say_settled(concern=session.concern, note=note)
        else:
            closing.say_not_settled(concern=session.concern, note=note)
    except NotPossible as error:
        raise Conflict(error.message, _("Look at the page once more.")) from error
    return redirect("cases:status")


@opened
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, session: Session) -> HttpResponse:
    """The request to the next level up, while the time for it runs."""
    page = status_of(session.concern)
    ways = [(way.pack, _way_words(way)) for way in page.ways]
    form = forms.Review(request.POST if request.method == "POST" else None, ways=ways)
    if request.method == "POST" and form.is_valid():
        pack, reasons = form.cleaned_data.get("way", ""), form.cleaned_data["reasons"]
        try:
            asking_review.ask_review(concern=session.concern, reasons=reasons, pack=pack)
        except NotPossible as error:
            form.add_error("reasons", error.sentences)
        else:
            return redirect("cases:status")
    told = [(way.office or session.concern.case.organisation, way) for way in page.ways]
    return shown(request, "review", {"form": form, "page": page, "ways": told})


def _way_words(way: asking_review.WayUp) -> str:
    """Who would look at it, and until when it can be asked for."""
    office = way.office.name if way.office else ""
    who = _("The school's own panel, with somebody from outside") if way.level == "panel" else office
    if way.until is None:
        return who
    return _("%(who)s, until %(day)s") % {"who": who, "day": dates.day_text(way.until)}


@opened
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, session: Session) -> HttpResponse:
    """The office did not take it on: the one above decides whether it must."""
    page = status_of(session.concern)
    form = forms.Objection(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking_review.object_to_refusal(concern=session.concern, reasons=form.cleaned_data["reasons"])
        except NotPossible as error:
            form.add_error("reasons", error.sentences)
        else:
            return redirect("cases:status")
    return shown(request, "objection", {"form": form, "page": page, "open": "object_to_refusal" in page.can})


@opened
@require_POST
def superior(request: HttpRequest, session: Session) -> HttpResponse:
    """The office above is asked to see to what is late."""
    ask_superior(concern=session.concern)
    return redirect("cases:status")


@opened
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, session: Session) -> HttpResponse:
    """How the person is told from now on. What is sealed is not shown, only replaced."""
    page = status_of(session.concern)
    data = request.POST if request.method == "POST" else None
    form = forms.Contact(data, already=page.told.ways_kept, initial={"contact_by": page.told.way or "page"})
    if request.method == "POST" and form.is_valid():
        way = form.cleaned_data["contact_by"]
        changes = {"name": form.cleaned_data["name"], **address_in(form.cleaned_data)}
        try:
            correct_contact(concern=session.concern, changes=changes, contact_by="" if way == "page" else way)
        except BadInput as error:
            form.add_error(FIELD_OF_WAY[way], error.sentences)
        else:
            to_prove = open_proof(session.concern.identity, way) is not None
            return redirect("cases:status-prove" if to_prove else "cases:status")
    return shown(request, "contact", {"form": form, "page": page, "push": push.offered()})


@opened
@require_http_methods(["GET", "POST"])
def device(request: HttpRequest, session: Session) -> HttpResponse:
    """This device is told from now on that there is something new."""
    if not push.offered():
        raise Http404
    page = status_of(session.concern)
    form = forms.Device(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            tell_device(concern=session.concern, subscription=form.cleaned_data["subscription"])
        except BadInput as error:
            form.add_error(None, error.sentences)
        else:
            return redirect("cases:status")
    context = {"form": form, "page": page, "key": push.public_key()}
    return shown(request, "device", context, 422 if form.errors else 200)


@opened
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, session: Session) -> HttpResponse:
    """The code that went to the address is typed back."""
    page = status_of(session.concern)
    if page.told.proven is not False or page.told.way == DEVICE:
        return redirect("cases:status")
    form = forms.ProofCode(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            prove_address(concern=session.concern, typed=form.cleaned_data["code"])
        except BadInput as error:
            form.add_error("code", error.sentences)
        else:
            return redirect("cases:status")
    return shown(request, "prove", {"form": form, "page": page}, 422 if form.errors else 200)


@opened
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, session: Session) -> HttpResponse:
    """The person takes it back; what that means is said before."""
    form = forms.Note(request.POST if request.method == "POST" else None)
    page = status_of(session.concern)
    if request.method == "POST" and form.is_valid():
        try:
            closing.withdraw(concern=session.concern, note=form.cleaned_data["note"])
        except NotPossible as error:
            raise Conflict(error.message, _("Look at the page once more.")) from error
        return redirect("cases:status")
    return shown(request, "withdraw", {"form": form, "page": page})


@opened
@require_http_methods(["GET", "POST"])
def change_code(request: HttpRequest, session: Session) -> HttpResponse:
    """A code that a clerk has seen is changed at first use. The browser has its token before the code changes."""
    token = slip_token_of(request)
    if request.method == "POST" and token is not None:
        receipt_codes.change_code(concern=session.concern, token=token)
        return redirect("cases:receipt")
    if not session.code.must_change:
        return redirect("cases:status")
    response = shown(request, "change_code", {"tail": session.tail})
    remember_slip(response, token or Token.fresh())
    return response


def _inspected(request: HttpRequest) -> list[Inspected]:
    uploads = request.FILES.getlist("chosen")
    if len(uploads) > MOST_FILES:
        raise BadInput(
            "chosen",
            _("At most %(most)d files go with one message.") % {"most": MOST_FILES},
            _("Send the rest with the next one."),
        )
    return [files.inspect(cast(Upload, upload)) for upload in uploads]
