"""Reviews: the list of the office, and one review with the file beside it and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases import sections
from huiyin.cases.actions import late_requests, reviewing
from huiyin.cases.forms import staff_review as forms
from huiyin.cases.forms.staff_verbs import moment
from huiyin.cases.models import Review
from huiyin.cases.models.review import Level, ReviewStatus
from huiyin.cases.queries import reviews as queries
from huiyin.cases.queries.case_page import case_page
from huiyin.cases.wording import LEVELS, OUTCOMES, REVIEW_STATUS, REVIEWED
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.web import dates
from huiyin.web.components import Item, Tag, Words
from huiyin.web.fields import put_error

from . import staff_case_parts as parts
from .staff_parts import sentence, titled_chip

Act = Callable[[Actor, Review, Any], object]


@needs("review_read")
@require_safe
def reviews(request: StaffRequest) -> HttpResponse:
    """What the office has to look at again, the oldest first; and what it has decided."""
    done = request.GET.get("done") == "1"
    rows = queries.reviews(request.actor, done=done)
    context = {
        "items": [_item(row) for row in rows],
        "done": done,
        "tabs": [(_("Open"), reverse("cases:reviews"), not done), (_("Decided"), "?done=1", done)],
    }
    return render(request, "cases/staff/reviews.html", context)


def _item(row: queries.ReviewRow) -> Item:
    review = row.review
    facts: list[Any] = [LEVELS[review.level], REVIEW_STATUS[review.status], review.case.organisation.short_name]
    if review.outcome and review.status == ReviewStatus.ISSUED:
        facts.append(Tag(REVIEWED[review.outcome], "green"))
    url = reverse("cases:review", args=[review.public_id])
    words = sentence(review.case.title, review.reasons[:120])
    return Item(review.case.title, url, review.case.public_id, words, tuple(facts), titled_chip(row.clock))


@needs("review_read")
@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file, the person's reasons, and the one form that belongs to where the review stands."""
    page = queries.review_page(request.actor, public_id)
    if request.method != "POST":
        return _show(request, page, _form(request, page, None))
    form = _form(request, page, request.POST)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Refused
    if form is None or not form.is_valid():
        return _show(request, page, form, status=422)
    return _done(request, page, form, act)


def _done(request: StaffRequest, page: queries.ReviewPage, form: Any, act: Act) -> HttpResponse:
    try:
        act(request.actor, page.review, form)
    except Refused:
        raise
    except Conflict as error:
        fresh = queries.review_page(request.actor, page.review.public_id)
        return _show(
            request, fresh, _form(request, fresh, None), problem=error, typed=dict(form.data.items()), status=409
        )
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, form, status=422)
    except HuiyinError as error:
        return _show(request, page, form, problem=error, status=422)
    messages.success(request, _("Done."))
    return redirect("cases:review", page.review.public_id)


def _form(request: StaffRequest, page: queries.ReviewPage, data: Any) -> Any:
    """The form of where it stands, for who may do it; None where nothing is to be done by this post."""
    review, actor = page.review, request.actor
    kind = _kind(actor, review, page, (data or {}).get("do", ""))
    if kind is None:
        return None
    if kind is forms.Begin:
        return forms.Begin(data, review=review, posts=page.posts)
    initial = {"served_on": time.today(review.organisation.zone)} if kind is forms.Serve else {}
    return kind(data, review=review, initial=initial)


def _kind(actor: Actor, review: Review, page: queries.ReviewPage, wanted: str) -> Any:
    status = ReviewStatus(review.status)
    if review.level == Level.OBJECTION:
        open_to = status == ReviewStatus.ASKED and may(actor, "review_decide", review)
        return forms.Late if open_to else None
    if status == ReviewStatus.ISSUED and page.served_at is None and may(actor, "review_serve", review):
        return forms.Serve
    verb, form = {
        ReviewStatus.LATE: ("review_begin", forms.Late),
        ReviewStatus.ASKED: ("review_begin", forms.Begin),
        ReviewStatus.BEGUN: ("review_draft", forms.Draft),
        ReviewStatus.SUBMITTED: ("review_decide", forms.SendBack),
    }.get(status, ("", None))
    return form if form is not None and may(actor, verb, review) else None


def _begin(actor: Actor, review: Review, form: Any) -> object:
    data = form.cleaned_data
    return reviewing.begin_review(
        actor=actor, review_id=review.public_id, version=data["version"], handler=data["handler"], panel=data.get("panel", "")
    )  # fmt: skip


def _save(actor: Actor, review: Review, form: Any) -> object:
    version = form.cleaned_data["version"]
    return reviewing.save_review(actor=actor, review_id=review.public_id, version=version, text=form.text())


def _submit(actor: Actor, review: Review, form: Any) -> object:
    _save(actor, review, form)
    version = form.cleaned_data["version"] + 1
    return reviewing.submit_review(actor=actor, review_id=review.public_id, version=version)


def _send_back(actor: Actor, review: Review, form: Any) -> object:
    data = form.cleaned_data
    return reviewing.send_back_review(
        actor=actor, review_id=review.public_id, version=data["version"], note=data["note"]
    )


def _issue(actor: Actor, review: Review, form: Any) -> object:
    return reviewing.issue_review(actor=actor, review_id=review.public_id, version=form.cleaned_data["version"])


def _late(actor: Actor, review: Review, form: Any) -> object:
    data = form.cleaned_data
    yes = data["admit"] == "yes"
    if review.level == Level.OBJECTION:
        return late_requests.decide_objection(
            actor=actor, review_id=review.public_id, version=data["version"], accept=yes, reason=data["reason"], ways=data["ways"]
        )  # fmt: skip
    return late_requests.decide_late(
        actor=actor, review_id=review.public_id, version=data["version"], admit=yes, reason=data["reason"], ways=data["ways"]
    )  # fmt: skip


def _serve(actor: Actor, review: Review, form: Any) -> object:
    data = form.cleaned_data
    at = moment(data["served_on"], data.get("served_time"), review.organisation.zone)
    return reviewing.serve_review(
        actor=actor, review_id=review.public_id, version=data["version"], channel=data["channel"], served_at=at, proof=data["proof"]
    )  # fmt: skip


_ACTS: dict[str, Act] = {
    "begin": _begin,
    "save": _save,
    "submit": _submit,
    "send_back": _send_back,
    "issue": _issue,
    "late": _late,
    "serve": _serve,
}


def _asked(review: Review) -> Words:
    """Why the person asks, in their own words."""
    meta = dates.moment_text(review.asked_at, review.organisation.zone)
    if not review.in_time:
        meta = f"{meta} · {_('after the day')}"
    return Words(review.reasons, _("Why the person asks"), meta=meta)


def _show(
    request: StaffRequest,
    page: queries.ReviewPage,
    form: Any,
    *,
    problem: HuiyinError | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    review = page.review
    whole = case_page(review.case)
    context: dict[str, Any] = {
        "page": page,
        "review": review,
        "case": review.case,
        "zone": review.organisation.zone,
        "level": LEVELS[review.level],
        "standing": REVIEW_STATUS[review.status],
        "words": parts.words_of(whole),
        "asked": _asked(review),
        "chip": titled_chip(page.clock),
        "outcome": REVIEWED.get(review.outcome, ""),
        "result": OUTCOMES.get(review.result, ""),
        "answer_outcome": OUTCOMES.get(page.answer.outcome, "") if page.answer else "",
        "form": form,
        "kind": type(form).__name__ if form is not None else "",
        "more_acts": sections.review_links(request.actor, review),
        "own_draft": review.drafted_by == request.actor.reference,
        "reads_case": may(request.actor, "read", review.case),
        "problem": problem,
        "typed": [value for name, value in (typed or {}).items() if name in ("facts", "decision", "reason", "note")],
    }
    return render(request, "cases/staff/review.html", context, status=status)
