"""A plan in one of its versions, and two versions side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.plans import actions, comparing, presenting, queries, sections
from huiyin.plans.changes import Gone, main_text
from huiyin.plans.forms import acts
from huiyin.plans.models import Status
from huiyin.plans.queries import PlanPage
from huiyin.plans.schema import PlanDocument
from huiyin.plans.wording import COLLECTIONS, FIELDS, PAPERS, STATUS, WORDS
from huiyin.web.components import Link
from huiyin.web.fields import put_error

WHAT = {"added": "green", "removed": "late", "changed": "soon", "moved": ""}


@needs("plan_read")
@require_http_methods(["GET", "POST"])
def plan(request: StaffRequest, public_id: str) -> HttpResponse:
    """The version that holds; else the newest."""
    return _page(request, queries.plan_page(request.actor, public_id))


@needs("plan_read")
@require_http_methods(["GET", "POST"])
def version(request: StaffRequest, public_id: str, number: str) -> HttpResponse:
    """One version."""
    return _page(request, queries.plan_page(request.actor, public_id, number))


def _page(request: StaffRequest, page: PlanPage) -> HttpResponse:
    """A remark on the whole is the one thing that is sent from here; one that is settled, too."""
    writes = "comment" in page.can
    form = acts.RemarkOn(request.POST or None, pieces=presenting.pieces(page.document) if writes else [])
    if request.method == "POST":
        if request.POST.get("do") == "resolve":
            actions.resolve(actor=request.actor, comment_id=request.POST.get("comment", ""))
            return redirect(request.get_full_path())
        if form.is_valid():
            try:
                data = form.cleaned_data
                actions.comment(
                    actor=request.actor, version_id=page.version.public_id, key=data["key"], text=data["text"]
                )
                messages.success(request, _("Your remark stands there."))
                return redirect(request.get_full_path())
            except BadInput as error:
                put_error(form, error)
    return render(request, "plans/plan.html", _context(request.actor, page, form), status=422 if form.errors else 200)


def _context(actor: Actor, page: PlanPage, form: acts.RemarkOn) -> dict[str, object]:
    document = page.document
    return {
        "page": page,
        "plan": page.plan,
        "version": page.version,
        "document": document,
        "zone": page.plan.organisation.zone,
        "status": STATUS[page.version.status],
        "contents": presenting.contents(document),
        "facts": presenting.facts(page),
        "chips": [presenting.chip(one) for one in page.clocks] if page.version.status == "published" else [],
        "step_groups": presenting.steps(document),
        "resources": presenting.resources(document),
        "versions": [(one, STATUS[one.status], presenting.plan_url(page.plan, one.version)) for one in page.versions],
        "reviews": [(one, WORDS.get(one.word, "")) for one in page.reviews if one.withdrawn_at is None],
        "papers": [(one, PAPERS[one.kind]) for one in page.papers],
        "marks": [one for one in page.overrulings if one.answer == "overruled"],
        "checked": queries.checked(page.version) if "edit" in page.can else None,
        "sections": sections.of_plan(actor, page.plan) if page.version.status == Status.PUBLISHED else [],
        "acts": _acts(page, prints=may(actor, "plan_print", page.plan)),
        "form": form if "comment" in page.can else None,
    }


def _acts(page: PlanPage, *, prints: bool) -> list[Link]:
    found = []
    if "edit" in page.can:
        found.append(Link(presenting.url("edit", page.version), _("Go on writing"), icon="pen"))
    if "edit" in page.can:
        found.append(Link(presenting.url("check", page.version), _("The check"), icon="list"))
    if page.can & {"approve", "publish", "file", "evaluate", "revise", "review", "retire"}:
        found.append(Link(presenting.url("decide", page.version), _("What can be done now"), icon="check"))
    if len(page.versions) > 1:
        found.append(Link(f"{presenting.plan_url(page.plan)}compare/", _("Compare versions"), icon="list"))
    if prints and page.version.status != Status.REPLACED and page.plan.retired_at is None:
        found.append(
            Link(
                f"{reverse('plan-paper:choose', args=[page.plan.public_id])}?version={page.version.number}",
                _("Print and paper"),
                icon="print",
            )
        )
    return found


@needs("plan_read")
@require_safe
def compare(request: StaffRequest, public_id: str) -> HttpResponse:
    """Two versions, piece by piece, with the words that changed marked."""
    page = queries.plan_page(request.actor, public_id)
    numbers = [str(one.number) for one in page.versions]
    if len(numbers) < 2:
        raise Refused
    new = request.GET.get("new", numbers[0])
    old = request.GET.get("old", numbers[min(numbers.index(new) + 1, len(numbers) - 1)] if new in numbers else "")
    versions = {str(one.number): one.version for one in page.versions}
    if new not in versions or old not in versions:
        raise Refused
    before, after = versions[old].text, versions[new].text
    words = {"added": _("Added"), "removed": _("Taken out"), "changed": _("Changed"), "moved": _("Put elsewhere")}
    changes = [
        {
            "what": words[one.what],
            "tone": WHAT[one.what],
            "collection": COLLECTIONS[one.collection],
            "key": one.key,
            "title": _title(before, after, one.key),
            "fields": [(FIELDS.get(field.name, field.name), field.before, field.after) for field in one.fields],
        }
        for one in comparing.compared(before, after)
    ]
    context = {"plan": page.plan, "old": old, "new": new, "numbers": numbers, "changes": changes}
    return render(request, "plans/compare.html", context)


def _title(before: PlanDocument, after: PlanDocument, key: str) -> str:
    """By which words the piece is known: the new ones, else the old ones."""
    for document in (after, before):
        try:
            return main_text(document, key)[:80] if key else ""
        except Gone:
            continue
    return ""
