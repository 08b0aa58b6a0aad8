"""Letting in who lost telephone and papers, and vouching for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.forms import LetInForm

from .pages import done, form_page, saved, try_or_say
from .proving import proved


@needs("manage_people")
@proved
@require_http_methods(["GET", "POST"])
def let_in(request: StaffRequest, public_id: str) -> HttpResponse:
    """Once and within an hour the password alone opens the account."""
    account = queries.account_view(request.actor, public_id)
    form = LetInForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST" and saved(
        form, lambda data: actions.let_in(actor=request.actor, account=public_id, **data)
    ):
        message = _("For an hour the password alone opens the account, once. The holder and the others are told.")
        return done(request, message, "organisations:person", public_id)
    return form_page(
        request,
        form,
        title=_("Let %(name)s in once") % {"name": account.display_name},
        lead=_("Make sure first that it is the holder who asks: see them, or call the number that you know."),
        back=resolve_url("organisations:person", public_id),
        submit=_("Let the holder in once"),
    )


@needs("manage_people")
@proved
@require_POST
def vouch(request: StaffRequest, public_id: str) -> HttpResponse:
    """The second administrator's word."""
    try_or_say(
        request, lambda: actions.vouch(actor=request.actor, account=public_id), _("Noted. The account is as before.")
    )
    return redirect("organisations:person", public_id)
