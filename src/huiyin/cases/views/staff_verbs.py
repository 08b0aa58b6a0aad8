"""One view for the pages of all verbs, driven by the table in `cases.verbs`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases import before_closing, copies_outside
from huiyin.cases.actions import reading
from huiyin.cases.forms.staff_verbs import VerbForm
from huiyin.cases.models import Case
from huiyin.cases.queries.case_page import case_page, happenings
from huiyin.cases.queries.case_page_acts import act_of, acts_of
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.verbs import PAGES, VerbPage, open_request
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs, require
from huiyin.organisations.views.proving import prove_first

from . import staff_case_parts as parts
from .staff_case import head_of
from .staff_competent import card_of
from .staff_parts import case_url, verb_url

DECIDED_BY_COMPETENCE = frozenset({"register", "sort", "accept", "transfer", "refuse"})
# Where an action names a place otherwise than its form.
PLACES = {"served_at": "served_on"}


@needs("read")
@require_http_methods(["GET", "POST"])
def verb(request: StaffRequest, public_id: str, name: str) -> HttpResponse:
    """The page of one verb. A verb that the post may not do to this case is absent; one that can't be done now says why."""
    found = visible_case(request.actor, public_id)
    page = PAGES.get(name)
    if page is None:
        raise Refused
    require(request.actor, page.permission, found)
    reading.opened(actor=request.actor, case=found)
    if request.method != "POST":
        given = {name: value for name, value in request.GET.items() if name != "version"}
        return _show(request, found, page, page.form(initial=given, case=found, actor=request.actor))
    if "narrow-list" in request.POST:
        typed = {key: value for key, value in request.POST.items() if key != "version"}
        return _show(request, found, page, page.form(initial=typed, case=found, actor=request.actor))
    if page.proof and (asked := prove_first(request)):
        return asked
    form = page.form(request.POST, case=found, actor=request.actor)
    return _done(request, found, page, form)


def _done(request: StaffRequest, found: Case, page: VerbPage, form: VerbForm) -> HttpResponse:
    """Does it; whatever was in the way is said where it belongs, and what was typed is kept."""
    if not form.is_valid():
        return _show(request, found, page, form, status=422)
    try:
        page.act(request.actor, found, form)
    except Refused:
        raise
    except Conflict as error:
        return _conflict(request, found, page, form, error)
    except BadInput as error:
        place = PLACES.get(error.place, error.place)
        form.add_error(place if place in form.fields else None, error.sentences)
        return _show(request, found, page, form, status=422)
    except HuiyinError as error:
        return _show(request, found, page, form, problem=error, status=422)
    messages.success(request, _("Done: %(what)s") % {"what": page.title})
    return _onward(request, found)


def _onward(request: StaffRequest, found: Case) -> HttpResponse:
    """Back to the case, while the post still reads it: what was sealed or passed on may be out of its sight."""
    try:
        visible_case(request.actor, found.public_id)
    except Refused:
        return redirect("cases:day")
    return redirect(case_url(found.public_id))


def _conflict(request: StaffRequest, found: Case, page: VerbPage, form: VerbForm, error: Conflict) -> HttpResponse:
    """Shows what somebody else did since; sent again it is on top of that."""
    fresh = visible_case(request.actor, found.public_id)
    since = max(fresh.version - form.cleaned_data["version"], 1)
    data = dict(form.data.items())
    data["version"] = str(fresh.version)
    again = page.form(data, case=fresh, actor=request.actor)
    return _show(request, fresh, page, again, problem=error, since=since, status=409)


def _show(
    request: StaffRequest,
    found: Case,
    page: VerbPage,
    form: VerbForm,
    *,
    problem: HuiyinError | None = None,
    since: int = 0,
    status: int = 200,
) -> HttpResponse:
    act = act_of(request.actor, found, page.verb)
    whole = case_page(found)
    context: dict[str, Any] = {
        **head_of(found, whole.zone),
        "verb_page": page,
        "form": form,
        "words": parts.words_of(whole),
        "why_not": act.why_not if act else _("This can't be done at this point of the procedure."),
        "problem": problem,
        "changed": parts.events_of(happenings(found, since), whole.stages) if since else (),
        "narrows": "narrow" in form.fields,
        "points": _before_closing(request, found) if page.verb == "close" else (),
        "copies": copies_outside.of(found) if page.verb == "seal" else (),
        "competent": card_of(request.actor, found, _chosen(form)) if page.verb in DECIDED_BY_COMPETENCE else None,
        "beside": _beside(found, page, whole.zone),
        "request_for_time": open_request(found) if page.verb == "decide_extension" else None,
    }
    return render(request, page.template, context, status=status)


def _before_closing(request: StaffRequest, found: Case) -> list[tuple[before_closing.Point, str, str]]:
    """The list, with the page on which what is missing is mended, where the post can open it."""
    can = {act.verb for act in acts_of(request.actor, found) if act.possible}

    def page_of(point: before_closing.Point) -> str:
        return verb_url(found.public_id, point.verb) if point.verb in can else point.url

    language = get_language() or "zh-hans"
    return [(point, page_of(point), cite(point.article, language)) for point in before_closing.points(found)]


def _chosen(form: VerbForm) -> str | None:
    """The category that is being chosen on the page, where it asks for one."""
    return str(form["category"].value() or "") or None if "category" in form.fields else None


def _beside(found: Case, page: VerbPage, zone: str) -> Any:
    """The letter that is decided about."""
    if page.verb not in ("issue_reply", "send_back_draft"):
        return None
    draft = found.replies.exclude(status="issued").first()
    above = found.organisation.parent
    return parts.preview(found, draft, zone, superior=above.name if above else "")
