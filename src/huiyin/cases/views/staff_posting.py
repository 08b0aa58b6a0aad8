"""Letters to be posted: the list of the desk, one letter with what is written down of it, and the photo of its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.actions import posting as actions
from huiyin.cases.forms import staff_posting as forms
from huiyin.cases.models.posting import PostingState
from huiyin.cases.presenting import chip, pick
from huiyin.cases.queries import postings
from huiyin.cases.queries.lists import visible_case
from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import inspect_all
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.components import Item, Tag
from huiyin.web.fields import put_error
from huiyin.web.forms import each_of

from .staff_parts import case_url

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS = {"posted": forms.Posted, "arrived": forms.Arrived, "came_back": forms.CameBack}
OF_STATE = {PostingState.WAITING: ("posted",), PostingState.POSTED: ("arrived", "came_back")}


@needs("serve")
@require_safe
def posting_list(request: StaffRequest) -> HttpResponse:
    """What waits to be posted, then what is on its way; `?done=1`: what ended."""
    done = request.GET.get("done") == "1"
    states = (PostingState.ARRIVED, PostingState.RETURNED) if done else postings.OPEN
    lines = postings.of_office(request.actor, states)
    lines.sort(key=lambda line: line.posting.state != PostingState.WAITING)
    tabs = [(_("Open"), reverse("cases:postings"), not done), (_("Ended"), "?done=1", done)]
    return render(
        request, "cases/staff/postings.html", {"items": [item(one) for one in lines], "tabs": tabs, "done": done}
    )


@needs("serve")
@require_http_methods(["GET", "POST"])
def posting(request: StaffRequest, public_id: str) -> HttpResponse:
    """One letter: print it with name and address, write down what became of it."""
    line = postings.one(request.actor, public_id)
    offered = OF_STATE.get(PostingState(line.posting.state), ())
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    shown = each_of({name: KINDS[name] for name in offered}, sent, request.POST, request.FILES)
    if request.method == "POST":
        form: Any = shown.get(sent)
        if form is None:
            raise Conflict(_("Somebody has written this down already."), _("Load the page again."))
        if form.is_valid() and _done(request, public_id, sent, form):
            return redirect("cases:posting", public_id)
    context = {
        "line": line,
        "case": line.posting.letter.case,
        "title": pick(line.posting.letter.title),
        "chip": chip(line.clock) if line.clock else None,
        "forms": shown,
        "photos": postings.photos(line.posting),
        "zone": request.actor.zone,
    }
    return render(
        request, "cases/staff/posting.html", context, status=422 if any(one.errors for one in shown.values()) else 200
    )


def _done(request: StaffRequest, public_id: str, sent: str, form: Any) -> bool:
    data = form.cleaned_data
    try:
        if sent == "posted":
            photo = inspect_all(data["photo"], "photo")
            actions.posted(actor=request.actor, posting_id=public_id, on=data["on"], number=data["number"], photo=photo)
        else:
            act = actions.arrived if sent == "arrived" else actions.came_back
            act(actor=request.actor, posting_id=public_id, on=data["on"], note=data["note"])
    except BadInput as error:
        put_error(form, error)
        return False
    messages.success(request, _("Written down."))
    return True


@needs("serve")
@require_POST
def ask_posting(request: StaffRequest, public_id: str, letter_id: str) -> HttpResponse:
    """This letter goes by post too."""
    case = visible_case(request.actor, public_id)
    concern = request.POST.get("concern", "")
    try:
        found = actions.ask(actor=request.actor, case_id=case.pk, letter_id=letter_id, concern_id=concern)
    except (BadInput, Conflict) as error:
        messages.error(request, error.sentences)
        return redirect(case_url(public_id))
    return redirect("cases:posting", found.public_id)


@needs("serve")
@require_safe
def posting_photo(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """The receipt of the post."""
    line = postings.one(request.actor, public_id)
    found = next((one for one in postings.photos(line.posting) if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return files.response(found)


def item(line: postings.Line) -> Item:
    """A row of the list; neither name nor address stands in it."""
    row = line.posting
    url = reverse("cases:posting", args=[row.public_id])
    tag = Tag(row.get_state_display(), "late" if row.state == PostingState.RETURNED else "")
    facts: tuple[StrOrPromise | Tag, ...] = (row.letter.case.title, tag, *([row.number] if row.number else []))
    return Item(pick(row.letter.title), url, row.letter.number, "", facts, chip(line.clock) if line.clock else None)
