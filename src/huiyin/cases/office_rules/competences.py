"""The page of who is competent for what: read by all staff in two orders, by subject and by level; kept by administrators."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import taxonomy
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.queries import CompetenceRow
from huiyin.organisations.views.pages import done, form_page, saved

from . import competence_table
from .competence_forms import End, New, Says, Table

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("view_competences")
@require_safe
def table(request: StaffRequest) -> HttpResponse:
    """Rows in force, and below them what has ended or is still to come."""
    return _page(request, Table())


@needs("manage_competences")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A new row."""
    offices = queries.organisations_in_reach(request.actor, "manage_competences")
    initial = {"category": request.GET.get("category", ""), "organisation": request.GET.get("organisation", "")}
    form = New(request.POST or None, categories=_categories(), offices=offices, initial=initial)

    def save(data: dict[str, Any]) -> None:
        actions.add_competence(
            actor=request.actor, organisation=data["organisation"], says=form.says(), from_on=data["from_on"]
        )

    if request.method == "POST" and saved(form, save):
        return done(request, _("The row is there."), "cases:competences")
    title = _("Who is competent: a new row")
    return form_page(request, form, title=title, back=reverse("cases:competences"), submit=_("Add it"))


@needs("manage_competences")
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, public_id: str) -> HttpResponse:
    """Say it anew from a day on; the row before stays in the history. Or end it."""
    row = _row(request, public_id)
    initial = {name: getattr(row, name) for name in ("category", "note", "source", "area")}
    form = Says(request.POST or None, categories=_categories(), initial=initial)

    def save(data: dict[str, Any]) -> None:
        actions.change_competence(actor=request.actor, competence=public_id, says=form.says(), from_on=data["from_on"])

    if request.method == "POST" and saved(form, save):
        return done(request, _("Saved. What it said before stays in the history."), "cases:competences")
    return _row_page(request, row, form, End(), 422 if form.errors else 200)


@needs("manage_competences")
@require_POST
def end(request: StaffRequest, public_id: str) -> HttpResponse:
    """The last day of a row."""
    row = _row(request, public_id)
    form = End(request.POST)

    def save(data: dict[str, Any]) -> None:
        actions.end_competence(actor=request.actor, competence=public_id, until_on=data["until_on"])

    if saved(form, save):
        return done(request, _("The row ends on that day. It stays in the history."), "cases:competences")
    initial = {name: getattr(row, name) for name in ("category", "note", "source", "area")}
    return _row_page(request, row, Says(categories=_categories(), initial=initial), form, 422)


@needs("view_competences")
@require_safe
def download(request: StaffRequest) -> HttpResponse:
    """The rows in force as a workbook, which can be filled in and brought in again."""
    rows = [row for row in queries.competences(request.actor) if row.holds]
    response = HttpResponse(competence_table.workbook(rows, _titles()), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="huiyin-competences.xlsx"'
    return response


@needs("manage_competences")
@require_POST
def bring_in(request: StaffRequest) -> HttpResponse:
    """A workbook: new rows, and rows that say something else. What it does not name stays."""
    form = Table(request.POST, request.FILES)
    problems: tuple[str, ...] = ()
    if form.is_valid():
        offices = queries.organisations_in_reach(request.actor, "manage_competences")
        try:
            content = form.cleaned_data["file"].read(competence_table.LARGEST + 1)
            found = competence_table.read(content, {one.name: one.public_id for one in offices}, _titles())
            problems = found.problems
            if not problems:
                new_rows, changed = actions.bring_in_competences(
                    actor=request.actor, organisation=offices[0].public_id, rows=found.rows
                )
                messages.success(request, _said(new_rows, changed))
                return redirect("cases:competences")
        except BadInput as error:
            form.add_error("file", error.sentences)
    return _page(request, form, problems, 422)


def _page(request: StaffRequest, form: Table, problems: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    rows, titles = queries.competences(request.actor), _titles()
    by_level = request.GET.get("by") == "level"
    reach = {one.public_id for one in _reach(request)}
    shown = [(row, titles.get(row.category, row.category), row.organisation in reach) for row in rows if row.holds]
    if by_level:
        groups = [(name, list(lines)) for name, lines in groupby(shown, lambda line: line[0].name)]
    else:
        shown.sort(key=lambda line: line[0].category)
        groups = [(title, list(lines)) for title, lines in groupby(shown, lambda line: line[1])]
    context = {
        "groups": groups,
        "by_level": by_level,
        "others": [(row, titles.get(row.category, row.category)) for row in rows if not row.holds],
        "manages": bool(reach),
        "form": form,
        "problems": problems,
    }
    return render(request, "cases/rules/competences.html", context, status=status)


def _row_page(request: StaffRequest, row: CompetenceRow, form: Says, ending: End, status: int) -> HttpResponse:
    context = {"row": row, "form": form, "ending": ending, "title": _titles().get(row.category, row.category)}
    return render(request, "cases/rules/competence.html", context, status=status)


def _row(request: StaffRequest, public_id: str) -> CompetenceRow:
    row = queries.competence_view(request.actor, public_id)
    if row is None:
        raise Refused
    return row


def _reach(request: StaffRequest) -> list[queries.OrganisationView]:
    if not may(request.actor, "manage_competences"):
        return []
    return queries.organisations_in_reach(request.actor, "manage_competences")


def _titles() -> dict[str, str]:
    return {"": _("Every subject"), **taxonomy.paths(get_language() or "zh-hans")}


def _categories() -> list[tuple[str, str]]:
    return list(taxonomy.paths(get_language() or "zh-hans").items())


def _said(new_rows: int, changed: int) -> str:
    parts = (
        ngettext("%(n)d new row", "%(n)d new rows", new_rows) % {"n": new_rows},
        ngettext("%(n)d row that was changed", "%(n)d rows that were changed", changed) % {"n": changed},
    )
    return " · ".join(parts)
