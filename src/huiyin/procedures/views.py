"""Pages that show how each kind of matter goes: drawn, with every date and its article. Procedures are no secret among staff."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from huiyin.kernel.errors import BadInput
from huiyin.organisations import access
from huiyin.procedures import draw, loading, queries


@access.needs("view_procedures")
def procedures(request: HttpRequest) -> HttpResponse:
    """The procedures of this installation."""
    return render(request, "procedures/list.html", {"packs": queries.all_packs(), "refused": loading.refused()})


@access.needs("view_procedures")
def procedure(request: HttpRequest, name: str, version: int | None = None) -> HttpResponse:
    """One procedure, drawn, with its clocks, states and ways up."""
    try:
        page = queries.pack_page(name, version)
    except BadInput as error:
        raise Http404 from error
    # Our own drawing: every text in it is escaped where it is written.
    picture = mark_safe(draw(page.pack, language=get_language() or "zh-hans"))  # noqa: S308
    return render(request, "procedures/one.html", {"page": page, "picture": picture})
