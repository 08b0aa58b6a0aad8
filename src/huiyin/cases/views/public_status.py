"""The status page: opened by a code, for half an hour, and only ever its own concern."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from huiyin import procedures
from huiyin.cases import sections
from huiyin.cases.forms import public_status as forms
from huiyin.cases.presenting import chip, pick
from huiyin.cases.queries import offices
from huiyin.cases.queries.status import StatusPage, file_of, letter_of, status_of
from huiyin.cases.wording import LEVELS, OUTCOMES, REVIEW_STATUS, REVIEWED
from huiyin.documents.showing import letter_words
from huiyin.kernel import files
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import public

from . import public_status_parts as parts
from .public_letters import sheet_of
from .public_parts import Session, close_session, open_session, session_of, shown
from .public_receipt import slip_is_kept

OpenedView = Callable[..., HttpResponseBase]
BEFORE_CHANGE = frozenset({"status-code"})
AFTER_LEAVING = frozenset({"status", "status-code"})


def opened(view: OpenedView) -> OpenedView:
    """Hands the view its `Session` and renews it. Without one: to the page for the code.

    A code that a clerk has seen is changed before anything is shown.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        session = session_of(request)
        if session is None:
            return _closed(request)
        here = request.resolver_match.url_name if request.resolver_match else ""
        if session.code.must_change and here not in BEFORE_CHANGE:
            return redirect("cases:status-code")
        if session.concern.left_at is not None and here not in AFTER_LEAVING:
            return redirect("cases:status")
        response = view(request, session, *args, **kwargs)
        if isinstance(response, HttpResponse):
            open_session(response, bytes(session.code.digest), session.tail)
        return response

    return public(gate)


def _closed(request: HttpRequest) -> HttpResponse:
    """The half hour is over. What was just written is shown to be copied; a code that was changed is shown again."""
    if slip_is_kept(request):
        return redirect("cases:receipt")
    typed = [text for name in ("text", "reasons", "note") if (text := request.POST.get(name, "").strip())]
    if not typed:
        return redirect("cases:lookup")
    return shown(request, "closed", {"typed": typed}, status=403)


@opened
@require_safe
def status(request: HttpRequest, session: Session) -> HttpResponse:
    """Where it stands, what was promised, what was said, and the way up."""
    return page_of(request, session)


def page_of(
    request: HttpRequest, session: Session, *, said: forms.Say | None = None, code: int = 200, **more: Any
) -> HttpResponse:
    """The page, with a form that could not be taken still in it."""
    page = status_of(session.concern)
    if page.left_at is not None:
        words = parts.words_of(page)
        return shown(request, "taken_back", {"page": page, "tail": session.tail, "words": words}, code)
    lines = parts.dates_of(page)
    context = {
        "page": page,
        "tail": session.tail,
        "strips": [(stage, parts.steps_of(page, stage)) for stage in page.stages],
        "state": pick(page.stages[0].text) if page.stages else "",
        "dates": [line for line in lines if not line.kept],
        "kept_dates": [line for line in lines if line.kept],
        "own_dates": [(pick(clock.title), chip(clock)) for clock in page.own_dates],
        "words": parts.words_of(page),
        "talk": parts.messages_of(page),
        "asked": any(one.asks and one.waits for one in page.said),
        "say": said or forms.Say(),
        "accept": files.ACCEPT,
        "up": parts.recourse_of(page),
        "seal_title": parts.seal_title(page),
        "openings": parts.openings_of(page),
        "kept": parts.fields_words(page.kept),
        "letters": [(parts.letter_url(letter.public_id), pick(letter.title), letter) for letter in page.letters],
        "answer_url": parts.letter_url(page.answer.letter_id) if page.answer else "",
        "outcome": OUTCOMES.get(page.answer.outcome, "") if page.answer else "",
        "note": forms.Note(),
        "reviews": [
            (LEVELS[one.level], REVIEW_STATUS[one.status], REVIEWED.get(one.outcome, ""), one) for one in page.reviews
        ],
        "events": parts.events_of(page),
        "journey": [(station.office, station.since, pick(station.state)) for station in page.journey],
        "next_due": _next_due(page),
        "sections": sections.public_sections(session.concern),
        "more_acts": sections.public_links(session.concern),
        **more,
    }
    return shown(request, "status", context, code)


def _next_due(page: StatusPage) -> Any:
    running = [
        clock.due_on
        for clock in page.dates
        if clock.status == "running" and not clock.late and not clock.derivation.law.own_rule
    ]
    return min(running, default=None)


@opened
@require_safe
def letter(request: HttpRequest, session: Session, public_id: str) -> HttpResponse:
    """A letter as it was sent, ready to be printed."""
    found = letter_of(session.concern, public_id)
    if found is None:
        raise Refused
    return shown(request, "letter", {"page": found, "letter": letter_words(sheet_of(found))})


@opened
@require_safe
def file(request: HttpRequest, session: Session, public_id: str) -> HttpResponseBase:
    """A file that the person sent, or was sent."""
    found = file_of(session.concern, public_id)
    if found is None:
        raise Refused
    return files.response(found)


@opened
@require_safe
def diagram(request: HttpRequest, session: Session, number: int = 0) -> HttpResponse:
    """The whole procedure as it is drawn, with the place where this concern stands."""
    stages = status_of(session.concern).stages
    if number >= len(stages):
        raise Refused
    stage = stages[number]
    pack = procedures.load(stage.pack, stage.version)
    drawn = procedures.draw(pack, at=stage.state, language=get_language() or "zh-hans")
    context = {"drawing": drawn, "title": pick(pack.title), "law": pick(pack.law.full), "state": pick(stage.title)}
    return shown(request, "diagram", context)


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the half hour: nobody who uses this browser next finds the page."""
    response = shown(request, "left", {"front": offices.front_office()})
    close_session(response)
    return response
