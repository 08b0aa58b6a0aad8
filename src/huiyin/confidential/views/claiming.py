"""Who has the code of a case that went over into a sealed report gets one for its mailbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huiyin.cases.rules import show_code
from huiyin.cases.views.public_parts import Session
from huiyin.cases.views.public_status import opened
from huiyin.confidential import forms, queries
from huiyin.confidential.actions import resealing
from huiyin.kernel import ids
from huiyin.kernel.errors import Refused

from .sealing import filled


@opened
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, session: Session) -> HttpResponse:
    """Asked first, because a code of before ends; then the code, once."""
    if queries.resealed(session.concern) is None:
        raise Refused
    once = request.POST.get("once", "")
    if not once:
        return filled(render(request, "confidential/public/claim.html", {"once": ids.public_id()}))
    code = resealing.claim(concern=session.concern, once=once)
    context = {"code": show_code(code), "form": forms.Confirm(initial={"once": once}), "claimed": True}
    return filled(render(request, "confidential/public/code.html", context))
