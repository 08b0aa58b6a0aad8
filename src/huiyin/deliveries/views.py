"""What could not be delivered: the list, and one notice with what to do about it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.kernel import outbox, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import StaffRequest, may, needs, public
from huiyin.web.fields import put_error

from . import actions, presenting, queries, receipts
from .forms import Settle


@needs("undelivered_read")
@require_safe
def undelivered(request: StaffRequest) -> HttpResponse:
    """All that this post must settle, oldest first."""
    lines = queries.given_up(request.actor)
    away = outbox.left_alone() if may(request.actor, "run_machine") else []
    context = {
        "items": [presenting.item(one, request.actor.zone) for one in lines],
        "away": away,
        "zone": request.actor.zone,
    }
    return render(request, "deliveries/undelivered.html", context)


@needs("undelivered_read")
@require_http_methods(["GET", "POST"])
def notice(request: StaffRequest, public_id: str) -> HttpResponse:
    """What it says, each try, and what to do; sent: how the person was told instead."""
    page = queries.page(request.actor, public_id, get_language() or "zh-hans")
    form = Settle(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(actor=request.actor, notice_id=public_id, **form.cleaned_data)
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            messages.error(request, error.sentences)
            return redirect("deliveries:undelivered")
        else:
            messages.success(request, _("Written down: the person was told in another way."))
            return redirect(page.line.thing.url)
    context = {
        "page": page,
        "form": form,
        "facts": presenting.facts(page.line),
        "tries": presenting.tries(page),
        "proposed": presenting.proposed(page),
        "zone": request.actor.zone,
    }
    return render(request, "deliveries/notice.html", context, status=422 if form.errors else 200)


@needs("undelivered_read")
@require_POST
def again(request: StaffRequest, public_id: str) -> HttpResponse:
    """Try it once more, from the start."""
    try:
        actions.try_again(actor=request.actor, notice_id=public_id, way=request.POST.get("way", ""))
    except (BadInput, Conflict) as error:
        messages.error(request, error.sentences)
    else:
        messages.success(request, _("It is sent again. When it fails for good once more, it comes back here."))
    return redirect("deliveries:undelivered")


@csrf_exempt  # no browser: it is signed
@public
@require_POST
def receipt(request: HttpRequest, channel: str) -> HttpResponse:
    """A gateway says whether what it took arrived. It learns nothing from the answer but that it was heard."""
    gateway = settings.OUTBOX_GATEWAYS.get(channel)
    if int(request.META.get("CONTENT_LENGTH") or 0) > receipts.MOST_BYTES:
        return HttpResponse(status=413)
    body = request.read(receipts.MOST_BYTES)
    if gateway is None or not receipts.signed(request.headers, body, gateway.secret, time.now().timestamp()):
        return HttpResponse(status=404)
    found = receipts.read(channel, request.headers["webhook-id"], body)
    if found is None:
        return HttpResponse(status=400)
    actions.take_receipt(channel=channel, receipt=found)
    return HttpResponse(status=204)
