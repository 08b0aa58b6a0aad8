"""What the check says of a draft: mended here, or sent to a legal reviewer who decides whether a mark is mistaken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.plans import actions, people, presenting, queries
from huiyin.plans.changes import Gone, main_text
from huiyin.plans.forms import acts
from huiyin.plans.queries import MarkRow, PlanPage
from huiyin.plans.schema import PlanDocument
from huiyin.plans.wording import ANSWERS, PARTS
from huiyin.web.fields import put_error

from .answering import answered


@needs("plan_read")
@require_http_methods(["GET", "POST"])
def check(request: StaffRequest, public_id: str, number: str) -> HttpResponse:
    """Each mark with why, the article and what to write instead; what is missing, what does not fit together, what is out of date."""
    page = queries.plan_page(request.actor, public_id, number)
    if page.version.published_at is None and not queries.reads_drafts(request.actor, page.plan):
        raise Refused
    if request.method != "POST":
        return _show(request, page)
    if "edit" not in page.can:
        raise Refused
    about = {"rule": request.POST.get("rule", ""), "fingerprint": request.POST.get("fingerprint", "")}
    try:
        if request.POST.get("do") == "put_instead":
            actions.put_instead(actor=request.actor, version_id=page.version.public_id, **about)
            messages.success(request, _("The lawful clause stands there now. Read it once more in its place."))
            return redirect(request.path)
        return _ask(request, page, about)
    except Conflict as error:
        return _show(request, queries.plan_page(request.actor, public_id, number), problem=error, status=409)


@needs("plan_read")
@require_http_methods(["GET", "POST"])
def mark(request: StaffRequest, public_id: str) -> HttpResponse:
    """A mark that somebody thinks mistaken: read by the house, decided by a legal reviewer who had no hand in the draft."""
    found = queries.mark_page(request.actor, public_id)
    form = acts.DecideMark(request.POST or None)
    done = answered(
        request, form, asked=found.decides, said=_("Your decision stands, with your name and reason."),
        act=lambda data: actions.overrule(actor=request.actor, mark_id=public_id, answer=data["answer"], reason=data["reason"]),
    )  # fmt: skip
    if done is not None:
        return done
    version = found.mark.plan_version
    context = {
        "found": found,
        "row": found.mark,
        "plan": found.plan,
        "answer": ANSWERS.get(found.mark.answer, ""),
        "chip": presenting.chip(found.clock) if not found.mark.answer else None,
        "draft_url": presenting.plan_url(found.plan, version) + (f"#{found.mark.key}" if found.mark.key else ""),
        "form": form if found.decides else None,
        "zone": found.plan.organisation.zone,
    }
    return render(request, "plans/mark.html", context, status=422 if form.errors else 200)


def _ask(request: StaffRequest, page: PlanPage, about: dict[str, str]) -> HttpResponse:
    form = acts.AskMark(request.POST, reviewers=_reviewers(request, page), auto_id="id_ask_sent_%s")
    if form.is_valid():
        try:
            data = form.cleaned_data
            actions.ask_overruling(
                actor=request.actor, version_id=page.version.public_id, why=data["why"], reviewer=data["reviewer"], **about
            )  # fmt: skip
            messages.success(request, _("A legal reviewer has been asked. Until the decision the mark stands."))
            return redirect(request.path)
        except BadInput as error:
            put_error(form, error)
    return _show(request, page, sent=form, about=(about["rule"], about["fingerprint"]), status=422)


def _show(
    request: StaffRequest,
    page: PlanPage,
    *,
    sent: acts.AskMark | None = None,
    about: tuple[str, str] = ("", ""),
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.checked(page.version)
    writes = "edit" in page.can
    reviewers = _reviewers(request, page) if writes else []

    def asking(number: int, row: MarkRow) -> acts.AskMark | None:
        """The form by which somebody says that a mark is mistaken, while nobody has."""
        if not writes or not reviewers or (row.asked and not row.asked.answer) or row.overruled:
            return None
        return (
            sent
            if sent and row.mark.about == about
            else acts.AskMark(reviewers=reviewers, auto_id=f"id_ask_{number}_%s")
        )

    context: dict[str, Any] = {
        "page": page,
        "plan": page.plan,
        "version": page.version,
        "document": page.document,
        "checked": found,
        "marks": [(row, _place(page, row.mark.key), asking(number, row), ANSWERS.get(row.asked.answer if row.asked else "", "")) for number, row in enumerate(found.rows)],
        "missing": [PARTS[part] for part in found.report.missing],
        "problems": [(one, _place(page, one.key)) for one in found.report.problems],
        "outdated": [(one, _place(page, one.key)) for one in found.report.outdated],
        "writes": writes,
        "reviewers": reviewers,
        "sent": sent,
        "problem": problem,
        "zone": page.plan.organisation.zone,
    }  # fmt: skip
    return render(request, "plans/check.html", context, status=status)


def _reviewers(request: StaffRequest, page: PlanPage) -> list[tuple[str, str]]:
    """Legal reviewers who are somebody else than the reader."""
    return [
        (post.public_id, f"{post.unit.organisation.short_name} · {post.title}")
        for post in people.legal_reviewers(page.plan)
        if not people.held_by(request.actor, [post.reference])
    ]


def _place(page: PlanPage, key: str) -> tuple[str, str]:
    """Where the piece is opened, and its first words; nothing where the finding is about the whole."""
    title = _words(page.document, key)
    if not title:
        return "", ""
    if "edit" in page.can:
        return presenting.url("piece", page.version, key), title
    return f"{presenting.plan_url(page.plan, page.version)}#{key}", title


def _words(document: PlanDocument, key: str) -> str:
    try:
        return main_text(document, key)[:40] if key else ""
    except Gone:
        return ""
