"""Pages to read: other ways to raise a concern, how details are protected, accessibility, the laws behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases.presenting import pick
from huiyin.cases.queries import offices
from huiyin.organisations.access import public
from huiyin.procedures import loading


@public
@require_safe
def other_ways(request: HttpRequest) -> HttpResponse:
    """Visit, telephone, letter: each office with what is known of it."""
    return render(request, "cases/public/other_ways.html", {"offices": offices.offices()})


@public
@require_safe
def protection(request: HttpRequest) -> HttpResponse:
    """How details are protected, and against what they are not."""
    return render(request, "cases/public/protection.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, what was not, whom to tell."""
    return render(request, "cases/public/accessibility.html", {"front": offices.front_office()})


@public
@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """The acts that the installed procedures follow, by their full names."""
    packs = [loading.load(name) for name in loading.names()]
    acts = [(pick(pack.title), pick(pack.law.full)) for pack in packs if not pack.law.own]
    own = [pick(pack.title) for pack in packs if pack.law.own]
    return render(request, "cases/public/laws.html", {"acts": acts, "own": own})
