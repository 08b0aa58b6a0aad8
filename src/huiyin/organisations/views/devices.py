"""Devices that tell their holder that there is something new. Without script nothing of it works, and the page says so."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel.outbox.gateways import push
from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.forms import NewDeviceForm

from .pages import done, saved


@needs("own_account")
@never_cache
@require_http_methods(["GET", "POST"])
def devices(request: StaffRequest) -> HttpResponse:
    """One's own devices, and this one to be switched on."""
    if not push.offered():
        raise Http404
    form = NewDeviceForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda data: actions.add_device(actor=request.actor, **data)):
        return done(
            request, _("This device tells you from now on that there is something new."), "organisations:devices"
        )
    context = {"form": form, "key": push.public_key(), "devices": queries.own_devices(request.actor)}
    return render(request, "organisations/devices.html", context, status=422 if form.errors else 200)


@needs("own_account")
@require_POST
def remove_device(request: StaffRequest, public_id: str) -> HttpResponse:
    """It tells nothing any more."""
    actions.remove_device(actor=request.actor, device=public_id)
    return done(request, _("That device tells you nothing any more."), "organisations:devices")
