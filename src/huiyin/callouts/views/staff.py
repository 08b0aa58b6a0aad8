"""The call-outs of a house, and one of them with what this post can do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.callouts import forms, kinds, presenting
from huiyin.callouts.actions import answering, ending
from huiyin.callouts.queries import pages
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.web.fields import put_error


@needs("callout_read")
@require_safe
def callout_list(request: StaffRequest) -> HttpResponse:
    """Those that run, and the last that are over."""
    running, over = pages.lists(request.actor)
    rows = {"running": [presenting.item(one) for one in running], "over": [presenting.item(one) for one in over]}
    return render(request, "callouts/list.html", rows)


@needs("callout_read")
@require_http_methods(["GET", "POST"])
def callout(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who was called when, what they said and how, what comes next."""
    if request.method != "POST":
        return _show(request, public_id, forms.Withdraw())
    do = request.POST.get("do", "")
    if do in ("coming", "cannot"):
        answering.on_the_page(actor=request.actor, callout_id=public_id, coming=do == "coming")
        said = _("Written down: you are coming.") if do == "coming" else _("Written down. The next one is called.")
    elif do == "withdraw":
        form = forms.Withdraw(request.POST)
        if not form.is_valid():
            return _show(request, public_id, form, status=422)
        try:
            ending.withdraw(actor=request.actor, callout_id=public_id, why=form.cleaned_data["why"])
        except BadInput as error:
            put_error(form, error)
            return _show(request, public_id, form, status=422)
        said = _("Nobody is called any more.")
    else:
        raise Refused
    messages.success(request, said)
    return redirect("callouts:callout", public_id)


def _show(request: StaffRequest, public_id: str, form: forms.Withdraw, status: int = 200) -> HttpResponse:
    page = pages.page(request.actor, public_id)
    context = {
        "page": page, "callout": page.callout, "title": presenting.title(page.callout), "facts": presenting.facts(page),
        "events": presenting.events(page), "ahead": presenting.ahead(page), "form": form, "zone": page.callout.organisation.zone,
        "thing": kinds.page_of(request.actor, page.callout.about), "state": page.callout.get_status_display(),
    }  # fmt: skip
    return render(request, "callouts/callout.html", context, status=status)
