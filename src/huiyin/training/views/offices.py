"""How offices stand with the year's lessons: numbers alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from huiyin.organisations.access import StaffRequest, needs
from huiyin.training import rules
from huiyin.training.queries import offices as queries


@needs("training_figures")
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """The own office, those right below with all below them, and all together."""
    page = queries.page(request.actor, request.GET.get("office", ""))
    rows = [(row, _lacking(row.numbers)) for row in page.rows]
    return render(request, "training/figures.html", {"page": page, "rows": rows, "whole": _lacking(page.whole)})


def _lacking(numbers: rules.Office) -> str:
    """Of the posts that need a training, how many lack one: by handfuls."""
    if not numbers.needed:
        return _("none needs one")
    found = rules.handfuls(numbers.lacking, numbers.needed)
    if found is None:
        return _("too few to be shown")
    of = ngettext("of %(n)d post", "of %(n)d posts", numbers.needed) % {"n": numbers.needed}
    return f"{found[0]}–{found[1]} {of}" if found[0] != found[1] else f"{found[0]} {of}"
