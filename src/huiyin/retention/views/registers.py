"""A register of destruction on its page and on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.documents import paper as papers
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.views.proving import prove_first
from huiyin.retention import forms, paper
from huiyin.retention.actions import registering
from huiyin.retention.queries import pages
from huiyin.retention.wording import ITEMS, STATES
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm


@needs("retention_read")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: StaffRequest, public_id: str) -> HttpResponse:
    """`do`: ask (with a fresh proof), take_off (one `item`), call_off."""
    page = pages.register(request.actor, public_id)
    do = request.POST.get("do", "")
    if do == "ask" and (asked := prove_first(request)):
        return asked
    shown: dict[str, HouseForm] = {
        "ask": forms.Reason(request.POST if do == "ask" else None, auto_id="id_ask_%s"),
        "take_off": forms.Why(request.POST if do == "take_off" else None, auto_id="id_take_off_%s"),
        "call_off": forms.Why(request.POST if do == "call_off" else None, auto_id="id_call_off_%s"),
    }
    status = 200
    if request.method == "POST":
        form = shown.get(do)
        if form is None:
            raise Refused
        status = _do(request, public_id, do, form)
        if status == 302:
            return redirect("retention:register", public_id)
    context = {
        "page": page, "items": [(one, ITEMS[one.state]) for one in page.items], "state": STATES[page.row.state],
        "forms": shown, "form": shown.get(do), "zone": page.row.organisation.zone, "chosen": request.POST.get("item", ""),
    }  # fmt: skip
    return render(request, "retention/register.html", context, status=status)


def _do(request: StaffRequest, public_id: str, do: str, form: HouseForm) -> int:
    """The status of the answer; what was in the way stands at the form."""
    if not form.is_valid():
        return 422
    try:
        if do == "ask":
            registering.ask_destruction(actor=request.actor, register_id=public_id, **form.cleaned_data)
            messages.success(request, _("It waits for a second person."))
        elif do == "take_off":
            registering.take_off(actor=request.actor, item_id=request.POST.get("item", ""), **form.cleaned_data)
            messages.success(request, _("It is kept."))
        else:
            registering.call_off(actor=request.actor, register_id=public_id, **form.cleaned_data)
            messages.success(request, _("Called off."))
    except BadInput as error:
        put_error(form, error)
        return 422
    except Conflict as error:
        form.add_error(None, error.sentences)
        return 409
    return 302


@needs("retention_read")
@require_safe
def printed(request: StaffRequest, public_id: str) -> HttpResponse:
    """The register (销毁清册), to be signed by two."""
    page = pages.register(request.actor, public_id)
    return papers.response(paper.pdf(page), f"register-{page.row.public_id}.pdf")
